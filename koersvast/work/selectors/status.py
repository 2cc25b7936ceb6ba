"""How results and works stand, counted in the database.

The status of a result is that of its latest update; the rule is `rules.status_of_lights`, and
`_judgement` says the same in SQL (a test compares the two for every combination).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from koersvast.core.actors import Actor
from koersvast.work.models import Result, StatusUpdate
from koersvast.work.rules import Counts, Status, status_of_lights

LIGHTS = ("time", "money", "quality", "capacity")
LATEST_FIRST = ("-date", "-id")


def _any_light(value: str) -> Q:
    return Q(*((light, value) for light in LIGHTS), _connector=Q.OR)


def _judgement() -> Case:
    worst_first = (Status.OFF_COURSE, Status.ATTENTION, Status.ON_COURSE)
    return Case(
        When(done=True, then=Value(Status.DONE.value)),
        *(When(_any_light(light.value), then=Value(light.value)) for light in worst_first),
        default=Value(Status.NONE.value),
        output_field=CharField(),
    )


def with_status(results: QuerySet[Any]) -> QuerySet[Any]:
    """Add to results their `status` and the key of their latest update, `latest_update_id`."""
    latest = StatusUpdate.objects.filter(result=OuterRef("pk")).order_by(*LATEST_FIRST)
    status = Subquery(latest.values(judgement=_judgement())[:1])
    found: QuerySet[Any] = results.annotate(
        status=Coalesce(status, Value(Status.NONE.value)),
        latest_update_id=Subquery(latest.values("pk")[:1]),
    )
    return found


def status_of(update: StatusUpdate | None) -> Status:
    """Return the status that an update gives; NONE without one."""
    return status_of_lights(update.lights(), done=update.done) if update else Status.NONE


def latest_update(actor: Actor, result: Result) -> StatusUpdate | None:
    """Return the latest status update of a result; one query."""
    updates: QuerySet[Any] = StatusUpdate.objects.visible_to(actor).filter(result=result)
    return updates.order_by(*LATEST_FIRST).first()


def latest_work_updates(actor: Actor, works: Iterable[int]) -> dict[int, StatusUpdate]:
    """Return per work the latest update on the work itself; one query."""
    latest = StatusUpdate.objects.filter(work=OuterRef("work")).order_by(*LATEST_FIRST)
    found = StatusUpdate.objects.visible_to(actor).filter(
        work__in=list(works), pk=Subquery(latest.values("pk")[:1])
    )
    return {update.work_id: update for update in found}


@dataclass(frozen=True)
class Tally:
    """Results counted: per work how they stand, and the roles that own any of them."""

    counts: dict[int, Counts]
    owners: set[int]


def tally(results: QuerySet[Any]) -> Tally:
    """Count results per work and status, in the database; one query."""
    latest = StatusUpdate.objects.filter(result=OuterRef("pk")).order_by(*LATEST_FIRST)
    status = Subquery(latest.values(judgement=_judgement())[:1])
    rows = (
        results.annotate(how=Coalesce(status, Value(Status.NONE.value)))
        .order_by()
        .values_list("work_id", "owner_role_id", "how")
        .annotate(number=Count("pk"))
    )
    numbers: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    owners: set[int] = set()
    for work, owner, how, number in rows:
        numbers[work][how] += number
        if owner:
            owners.add(owner)
    return Tally({work: Counts(**found) for work, found in numbers.items()}, owners)


def status_counts(actor: Actor, works: Collection[int] | None = None) -> dict[int, Counts]:
    """Return how the results of each work itself stand (not those below it); one query.

    `works` are the works wanted; None means all. A work without results is not in the answer.
    """
    results = Result.objects.visible_to(actor)
    if works is not None:
        results = results.filter(work_id__in=works)
    return tally(results).counts
