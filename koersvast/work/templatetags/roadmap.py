"""The roadmap in a template, so that pages of higher apps show it too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from koersvast.core.kit.exports import KINDS
from koersvast.core.kit.register import registers, url_of
from koersvast.direction.models import Plan
from koersvast.work.models import Milestone
from koersvast.work.roadmap_data import Roadmap, roadmap_of

register = template.Library()

LABELS = {
    "when": _("When"),
    "number": _("No."),
    "title": _("Milestone or moment"),
    "track": _("Track"),
}


@register.inclusion_tag("work/roadmap_picture.html")
def roadmap_picture(roadmap: Roadmap) -> dict[str, Any]:
    """Draw a roadmap."""
    rows = roadmap.by_key()
    bands = []
    for band in roadmap.picture.bands if roadmap.picture else ():
        marks = [
            {"mark": mark, "row": rows[mark.point.key], "url": url_of(rows[mark.point.key])}
            for mark in band.marks
        ]
        bands.append({"band": band, "marks": marks})
    return {"picture": roadmap.picture, "bands": bands}


@register.simple_tag(takes_context=True)
def roadmap_for(context: Context, plans: Sequence[Plan]) -> Roadmap:
    """Return the roadmap of plans, as the reader of the page sees it."""
    return roadmap_of(context["actor"], plans=plans, today=timezone.localdate())


@register.simple_tag(takes_context=True)
def sort_columns(context: Context) -> list[dict[str, Any]]:
    """Return the columns of the table: label, direction, and the address that sorts on it."""
    wanted = context["sort"]
    columns = []
    for name, label in LABELS.items():
        query = context["request"].GET.copy()
        query["sort"] = f"-{name}" if wanted == name else name
        known = {name: "ascending", f"-{name}": "descending"}
        columns.append(
            {
                "name": name,
                "label": label,
                "direction": known.get(wanted, ""),
                "url": f"?{query.urlencode()}",
            }
        )
    return columns


@register.simple_tag
def milestones_exports(plan: Plan | None) -> list[dict[str, str]]:
    """Return the addresses of the exports of the register of milestones, of one plan or all."""
    milestones = registers.of(Milestone)
    if milestones is None:
        return []
    query = f"?plan={plan.pk}" if plan else ""
    return [
        {"kind": kind, "url": reverse("register-export", args=[milestones.name, kind]) + query}
        for kind in KINDS
    ]
