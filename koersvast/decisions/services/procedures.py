"""Every write of procedures: start one, keep its steps, and carry it on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.core.actors import SYSTEM, Actor
from koersvast.core.locking import locked
from koersvast.core.periods import Period
from koersvast.core.policy import policies, require
from koersvast.core.services import add_record, sign
from koersvast.decisions.advice_policy import OPEN_FIRST, may_do_step
from koersvast.decisions.advice_sentences import sentence_of, sentence_of_block
from koersvast.decisions.models import Body, Decision, Procedure, Proposal, Step
from koersvast.decisions.policy import sees
from koersvast.decisions.procedure_templates import Template
from koersvast.decisions.rules.procedures import block_of, refusal_of_decision, subject_of
from koersvast.decisions.selectors.advice import taken_of
from koersvast.decisions.selectors.procedures import steps_and_facts
from koersvast.direction.models import Plan

COPIED = ("code", "position", "title", "kind", "body_id", "role_id", "output", "term", "waits")
"""What a copy of a procedure takes over of a step: what to do, not when, nor what became of it."""


@transaction.atomic
def start_procedure(
    *,
    actor: Actor,
    plan: Plan,
    code: str,
    title: str,
    template: Template | None = None,
    bodies: Mapping[str, Body] | None = None,
) -> Procedure:
    """Start a procedure, with the steps of a template or without steps yet; return it.

    `bodies` says which body does the steps of each kind of body. Raises PermissionDenied or
    ValidationError.
    """
    procedure = Procedure(plan=plan, code=code, title=title, position=_last_place(plan) + 1)
    procedure.template = template.code if template else ""
    add_record(actor=actor, record=procedure)
    for position, row in enumerate(template.steps if template else (), start=1):
        step = Step(
            procedure=procedure,
            position=position,
            code=row.code,
            title=row.title,
            kind=row.kind,
            output=row.output,
            term=row.term,
            waits=row.waits,
            body=(bodies or {}).get(row.body or ""),
        )
        add_record(actor=actor, record=step)
    return procedure


@transaction.atomic
def copy_procedure(
    *, actor: Actor, procedure: Procedure, plan: Plan, code: str, title: str
) -> Procedure:
    """Start a procedure with the steps of another one: without dates, and with nothing done.

    Raises PermissionDenied or ValidationError.
    """
    copy = Procedure(
        plan=plan,
        code=code,
        title=title,
        template=procedure.template,
        position=_last_place(plan) + 1,
    )
    add_record(actor=actor, record=copy)
    for step in procedure.steps.order_by("position", "pk"):
        values = {name: getattr(step, name) for name in COPIED}
        add_record(actor=actor, record=Step(procedure=copy, **values))
    return copy


def _last_place(plan: Plan) -> int:
    last = Procedure.objects.filter(plan=plan).aggregate(last=models.Max("position"))["last"]
    return int(last or 0)


@transaction.atomic
def add_step(*, actor: Actor, procedure: Procedure, values: Mapping[str, Any]) -> Step:
    """Add a step behind the others; without a code it gets the next number.

    Raises PermissionDenied or ValidationError.
    """
    stored: Procedure = locked(procedure)
    require(policies.of(stored).may_change(actor, stored))
    steps = list(stored.steps.all())
    step = Step(procedure=stored, **values)
    step.position = max((each.position for each in steps), default=0) + 1
    if not step.code:
        codes = {each.code for each in steps}
        number = len(steps) + 1
        while str(number) in codes:
            number += 1
        step.code = str(number)
    add_record(actor=actor, record=step)
    return step


@transaction.atomic
def move_step(*, actor: Actor, step: Step, by: int) -> bool:
    """Move a step up (-1) or down (1) by changing places; return whether it moved.

    A step that is done keeps its place. Raises PermissionDenied or ValidationError.
    """
    procedure: Procedure = locked(step.procedure)
    require(policies.of(procedure).may_change(actor, procedure))
    rows = procedure.steps.select_for_update(of=("self",))
    steps = list(rows.order_by("position", "pk"))
    place = [each.pk for each in steps].index(locked(step).pk)
    if not 0 <= place + by < len(steps):
        return False
    done = next((each for each in (steps[place], steps[place + by]) if each.done), None)
    if done is not None:
        raise ValidationError(OPEN_FIRST % {"step": done})
    steps.insert(place + by, steps.pop(place))
    for position, each in enumerate(steps, start=1):
        if each.position != position:
            each.position = position
            _store(actor, each)
    return True


@transaction.atomic
def link_proposal(*, actor: Actor, step: Step, proposal: Proposal) -> list[Step]:
    """Say which proposal a step is about, and the steps after it up to the decision on it.

    Steps after it that have a proposal keep theirs. Return the steps that changed. Raises
    PermissionDenied or ValidationError.
    """
    procedure: Procedure = locked(step.procedure)
    require(may_do_step(actor, locked(step)) and sees(actor, proposal))
    if proposal.plan_id != procedure.plan_id:
        raise ValidationError(_("“%s” belongs to another plan.") % proposal)
    steps = list(procedure.steps.order_by("position", "pk"))
    place = [each.pk for each in steps].index(step.pk)
    changed = []
    for each in (steps[index] for index in subject_of([s.kind for s in steps], place)):
        about = each.kind in (Step.Kind.INTENTION, Step.Kind.ADVICE, Step.Kind.DECISION)
        if each.pk == step.pk or (about and each.proposal_id is None):
            each.proposal = proposal
            _store(actor, each)
            changed.append(each)
    return changed


@transaction.atomic
def link_decision(*, actor: Actor, step: Step, decision: Decision | None) -> None:
    """Say which decision was taken in a step.

    Refused when it came before what was asked on it was answered, but for an intended decision:
    that is what advice is asked on. Raises PermissionDenied or ValidationError.
    """
    procedure: Procedure = locked(step.procedure)
    stored: Step = locked(step)
    seen = decision is None or Decision.objects.visible_to(actor).filter(pk=decision.pk).exists()
    require(may_do_step(actor, stored) and seen)
    if decision is not None and decision.plan_id != procedure.plan_id:
        raise ValidationError(_("“%s” belongs to another plan.") % decision)
    if stored.decision_id != (decision.pk if decision else None):
        stored.decision = decision
        _store(actor, stored)
        _refuse_early(procedure, stored)


def _refuse_early(procedure: Procedure, step: Step) -> None:
    """Refuse a decision in a step that was taken before what was asked on it was answered."""
    steps, facts = steps_and_facts(SYSTEM, procedure)
    place = [each.pk for each in steps].index(step.pk)
    refusal = refusal_of_decision(facts, place)
    if refusal is not None and step.kind != Step.Kind.INTENTION:
        raise ValidationError(sentence_of(refusal), code=refusal.why)


@transaction.atomic
def complete_step(*, actor: Actor, step: Step, on: date) -> bool:
    """Say on which day a step was done; return whether that is news.

    Refused out of order, before the advice is given or its term has passed, before the decision is
    taken, and (placement, start) before the decision may be carried out. Raises PermissionDenied
    or ValidationError.
    """
    if on > timezone.localdate():
        raise ValidationError(_("This day has not come yet. Choose today or earlier."))
    procedure: Procedure = locked(step.procedure)
    stored: Step = locked(step)
    require(may_do_step(actor, stored))
    done_on = Period.day(on)
    if stored.done and stored.done_on == done_on:
        return False
    steps, facts = steps_and_facts(SYSTEM, procedure)
    place = [each.pk for each in steps].index(stored.pk)
    if block_of(facts, place, on) is not None:
        raise ValidationError(_why_blocked(actor, procedure, place, on), code="blocked")
    stored.done, stored.done_on = True, done_on
    if stored.kind == Step.Kind.DECISION and stored.decision_id is None and stored.proposal_id:
        stored.decision = taken_of(actor, stored.proposal_id)
    _store(actor, stored)
    step.__dict__.update(stored.__dict__)
    return True


def _why_blocked(actor: Actor, procedure: Procedure, place: int, on: date) -> str:
    """Return the sentence for what blocks a step, without what the actor does not see."""
    _steps, facts = steps_and_facts(actor, procedure)
    sentence = sentence_of_block(block_of(facts, place, on))
    return sentence or _("What this step builds on does not allow it yet.")


@transaction.atomic
def reopen_step(*, actor: Actor, step: Step) -> bool:
    """Say that a step is not done after all; return whether that is news.

    Refused while the step after it, that waits for it, is done. Raises PermissionDenied or
    ValidationError.
    """
    procedure: Procedure = locked(step.procedure)
    stored: Step = locked(step)
    require(may_do_step(actor, stored))
    if not stored.done:
        return False
    steps = list(procedure.steps.order_by("position", "pk"))
    after = steps[[each.pk for each in steps].index(stored.pk) + 1 :][:1]
    if after and after[0].waits and after[0].done:
        raise ValidationError(
            _("First open “%s” again, which waits for this step and is done.") % after[0]
        )
    stored.done, stored.done_on = False, None
    _store(actor, stored)
    step.__dict__.update(stored.__dict__)
    return True


def _store(actor: Actor, step: Step) -> None:
    step.version += 1
    step.full_clean()
    sign(step, actor)
    step.save()
