"""What the parts of a work's page share, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from koersvast.core.actors import Actor
from koersvast.work.models import Result, Work
from koersvast.work.rules import NO_RESULTS, Counts, roll_up
from koersvast.work.selectors.dates import viewpoint_of
from koersvast.work.selectors.shape import Shape, shape_of
from koersvast.work.selectors.status import tally


@dataclass(frozen=True)
class WorkFacts:
    """The place of a work in the tree and how its results stand.

    `keys` are the work and all below it, `own` the counts of each by itself, `rolled` with all
    below, `owners` the roles that own a result, `seen_from` the day from which the plan is read.
    """

    shape: Shape
    keys: list[int]
    own: dict[int, Counts]
    rolled: dict[int, Counts]
    owners: set[int]
    seen_from: date

    def counts_of(self, key: int) -> Counts:
        """Return how the results of a work and all below it stand."""
        return self.rolled.get(key, NO_RESULTS)


def facts_of(actor: Actor, work: Any) -> WorkFacts:
    """Return the facts of a work; four queries the first time, none after that.

    They are kept on the `work` object, which lives as long as the request: tiles and tabs are
    registered apart and would each count the results again.
    """
    known: tuple[Actor, WorkFacts] | None = getattr(work, "known_facts", None)
    if known is not None and known[0] == actor:
        return known[1]
    shape = shape_of(actor, plan=work.plan_id)
    keys = shape.subtree(work.pk)
    found = tally(Result.objects.visible_to(actor).filter(work_id__in=keys))
    parents = {key: shape.parents[key] for key in keys}
    rolled = roll_up(parents, found.counts, NO_RESULTS, Counts.__add__)
    seen_from = viewpoint_of(actor, work.plan, timezone.localdate())
    facts = WorkFacts(shape, keys, found.counts, rolled, found.owners, seen_from)
    work.known_facts = (actor, facts)
    return facts


def visible_work(actor: Actor, pk: int) -> Work | None:
    """Return a work that the actor sees, with its unit and plan."""
    works: QuerySet[Work] = Work.objects.visible_to(actor).select_related("unit", "plan")
    return works.filter(pk=pk).first()
