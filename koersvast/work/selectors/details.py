"""Everything that hangs on one result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from koersvast.core.actors import Actor
from koersvast.direction.models import Goal
from koersvast.work.models import Action, Dependency, ExpertiseNeed, Result, StatusUpdate
from koersvast.work.rules import Status
from koersvast.work.selectors.status import LATEST_FIRST, status_of

UPDATES_SHOWN = 50
ACTIONS_SHOWN = 200


@dataclass(frozen=True)
class ResultDetails:
    """What is shown of a result besides its planning."""

    expertise: list[ExpertiseNeed]
    goals: list[Goal]
    needs: list[Result]
    needed_by: list[Result]
    actions: list[Action]
    updates: list[tuple[StatusUpdate, Status]]


def visible_result(actor: Actor, pk: int) -> Result | None:
    """Return a result that the actor sees, with its work, plan, owner, phases and moments."""
    results: QuerySet[Result] = Result.objects.visible_to(actor)
    related = results.select_related("work__plan", "work__unit", "plan", "owner_role")
    return related.prefetch_related("phases", "ready_by").filter(pk=pk).first()


def result_details(actor: Actor, result: Result) -> ResultDetails:
    """Return what hangs on a result; six queries."""
    needs = Dependency.objects.visible_to(actor)
    goals: Any = Goal.objects.visible_to(actor).filter(result_links__result=result)
    updates = StatusUpdate.objects.visible_to(actor).filter(result=result)
    actions = Action.objects.visible_to(actor).filter(result=result).select_related("role")
    shown = list(actions.order_by("position", "code")[:ACTIONS_SHOWN])
    for action in shown:
        action.result = result
    expertise = ExpertiseNeed.objects.visible_to(actor).filter(result=result)
    return ResultDetails(
        expertise=list(expertise.order_by("position", "pk")),
        goals=list(goals.order_by("position", "code")),
        needs=[row.needs for row in needs.filter(result=result).select_related("needs")],
        needed_by=[row.result for row in needs.filter(needs=result).select_related("result")],
        actions=shown,
        updates=[(u, status_of(u)) for u in updates.order_by(*LATEST_FIRST)[:UPDATES_SHOWN]],
    )
