"""The tabs of a work: results, goals, history."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from koersvast.core.actors import Actor
from koersvast.core.history import entries
from koersvast.core.kit.exports import KINDS
from koersvast.core.kit.register import registers
from koersvast.organisation.models import Role
from koersvast.work.forms import quarters_text
from koersvast.work.models import Result, Work
from koersvast.work.past import scopes_of_work
from koersvast.work.rules import Status
from koersvast.work.selectors import (
    OPEN_AT_MOST,
    ResultFilter,
    expertise_choices,
    facts_of,
    goals_of_work,
    planning_of,
    results_without_goal,
)

COLUMNS_BEFORE = 3
"""Result, owner and status stand before the quarters."""
SHOWN_WITHOUT_GOAL = 100
HISTORY_PER_PAGE = 50
HISTORY_AT_MOST = 500
LONGEST_FILTER = 200


def number(text: str) -> int | None:
    """Return a key or page in an address; None for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def wanted_of(request: HttpRequest) -> ResultFilter:
    """Return the filter that the address asks for; what cannot be finds nothing."""
    asked = {key: str(value).strip()[:LONGEST_FILTER] for key, value in request.GET.items()}
    owner = asked.get("owner", "")
    return ResultFilter(
        status=asked.get("status", ""),
        owner=(number(owner) or -1) if owner else None,
        expertise=asked.get("expertise", ""),
        text=asked.get("q", ""),
    )


def results_tab(request: HttpRequest, work: Work) -> dict[str, Any]:
    """Return the planning with its filters."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    wanted = wanted_of(request)
    facts = facts_of(actor, work)
    planning = planning_of(
        actor,
        work,
        wanted=wanted,
        asked=number(request.GET.get("open", "")),
        page=number(request.GET.get("page", "")) or 1,
        limit=None if request.GET.get("all") else OPEN_AT_MOST,
    )
    asked = {key: request.GET.get(key, "") for key in ("q", "status", "owner", "expertise")}
    return {
        "planning": planning,
        "quarters_text": quarters_text(planning.quarters),
        "columns": len(planning.quarters) + COLUMNS_BEFORE,
        "is_today": facts.seen_from == timezone.localdate(),
        "seen_from": facts.seen_from,
        "asked": asked,
        "query": "".join(f"{urlencode({key: value})}&" for key, value in asked.items() if value),
        "tab_url": reverse("work-tab", args=[work.pk, "results"]),
        "filtered": wanted.active,
        "statuses": list(Status),
        "owners": Role.objects.visible_to(actor).filter(pk__in=facts.owners),
        "expertise": expertise_choices(actor),
        "export_kinds": KINDS,
        "may_add": registers.get("results").policy.may_add(actor, Result(work=work)),
    }


def goals_tab(request: HttpRequest, work: Work) -> dict[str, Any]:
    """Return the goals that the work and its results serve, and the results that serve none."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = facts_of(actor, work)
    loose = results_without_goal(actor, facts.shape, facts.keys)
    return {
        "goals": goals_of_work(actor, work.plan_id, facts.keys),
        "loose": list(loose[:SHOWN_WITHOUT_GOAL]),
        "loose_count": loose.count(),
    }


def history_tab(request: HttpRequest, work: Work) -> dict[str, Any]:
    """Return the latest changes of the work and all that hangs on it, a page of them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    scopes = scopes_of_work(actor, facts_of(actor, work).keys, HISTORY_AT_MOST)
    found = entries(scopes, limit=HISTORY_AT_MOST, actor=actor)
    page = Paginator(found, HISTORY_PER_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "entries": page.object_list, "query": ""}


def has_goals(actor: Actor, work: Work) -> bool:
    """Tell whether the goals tab has content: there are results, or the work may get goals."""
    return work.goal_links.exists() or bool(facts_of(actor, work).counts_of(work.pk).total)
