"""Who keeps communication: who keeps the work it is about; who acts says that it was done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models

from koersvast.communication.models import (
    Audience,
    CalendarFeed,
    Channel,
    CommunicationMoment,
    MomentAudience,
    MomentChannel,
    MomentPoint,
    MomentRole,
)
from koersvast.core.actors import Access, Actor
from koersvast.core.policy import EditorsKeep, Policy, policies
from koersvast.work.policy import answered_for, may_change_work


def work_of(record: models.Model) -> int | None:
    """Return the key of the work that a moment, or what hangs on it, is about."""
    row: Any = getattr(record, "moment", record)
    key: int | None = row.work_id
    return key


class MomentPolicy(EditorsKeep):
    """Moments are kept by who keeps their work; those without a work by editors."""

    def may_add(self, actor: Actor, record: models.Model | None = None) -> bool:
        """Who keeps any work may start; who keeps this work may store."""
        if record is None:
            return actor.may_edit or bool(answered_for(actor))
        return may_change_work(actor, work_of(record))

    def may_add_each(self, actor: Actor, records: Sequence[models.Model]) -> list[bool]:
        """Who keeps the work of each."""
        kept = set() if actor.may_edit else answered_for(actor)
        return [actor.may_edit or work_of(row) in kept for row in records]

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """Who keeps the work."""
        return may_change_work(actor, work_of(record))

    def may_change_each(self, actor: Actor, records: Sequence[models.Model]) -> list[bool]:
        """Who keeps the work of each."""
        if records and hasattr(type(records[0]), "moment"):
            models.prefetch_related_objects(records, "moment")
        return self.may_add_each(actor, records)


class OwnFeedPolicy(Policy):
    """Subscriptions to a calendar: each his own, and no register."""

    def may_list(self, actor: Actor) -> bool:
        """Nobody: they stand on a page of their own, each for himself."""
        return False

    def may_add(self, actor: Actor, record: models.Model | None = None) -> bool:
        """Who may read, for himself."""
        return actor.may_read and actor.user_id is not None

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """Withdraw one's own; also who may read nothing any more."""
        return actor.user_id is not None and actor.user_id == getattr(record, "user_id", None)


def may_complete(actor: Actor, moment: CommunicationMoment) -> bool:
    """Tell whether the actor says that it was done: a role that acts, or who keeps the work."""
    return moment.pk in completable(actor, [moment])


def completable(actor: Actor, moments: Sequence[CommunicationMoment]) -> set[int]:
    """Return the keys of the moments for which `may_complete` holds; at most three queries."""
    if actor.may_edit:
        return {moment.pk for moment in moments}
    if actor.access < Access.EMPLOYEE or not actor.role_ids:
        return set()
    kept = answered_for(actor)
    links = MomentRole.objects.filter(role_id__in=actor.role_ids, moment__in=moments)
    acting = set(links.values_list("moment_id", flat=True))
    return {moment.pk for moment in moments if moment.work_id in kept or moment.pk in acting}


def register_policies() -> None:
    """Say who keeps which table."""
    policies.add(Audience, EditorsKeep())
    policies.add(Channel, EditorsKeep())
    policies.add(CalendarFeed, OwnFeedPolicy())
    for model in (
        CommunicationMoment,
        MomentAudience,
        MomentChannel,
        MomentPoint,
        MomentRole,
    ):
        policies.add(model, MomentPolicy())
