"""Messages with all that hangs on them, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Max, Prefetch, QuerySet
from django.utils import timezone

from koersvast.communication.models import (
    Audience,
    Channel,
    CommunicationMoment,
    MomentAudience,
    MomentChannel,
    MomentPoint,
    MomentRole,
)
from koersvast.communication.rules import (
    Message,
    Rhythm,
    Standing,
    Stretch,
    comes_before,
    read_rhythm,
    standing,
    stretch_of,
    told_too_early,
)
from koersvast.communication.selectors.awaited import Known, awaited_by, key_of
from koersvast.core.actors import Actor
from koersvast.direction.models import Plan
from koersvast.direction.rules import viewpoint
from koersvast.organisation.models import Role
from koersvast.work.models import Milestone, ReadyBy

FAR = Stretch(date.max, date.max)
"""Where what has no date stands in an order by date: last."""


@dataclass(frozen=True)
class Shown:
    """A message as a screen shows it. `waits_for` is None when it waits for nothing that the
    actor may know of; `seen_from` is the day from which its plan is read."""

    moment: CommunicationMoment
    audiences: list[Audience]
    channels: list[Channel]
    roles: list[Role]
    points: list[str]
    waits_for: Known | None
    seen_from: date

    @cached_property
    def rhythm(self) -> Rhythm | None:
        """The rhythm, where its words can be read."""
        return read_rhythm(self.moment.rhythm) if self.moment.rhythm else None

    @cached_property
    def message(self) -> Message:
        """What the rules need to know of it."""
        moment = self.moment
        return Message(
            when=moment.when,
            recurs=bool(moment.rhythm),
            done=moment.done,
            done_on=moment.done_on,
            cancelled_on=moment.cancelled_on,
            told_on=moment.plan.reference_date,
            awaited=self.waits_for.seen_from(self.seen_from) if self.waits_for else None,
        )

    @cached_property
    def standing(self) -> Standing:
        """How it stands."""
        return standing(self.message, self.seen_from)

    @property
    def too_early(self) -> bool:
        """Whether it is planned, or was told, before what it waits for."""
        if self.waits_for is None or self.moment.cancelled_on is not None:
            return False
        if self.moment.done:
            return told_too_early(self.message)
        return comes_before(self.moment.when, self.waits_for.when)

    @property
    def days(self) -> Stretch | None:
        """Its days, if it has any."""
        return stretch_of(self.moment.when)

    @property
    def open(self) -> bool:
        """Whether it is still to be done, as far as is known."""
        return self.standing not in {Standing.NOT_TOLD, Standing.DONE, Standing.CANCELLED}

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.moment)


def visible_moments(
    actor: Actor, *, plan: int | None = None, works: Collection[int] | None = None
) -> QuerySet[Any]:
    """Return the visible moments, of one plan and of some works where these are given."""
    rows: QuerySet[Any] = CommunicationMoment.objects.visible_to(actor)
    if plan is not None:
        rows = rows.filter(plan_id=plan)
    return rows if works is None else rows.filter(work_id__in=works)


def shown(actor: Actor, moments: QuerySet[Any]) -> list[Shown]:
    """Return moments as a screen shows them, in the order of their dates; at most 14 queries."""
    rows = list(
        moments.select_related("work", "plan").prefetch_related(
            _links(actor, "audience_links", MomentAudience, "audience"),
            _links(actor, "channel_links", MomentChannel, "channel"),
            _links(actor, "role_links", MomentRole, "role"),
            Prefetch("points", MomentPoint.objects.order_by("position", "pk")),
        )
    )
    awaited = awaited_by(actor, rows)
    days = viewpoints(actor, {row.plan for row in rows})
    found = [
        Shown(
            moment=row,
            audiences=[link.audience for link in row.audience_links.all()],
            channels=[link.channel for link in row.channel_links.all()],
            roles=[link.role for link in row.role_links.all()],
            points=[point.text for point in row.points.all()],
            waits_for=awaited.get(key) if (key := key_of(row)) else None,
            seen_from=days[row.plan_id],
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: each.days or FAR)


def _links(actor: Actor, name: str, model: Any, relation: str) -> Prefetch[Any]:
    return Prefetch(name, model.objects.select_related(relation).order_by("pk"))


def viewpoints(actor: Actor, plans: Iterable[Plan]) -> dict[int, date]:
    """Return per plan the day from which it is read; three queries.

    A plan of which everything lies behind us is read from its reference date.
    """
    references = {plan.pk: plan.reference_date for plan in plans}
    last: dict[int, date] = {}
    for model, path in (
        (CommunicationMoment, "plan_id"),
        (Milestone, "plan_id"),
        (ReadyBy, "result__plan_id"),
    ):
        rows = model.objects.visible_to(actor).filter(
            **{f"{path}__in": references, "when__lt": date.max}
        )
        for key, when in rows.order_by().values_list(path).annotate(latest=Max("when")):
            last[key] = max(last.get(key, when.last), when.last)
    today = timezone.localdate()
    return {key: viewpoint(day, today, last.get(key)) for key, day in references.items()}


def find_moment(actor: Actor, pk: int) -> Shown | None:
    """Return one visible moment; None where there is none."""
    found = shown(actor, visible_moments(actor).filter(pk=pk))
    return found[0] if found else None


def next_first(rows: Iterable[Shown]) -> tuple[list[Shown], list[Shown], list[Shown]]:
    """Return what is late; what is to come, the next first; and what is behind us, latest first."""
    late, ahead, behind = [], [], []
    for row in rows:
        if row.standing is Standing.LATE:
            late.append(row)
        elif row.open:
            ahead.append(row)
        else:
            behind.append(row)
    return late, ahead, behind[::-1]
