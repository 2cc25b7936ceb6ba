"""What reports add to the application: the menu, the register, buttons on pages of other apps."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.documents import documents
from koersvast.core.kit.register import Computed, Register, registers
from koersvast.core.registries import MenuItem, PageLink, registries
from koersvast.reports.models import Report, Version
from koersvast.reports.policy import may_make


def of_latest(name: str) -> Computed:
    """Return a field of the latest version that the actor sees, as a column of its report."""
    field: Any = Version._meta.get_field(name)

    def value(actor: Actor) -> Any:
        seen = Version.objects.visible_to(actor).filter(report=OuterRef("pk"))
        return Subquery(seen.order_by("-number").values(name)[:1])

    return Computed(field, value)


class Reports(Register):
    """All reports: search, filter, sort, export."""

    model, name = Report, "reports"
    columns = ("title", "kind", "plan", "period", "state", "made_on", "author")
    filters = ("kind", "plan", "state", "audience", "author")
    computed = {"state": of_latest("state"), "made_on": of_latest("made_on")}
    search = ("title", "plan__title", "plan__code")
    fields = ("title",)
    lead = _("All that was made from the register: search, filter, sort, export.")
    empty = _("A report is made on the page “Reports” in the menu, or on the page of a work.")

    def detail_url(self, record: models.Model) -> str:
        """A report has a page of its own."""
        return reverse("report", args=[record.pk])


def about(record: Any) -> dict[str, Any]:
    """Return what a document made from the page of a record is about: a plan, or a row of one.

    A row that is too small for a document of its own gives way to what it is part of.
    """
    if not hasattr(record, "plan_id"):
        return {"plan": record.pk} if record is not None else {}
    whole = getattr(record, "parent", None)
    return {"plan": record.plan_id, "subject": [each.code for each in (record, whole) if each]}


def link_from(page: str) -> PageLink:
    """Return the button on a page: to the one kind of document made from there, or to a choice."""
    kinds = [each.name for each in documents.in_order() if page in each.pages]

    def url(actor: Actor, record: Any) -> str:
        if not may_make(actor):
            return ""
        chosen = urlencode(about(record), doseq=True)
        if len(kinds) == 1:
            return f"{reverse('report-make', args=kinds)}?{chosen}"
        return f"{reverse('reports')}?page={page}&{chosen}"

    return PageLink(page, "report", _("Make a document"), url)


def register_panels() -> None:
    """Add the menu item, the register, and a button on each page from which a kind is made."""
    registers.add(Reports)
    registries.add(MenuItem("documents", _("Reports"), "reports", order=10))
    pages = {page for kind in documents.kinds.values() for page in kind.pages}
    registries.add(*(link_from(page) for page in sorted(pages)))
