"""Who keeps assignments and escalations, and what nobody may do with what was offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.core.actors import SYSTEM, Access, Actor
from koersvast.core.policy import Policy, policies
from koersvast.decisions.models import Body, Membership
from koersvast.organisation.selectors import holding_on
from koersvast.work.models import (
    Agreement,
    Assignment,
    AssignmentDecision,
    AssignmentVersion,
    Escalation,
    WorkDecision,
    WorkProposal,
)
from koersvast.work.policy import WorkPolicy, answered_for, may_change_work
from koersvast.work.rules.assignments import PARTIES, TEXTS, AssignmentState
from koersvast.work.rules.escalations import QUESTION, is_answered

NOT_BY_FILE = gettext_lazy(
    "Offering, agreeing and fulfilling are done by the parties, on the page of the assignment. "
    "Leave this as it is in the register (export the plan to see how)."
)
TERMS = ("kind", *PARTIES)
"""What parties agree to, as far as it stands in the assignment itself."""


class AssignmentPolicy(WorkPolicy):
    """Everybody reads; who keeps the work drafts. What was offered only becomes a new version."""

    def refuses(self, actor: Actor, record: models.Model, changes: Mapping[str, Any] | None) -> str:
        """Refuse to delete what somebody agreed to, or to change the terms of what was offered."""
        if actor == SYSTEM:
            return ""
        if changes is None:
            if Agreement.objects.filter(version_of__assignment=record.pk).exists():
                return _("Somebody agreed to this assignment. Withdraw it instead of deleting it.")
            return ""
        if {*changes} & {*TERMS} and _latest_was_offered(record):
            return _(
                "This assignment was offered. Change it on its own page: that makes a new version "
                "to which every party agrees anew."
            )
        return ""

    def refuses_import(
        self, actor: Actor, record: models.Model | None, values: Mapping[str, Any]
    ) -> str:
        """That an assignment has ended is said on its own page, not by file; nor does what was
        offered move to another work.
        """
        if record is None:
            return str(NOT_BY_FILE) if values.get("fulfilled_on") else ""
        if {*values} & {"fulfilled_on", "withdrawn_on"}:
            return str(NOT_BY_FILE)
        return str(NOT_BY_FILE) if "work" in values and _latest_was_offered(record) else ""


def _latest_was_offered(record: models.Model) -> bool:
    versions = AssignmentVersion.objects.filter(assignment=record.pk).order_by("-number")
    latest = versions.values_list("offered_on", "agreed_on").first()
    return latest is not None and latest != (None, None)


def raised_it(actor: Actor, escalation: Any) -> bool:
    """Tell whether the actor raised an escalation, by a role that he holds today."""
    return actor.access >= Access.EMPLOYEE and escalation.raised_by_id in actor.role_ids


class OfAssignmentPolicy(Policy):
    """What hangs on an assignment is kept by who keeps the work of that."""

    def may_add(self, actor: Actor, record: models.Model | None = None) -> bool:
        """Who keeps the work."""
        return record is not None and self.may_change(actor, record)

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """Who keeps the work."""
        row: Any = record
        return may_change_work(actor, row.assignment.work_id)

    def may_change_each(self, actor: Actor, records: Sequence[models.Model]) -> list[bool]:
        """Who keeps the work of the assignment of each."""
        models.prefetch_related_objects(records, "assignment")
        kept = set() if actor.may_edit else answered_for(actor)
        rows: Sequence[Any] = records
        return [actor.may_edit or row.assignment.work_id in kept for row in rows]


class VersionPolicy(OfAssignmentPolicy):
    """Versions: the words of one that was offered are changed by nobody."""

    def refuses(self, actor: Actor, record: models.Model, changes: Mapping[str, Any] | None) -> str:
        """Refuse to change the words of a version that was offered."""
        row: Any = record
        touched = changes is None or bool({*changes} & {*TEXTS, "number"})
        if actor != SYSTEM and touched and (row.offered_on or row.agreed_on):
            return _("This version was offered; it never changes. Make a new version.")
        return ""

    def refuses_import(
        self, actor: Actor, record: models.Model | None, values: Mapping[str, Any]
    ) -> str:
        """Offering and agreeing are done on the page of the assignment, not by file; to whom it
        was offered stays as it was.
        """
        told = {name: values.get(name) for name in ("offered_on", "agreed_on") if name in values}
        if record is None:
            return str(NOT_BY_FILE) if any(told.values()) else ""
        row: Any = record
        offered = bool(row.offered_on or row.agreed_on)
        return str(NOT_BY_FILE) if told or (offered and {*values} & {*PARTIES}) else ""


class AgreementPolicy(Policy):
    """Agreements are given by their parties, in one service only."""

    def refuses(self, actor: Actor, record: models.Model, changes: Mapping[str, Any] | None) -> str:
        """Nobody changes or removes what a party agreed to."""
        return "" if actor == SYSTEM else str(NOT_BY_FILE)

    def refuses_import(
        self, actor: Actor, record: models.Model | None, values: Mapping[str, Any]
    ) -> str:
        """Nobody agrees for another."""
        return str(NOT_BY_FILE)


class EscalationPolicy(WorkPolicy):
    """Raised by a party or by who keeps the work; changed by who raised it or keeps the work."""

    def may_add(self, actor: Actor, record: models.Model | None = None) -> bool:
        """A party to the assignment, or who keeps its work."""
        if record is None:
            return actor.may_edit or bool(answered_for(actor))
        row: Any = record
        return may_raise(actor, row.assignment)

    def may_add_each(self, actor: Actor, records: Sequence[models.Model]) -> list[bool]:
        """Of many at once: who keeps the work; three queries."""
        models.prefetch_related_objects(records, "assignment")
        kept = set() if actor.may_edit else answered_for(actor)
        rows: Sequence[Any] = records
        return [actor.may_edit or row.assignment.work_id in kept for row in rows]

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """Who raised it, or keeps the work."""
        row: Any = record
        return raised_it(actor, row) or may_change_work(actor, row.assignment.work_id)

    def may_change_each(self, actor: Actor, records: Sequence[Any]) -> list[bool]:
        """Who raised it, or keeps the work of each."""
        keeps = self.may_add_each(actor, records)
        pairs = zip(records, keeps, strict=True)
        return [may or raised_it(actor, row) for row, may in pairs]

    def refuses(self, actor: Actor, record: models.Model, changes: Mapping[str, Any] | None) -> str:
        """None is closed, or stays closed, without its answer."""
        if actor == SYSTEM or not changes or not {*changes} & {*ANSWERING}:
            return ""
        return _closed_unanswered({**_answer_of(record), **changes})

    def refuses_import(
        self, actor: Actor, record: models.Model | None, values: Mapping[str, Any]
    ) -> str:
        """The same of a new row in a file. What was answered is not asked anew, what was closed
        stays so, and a question is about what has not ended and is put to somebody.
        """
        if record is None:
            return _closed_unanswered(values) or _not_to_be_raised(values)
        row: Any = record
        if {*values} & {*ANSWERING} and row.closed_on:
            return str(IS_CLOSED)
        if {*values} & {*ASKED} and (row.answer or row.decision_id or row.closed_on):
            return str(IS_ANSWERED)
        stored = {"plan": row.plan, "to_role": row.to_role_id, "to_body": row.to_body_id}
        return _not_to_be_raised({**stored, **values}) if {*values} & {*ASKED} else ""


ASKED = ("assignment", *QUESTION)
"""What an escalation asks, of whom; it stays as it is from the answer on."""
IS_ANSWERED = gettext_lazy(
    "This escalation was answered; raise a new one if the question is another."
)
IS_CLOSED = gettext_lazy("This escalation is closed; raise a new one if it comes back.")
TO_NOBODY = gettext_lazy("Choose to whom the question goes: a role or a body.")


def _not_to_be_raised(told: Mapping[str, Any]) -> str:
    """Return why a question in a file cannot be asked; "" when it can."""
    if told["to_role"] is None and told["to_body"] is None:
        return str(TO_NOBODY)
    errands = Assignment.objects.filter(plan=told["plan"], code=told.get("assignment"))
    if ended := errands.filter(Q(fulfilled_on__isnull=False) | Q(withdrawn_on__isnull=False)):
        state = AssignmentState.FULFILLED if ended[0].fulfilled_on else AssignmentState.WITHDRAWN
        return _("This assignment is %s; nothing about it can be agreed or changed any more.") % (
            state.label
        )
    return ""


ANSWERING = ("to_body", "answer", "decision", "closed_on")
NOT_ANSWERED = gettext_lazy("This escalation has no answer yet; answer it first.")
BY_DECISION = gettext_lazy(
    "“%(body)s” answers by a decision: choose it. Is it not in the register yet? Record it first."
)


def _closed_unanswered(told: Mapping[str, Any]) -> str:
    """Return why it cannot be closed as it is told; "" when it is not, or when it can be."""
    body, decided = told["to_body"], told["decision"] is not None
    if told["closed_on"] is None:
        return ""
    if is_answered(to_body=body is not None, words=bool(told["answer"]), decided=decided):
        return ""
    if body is None:
        return str(NOT_ANSWERED)
    return str(BY_DECISION) % {"body": body}


def _answer_of(record: models.Model) -> dict[str, Any]:
    """Return what a stored escalation says of its answer; the decision as a key."""
    row: Any = record
    names = ("to_body", "answer", "decision_id", "closed_on")
    return dict(zip(ANSWERING, (getattr(row, name) for name in names), strict=True))


def refusal_to_close(escalation: Escalation) -> str:
    """Return why an escalation cannot be closed; "" when it can be."""
    return _closed_unanswered({**_answer_of(escalation), "closed_on": timezone.localdate()})


def may_raise(actor: Actor, assignment: Assignment) -> bool:
    """Tell whether the actor raises an escalation: a party, or who keeps the work."""
    own = {getattr(assignment, f"{party}_id") for party in PARTIES} & actor.role_ids
    party = bool(own) and actor.access >= Access.EMPLOYEE
    return party or may_change_work(actor, assignment.work_id)


def may_answer(actor: Actor, escalation: Escalation) -> bool:
    """Tell whether the actor answers: to whom it was put, or who keeps the work.

    Who raised it does not answer it himself.
    """
    asked = actor.access >= Access.EMPLOYEE and (
        escalation.to_role_id in actor.role_ids or _sits_in(actor, escalation.to_body)
    )
    if asked or actor.may_edit:
        return True
    raised = escalation.raised_by_id in actor.role_ids
    return not raised and may_change_work(actor, escalation.assignment.work_id)


def _sits_in(actor: Actor, body: Body | None) -> bool:
    """Tell whether the actor is secretary or member of a body today."""
    if body is None or not actor.role_ids:
        return False
    members = Membership.objects.filter(
        holding_on(timezone.localdate()), body=body, role_id__in=actor.role_ids
    )
    return body.secretary_role_id in actor.role_ids or members.exists()


def register_assignment_policies() -> None:
    """Say who keeps which table. Agreements are made by their parties, in one service only."""
    policies.add(Assignment, AssignmentPolicy())
    policies.add(AssignmentVersion, VersionPolicy())
    policies.add(Agreement, AgreementPolicy())
    policies.add(Escalation, EscalationPolicy())
    policies.add(AssignmentDecision, OfAssignmentPolicy())
    policies.add(WorkProposal, WorkPolicy())
    policies.add(WorkDecision, WorkPolicy())
