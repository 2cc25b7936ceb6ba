"""What can be done with advice where one reads it: each with its form and its service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.registries import Label
from koersvast.core.services import change_record
from koersvast.decisions.advice_forms import (
    ArrangeForm,
    AskForm,
    CorrectForm,
    GiveForm,
    OnForm,
    WithdrawForm,
)
from koersvast.decisions.advice_policy import may_ask, may_give
from koersvast.decisions.models import Advice, Proposal
from koersvast.decisions.rules.requests import ADVICE, CONSENT
from koersvast.decisions.selectors.advice import taken_of
from koersvast.decisions.services.advice import (
    arrange_advice,
    ask_advice,
    give_advice,
    record_leave,
    waive_waiting,
    withdraw_request,
)

May = Callable[[Actor, Advice], bool]


@dataclass(frozen=True)
class AdvicePart:
    """Something to do with advice. `fits` tells at which moment it is offered."""

    name: str
    title: Label
    form: Callable[[Actor, Advice, Any], forms.Form]
    save: Callable[[Actor, Advice, Any], object]
    may: May
    fits: Callable[[Advice], bool]
    lead: Label = ""
    first: bool = False


def _ask_form(actor: Actor, advice: Advice, data: Any) -> forms.Form:
    names = (*AskForm.base_fields.keys() - {"on"},)
    initial = {name: getattr(advice, name) for name in names}
    return AskForm(data, actor=actor, plan=advice.plan, initial=initial)


def _ask(actor: Actor, advice: Advice, form: Any) -> object:
    return ask_advice(
        actor=actor,
        plan=advice.plan,
        advice=advice,
        question=form.question(),
        on=form.cleaned_data["on"],
    )


def _arrange_form(actor: Actor, advice: Advice, data: Any) -> forms.Form:
    names = ("consultation_on", "agreed_term")
    return ArrangeForm(data, initial={name: getattr(advice, name) for name in names})


def _correct_form(actor: Actor, advice: Advice, data: Any) -> Any:
    return CorrectForm(data, instance=Advice.objects.get(pk=advice.pk), actor=actor)


def _correct(actor: Actor, advice: Advice, form: Any) -> object:
    version = form.cleaned_data["version"]
    return change_record(actor=actor, record=advice, changes=form.changes(), version=version)


def _either(actor: Actor, advice: Advice) -> bool:
    return may_ask(actor, advice) or may_give(actor, advice)


def _is_open(advice: Advice) -> bool:
    return not advice.withdrawn and advice.given_on is None


def _was_asked(advice: Advice) -> bool:
    return _is_open(advice) and advice.requested_on is not None


PARTS = {
    part.name: part
    for part in (
        AdvicePart(
            "ask",
            _("Ask it"),
            _ask_form,
            _ask,
            may_ask,
            lambda advice: _is_open(advice) and advice.requested_on is None,
            _("With the reasons, the consequences for staff and the measures for those."),
            first=True,
        ),
        AdvicePart(
            "give",
            _("Record the advice"),
            lambda actor, advice, data: GiveForm(data),
            lambda actor, advice, form: give_advice(
                actor=actor, advice=advice, **form.cleaned_data
            ),
            may_give,
            lambda advice: _was_asked(advice) or (_is_open(advice) and advice.kind == "other"),
            _("A consultation meeting comes first."),
            first=True,
        ),
        AdvicePart(
            "arrange",
            _("Meeting and term"),
            _arrange_form,
            lambda actor, advice, form: arrange_advice(
                actor=actor, advice=advice, **form.cleaned_data
            ),
            _either,
            _is_open,
        ),
        AdvicePart(
            "waive",
            _("Need not wait"),
            lambda actor, advice, data: OnForm(data),
            lambda actor, advice, form: waive_waiting(
                actor=actor, advice=advice, **form.cleaned_data
            ),
            may_give,
            lambda advice: (
                advice.kind == ADVICE and not advice.withdrawn and bool(advice.requested_on)
            ),
            _("The council says that carrying out the decision need not wait a month."),
        ),
        AdvicePart(
            "leave",
            _("Leave of the court"),
            lambda actor, advice, data: OnForm(data),
            lambda actor, advice, form: record_leave(
                actor=actor, advice=advice, **form.cleaned_data
            ),
            may_ask,
            lambda advice: advice.kind == CONSENT and not advice.withdrawn,
            _("In the place of consent (art. 27.4 WOR)."),
        ),
        AdvicePart(
            "withdraw",
            _("Withdraw the request"),
            lambda actor, advice, data: WithdrawForm(data),
            lambda actor, advice, form: withdraw_request(
                actor=actor, advice=advice, **form.cleaned_data
            ),
            may_ask,
            _was_asked,
            _("A withdrawn request blocks nothing any more. This cannot be undone."),
        ),
        AdvicePart(
            "correct",
            _("Correct"),
            _correct_form,
            _correct,
            may_ask,
            lambda advice: advice.requested_on is not None or advice.given_on is not None,
            _("For what was recorded wrongly; the history keeps what it was."),
        ),
    )
}


def parts_for(actor: Actor, advice: Advice) -> list[AdvicePart]:
    """Return what the actor may do with advice now."""
    asks, gives = may_ask(actor, advice), may_give(actor, advice)
    answers: dict[May, bool] = {may_ask: asks, may_give: gives, _either: asks or gives}
    return [part for part in PARTS.values() if part.fits(advice) and answers[part.may]]


def offers_asking(actor: Actor, proposal: Proposal) -> bool:
    """Tell whether the actor may ask advice on a proposal that nobody decided on yet."""
    advice = Advice(proposal=proposal, plan=proposal.plan)
    return may_ask(actor, advice) and taken_of(actor, proposal.pk) is None
