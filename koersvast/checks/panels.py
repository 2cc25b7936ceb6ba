"""What plan check adds to the application: its pages in the menu, and its registers."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from koersvast.checks.asking import query_of
from koersvast.checks.listing import counted
from koersvast.checks.models import Acceptance, NormSetting
from koersvast.checks.selectors import judged, waiting_count
from koersvast.checks.showing import shown_to
from koersvast.core.actors import Actor
from koersvast.core.checks import Subject, checks
from koersvast.core.kit.register import Register, registers
from koersvast.core.kit.views import page_number
from koersvast.core.registries import MenuItem, Tab, registries


class NormRegister(Register):
    """Norms of the municipality."""

    model, name, section, order = NormSetting, "norms", "admin", 40
    columns = ("code", "value", "words", "decided_on", "source")
    filters = ("illustrative",)
    search = ("code", "words", "source", "note")
    fields = ("code", "value", "words", "decided_on", "source", "note", "illustrative")
    lead = _("The figures and words that the rules of plan check compare with.")


class AcceptanceRegister(Register):
    """Accepted findings; not in the menu, for one accepts a finding where it is read."""

    model, name = Acceptance, "accepted-findings"
    columns = ("rule", "row", "reason", "until", "accepted_on", "accepted_by", "plan")
    filters = ("plan",)
    search = ("rule", "row", "reason")
    lead = _("Findings that somebody accepted, with the reason.")
    empty = _("Nobody accepted a finding yet. That is done in plan check, beside the finding.")


PER_PAGE = 50
"""So many findings on a page, as on the list of all."""


def tab_of(subject: Subject) -> Tab:
    """Return the tab with the findings that concern a row of a register."""

    def data(request: HttpRequest, record: Any) -> dict[str, Any]:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        plan = subject.plan(record)
        rows = judged(actor, plan, subject.works(actor, record))
        page = Paginator([row for row in rows if row.is_open], PER_PAGE)
        shown = page.get_page(page_number(request))
        return {
            "plan": plan,
            "list_query": query_of(plan, record),
            "page": shown,
            "rows": shown_to(actor, shown.object_list, request.get_full_path()),
            "accepted": sum(1 for row in rows if not row.is_open),
            "counts": counted(rows),
            "here": request.get_full_path(),
        }

    return Tab(subject.model, "checks", _("Plan check"), "checks/tab.html", data, order=90)


def register_panels() -> None:
    """Add the registers, the pages in the menu, and the tab of what can be checked."""
    registries.add(*(tab_of(subject) for subject in checks.subjects))
    registers.add(NormRegister, AcceptanceRegister)
    registries.add(
        MenuItem("steering", _("Plan check"), "checks", order=5, count=waiting_count),
    )
