"""The pages to look at: all risks with their heat map, preconditions, one risk, the scales."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from koersvast.core.actors import Actor
from koersvast.core.kit import exports
from koersvast.core.kit.register import registers
from koersvast.core.kit.views import page_number
from koersvast.core.policy import policies
from koersvast.core.registries import registries
from koersvast.direction.models import Plan
from koersvast.organisation.models import Role
from koersvast.risk.models import HIGHEST, LOWEST, Measure, Risk, RiskClasses, Scale, ScaleLevel
from koersvast.risk.page import page_context
from koersvast.risk.rules import Rating
from koersvast.risk.selectors import (
    STATES,
    VIEWS,
    WORST,
    Overview,
    RiskRow,
    Wanted,
    overview_of,
    risk_rows,
    scale_set,
    visible_risk,
)

PER_PAGE = 50
SORTS: dict[str, Callable[[RiskRow], Any]] = {
    "title": lambda row: row.risk.title.lower(),
    "owner": lambda row: str(row.risk.owner_role or "~").lower(),
    "age": lambda row: -(row.standing.latest.on if row.standing.latest else date.max).toordinal(),
    "measures": lambda row: (row.open_measures, row.measures),
}


def reader_of(request: HttpRequest) -> Actor:
    """Return who asks; what one may not see is not found."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may_read:
        raise Http404
    return actor


def find_risk(actor: Actor, pk: int) -> Risk:
    """Return a visible risk or precondition; Http404 otherwise."""
    risk = visible_risk(actor, pk)
    if risk is None:
        raise Http404
    return risk


def overview_for(actor: Actor, request: HttpRequest, kind: str) -> tuple[Wanted, Overview]:
    """Return the risks of a kind that the address asks for."""
    wanted = Wanted.read(request.GET.dict())
    risks = registers.get("risks").find(actor, wanted.text).filter(kind=kind)
    return wanted, overview_of(actor, risks, wanted)


@require_safe
def risks(request: HttpRequest) -> HttpResponse:
    """Show all risks: the heat map, and the list with its filters."""
    actor = reader_of(request)
    wanted, overview = overview_for(actor, request, Risk.Kind.RISK)
    rows, sort = sorted_rows(overview.rows, request.GET.get("sort", ""))
    page = Paginator(rows, PER_PAGE).get_page(page_number(request))
    scales = scale_set(actor)
    context = {
        "wanted": wanted,
        "overview": overview,
        "page": page,
        "sort": sort,
        "views": view_links(request),
        "query": query_without(request, "page"),
        "cell_url": f"?{query_without(request, 'page', 'cell')}&",
        "sort_url": f"?{query_without(request, 'page', 'sort')}&",
        "scales_given": scales.given,
        "export_kinds": list(exports.KINDS),
        **choices_for(actor),
        **rights(actor),
    }
    return render(request, "risk/overview.html", context)


def sorted_rows(rows: list[RiskRow], sort: str) -> tuple[list[RiskRow], str]:
    """Return the rows in the order asked for, and that order; unknown: the worst first."""
    key = SORTS.get(sort.removeprefix("-"))
    if key is None:
        return rows, ""
    return sorted(rows, key=key, reverse=sort.startswith("-")), sort


def query_without(request: HttpRequest, *keys: str) -> str:
    """Return the query of the address without some keys."""
    query = request.GET.copy()
    for key in keys:
        query.pop(key, None)
    return query.urlencode()


def view_links(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the ways to look at the heat map, each with its address."""
    labels = {"now": _("Now"), "before": _("Before measures"), "moves": _("From before to after")}
    asked = request.GET.get("view", "")
    rest = query_without(request, "view", "cell", "page")
    return [
        {
            "label": labels[view],
            "url": f"?{rest}{'&' if rest else ''}view={view}",
            "current": view == asked or (view == VIEWS[0] and asked not in VIEWS),
        }
        for view in VIEWS
    ]


def choices_for(actor: Actor) -> dict[str, Any]:
    """Return what the filters offer."""
    return {
        "owners": Role.objects.visible_to(actor).filter(owned_risks__isnull=False).distinct(),
        "plans": Plan.objects.visible_to(actor),
        "ratings": [WORST, *list(Rating)[::-1]],
        "states": STATES,
    }


def rights(actor: Actor) -> dict[str, Any]:
    """Return what the actor may do with the register."""
    policy = policies.of(Risk)
    return {
        "may_add": policy.may_add(actor),
        "may_import": policy.may_import(actor),
        "may_set_scales": policies.of(ScaleLevel).may_add(actor),
    }


@require_safe
def risks_export(request: HttpRequest, kind: str) -> HttpResponse:
    """Send the risks of the list as they are filtered, as a spreadsheet."""
    actor = reader_of(request)
    if kind not in exports.KINDS:
        raise Http404
    _wanted, overview = overview_for(actor, request, Risk.Kind.RISK)
    keys = [row.risk.pk for row in overview.rows]
    rows = Risk.objects.visible_to(actor).filter(pk__in=keys)
    return exports.respond(registers.get("risks"), rows.order_by("plan", "position", "code"), kind)


@require_safe
def preconditions(request: HttpRequest) -> HttpResponse:
    """Show the preconditions for success, with what is done to meet them."""
    actor = reader_of(request)
    wanted = Wanted.read(request.GET.dict())
    found = registers.get("risks").find(actor, wanted.text)
    chosen = found.filter(kind=Risk.Kind.PRECONDITION, **wanted.stored())
    rows = sorted(
        risk_rows(actor, chosen, scale_set(actor)),
        key=lambda row: (row.risk.plan_id, row.risk.position, row.risk.code),
    )
    page = Paginator(rows, PER_PAGE).get_page(page_number(request))
    todo: dict[int, list[Measure]] = {row.risk.pk: [] for row in page.object_list}
    measures = Measure.objects.visible_to(actor).filter(risk__in=list(todo))
    for measure in measures.select_related("role").order_by("position", "code"):
        todo[measure.risk_id].append(measure)
    context = {
        "wanted": wanted,
        "page": page,
        "lines": [(row, todo[row.risk.pk]) for row in page.object_list],
        "query": query_without(request, "page"),
        **choices_for(actor),
        **rights(actor),
    }
    return render(request, "risk/preconditions.html", context)


@require_safe
def risk_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a risk: how it comes about, how it was judged, what is done about it."""
    actor = reader_of(request)
    risk = find_risk(actor, pk)
    related = [
        {"label": each.label, "name": each.name, "rows": list(each.data(actor, risk))}
        for each in registries.related_of(Risk)
    ]
    context = page_context(actor, risk)
    shown = [each for each in related if each["rows"]]
    return render(request, "risk/page.html", {**context, "related": shown})


@require_safe
def scales(request: HttpRequest) -> HttpResponse:
    """Show what the levels of the municipality mean."""
    actor = reader_of(request)
    found = scale_set(actor)
    levels = range(LOWEST, HIGHEST + 1)
    lines = [
        (scale.label, [found.meanings.get(scale, {}).get(level) for level in levels])
        for scale in Scale
    ]
    context = {
        "given": found.given,
        "lines": lines,
        "levels": levels,
        "spans": found.scales.classes.spans,
        "classes": found.classes,
        "may_set_classes": policies.of(RiskClasses).may_add(actor),
        **rights(actor),
    }
    return render(request, "risk/scales.html", context)
