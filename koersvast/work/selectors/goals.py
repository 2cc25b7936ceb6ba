"""What work is for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from koersvast.core.actors import Actor
from koersvast.direction.models import Goal
from koersvast.work.models import Result, ResultGoal, Work, WorkGoal
from koersvast.work.rules import depth_first
from koersvast.work.selectors.shape import Shape


@dataclass(frozen=True)
class GoalRow:
    """A goal with what serves it; `served` is False for a goal shown only to place one below."""

    goal: Goal
    depth: int
    works: list[Work]
    result_count: int

    @property
    def served(self) -> bool:
        """True when a work or a result serves the goal itself."""
        return bool(self.works or self.result_count)


def goals_of_work(actor: Actor, plan: int, keys: Collection[int]) -> list[GoalRow]:
    """Return the goals that works and their results serve, in their tree; three queries."""
    goals: dict[int, Goal] = {
        goal.pk: goal
        for goal in Goal.objects.visible_to(actor).filter(plan_id=plan).order_by("position", "code")
    }
    works: dict[int, list[Work]] = defaultdict(list)
    links = WorkGoal.objects.visible_to(actor).filter(work_id__in=keys).select_related("work")
    for link in links.order_by("work__position", "pk"):
        works[link.goal_id].append(link.work)
    served = ResultGoal.objects.visible_to(actor).filter(result__work_id__in=keys)
    numbers = dict(served.order_by().values_list("goal_id").annotate(number=Count("pk")))
    parents = {key: goal.parent_id for key, goal in goals.items()}
    shown: set[int] = set()
    for key in {*works, *numbers} & set(goals):
        above: int | None = key
        while above is not None and above in parents and above not in shown:
            shown.add(above)
            above = parents[above]
    return [
        GoalRow(goals[key], depth, works.get(key, []), numbers.get(key, 0))
        for key, depth in depth_first(parents)
        if key in shown
    ]


def results_without_goal(actor: Actor, shape: Shape, keys: Collection[int]) -> QuerySet[Any]:
    """Return the results of works `keys` that serve no goal; one query to find them.

    A result serves a goal itself, or through its work or any work above that.
    """
    links = WorkGoal.objects.visible_to(actor).filter(work_id__in=list(shape.works))
    serving = set(links.order_by().values_list("work_id", flat=True))
    for key, parent in shape.parents.items():
        if parent in serving:
            serving.add(key)
    loose = [key for key in keys if key not in serving]
    results: QuerySet[Any] = Result.objects.visible_to(actor).filter(work_id__in=[*loose, 0])
    linked = ResultGoal.objects.visible_to(actor).filter(result=OuterRef("pk"))
    return results.filter(~Exists(linked)).select_related("work")
