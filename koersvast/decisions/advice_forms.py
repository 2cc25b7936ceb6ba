"""The forms of advice: ask, arrange, give, withdraw, waive, correct, and tell the council."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Case, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.formfields import PeriodFormField
from koersvast.core.kit.forms import LONGEST_TEXT, RecordForm
from koersvast.core.textfields import CleanText
from koersvast.decisions.advice_sentences import sentence_of
from koersvast.decisions.models import Advice, Body, Proposal
from koersvast.decisions.rules.works_council import refusal_of_order
from koersvast.decisions.selectors.advice import request_of
from koersvast.decisions.services.advice import Question
from koersvast.direction.models import Plan

PERIOD_LENGTH = 260


class LongText(CleanText):
    """A long text that may stay empty."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=LONGEST_TEXT, **options)


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def period_field(label: Any, help_text: Any = "") -> PeriodFormField:
    """Return a field for a period that may stay empty."""
    return PeriodFormField(
        label=label, required=False, help_text=help_text, max_length=PERIOD_LENGTH
    )


class OnForm(forms.Form):
    """The base: something happened on a day; today unless one says otherwise."""

    on = day_field(_("day"))

    def __init__(self, data: Any = None, **options: Any) -> None:
        initial = {"on": timezone.localdate(), **options.pop("initial", {})}
        super().__init__(data, initial=initial, **options)


class AskForm(OnForm):
    """What is asked, of whom, on which intended decision."""

    title = forms.CharField(label=_("title"), max_length=300)
    kind = forms.ChoiceField(label=_("kind"), choices=Advice.Kind.choices)
    body = forms.ModelChoiceField(Body.objects.none(), label=_("body"))
    proposal = forms.ModelChoiceField(
        Proposal.objects.none(),
        label=_("intended decision"),
        required=False,
        empty_label=_("none in this register"),
    )
    reasons = LongText(
        label=_("reasons"), help_text=_("Why one intends to decide this (art. 25.3 WOR).")
    )
    consequences = LongText(
        label=_("consequences for staff"), help_text=_("What it is expected to mean for them.")
    )
    measures = LongText(label=_("measures"), help_text=_("What is done about those consequences."))
    consultation_on = period_field(
        _("consultation meeting"),
        _("At least one comes before the advice. It may still be filled in later."),
    )
    agreed_term = day_field(
        _("agreed term"),
        required=False,
        help_text=_("The last day that was agreed; the law gives no term."),
    )
    field_order = ("title", "kind", "body", "proposal", "reasons", "consequences", "measures", "on")

    def __init__(self, data: Any = None, *, actor: Actor, plan: Plan, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["on"].label = _("asked on")
        bodies: Any = self.fields["body"]
        # first what most questions are for: those of the act, to a works council
        council = Case(When(kind=Body.Kind.WORKS_COUNCIL, then=0), default=1)
        bodies.queryset = Body.objects.visible_to(actor).order_by(council, "name")
        councils = bodies.queryset.filter(kind=Body.Kind.WORKS_COUNCIL)[:2]
        if len(councils) == 1:
            self.initial.setdefault("body", councils[0].pk)
        proposals: Any = self.fields["proposal"]
        proposals.queryset = Proposal.objects.visible_to(actor).filter(plan=plan)

    def question(self) -> Question:
        """Return what is asked."""
        return Question(**{k: v for k, v in self.cleaned_data.items() if k != "on"})


class ArrangeForm(forms.Form):
    """The consultation meeting and the agreed term."""

    consultation_on = period_field(
        _("consultation meeting"), _("A day, or as precise as one knows.")
    )
    agreed_term = day_field(
        _("agreed term"),
        required=False,
        help_text=_("The last day that was agreed; the law gives no term."),
    )


class GiveForm(OnForm):
    """What the body advised."""

    outcome = forms.ChoiceField(
        label=_("outcome"),
        choices=[("", "---------"), *[c for c in Advice.Outcome.choices if c[0]]],
    )
    text = LongText(label=_("text"), help_text=_("The advice, or its main points."))
    field_order = ("outcome", "text", "on")


class WithdrawForm(forms.Form):
    """When a request was withdrawn."""

    on = day_field(_("day"), required=False, help_text=_("Empty: the day is not told."))

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, initial={"on": timezone.localdate()}, **options)


FOLLOWED = (("", "---------"), ("yes", _("yes")), ("no", _("no, it deviates")))


class ToldForm(OnForm):
    """When the council was told of a decision in writing, and whether it follows the advice."""

    followed = forms.ChoiceField(
        label=_("follows the advice"),
        required=False,
        choices=FOLLOWED,
        help_text=_("Empty when no advice was given."),
    )
    deviation = LongText(
        label=_("why it deviates from the advice"), help_text=_("Needed when it deviates.")
    )
    field_order = ("on", "followed", "deviation")

    def said(self) -> dict[str, Any]:
        """Return what was filled in, as the service takes it."""
        followed = {"yes": True, "no": False}.get(self.cleaned_data["followed"])
        return {**self.cleaned_data, "followed": followed}


class CorrectForm(RecordForm):
    """What was recorded wrongly: dates, outcome, text."""

    class Meta:
        model = Advice
        fields = (
            "requested_on", "consultation_on", "agreed_term", "given_on", "outcome", "text",
            "followed",
        )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.kind != Advice.Kind.CONSENT:  # of advice one tells it to the council
            del self.fields["followed"]

    def clean(self) -> dict[str, Any]:
        """Refuse advice that was given before it was asked or discussed."""
        cleaned = super().clean()
        after = Advice(
            title=self.instance.title,
            kind=self.instance.kind,
            **{name: cleaned.get(name) for name in ("requested_on", "consultation_on")},
        )
        given_on = cleaned.get("given_on")
        if given_on and (refusal := refusal_of_order(request_of(after), given_on)):
            raise forms.ValidationError(sentence_of(refusal))
        return cleaned
