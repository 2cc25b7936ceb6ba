"""The risks of a work and all below it: a tab, a tile, and the works on the page of a risk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.core.actors import Actor
from koersvast.core.registries import Context, Related, Tab, Tile, registries
from koersvast.organisation.models import Role
from koersvast.risk.models import Measure, Risk
from koersvast.risk.rules import Rating
from koersvast.risk.selectors import (
    VIEWS,
    WORST,
    Overview,
    RiskRow,
    ScaleSet,
    Wanted,
    overview_of,
    risk_rows,
    scale_set,
)
from koersvast.work.models import Responsibility, Work, WorkRisk
from koersvast.work.policy import ANSWERING, may_change_work
from koersvast.work.selectors import facts_of


def risks_of(actor: Actor, works: Collection[int]) -> QuerySet[Any]:
    """Return the risks and preconditions of works, each once."""
    links = WorkRisk.objects.visible_to(actor).filter(work_id__in=list(works))
    risks: QuerySet[Any] = Risk.objects.visible_to(actor)
    return risks.filter(pk__in=links.order_by().values("risk_id"))


def known_overview(actor: Actor, work: Any) -> tuple[ScaleSet, Overview]:
    """Return the open risks of a work and all below it.

    They are kept on the `work` object, which lives as long as the request: tile and tab ask both.
    """
    known: tuple[Actor, tuple[ScaleSet, Overview]] | None = getattr(work, "known_risks", None)
    if known is not None and known[0] == actor:
        return known[1]
    scales = scale_set(actor)
    risks = risks_of(actor, facts_of(actor, work).keys).filter(kind=Risk.Kind.RISK)
    found = (scales, overview_of(actor, risks, Wanted(state="open"), scales))
    work.known_risks = (actor, found)
    return found


def risk_tile(request: HttpRequest, work: Work) -> Context | None:
    """Return the number of high and critical risks; None without risks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    _scales, overview = known_overview(actor, work)
    total = len(overview.mapped)
    if not total:
        return None
    high = overview.serious
    href = reverse("work-tab", args=[work.pk, "risks"])
    sub = _("%(total)d open in all") % {"total": total}
    if len(overview.unplaced) == total:
        sub = _("none of them judged yet")
        return {"label": _("Risks"), "value": total, "sub": sub, "href": href}
    return {
        "label": _("High or critical risks"),
        "value": high,
        "sub": sub,
        "href": f"{href}?rating={WORST}" if high else href,
        "tone": "off" if high else "ok",
    }


def risks_tab(request: HttpRequest, work: Work) -> Context:
    """Return the heat map of the work and all below it, its risks and its preconditions."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = Wanted.read(request.GET.dict())
    scales = scale_set(actor)
    every = risks_of(actor, facts_of(actor, work).keys)
    wanted = Wanted(rating=asked.rating, cell=asked.cell, view=asked.view, state=asked.state)
    overview = overview_of(actor, every.filter(kind=Risk.Kind.RISK), wanted, scales)
    here = reverse("work-tab", args=[work.pk, "risks"])
    query = f"state={wanted.state}&" if wanted.state != "open" else ""
    query += f"rating={wanted.rating}&" if wanted.rating in {WORST, *Rating} else ""
    shown = {
        "overview": overview,
        "wanted": wanted,
        "views": _views(here, query, wanted.view),
        "cell_url": f"{here}?{query}view={wanted.view}&",
        "here": here,
        "filtered": wanted.cell is not None or bool(wanted.rating) or wanted.state != "open",
        "lines": _preconditions(actor, every, scales),
        "works": _works_of(actor, work, overview),
        "may_add": may_change_work(actor, work.pk),
        "scales_given": scales.given,
    }
    return {"risks": shown}


def _views(here: str, query: str, current: str) -> list[Context]:
    labels = {"now": _("Now"), "before": _("Before measures"), "moves": _("From before to after")}
    return [
        {"label": labels[view], "url": f"{here}?{query}view={view}", "current": view == current}
        for view in VIEWS
    ]


def _preconditions(
    actor: Actor, every: QuerySet[Any], scales: ScaleSet
) -> list[tuple[RiskRow, list[Measure]]]:
    """Return the preconditions with what is done to meet them."""
    rows = risk_rows(actor, every.filter(kind=Risk.Kind.PRECONDITION), scales)
    todo: dict[int, list[Measure]] = defaultdict(list)
    keys = [row.risk.pk for row in rows]
    measures = Measure.objects.visible_to(actor).filter(risk_id__in=keys)
    for measure in measures.order_by("position", "code"):
        todo[measure.risk_id].append(measure)
    ordered = sorted(rows, key=lambda row: (row.risk.position, row.risk.code))
    return [(row, todo[row.risk.pk]) for row in ordered]


def _works_of(actor: Actor, work: Work, overview: Overview) -> list[tuple[RiskRow, list[Work]]]:
    """Return the rows, each with the works below this one that name the risk."""
    facts = facts_of(actor, work)
    links = WorkRisk.objects.visible_to(actor).filter(work_id__in=facts.keys)
    named: dict[int, list[Work]] = defaultdict(list)
    for risk, key in links.order_by("work__position", "pk").values_list("risk_id", "work_id"):
        named[risk].append(facts.shape.works[key])
    return [(row, named[row.risk.pk]) for row in overview.rows]


def has_risks(actor: Actor, work: Work) -> bool:
    """Tell whether there are risks or preconditions, or the actor may add one."""
    keys = facts_of(actor, work).keys
    return may_change_work(actor, work.pk) or risks_of(actor, keys).exists()


def works_of_risk(actor: Actor, risk: Risk) -> QuerySet[Any]:
    """Return the works that a risk threatens."""
    works: QuerySet[Any] = Work.objects.visible_to(actor)
    return works.filter(risk_links__risk=risk).order_by("plan", "position", "code")


def own_role(actor: Actor, work: Work) -> Role | None:
    """Return the role by which the actor answers for a work or one above it; None without one."""
    above = [each.pk for each in facts_of(actor, work).shape.ancestors(work.pk)]
    own = Responsibility.objects.visible_to(actor).filter(
        work_id__in=[work.pk, *above], role_id__in=actor.role_ids, kind__in=ANSWERING
    )
    first = own.select_related("role").order_by("pk").first()
    return first.role if first else None


def register_risks() -> None:
    """Add the tab and the tile, and the works on the page of a risk."""
    registries.add(
        Tile(Work, "risks", risk_tile, order=35),
        Tab(
            Work,
            "risks",
            gettext_lazy("Risks"),
            "work/risks_tab.html",
            risks_tab,
            order=40,
            shown=has_risks,
        ),
        Related(Risk, "works", gettext_lazy("works that it is about"), works_of_risk, order=5),
    )
