"""Who keeps work: programme secretaries all of it, who answers for a work his part of the tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from koersvast.core.actors import Access, Actor
from koersvast.core.policy import EditorsKeep, policies
from koersvast.core.trees import below
from koersvast.work.models import (
    Action,
    Dependency,
    ExpertiseNeed,
    Milestone,
    Phase,
    ReadyBy,
    Responsibility,
    Result,
    ResultGoal,
    Sprint,
    SprintNote,
    StatusUpdate,
    Work,
    WorkGoal,
    WorkRisk,
)

ANSWERING = (
    Responsibility.Kind.POLITICAL_PRINCIPAL,
    Responsibility.Kind.ADMINISTRATIVE_PRINCIPAL,
    Responsibility.Kind.CONTRACTOR,
)
"""Principals and contractors change the work they answer for, and all below it."""


def answered_for(actor: Actor) -> set[int]:
    """Return the keys of all works the actor answers for, with all below them; two queries."""
    if actor.access < Access.EMPLOYEE or not actor.role_ids:
        return set()
    own = Responsibility.objects.filter(role_id__in=actor.role_ids, kind__in=ANSWERING)
    parents = dict(Work.objects.order_by().values_list("pk", "parent_id"))
    return below(parents, *own.values_list("work_id", flat=True))


def may_change_work(actor: Actor, work_id: int | None) -> bool:
    """Tell whether the actor keeps this work: an editor, or who answers for it."""
    return actor.may_edit or (work_id is not None and work_id in answered_for(actor))


def may_report_on(actor: Actor, result: Result) -> bool:
    """Tell whether the actor reports on a result: its owner, or who keeps its work."""
    return owns_result(actor, result) or may_change_work(actor, result.work_id)


def owns_result(actor: Actor, result: Result) -> bool:
    """Tell whether the actor owns a result."""
    return result.owner_role_id in actor.role_ids and actor.access >= Access.EMPLOYEE


def may_complete(actor: Actor, action: Action) -> bool:
    """Tell whether the actor says an action is done: who reports on its result, or does it."""
    return does_action(actor, action) or may_report_on(actor, action.result)


def does_action(actor: Actor, action: Action) -> bool:
    """Tell whether the actor is the one who does an action."""
    return action.role_id in actor.role_ids and actor.access >= Access.EMPLOYEE


def completable(actor: Actor, result: Result, actions: Iterable[Action]) -> set[int]:
    """Return the keys of the actions of a result that `may_complete` holds for; asks once."""
    reports = may_report_on(actor, result)
    return {action.pk for action in actions if reports or does_action(actor, action)}


def work_of(record: models.Model) -> int | None:
    """Return the key of the work that a row hangs on."""
    row: Any = record
    if isinstance(row, Work):
        return row.pk or row.parent_id
    if getattr(row, "work_id", None):
        return int(row.work_id)
    result: Result | None = getattr(row, "result", None)
    return result.work_id if result else None


def may_change_each(actor: Actor, records: Sequence[Any]) -> list[bool]:
    """Tell of each row of a model whether the actor keeps its work; at most three queries.

    The results that rows hang on are fetched at once; nobody keeps a row of which it is gone.
    """
    if records and hasattr(type(records[0]), "result"):
        models.prefetch_related_objects(records, "result")
    kept = set() if actor.may_edit else answered_for(actor)

    def keeps(row: Any) -> bool:
        if getattr(row, "result_id", None) and not getattr(row, "result", None):
            return False
        return actor.may_edit or work_of(row) in kept

    return [keeps(row) for row in records]


class WorkPolicy(EditorsKeep):
    """Rows that hang on a work are kept by who keeps that work."""

    def may_add(self, actor: Actor, record: models.Model | None = None) -> bool:
        """Who keeps any work may start; who keeps this work may store."""
        if record is None:
            return actor.may_edit or bool(answered_for(actor))
        return may_change_work(actor, work_of(record))

    def may_add_each(self, actor: Actor, records: Sequence[models.Model]) -> list[bool]:
        """Who keeps the work of each."""
        return may_change_each(actor, records)

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """Who keeps the work it hangs on."""
        return may_change_work(actor, work_of(record))

    def may_change_each(self, actor: Actor, records: Sequence[models.Model]) -> list[bool]:
        """Who keeps the work of each."""
        return may_change_each(actor, records)


class TopWorkPolicy(WorkPolicy):
    """Works themselves: who answers for one changes it, but does not delete it."""

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """Who answers for it; moving it only to below a work he answers for too."""
        if actor.may_edit:
            return True
        kept = answered_for(actor)
        if record.pk not in kept:
            return False
        parent = getattr(record, "parent_id", None)
        stored = Work.objects.filter(pk=record.pk).values_list("parent_id", flat=True).first()
        return parent == stored or parent in kept

    def may_delete(self, actor: Actor, record: models.Model) -> bool:
        """Editors delete; others only what is below a work they answer for."""
        parent = getattr(record, "parent_id", None)
        return actor.may_edit or (parent is not None and parent in answered_for(actor))


class UpdatePolicy(WorkPolicy):
    """Status updates: owners report on their own results."""

    def may_add(self, actor: Actor, record: models.Model | None = None) -> bool:
        """Who reports on the result, or keeps the work."""
        if record is None:
            return actor.access >= Access.EMPLOYEE and bool(actor.may_edit or actor.role_ids)
        return self.may_change(actor, record)

    def may_add_each(self, actor: Actor, records: Sequence[Any]) -> list[bool]:
        """Who reports on the result of each, or keeps its work."""
        kept = may_change_each(actor, records)
        pairs = zip(records, kept, strict=True)
        return [may or bool(row.result and owns_result(actor, row.result)) for row, may in pairs]

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """Who reports on the result, or keeps the work."""
        result: Result | None = getattr(record, "result", None)
        return may_report_on(actor, result) if result else super().may_change(actor, record)

    def may_change_each(self, actor: Actor, records: Sequence[Any]) -> list[bool]:
        """Who reports on the result of each, or keeps its work."""
        return self.may_add_each(actor, records)


def led_by(actor: Actor) -> set[int]:
    """Return the keys of the works that the actor leads; one query."""
    if actor.access < Access.EMPLOYEE or not actor.role_ids:
        return set()
    leads = Responsibility.objects.filter(role_id__in=actor.role_ids, kind=Responsibility.Kind.LEAD)
    return set(leads.values_list("work_id", flat=True))


def reportable(actor: Actor, works: Iterable[int]) -> set[int]:
    """Return which of these works the actor tells of what was done in a sprint; three queries.

    Its lead, who answers for it, and editors.
    """
    wanted = set(works)
    return wanted if actor.may_edit else wanted & (led_by(actor) | answered_for(actor))


class SprintNotePolicy(WorkPolicy):
    """What was done in a sprint: the lead of a line tells it of his own line only."""

    def may_add(self, actor: Actor, record: models.Model | None = None) -> bool:
        """Who leads a work, or keeps it."""
        if record is None:
            return super().may_add(actor) or bool(led_by(actor))
        return self.may_change(actor, record)

    def may_add_each(self, actor: Actor, records: Sequence[Any]) -> list[bool]:
        """Who leads the work of each, or keeps it."""
        mine = reportable(actor, (row.work_id for row in records))
        return [row.work_id in mine for row in records]

    def may_change_each(self, actor: Actor, records: Sequence[Any]) -> list[bool]:
        """Who leads the work of each, or keeps it."""
        return self.may_add_each(actor, records)

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """Who leads the work, or keeps it."""
        key: int | None = getattr(record, "work_id", None)
        return actor.may_edit or (key is not None and key in reportable(actor, [key]))


def register_policies() -> None:
    """Say who keeps which table."""
    policies.add(Work, TopWorkPolicy())
    policies.add(StatusUpdate, UpdatePolicy())
    for model in (
        Action,
        Dependency,
        ExpertiseNeed,
        Milestone,
        Phase,
        ReadyBy,
        Responsibility,
        Result,
        ResultGoal,
        WorkGoal,
        WorkRisk,
    ):
        policies.add(model, WorkPolicy())
    policies.add(Sprint, WorkPolicy())
    policies.add(SprintNote, SprintNotePolicy())
