"""Who asks, gives and keeps advice, and who carries a procedure on.

Advice is asked by editors, who keeps the proposal, and who does the step; given by the members and
the secretary of the body. A step is done by its role and by the secretary of its body. Editors do
all of this. Nobody does so on a proposal that he does not see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.core.actors import SYSTEM, Access, Actor
from koersvast.core.policy import EditorsKeep, policies
from koersvast.decisions.advice_sentences import sentence_of
from koersvast.decisions.models import Advice, Body, Decision, Procedure, Proposal, Step
from koersvast.decisions.policy import (
    is_member,
    is_secretary,
    may_edit_proposal,
    sees_key,
    writes_proposal,
)
from koersvast.decisions.rules.works_council import refusal_of_order
from koersvast.decisions.selectors.advice import request_of

FROZEN = ("kind", "proposal", "reasons", "consequences", "measures", "not_asked_ground")
"""What was asked, and stays as it was asked."""
SETTLED = (
    "kind",
    "proposal",
    "requested_on",
    "agreed_term",
    "given_on",
    "outcome",
    "text",
    "leave_on",
)
"""What a decision on the proposal was taken on, and stays once it adopted that; what was not told
may still be told."""
IN_PLACE = ("kind", "waits", "procedure", "position")
"""What of a step says when it is its turn."""
OPEN_FIRST = gettext_lazy(
    "“%(step)s” is done, so its kind, its place and what it waits for stay. Open it again first."
)
ORDERED = {"kind", "requested_on", "consultation_on", "given_on"}
"""What of advice must be in order: asked, discussed, given."""


def sees_advice(actor: Actor, advice: Advice) -> bool:
    """Tell whether the actor sees the proposal that advice is about."""
    return sees_key(actor, advice.proposal_id)


def may_ask(actor: Actor, advice: Advice) -> bool:
    """Tell whether the actor asks this advice, agrees on its term, or withdraws it."""
    if actor.access < Access.EMPLOYEE or not sees_advice(actor, advice):
        return False
    proposal = advice.proposal
    keeps = actor.may_edit or (proposal is not None and may_edit_proposal(actor, proposal))
    return keeps or _does_step_of(actor, advice)


def _does_step_of(actor: Actor, advice: Advice) -> bool:
    steps = Step.objects.filter(advice_id=advice.pk, role_id__in=actor.role_ids)
    return advice.pk is not None and bool(actor.role_ids) and steps.exists()


def may_give(actor: Actor, advice: Advice) -> bool:
    """Tell whether the actor records what the body advised: editors, its members and secretary."""
    if actor.access < Access.EMPLOYEE or not sees_advice(actor, advice):
        return False
    return actor.may_edit or serves(actor, advice.body)


def serves(actor: Actor, body: Body | None) -> bool:
    """Tell whether the actor is secretary or member of a body."""
    return body is not None and (is_secretary(actor, body) or is_member(actor, body.pk))


def may_notify(actor: Actor, decision: Decision) -> bool:
    """Tell whether the actor tells the council of a decision: who may change the decision."""
    return policies.of(decision).may_change(actor, decision)


def does_step(actor: Actor, step: Step) -> bool:
    """Tell whether a step is the actor's to do: its role, the secretary of its body, editors.

    This says what a screen offers: it may not differ by what the actor does not see.
    """
    if actor.access < Access.EMPLOYEE:
        return False
    own = step.role_id in actor.role_ids or is_secretary(actor, step.body)
    return actor.may_edit or own


def may_do_step(actor: Actor, step: Step) -> bool:
    """Tell whether the actor does a step: it is his to do, and he sees all that it hangs on."""
    return does_step(actor, step) and _sees_links(actor, step)


def _sees_links(actor: Actor, step: Step) -> bool:
    """Tell whether the actor sees the proposal, the advice and the decision of a step."""
    linked: tuple[tuple[type[models.Model], int | None], ...] = (
        (Proposal, step.proposal_id),
        (Advice, step.advice_id),
        (Decision, step.decision_id),
    )
    rows: list[Any] = [
        model._default_manager.visible_to(actor).filter(pk=key)  # type: ignore[attr-defined]
        for model, key in linked
        if key is not None
    ]
    return all(each.exists() for each in rows)


class AdvicePolicy(EditorsKeep):
    """Advice is kept by editors and by who keeps the proposal, as far as they see it."""

    def may_add(self, actor: Actor, record: models.Model | None = None) -> bool:
        """Who asks it."""
        if not isinstance(record, Advice):
            return actor.may_edit
        return may_ask(actor, record)

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """Who asks it."""
        return isinstance(record, Advice) and may_ask(actor, record)

    def may_change_each(self, actor: Actor, records: Sequence[Any]) -> list[bool]:
        """The same of many, in three queries."""
        if actor.access < Access.EMPLOYEE:
            return [False] * len(records)
        models.prefetch_related_objects(records, "proposal")
        steps = Step.objects.filter(advice__in=records, role_id__in=actor.role_ids)
        does = set(steps.values_list("advice_id", flat=True))
        seen = Proposal.objects.visible_to(actor).filter(
            pk__in={row.proposal_id for row in records}
        )
        sees = {None, *seen.values_list("pk", flat=True)}

        def asks(row: Advice) -> bool:
            writes = row.proposal is not None and writes_proposal(actor, row.proposal)
            return row.proposal_id in sees and (actor.may_edit or writes or row.pk in does)

        return [asks(row) for row in records]

    def refuses(self, actor: Actor, record: models.Model, changes: Mapping[str, Any] | None) -> str:
        """What was asked stays; none is given before it was asked and discussed.

        Sources may say otherwise.
        """
        if actor == SYSTEM or not isinstance(record, Advice):
            return ""
        if record.requested_on is not None and (refusal := _unasks(changes)):
            return refusal
        if changes and (refusal := refusal_after_decision(record, changes)):
            return refusal
        if not changes or not ORDERED & {*changes}:
            return ""
        after = Advice(**{field.attname: getattr(record, field.attname) for field in FIELDS})
        for name, value in changes.items():
            setattr(after, name, value)
        if after.given_on is None:
            return ""
        return sentence_of(refusal_of_order(request_of(after), after.given_on))


def refusal_after_decision(advice: Advice, changes: Mapping[str, Any]) -> str:
    """Return why these changes come after the decision that was taken on the advice; else ""."""
    settled = any(name in changes and getattr(advice, name) for name in SETTLED)
    if advice.proposal_id is None or not (settled or "withdrawn" in changes):
        return ""
    on_it = Decision.objects.filter(proposal_id=advice.proposal_id)
    if not on_it.filter(outcome__in=Decision.ADOPTED).exists():
        return ""
    return _(
        "The decision was taken after this advice, so when it was asked and what it said stays as "
        "it is. Was it recorded wrongly? Delete that decision first, mend the advice, and take the "
        "decision anew."
    )


def _unasks(changes: Mapping[str, Any] | None) -> str:
    """Return why these changes may not be made in what was asked; `changes` None: it is deleted."""
    if changes is None:
        return _(
            "This was asked, so it is not deleted. Withdraw the request when it is not needed any "
            "more."
        )
    if {*FROZEN} & {*changes} or ("requested_on" in changes and not changes["requested_on"]):
        return _(
            "This was asked, so what was asked stays as it is. Withdraw the request and ask anew "
            "when it has to be different."
        )
    return ""


FIELDS = Advice._meta.concrete_fields


class StepPolicy(EditorsKeep):
    """Steps are kept by editors; one that is done stays in its place."""

    def refuses(self, actor: Actor, record: models.Model, changes: Mapping[str, Any] | None) -> str:
        """A step that is done keeps what said that it was its turn, until it is open again."""
        if actor == SYSTEM or not isinstance(record, Step) or not record.done or not changes:
            return ""
        opened = changes.get("done") is False
        if opened or not {*IN_PLACE} & {*changes}:
            return ""
        return str(OPEN_FIRST) % {"step": record}


def register_advice_policies() -> None:
    """Advice as above; procedures and their steps are kept by editors."""
    policies.add(Advice, AdvicePolicy())
    policies.add(Procedure, EditorsKeep())
    policies.add(Step, StepPolicy())
