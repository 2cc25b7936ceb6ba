"""Raising a dilemma between lines, answering it and closing it (A 4.4)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.core.actors import Access, Actor
from koersvast.core.locking import locked_in_plan
from koersvast.core.policy import policies, require
from koersvast.core.schemas import says_nothing
from koersvast.core.services import add_record, sign
from koersvast.decisions.models import Decision
from koersvast.work.assignment_policy import (
    BY_DECISION,
    IS_ANSWERED,
    IS_CLOSED,
    TO_NOBODY,
    may_answer,
    refusal_to_close,
)
from koersvast.work.models import Escalation
from koersvast.work.policy import may_change_work
from koersvast.work.selectors.assignments import latest_version
from koersvast.work.services.versions import require_open

WANTED = {
    "tried_together": gettext_lazy(
        "Write first what you tried together: an escalation comes after you tried to solve it."
    ),
    "interests": gettext_lazy("Write which interests are at stake."),
    "question": gettext_lazy("Write the question that is to be answered."),
}


@transaction.atomic
def raise_escalation(*, actor: Actor, escalation: Escalation) -> None:
    """Raise a dilemma on an assignment; it gets a code when it has none.

    A party raises it in a role that it holds. Raises PermissionDenied, or ValidationError per
    field: without what was tried together first it cannot be raised.
    """
    assignment = locked_in_plan(escalation.assignment)
    escalation.assignment = assignment
    escalation.plan_id = assignment.plan_id
    require(policies.of(escalation).may_add(actor, escalation))
    require_open(assignment, latest_version(assignment))
    _require_told(actor, escalation)
    if not escalation.code:
        escalation.code = _free_code(escalation)
    add_record(actor=actor, record=escalation)


def _require_told(actor: Actor, escalation: Escalation) -> None:
    wrong = {}
    for name, sentence in WANTED.items():
        setattr(escalation, name, getattr(escalation, name).strip())
        if says_nothing(getattr(escalation, name)):
            wrong[name] = str(sentence)
    if escalation.to_role_id is None and escalation.to_body_id is None:
        wrong["to_role"] = str(TO_NOBODY)
    keeps = may_change_work(actor, escalation.assignment.work_id)
    if escalation.raised_by_id not in actor.role_ids and not keeps:
        wrong["raised_by"] = _("Choose a role that you hold yourself.")
    if wrong:
        raise ValidationError(wrong)


def _free_code(escalation: Escalation) -> str:
    taken = Escalation.objects.filter(plan_id=escalation.plan_id).values_list("code", flat=True)
    codes, number = set(taken), 1
    while f"{escalation.assignment.code[:50]}.E{number}" in codes:
        number += 1
    return f"{escalation.assignment.code[:50]}.E{number}"


@transaction.atomic
def change_escalation(*, actor: Actor, escalation: Escalation, changes: dict[str, Any]) -> None:
    """Change a dilemma that nobody answered yet. Raises PermissionDenied or ValidationError."""
    stored: Escalation = locked_in_plan(escalation)
    require(policies.of(stored).may_change(actor, stored))
    if stored.answer or stored.decision_id or stored.closed_on:
        raise ValidationError(str(IS_ANSWERED))
    for name, value in changes.items():
        setattr(stored, name, value)
    _require_told(actor, stored)
    _save(actor, stored, escalation)


@transaction.atomic
def answer_escalation(
    *, actor: Actor, escalation: Escalation, answer: str = "", decision: Decision | None = None
) -> None:
    """Answer a dilemma by a decision that the actor sees, in words, or both.

    What was put to a body is answered by a decision. Without `decision` one that the actor does
    not see stays. Raises PermissionDenied or ValidationError.
    """
    stored: Escalation = locked_in_plan(escalation)
    require(may_answer(actor, stored))
    if stored.closed_on is not None:
        raise ValidationError(str(IS_CLOSED))
    if not answer.strip() and decision is None:
        raise ValidationError(_("Choose the decision that answers it, or write the answer."))
    kept = decision or _unseen_decision(actor, stored)
    if stored.to_body_id is not None and kept is None:
        raise ValidationError({"decision": BY_DECISION % {"body": stored.to_body}})
    if decision is not None:
        seen = Decision.objects.visible_to(actor).filter(pk=decision.pk, plan_id=stored.plan_id)
        if not seen.exists():
            raise ValidationError({"decision": _("Choose a decision of the same plan.")})
        if not answer.strip() and not _is_for_everybody(decision):
            raise ValidationError(
                {"answer": _("Not everybody sees this decision: write what everybody may know.")}
            )
    stored.answer, stored.decision = answer.strip(), kept
    _save(actor, stored, escalation)


def _unseen_decision(actor: Actor, escalation: Escalation) -> Decision | None:
    """Return the decision that answers it, when the actor does not see that."""
    own: Decision | None = escalation.decision
    seen = own and Decision.objects.visible_to(actor).filter(pk=own.pk).exists()
    return None if seen else own


def _is_for_everybody(decision: Decision) -> bool:
    anybody = Actor(name="", access=Access.READER)
    return bool(Decision.objects.visible_to(anybody).filter(pk=decision.pk).exists())


@transaction.atomic
def close_escalation(*, actor: Actor, escalation: Escalation, on: date) -> None:
    """Close a dilemma that was answered. Raises PermissionDenied or ValidationError."""
    stored: Escalation = locked_in_plan(escalation)
    require(policies.of(stored).may_change(actor, stored))
    if stored.closed_on is not None:
        raise ValidationError(_("This escalation is closed already."))
    if refusal := refusal_to_close(stored):
        raise ValidationError(refusal)
    if on > timezone.localdate():
        raise ValidationError(_("This day has not come yet. Choose today or earlier."))
    stored.closed_on = on
    _save(actor, stored, escalation)


def _save(actor: Actor, stored: Escalation, escalation: Escalation) -> None:
    stored.version += 1
    stored.full_clean()
    sign(stored, actor)
    stored.save()
    escalation.__dict__.update(stored.__dict__)
