"""Reads all that the golden thread runs through, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, Sum

from koersvast.core.actors import Actor
from koersvast.core.money import Total
from koersvast.direction.models import Goal
from koersvast.funding.models import CostAmount, CostItem
from koersvast.funding.rules import NOTHING
from koersvast.funding.rules import Sum as Euros
from koersvast.portal.rules import Edges, Key, Thread
from koersvast.work.models import Result, ResultGoal, Work, WorkGoal

SHOWN = 100
"""Loose ends and results that one page lists at most; the counts are of all."""


@dataclass(frozen=True)
class Threaded:
    """The thread of everything an actor sees. `euros`: cost item -> its sum; `besides`: what one
    within regular means took, which is in no sum."""

    thread: Thread
    euros: dict[Key, Euros]
    besides: dict[Key, Euros]

    def sum_of(self, costs: Iterable[Key]) -> Euros:
        """Return what cost items add up to; within regular means is in no sum."""
        found = NOTHING
        for cost in costs:
            found += self.euros.get(cost, NOTHING)
        return found

    @cached_property
    def euros_of_goals(self) -> dict[Key, Euros]:
        """What serves each goal or a goal below it costs."""
        return {goal: self.sum_of(served.costs) for goal, served in self.thread.served.items()}


def works_and_goals(actor: Actor) -> Edges:
    """Return the edges between goals, works and results that the actor sees; five queries."""
    goals = dict(Goal.objects.visible_to(actor).order_by().values_list("pk", "parent_id"))
    works = dict(
        Work.objects.visible_to(actor)
        .order_by("plan__code", "position", "code")
        .values_list("pk", "parent_id")
    )
    results = dict(
        Result.objects.visible_to(actor)
        .filter(work_id__in=Work.objects.visible_to(actor).order_by().values("pk"))
        .order_by("plan__code", "position", "code")
        .values_list("pk", "work_id")
    )
    return Edges(
        goals=goals,
        works=works,
        results=results,
        work_goals=_links(WorkGoal.objects.visible_to(actor), "work_id", goals),
        result_goals=_links(ResultGoal.objects.visible_to(actor), "result_id", goals),
    )


def _links(rows: Any, name: str, goals: dict[Key, Key | None]) -> dict[Key, set[Key]]:
    found: dict[Key, set[Key]] = defaultdict(set)
    for key, goal in rows.order_by().values_list(name, "goal_id"):
        if goal in goals:
            found[key].add(goal)
    return dict(found)


def threaded(actor: Actor) -> Threaded:
    """Return the whole thread that the actor sees; seven queries."""
    edges = works_and_goals(actor)
    items: Any = CostItem.objects.visible_to(actor)
    rows = list(
        items.order_by("plan__code", "position", "code").values_list("pk", "work_id", "result_id")
    )
    amounts = (
        CostAmount.objects.visible_to(actor)
        .order_by()
        .values_list("item_id", "item__regular_means")
        .annotate(euros=Sum("amount"), pms=Count("pk", filter=Q(pm=True)), count=Count("pk"))
    )
    seen = {item for item, _work, _result in rows}
    thread = Thread(
        Edges(
            goals=edges.goals,
            works=edges.works,
            results=edges.results,
            work_goals=edges.work_goals,
            result_goals=edges.result_goals,
            cost_works={item: work for item, work, _result in rows},
            cost_results={item: result for item, _work, result in rows},
        )
    )
    found: dict[bool, dict[Key, Euros]] = {False: {}, True: {}}
    for item, regular, euros, pms, count in amounts:
        if item in seen:
            found[regular][item] = Euros(Total(euros or Decimal(0), pm=pms > 0), count)
    return Threaded(thread=thread, euros=found[False], besides=found[True])
