"""The forms of decisions: the document of a proposal, and what is done with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.days import validate_day
from koersvast.core.kit.forms import LONGEST_TEXT, RecordForm
from koersvast.core.services import Conflict
from koersvast.decisions.models import Body, Decision, Proposal, Section
from koersvast.decisions.rules.texts import own_changes, read_seen, seen_of, written_seen
from koersvast.decisions.services.proposals import texts_of
from koersvast.direction.models import Plan
from koersvast.organisation.models import Role, Unit

PREFIX = "text_"
ROWS = 5


class ProposalForm(RecordForm):
    """The header of a proposal, and a text box for each of the fixed headings.

    `seen` tells which texts the user saw, so that nobody writes over somebody else's.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        texts = texts_of(self.instance) if self.instance.pk else {}
        self.fields["seen"].initial = written_seen(seen_of(texts))
        for heading in Section.Heading:
            self.fields[f"{PREFIX}{heading.value}"] = forms.CharField(
                label=heading.label,
                required=False,
                initial=texts.get(heading.value, ""),
                widget=forms.Textarea(attrs={"rows": ROWS}),
                validators=[MaxLengthValidator(LONGEST_TEXT)],
            )
        if not self.instance.pk:
            self._start()

    def _start(self) -> None:
        """Fill in what is likely: the latest plan, and a code that nobody has used."""
        latest = Plan.objects.visible_to(self.actor).order_by("reference_date", "code").last()
        likely = {"plan": latest and latest.pk, "code": f"V{timezone.localtime():%Y%m%d-%H%M%S}"}
        for name, value in likely.items():
            self.initial[name] = self.initial.get(name) or value

    def header(self) -> list[forms.BoundField]:
        """Return the fields of the header."""
        return [field for field in self.visible_fields() if not field.name.startswith(PREFIX)]

    def headings(self) -> list[forms.BoundField]:
        """Return the fields of the headings, in their fixed order."""
        return [field for field in self.visible_fields() if field.name.startswith(PREFIX)]

    def changes(self) -> dict[str, Any]:
        """Return the fields of the header that the user set."""
        return {
            name: value
            for name, value in super().changes().items()
            if name != "seen" and not name.startswith(PREFIX)
        }

    def texts(self) -> dict[str, str]:
        """Return heading -> text as it was filled in; lines end as they do in a file."""
        return {
            heading: self.cleaned_data[f"{PREFIX}{heading}"].replace("\r\n", "\n").strip()
            for heading in Section.Heading.values
        }

    def show_conflict(self, conflict: Conflict) -> None:
        """Take over what somebody else changed in the header; the texts stay as typed."""
        typed: Any = self.data
        super().show_conflict(conflict)
        for name in typed:
            if name.startswith(PREFIX):
                self.data[name] = typed[name]  # type: ignore[index]

    def saw_texts(self) -> dict[str, str]:
        """Return the fingerprints of the texts that the user saw."""
        return read_seen(self.cleaned_data["seen"])

    def saw(self, proposal: Proposal) -> None:
        """Take over what somebody else wrote where the user wrote nothing himself.

        The user now sees what is stored beside his own texts: saving again is knowingly.
        """
        stored, typed = texts_of(proposal), self.texts()
        own = own_changes(typed, self.saw_texts())
        data: Any = self.data
        self.data = data = data.copy()
        for heading in typed:
            if heading not in own:
                data[f"{PREFIX}{heading}"] = stored.get(heading, "")
        data["seen"] = written_seen(seen_of(stored))


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a field for a day; today is filled in where it is required."""
    return forms.DateField(
        label=label,
        required=required,
        initial=timezone.localdate if required else None,
        help_text=help_text,
        validators=[validate_day],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def text_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    """Return a field for a text of any length."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": ROWS}),
        max_length=LONGEST_TEXT,
    )


class DecideForm(forms.Form):
    """How a body decided on a proposal."""

    decided_on = day_field(_("decided on"))
    outcome = forms.ChoiceField(
        label=_("outcome"),
        choices=[("", "–"), *(each for each in Decision.Outcome.choices if each[0])],
        required=False,
    )
    amendment = text_field(_("what was amended"), help_text=_("Only when it was amended."))
    explanation = text_field(_("explanation"))
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("units that it changes"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["units"]
        field.queryset = Unit.objects.visible_to(actor)


class ReadersForm(forms.Form):
    """Which roles may read a proposal that is not for everybody."""

    roles = forms.ModelMultipleChoiceField(
        Role.objects.none(),
        label=_("roles"),
        required=False,
        help_text=_("Author, portfolio holder, members and secretary always see it."),
        widget=forms.SelectMultiple(attrs={"size": 12}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["roles"]
        field.queryset = Role.objects.visible_to(actor)


class SecrecyForm(forms.Form):
    """Which body imposes secrecy, and on what ground."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("secrecy imposed by"))
    ground = forms.CharField(label=_("ground of the secrecy"), max_length=300)
    decision = forms.CharField(label=_("decision on the secrecy"), max_length=300, required=False)
    on = day_field(_("secret from"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["body"]
        field.queryset = Body.objects.visible_to(actor)


class LiftForm(forms.Form):
    """From which day secrecy no longer holds."""

    on = day_field(_("secrecy lifted on"))


class ObjectForm(forms.Form):
    """A reasoned objection."""

    role = forms.ModelChoiceField(Role.objects.none(), label=_("raised by"))
    reason = text_field(_("reason"), required=True)
    raised_on = day_field(_("raised on"))

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.queryset = Role.objects.filter(pk__in=[role.pk for role in roles])


class AnswerForm(forms.Form):
    """What was answered to an objection, and from when it no longer stands."""

    answer = text_field(_("answer"))
    settled_on = day_field(
        _("settled on"), required=False, help_text=_("Empty: the objection still stands.")
    )
