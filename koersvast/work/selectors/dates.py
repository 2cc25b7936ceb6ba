"""When works have their next date, and by when they are ready."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from koersvast.core.actors import Actor
from koersvast.core.periods import Period
from koersvast.direction.rules import viewpoint
from koersvast.work.models import Milestone, ReadyBy, StatusUpdate
from koersvast.work.selectors.shape import Shape
from koersvast.work.selectors.status import LATEST_FIRST


@dataclass(frozen=True)
class NextDate:
    """The first date ahead: when, what, and the row that says so."""

    when: Period
    what: str
    record: Any
    seen_from: date


def _dated(name: str = "when") -> Q:
    """Only what has days: continuous and unreadable periods sort behind every date."""
    return Q(**{f"{name}__lt": date.max})


def _unfinished(actor: Actor) -> QuerySet[Any]:
    """Return the dated ready-by moments of results that are not done."""
    updates = StatusUpdate.objects.filter(result=OuterRef("result")).order_by(*LATEST_FIRST)
    rows: QuerySet[Any] = ReadyBy.objects.visible_to(actor)
    rows = rows.alias(is_done=Coalesce(Subquery(updates.values("done")[:1]), False))
    return rows.filter(_dated(), is_done=False)


def _unreached(actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = Milestone.objects.visible_to(actor)
    return rows.filter(_dated(), reached_on__isnull=True)


def last_planned(actor: Actor, plan: int) -> date | None:
    """Return the last day that anything of a plan is planned for; two queries."""
    moments = _by_date(ReadyBy.objects.visible_to(actor), "result__plan_id", [plan])
    points = _by_date(Milestone.objects.visible_to(actor), "plan_id", [plan])
    found = [rows.filter(_dated()).order_by("-when").first() for rows in (moments, points)]
    return max((row.when.last for row in found if row is not None), default=None)


def last_days(actor: Actor, plans: Collection[int]) -> dict[int, date]:
    """Return per plan the last day that anything is planned for; two queries."""
    found: dict[int, date] = {}
    moments = ReadyBy.objects.visible_to(actor).filter(_dated(), result__plan__in=plans)
    points = Milestone.objects.visible_to(actor).filter(_dated(), plan__in=plans)
    for rows, path in ((moments, "result__plan_id"), (points, "plan_id")):
        for key, when in rows.order_by().values_list(path).annotate(latest=Max("when")):
            found[key] = max(found.get(key, when.last), when.last)
    return found


def _by_date(rows: QuerySet[Any], name: str, keys: Collection[int]) -> QuerySet[Any]:
    """Return the rows of some works or plans, to be read in the order of their dates.

    The sum with zero keeps the database from gathering all rows of a work by its index first: the
    first or last date is found at once by the index on dates.
    """
    found: QuerySet[Any] = rows.alias(within=F(name) + 0).filter(within__in=keys)
    return found


def viewpoint_of(actor: Actor, plan: Any, today: date) -> date:
    """Return the day from which a plan is read; two queries."""
    return viewpoint(plan.reference_date, today, last_planned(actor, plan.pk))


def next_date_of(actor: Actor, keys: Collection[int], seen_from: date) -> NextDate | None:
    """Return the first ready-by or milestone on or after a day, in the works `keys`; two queries.

    Done results and reached milestones have had theirs. Actions are left out: they belong to
    whoever does them, and would hide the dates that the work answers for.
    """
    moments = _by_date(_unfinished(actor), "result__work_id", keys).select_related("result")
    points = _by_date(_unreached(actor), "work_id", keys)
    found: list[NextDate] = []
    if moment := moments.filter(when__gte=seen_from).order_by("when", "pk").first():
        what = f"{moment.result}: {moment.what}" if moment.what else str(moment.result)
        found.append(NextDate(moment.when, what, moment.result, seen_from))
    if point := points.filter(when__gte=seen_from).order_by("when", "pk").first():
        found.append(NextDate(point.when, str(point), point, seen_from))
    return min(found, key=lambda each: each.when, default=None)


def next_dates(actor: Actor, shape: Shape, today: date) -> dict[int, Period]:
    """Return per work its own next date (not those below it); four queries.

    A plan is read from today, or from its reference date when nothing lies ahead any more.
    """
    ahead = _plans_ahead(actor, today)
    plans = {work.plan_id: work.plan.reference_date for work in shape.works.values()}
    starts = {plan: today if plan in ahead else day for plan, day in plans.items()}
    own: dict[int, Period] = {}
    for rows, prefix in ((_unfinished(actor), "result__"), (_unreached(actor), "")):
        wanted = Q(when__lt=date.min)
        for plan, start in starts.items():
            wanted |= Q(**{f"{prefix}plan_id": plan}, when__gte=start)
        grouped = rows.filter(wanted).order_by().values_list(f"{prefix}work_id")
        for key, when in grouped.annotate(first=Min("when")):
            own[key] = min(own.get(key, when), when)
    return own


def _plans_ahead(actor: Actor, today: date) -> set[int]:
    """Return the plans in which something is planned for today or later; two queries."""
    moments = ReadyBy.objects.visible_to(actor).filter(_dated(), when__gte=today)
    points = Milestone.objects.visible_to(actor).filter(_dated(), when__gte=today)
    return {
        *moments.order_by().values_list("result__plan_id", flat=True).distinct(),
        *points.order_by().values_list("plan_id", flat=True).distinct(),
    }


def ready_by_of(actor: Actor, works: Collection[int]) -> dict[int, Period]:
    """Return per work the last ready-by of its own results; one query."""
    rows = ReadyBy.objects.visible_to(actor).filter(_dated(), result__work_id__in=works)
    return dict(rows.order_by().values_list("result__work_id").annotate(last=Max("when")))
