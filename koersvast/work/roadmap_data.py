"""What the roadmap shows: milestones by track, as a picture and as a table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.display import display
from koersvast.direction.models import Plan
from koersvast.work.models import Milestone, Work
from koersvast.work.roadmap import Picture, picture_of
from koersvast.work.roadmap_shapes import Moment, Point, Track
from koersvast.work.selectors import shape_of


@dataclass(frozen=True)
class Roadmap:
    """A roadmap: `rows` in order of time, `undated` those without a day, `picture` if any.

    When no milestone has a day, `lists` holds them all by the work they stand on, by number.
    """

    plans: tuple[Plan, ...]
    rows: tuple[Milestone, ...]
    undated: tuple[Milestone, ...]
    picture: Picture | None
    lists: tuple[tuple[Work, tuple[Milestone, ...]], ...] = ()

    def by_key(self) -> dict[int, Milestone]:
        """Return the milestones by their key."""
        return {row.pk: row for row in self.rows}


def milestones_of(actor: Actor, plans: Collection[Plan]) -> list[Milestone]:
    """Return the visible milestones of some plans, with the works they stand on."""
    rows = Milestone.objects.visible_to(actor).filter(plan__in=plans)
    return list(rows.select_related("work", "plan").order_by("plan", "position", "code"))


def roadmap_of(
    actor: Actor, *, plans: Sequence[Plan], today: date, works: Collection[int] | None = None
) -> Roadmap:
    """Return the roadmap of some plans, or of some of their works; two queries."""
    rows = milestones_of(actor, plans)
    if works is not None:
        rows = [row for row in rows if row.work_id in works]
    order = {key: n for n, key in enumerate(shape_of(actor).works)} if rows else {}
    rows.sort(key=lambda row: (row.when is None, row.when and row.when.encode(), row.pk))
    undated = [row for row in rows if not _is_dated(row)]
    return Roadmap(
        plans=tuple(plans),
        rows=tuple(rows),
        undated=tuple(undated),
        picture=picture_of(_tracks(rows, order), _moments(plans, today)),
        lists=_lists(rows, order) if len(undated) == len(rows) else (),
    )


def _is_dated(row: Milestone) -> bool:
    return row.when is not None and row.when.first is not None


def _tracks(rows: Iterable[Milestone], order: dict[int, int]) -> list[Track]:
    """Return the works that carry milestones, in the order of the tree, with their points."""
    works: dict[int, Work] = {}
    points: dict[int, list[Point]] = {}
    for row in rows:
        if row.when and row.when.first and row.when.last:
            works[row.work_id] = row.work
            points.setdefault(row.work_id, []).append(
                Point(
                    key=row.pk,
                    title=row.title,
                    first=row.when.first,
                    last=row.when.last,
                    number=row.number,
                    reached=row.reached_on is not None,
                )
            )
    titles = {row.plan_id: row.plan.title for row in rows}
    return [
        Track(key, works[key].title, tuple(points[key]), titles[works[key].plan_id])
        for key in sorted(works, key=lambda key: order.get(key, 0))
    ]


def _lists(
    rows: Iterable[Milestone], order: dict[int, int]
) -> tuple[tuple[Work, tuple[Milestone, ...]], ...]:
    """Return the works in the order of the tree, each with its milestones by number."""
    found: dict[int, tuple[Work, list[Milestone]]] = {}
    for row in sorted_rows(rows, "number"):
        found.setdefault(row.work_id, (row.work, []))[1].append(row)
    keys = sorted(found, key=lambda key: order.get(key, 0))
    return tuple((found[key][0], tuple(found[key][1])) for key in keys)


def _moments(plans: Iterable[Plan], today: date) -> list[Moment]:
    """Return the reference dates of the plans, and today."""
    dates = sorted({plan.reference_date for plan in plans} - {today})
    marked = [Moment(on, _("as of %(date)s") % {"date": display(on)}) for on in dates]
    return [*marked, Moment(today, _("today"), is_today=True)]


def sorted_rows(rows: Iterable[Milestone], sort: str) -> list[Milestone]:
    """Return the rows by "number", "title" or "track", else by time; "-" turns it round."""
    name = sort.removeprefix("-")
    keys: dict[str, Any] = {
        "number": lambda row: (row.number is None, row.number or 0),
        "title": lambda row: row.title.lower(),
        "track": lambda row: row.work.title.lower(),
    }
    found = list(rows)
    if name in keys:
        found.sort(key=keys[name], reverse=sort.startswith("-"))
    elif sort == "-when":
        found.reverse()
    return found
