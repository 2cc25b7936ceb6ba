"""Every write of advice: ask, arrange, give, withdraw, waive, and tell the works council."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.core.actors import SYSTEM, Actor
from koersvast.core.locking import locked
from koersvast.core.periods import Period
from koersvast.core.policy import require
from koersvast.core.services import sign
from koersvast.decisions.advice_policy import (
    may_ask,
    may_do_step,
    may_give,
    may_notify,
    refusal_after_decision,
)
from koersvast.decisions.advice_sentences import sentence_of, sentence_of_block
from koersvast.decisions.models import Advice, Body, Decision, Proposal, Step
from koersvast.decisions.policy import sees
from koersvast.decisions.rules.execution import refusal_to_notify
from koersvast.decisions.rules.procedures import Hitch, block_of
from koersvast.decisions.rules.requests import ADVICE, CONSENT, OF_THE_ACT, Refusal, Why
from koersvast.decisions.rules.works_council import refusal_to_ask, refusal_to_give
from koersvast.decisions.selectors.advice import decided_of, decided_on, request_of
from koersvast.decisions.selectors.loose_advice import advices_on
from koersvast.decisions.selectors.procedures import steps_and_facts
from koersvast.direction.models import Plan


@dataclass(frozen=True)
class Question:
    """What is asked of a body; names as in `Advice`."""

    body: Body
    title: str
    kind: str = ADVICE
    proposal: Proposal | None = None
    reasons: str = ""
    consequences: str = ""
    measures: str = ""
    consultation_on: Period | None = None
    agreed_term: date | None = None


def refuse(refusal: Refusal | None) -> None:
    """Raise ValidationError with the sentence of a refusal; nothing when nothing is refused."""
    if refusal is not None:
        raise ValidationError(sentence_of(refusal), code=refusal.why)


def refuse_future(day: date | None) -> None:
    """Refuse a day that has not come yet."""
    if day is not None and day > timezone.localdate():
        raise ValidationError(_("This day has not come yet. Choose today or earlier."))


@transaction.atomic
def ask_advice(
    *,
    actor: Actor,
    plan: Plan,
    question: Question,
    on: date,
    advice: Advice | None = None,
    step: Step | None = None,
) -> Advice:
    """Ask advice or consent on an intended decision; return it.

    `advice` is one that was prepared and not asked yet; `step` the step of a procedure in which it
    is asked. Refused out of order, without what the act wants told (WOR 25.3, 27.2), and when it
    comes too late to matter (25.2). Raises PermissionDenied or ValidationError.
    """
    refuse_future(on)
    proposal = locked(question.proposal) if question.proposal else None
    require(proposal is None or sees(actor, proposal))
    if proposal is not None and proposal.plan_id != plan.pk:
        raise ValidationError({"proposal": _("“%s” belongs to another plan.") % proposal})
    asked_in = _step_to_ask_in(actor, step) if step else None
    found = _prepared(plan, advice, asked_in)
    for field in fields(question):
        setattr(found, field.name, getattr(question, field.name))
    require(may_ask(actor, found) or asked_in is not None)
    _refuse_question(found, on)
    _refuse_twice(found)
    found.requested_on = Period.day(on)
    _store(actor, found)
    if asked_in is not None and asked_in.advice_id != found.pk:
        asked_in.advice, asked_in.proposal = found, asked_in.proposal or found.proposal
        _store(actor, asked_in)
    return found


def _step_to_ask_in(actor: Actor, step: Step) -> Step:
    """Return the step under a lock; refuse who does not do it, and when it is not its turn."""
    locked(step.procedure)
    stored: Step = locked(step)
    require(may_do_step(actor, stored))
    steps, facts = steps_and_facts(SYSTEM, stored.procedure)
    place = [each.pk for each in steps].index(stored.pk)
    block = block_of(facts, place, timezone.localdate())
    if block is not None and block.hitch is Hitch.BEFORE:
        raise ValidationError(sentence_of_block(block), code=block.hitch)
    return stored


def _prepared(plan: Plan, advice: Advice | None, step: Step | None) -> Advice:
    """Return the advice to ask: the one that was prepared, that of the step, or a new one."""
    known = advice or (step.advice if step else None)
    if known is not None and not known.withdrawn:
        stored: Advice = locked(known)
        return stored
    codes = set(Advice.objects.filter(plan=plan).values_list("code", flat=True))
    number = len(codes) + 1
    while f"AD{number}" in codes:
        number += 1
    return Advice(plan=plan, code=f"AD{number}", position=number)


def _refuse_twice(advice: Advice) -> None:
    """Refuse to ask the very same again while it is open: somebody pressed the button twice.

    The proposal is locked, so the second of two at once sees the first.
    """
    if advice.proposal_id is None or advice.pk is not None:
        return
    same = {field.name: getattr(advice, field.name) for field in fields(Question)}
    asked = Advice.objects.filter(requested_on__isnull=False, given_on__isnull=True)
    if asked.filter(**same, withdrawn=False).exists():
        refuse(Refusal(Why.ALREADY_ASKED, advice.title))


def _refuse_question(advice: Advice, on: date) -> None:
    """Refuse what may not be asked on a day."""
    if advice.kind in OF_THE_ACT and advice.body.kind != Body.Kind.WORKS_COUNCIL:
        raise ValidationError(
            {
                "body": _(
                    "Advice and consent under the act are asked of a works council. Choose one, or "
                    "ask other advice."
                )
            }
        )
    if advice.agreed_term is not None and advice.agreed_term <= on:
        raise ValidationError({"agreed_term": _("The term ends before anybody could advise.")})
    key = advice.proposal_id
    decided = decided_of(SYSTEM, [key])[key] if key else None
    refuse(
        refusal_to_ask(
            request_of(advice),
            Period.day(on),
            decided.decided_on if decided else None,
            decided=decided is not None and decided.taken,
        )
    )


@transaction.atomic
def arrange_advice(
    *, actor: Actor, advice: Advice, consultation_on: Period | None, agreed_term: date | None
) -> bool:
    """Record the consultation meeting and the agreed term, until advice is given.

    Return whether that is news. Raises PermissionDenied or ValidationError.
    """
    stored: Advice = locked(advice)
    require(may_ask(actor, stored) or may_give(actor, stored))
    _refuse_settled(stored)
    asked = stored.requested_on
    if agreed_term is not None and asked and asked.first and agreed_term <= asked.first:
        raise ValidationError({"agreed_term": _("The term ends before anybody could advise.")})
    if (stored.consultation_on, stored.agreed_term) == (consultation_on, agreed_term):
        return False
    term = {"agreed_term": agreed_term} if agreed_term != stored.agreed_term else {}
    if refusal := refusal_after_decision(stored, term):
        raise ValidationError(refusal)
    stored.consultation_on, stored.agreed_term = consultation_on, agreed_term
    _store(actor, stored)
    return True


def _refuse_settled(advice: Advice) -> None:
    """Refuse to change what was withdrawn or given."""
    if advice.withdrawn:
        refuse(Refusal(Why.WITHDRAWN, advice.title))
    if advice.given_on is not None:
        refuse(Refusal(Why.ALREADY_GIVEN, advice.title))


@transaction.atomic
def give_advice(*, actor: Actor, advice: Advice, on: date, outcome: str, text: str = "") -> Advice:
    """Record what the body advised. Allowed to its members and secretary, and to editors.

    Refused before it was asked and before a consultation meeting (WOR 25.4). Raises
    PermissionDenied or ValidationError.
    """
    refuse_future(on)
    stored: Advice = locked(advice)
    require(may_give(actor, stored))
    if not outcome:
        raise ValidationError({"outcome": _("Say what the body advised.")})
    refuse(refusal_to_give(request_of(stored), Period.day(on)))
    stored.given_on, stored.outcome, stored.text = Period.day(on), outcome, text
    _store(actor, stored)
    return stored


@transaction.atomic
def withdraw_request(*, actor: Actor, advice: Advice, on: date | None) -> Advice:
    """Withdraw a request; it then blocks nothing. `on` None: the day is not told.

    Refused after the advice was given or the decision was taken: by then it has its effect.
    Raises PermissionDenied or ValidationError.
    """
    refuse_future(on)
    if advice.proposal:
        locked(advice.proposal)
    stored: Advice = locked(advice)
    require(may_ask(actor, stored))
    _refuse_settled(stored)
    if stored.requested_on is None:
        refuse(Refusal(Why.NOT_ASKED, stored.title))
    key = stored.proposal_id
    if key and decided_of(SYSTEM, [key])[key].taken:
        raise ValidationError(
            _("The decision was taken, so this request can no longer be withdrawn.")
        )
    stored.withdrawn, stored.withdrawn_on = True, Period.day(on) if on else None
    _store(actor, stored)
    return stored


@transaction.atomic
def waive_waiting(*, actor: Actor, advice: Advice, on: date) -> Advice:
    """Record that the council said on `on` that carrying it out need not wait (WOR 25.6).

    Allowed to who gives the advice. Raises PermissionDenied or ValidationError.
    """
    refuse_future(on)
    stored: Advice = locked(advice)
    require(may_give(actor, stored))
    if stored.kind != ADVICE or stored.withdrawn:
        raise ValidationError(_("Nothing waits for this advice."))
    stored.waived_on = on
    _store(actor, stored)
    return stored


@transaction.atomic
def record_leave(*, actor: Actor, advice: Advice, on: date) -> Advice:
    """Record that the court gave leave in the place of consent (WOR 27.4).

    Raises PermissionDenied or ValidationError.
    """
    refuse_future(on)
    stored: Advice = locked(advice)
    require(may_ask(actor, stored))
    if stored.kind != CONSENT or stored.withdrawn:
        raise ValidationError(_("Only consent that was asked can be replaced by leave."))
    stored.leave_on = on
    _store(actor, stored)
    return stored


@transaction.atomic
def notify_council(
    *, actor: Actor, decision: Decision, on: date, followed: bool | None, deviation: str = ""
) -> Decision:
    """Record that the council was told of a decision in writing, and whether it follows the advice.

    With the reasons where it deviates (WOR 25.5). The advice is that on its proposal, and that on
    no proposal for which it is the next decision in a procedure. Raises PermissionDenied or
    ValidationError.
    """
    refuse_future(on)
    stored: Decision = locked(decision)
    require(may_notify(actor, stored))
    asked = Advice.objects.filter(pk__in=advices_on(stored))
    advices = list(asked.select_for_update(of=("self",)).order_by("pk"))
    decided = decided_on(stored.title, [stored], advices)
    refuse(refusal_to_notify(decided, on, followed, deviation))
    stored.notified_on, stored.deviation = on, "" if followed else deviation
    _store(actor, stored)
    for advice in advices:
        given = advice.kind == ADVICE and not advice.withdrawn and advice.given_on is not None
        if given and advice.followed != followed:
            advice.followed = followed
            _store(actor, advice)
    return stored


def _store(actor: Actor, record: models.Model) -> None:
    """Check, sign and save a row that is new or under a lock."""
    row: Any = record
    if row.pk:
        row.version += 1
    row.full_clean()
    sign(row, actor)
    row.save()
