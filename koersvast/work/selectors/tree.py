"""All work as a tree, for the overview."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from koersvast.core.actors import Actor
from koersvast.core.periods import Period
from koersvast.work.models import StatusUpdate, Work
from koersvast.work.rules import NO_RESULTS, Counts, Status, overall_status, roll_up
from koersvast.work.selectors.dates import next_dates, ready_by_of
from koersvast.work.selectors.people import contractors_of
from koersvast.work.selectors.shape import Shape, shape_of
from koersvast.work.selectors.status import latest_work_updates, status_counts, status_of


@dataclass(frozen=True)
class TreeRow:
    """A work in the overview. Counts and dates are those of the work and all below it."""

    work: Work
    depth: int
    counts: Counts
    status: Status
    ready_by: Period | None
    next_date: Period | None
    contractors: list[str]
    has_children: bool
    matched: bool
    """False for a work that is shown only because one below it matches the filter."""
    update: StatusUpdate | None = None


def work_tree(
    actor: Actor,
    *,
    unit: int | None = None,
    kind: str | None = None,
    theme: int | None = None,
    plan: int | None = None,
) -> list[TreeRow]:
    """Return the visible works in the order of the tree; nine queries, whatever is shown.

    A filter keeps the works that match with the works above them: `unit` (key), `kind` of work,
    `theme` (key of a work: that work and all below it), `plan` (key).
    """
    shape = shape_of(actor, plan=plan)
    matching = _matching(shape, unit, kind, theme)
    shown = {above.pk for key in matching for above in shape.ancestors(key)} | matching
    keys = list(shape.works)
    parents = shape.parents
    counts = roll_up(parents, status_counts(actor, keys), NO_RESULTS, Counts.__add__)
    ready = roll_up(parents, ready_by_of(actor, keys), None, _last)
    ahead = roll_up(parents, next_dates(actor, shape, timezone.localdate()), None, _first)
    contractors = contractors_of(actor, keys)
    updates = latest_work_updates(actor, keys)
    with_children = {parent for key, parent in parents.items() if key in shown}
    return [
        TreeRow(
            work=work,
            depth=shape.depths[key],
            counts=counts[key],
            status=overall_status(counts[key], status_of(updates.get(key))),
            ready_by=ready[key] or work.period,
            next_date=ahead[key],
            contractors=[str(role) for role in contractors.get(key, [])],
            has_children=key in with_children,
            matched=key in matching,
            update=updates.get(key),
        )
        for key, work in shape.works.items()
        if key in shown
    ]


def _matching(shape: Shape, unit: int | None, kind: str | None, theme: int | None) -> set[int]:
    within = set(shape.works) if theme is None else set(shape.subtree(theme))
    return {
        key
        for key in within
        if (unit is None or shape.works[key].unit_id == unit)
        and (not kind or shape.works[key].kind == kind)
    }


def _first(one: Period | None, two: Period | None) -> Period | None:
    return min((each for each in (one, two) if each is not None), default=None)


def _last(one: Period | None, two: Period | None) -> Period | None:
    return max((each for each in (one, two) if each is not None), default=None)
