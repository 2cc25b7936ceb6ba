"""The forms of reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.documents import Kind
from koersvast.core.formfields import PeriodFormField
from koersvast.core.textfields import CleanLine, CleanText
from koersvast.direction.models import Plan
from koersvast.reports.models import Report, Version
from koersvast.reports.rules import places_in
from koersvast.reports.services.versions import LONGEST_WORDS


class MakeForm(forms.Form):
    """What a new report is about."""

    subject = forms.ChoiceField(label=_("about"), required=False)
    title = CleanLine(
        label=_("title"),
        max_length=300,
        required=False,
        help_text=_("Left empty: the kind of document and what it is about."),
    )
    period = PeriodFormField(
        label=_("reporting period"),
        required=False,
        help_text=_(
            "For instance “Q2 2022”, “2022” or “januari t/m mei 2022”. Reports and messages of "
            "other days stay out."
        ),
    )
    audience = forms.ChoiceField(
        label=_("for whom"),
        choices=Report.Audience.choices,
        initial=Report.Audience.PUBLIC,
        help_text=_(
            "Everybody with access: nothing confidential goes in. The other choice: all that you "
            "may see goes in, and only who may see that too can open it."
        ),
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        kind: Kind,
        plan: Plan,
        wanted: Sequence[str] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        self.plan = plan
        found = list(kind.subjects(actor, plan))
        field: Any = self.fields["subject"]
        field.choices = [(each.key, each.title) for each in found]
        self.fields["period"].required = kind.periodic
        self.has_subject = bool(found)
        asked = (each for key in wanted for each in found if key and each.key == key)
        about = next(asked, found[0] if found else None)
        self.initial.setdefault("subject", about.key if about else "")

    def clean(self) -> dict[str, Any]:
        """Give a report without a title that of its kind and of what it is about."""
        data: dict[str, Any] = super().clean() or {}
        if not data.get("title") and "subject" in data:
            names = dict(self.fields["subject"].choices)  # type: ignore[attr-defined]
            name = names.get(data["subject"], "") if data["subject"] else self.plan.title
            data["title"] = f"{self.kind.label} – {name.strip()}"[:300]
        return data


@dataclass(frozen=True)
class Part:
    """The field of a chapter, and those of the headings in it."""

    field: BoundField
    below: list[BoundField]

    @property
    def is_open(self) -> bool:
        """Tell whether something stands below a heading, or is wrong there."""
        return any(each.value() or each.errors for each in self.below)


class WordsForm(forms.Form):
    """What the author writes under each heading."""

    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: Version, words: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("edition", version.edition)
        self.below: dict[str, list[str]] = {}
        part = ""
        for place, above, whole in places_in(version.content["chapters"]):
            part = above if whole else part
            self._sort_in(self.name_of(place), whole=whole)
            self.fields[self.name_of(place)] = CleanText(
                label=above if whole else f"{part} › {above}",
                required=False,
                initial=words.get(place, ""),
                max_length=LONGEST_WORDS,
                widget=forms.Textarea(attrs={"rows": 6 if whole else 3}),
            )
        for chapter, text in words.items():
            if self.name_of(chapter) not in self.fields:
                self._sort_in(self.name_of(chapter), whole=True)
                self.fields[self.name_of(chapter)] = CleanText(
                    label=_("text of a chapter that is no longer in the report"),
                    required=False,
                    initial=text,
                    max_length=LONGEST_WORDS,
                    widget=forms.Textarea(attrs={"rows": 6}),
                    help_text=_(
                        "It is not in the document. Move it to another chapter, or clear it."
                    ),
                )

    def _sort_in(self, name: str, *, whole: bool) -> None:
        """Put a field below that of its chapter; the field of a chapter begins a part."""
        if whole:
            self.below[name] = []
        else:
            self.below[next(reversed(self.below))].append(name)

    def parts(self) -> list[Part]:
        """Return the fields as the page shows them: per chapter, with those of its headings."""
        return [
            Part(self[name], [self[each] for each in below]) for name, below in self.below.items()
        ]

    @staticmethod
    def name_of(chapter: str) -> str:
        """Return the name of the field of a chapter."""
        return f"words-{chapter}"

    def take_over(self, version: Version, words: dict[str, str]) -> list[tuple[str, str]]:
        """Let the form be about the version as it is now; return what stands there otherwise.

        Per chapter its title and its text, for who wrote at the same time to compare.
        """
        self.data = {**self.data, "edition": str(version.edition)}
        return [
            (str(field.label), words[name.removeprefix("words-")])
            for name, field in self.fields.items()
            if name.removeprefix("words-") in words
            and words[name.removeprefix("words-")]
            != self.data.get(name, "").replace("\r\n", "\n").strip()
        ]

    def words(self) -> dict[str, str]:
        """Return what was written, by chapter."""
        pairs = ((name, value) for name, value in self.cleaned_data.items() if name != "edition")
        return {name.removeprefix("words-"): value for name, value in pairs}


class CorrectForm(forms.Form):
    """Why a final report gets a new version."""

    reason = CleanText(
        label=_("what is corrected"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands on the cover of the new version. The old one stays as it is."),
    )


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Show what a service refused at its field, or above the form."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, error)
