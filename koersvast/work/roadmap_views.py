"""The page of the roadmap."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from koersvast.core.actors import Actor
from koersvast.direction.models import Plan
from koersvast.work.roadmap_data import roadmap_of, sorted_rows


def roadmap(request: HttpRequest) -> HttpResponse:
    """Show the roadmap of all plans, or of one (`?plan=`), as a picture and as a table."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may_read:
        raise Http404
    plans = list(Plan.objects.visible_to(actor))
    chosen = chosen_plan(request, plans)
    shown = roadmap_of(actor, plans=[chosen] if chosen else plans, today=timezone.localdate())
    context = table_context(request, shown.rows)
    return render(
        request,
        "work/roadmap.html",
        {"plans": plans, "plan": chosen, "roadmap": shown, **context},
    )


def chosen_plan(request: HttpRequest, plans: list[Plan]) -> Plan | None:
    """Return the plan of `?plan=`; None for all. Http404 for one that is not there."""
    wanted = request.GET.get("plan", "")
    if not wanted:
        return None
    found = next((plan for plan in plans if str(plan.pk) == wanted), None)
    if found is None:
        raise Http404
    return found


def table_context(request: HttpRequest, rows: Any) -> dict[str, Any]:
    """Return what the table shows: the rows in the wanted order, and how it was wanted."""
    sort = request.GET.get("sort", "when")
    return {"rows": sorted_rows(rows, sort), "sort": sort}
