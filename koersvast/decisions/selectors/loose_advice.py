"""Advice on no proposal: it holds for the next decision step of the procedure it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from koersvast.core.actors import SYSTEM, Actor
from koersvast.decisions.models import Advice, Decision, Procedure, Step
from koersvast.decisions.rules.procedures import DECISION, StepFacts, loose_before
from koersvast.decisions.selectors.advice import is_taken, taken_of
from koersvast.decisions.selectors.procedures import procedures_with, steps_and_facts


def advices_on(decision: Decision) -> set[int]:
    """Return the keys of the advice on a decision, whoever looks: on its proposal, and loose."""
    found: set[int] = set()
    if decision.proposal_id is not None:
        found |= set(
            Advice.objects.filter(proposal=decision.proposal_id).values_list("pk", flat=True)
        )
    for steps, facts in _courses(procedures_with(decision)):
        for place, step in enumerate(steps):
            if step.kind == DECISION and _is_of(step, decision):
                asked = (steps[each].advice_id for each in loose_before(facts, place))
                found |= {key for key in asked if key is not None}
    return found


def decision_after(actor: Actor, advice: Advice) -> Decision | None:
    """Return what was decided in the next decision step after advice on no proposal, if the actor
    sees it.
    """
    rows: Any = Procedure.objects.filter(steps__advice=advice).distinct()
    for steps, facts in _courses(rows.order_by("pk")):
        for place, step in enumerate(steps):
            if step.kind != DECISION:
                continue
            if advice.pk in {steps[each].advice_id for each in loose_before(facts, place)}:
                return _taken_in(actor, step)
    return None


def _courses(procedures: Any) -> Iterator[tuple[list[Step], list[StepFacts]]]:
    for procedure in procedures:
        yield steps_and_facts(SYSTEM, procedure)


def _is_of(step: Step, decision: Decision) -> bool:
    """Tell whether a decision step is about a decision: that one, or one on its proposal."""
    if step.decision_id is not None:
        return step.decision_id == decision.pk
    return step.proposal_id is not None and step.proposal_id == decision.proposal_id


def _taken_in(actor: Actor, step: Step) -> Decision | None:
    """Return the decision that was taken in a step, as far as the actor sees it."""
    own: Decision | None = Decision.objects.visible_to(actor).filter(pk=step.decision_id).first()
    if own is not None:
        return own if is_taken(own) else None
    return taken_of(actor, step.proposal_id) if step.proposal_id else None
