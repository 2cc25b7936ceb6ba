"""The pages of the golden thread."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from koersvast.direction.models import Goal
from koersvast.funding.models import CostAmount, CostItem
from koersvast.portal.access import actor_of, for_readers
from koersvast.portal.thread_pages import down, overview, up


@require_safe
@for_readers
def thread(request: HttpRequest) -> HttpResponse:
    """Show all goals with what serves them, and the loose ends."""
    return render(request, "portal/thread.html", {"overview": overview(actor_of(request))})


@require_safe
@for_readers
def thread_goal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a goal down to its euros."""
    actor = actor_of(request)
    goals: Any = Goal.objects.visible_to(actor).select_related("plan")
    goal = goals.filter(pk=pk).first()
    if goal is None:
        raise Http404
    return render(request, "portal/thread_goal.html", {"goal": goal, "down": down(actor, goal)})


@require_safe
@for_readers
def thread_cost(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a cost item up to its goals."""
    actor = actor_of(request)
    items: Any = CostItem.objects.visible_to(actor).select_related("plan", "work", "result")
    item = items.filter(pk=pk).first()
    if item is None:
        raise Http404
    amounts = CostAmount.objects.visible_to(actor).filter(item=item)
    return render(
        request,
        "portal/thread_cost.html",
        {"item": item, "up": up(actor, item), "amounts": list(amounts)},
    )
