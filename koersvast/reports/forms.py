"""The forms of reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.documents import Kind
from koersvast.core.formfields import PeriodFormField
from koersvast.direction.models import Plan
from koersvast.reports.models import Report, Version
from koersvast.reports.services.versions import LONGEST_WORDS


class MakeForm(forms.Form):
    """What a new report is about."""

    subject = forms.ChoiceField(label=_("about"), required=False)
    title = forms.CharField(label=_("title"), max_length=300)
    period = PeriodFormField(
        label=_("period"),
        required=False,
        help_text=_("For instance “Q2 2022”, “2022” or “januari t/m mei 2022”."),
    )
    audience = forms.ChoiceField(
        label=_("for whom"),
        choices=Report.Audience.choices,
        initial=Report.Audience.PUBLIC,
        help_text=_(
            "For everybody with access: nothing confidential is in it. Otherwise it holds all that "
            "you may see, and only who may see all of that can open it."
        ),
    )

    def __init__(self, *args: Any, actor: Actor, kind: Kind, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        found = list(kind.subjects(actor, plan))
        subject: Any = self.fields["subject"]
        subject.choices = [(each.key, each.title) for each in found]
        self.fields["period"].required = kind.periodic
        self.has_subject = bool(found)
        self.initial.setdefault("title", f"{kind.label} – {plan.title}"[:300])


class WordsForm(forms.Form):
    """What the author writes under each heading."""

    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: Version, words: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("edition", version.edition)
        for chapter in version.content["chapters"]:
            self.fields[self.name_of(chapter["key"])] = forms.CharField(
                label=chapter["title"],
                required=False,
                initial=words.get(chapter["key"], ""),
                max_length=LONGEST_WORDS,
                widget=forms.Textarea(attrs={"rows": 6}),
            )

    @staticmethod
    def name_of(chapter: str) -> str:
        """Return the name of the field of a chapter."""
        return f"words-{chapter}"

    def words(self) -> dict[str, str]:
        """Return what was written, by chapter."""
        pairs = ((name, value) for name, value in self.cleaned_data.items() if name != "edition")
        return {name.removeprefix("words-"): value.replace("\r\n", "\n") for name, value in pairs}


class CorrectForm(forms.Form):
    """Why a final report gets a new version."""

    reason = forms.CharField(
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
