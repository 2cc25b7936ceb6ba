"""The page "Mission and goals"."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.policy import policies
from koersvast.direction.models import Goal, Plan, Statement
from koersvast.direction.selectors import goal_lines, statements_of
from koersvast.organisation.rules.outline import outline

Kind = Statement.Kind
LARGE = (Kind.MISSION, Kind.VISION)
LISTS = (
    (Kind.CORE_VALUE, _("Core values")),
    (Kind.FEELING, _("How it should feel")),
    (Kind.PRINCIPLE, _("Principles")),
)
STORY = (
    (Kind.STORY_WHY, _("Why")),
    (Kind.STORY_HOW, _("How")),
    (Kind.STORY_WHAT, _("What")),
)


def direction(request: HttpRequest) -> HttpResponse:
    """Show what a plan (`?plan=`; the latest) stands for: its statements and its goals."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may_read:
        raise Http404
    plans = list(Plan.objects.visible_to(actor))
    plan = chosen_plan(request.GET.get("plan", ""), plans)
    context: dict[str, Any] = {"plans": plans, "plan": plan}
    if plan is not None:
        context |= _plan_context(actor, plan)
    return render(request, "direction/direction.html", context)


def chosen_plan(wanted: str, plans: list[Plan]) -> Plan | None:
    """Return the plan with the wanted key; without one the latest. Http404 for an unknown one."""
    if not wanted:
        return max(plans, key=lambda plan: (plan.reference_date, plan.code), default=None)
    for plan in plans:
        if str(plan.pk) == wanted:
            return plan
    raise Http404


def _plan_context(actor: Actor, plan: Plan) -> dict[str, Any]:
    found = statements_of(actor, plan)
    lines = goal_lines(actor, plan)
    steps = outline([line.depth for line in lines])
    return {
        "motto": found.get(Kind.MOTTO, []),
        "large": [(kind.label, found[kind]) for kind in LARGE if kind in found],
        "lists": [(label, found[kind]) for kind, label in LISTS if kind in found],
        "story": [(label, found[kind]) for kind, label in STORY if kind in found],
        "lines": list(zip(lines, steps, strict=True)),
        "loose_count": sum(line.loose for line in lines),
        "may_add_statement": policies.of(Statement).may_add(actor, Statement(plan=plan)),
        "may_add_goal": policies.of(Goal).may_add(actor, Goal(plan=plan)),
    }
