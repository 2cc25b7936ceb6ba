"""The roadmap as a tab of a work."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.registries import Tab, registries
from koersvast.work.models import Milestone, Work
from koersvast.work.roadmap_data import roadmap_of
from koersvast.work.roadmap_views import table_context
from koersvast.work.selectors import facts_of


def has_milestones(actor: Actor, work: Work) -> bool:
    """Tell whether the work, or a work below it, has milestones; one query on top of the facts."""
    keys = facts_of(actor, work).keys
    return bool(Milestone.objects.visible_to(actor).filter(work_id__in=keys).exists())


def tab_context(request: HttpRequest, work: Work) -> dict[str, Any]:
    """Return the roadmap of the work and all below it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    keys = facts_of(actor, work).keys
    shown = roadmap_of(actor, plans=[work.plan], works=keys, today=timezone.localdate())
    return {"roadmap": shown, "plan": work.plan, **table_context(request, shown.rows)}


def register_roadmap() -> None:
    """Add the tab."""
    registries.add(
        Tab(
            model=Work,
            name="roadmap",
            label=_("Roadmap"),
            template="work/roadmap_tab.html",
            data=tab_context,
            order=20,
            shown=has_milestones,
        )
    )
