"""What reports add to the application: a line in the menu, and the register of all reports."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from koersvast.core.kit.register import Register, registers
from koersvast.core.registries import MenuItem, registries
from koersvast.reports.models import Report


class Reports(Register):
    """All reports: search, filter, sort, export."""

    model, name = Report, "reports"
    columns = ("title", "kind", "plan", "period", "audience", "author")
    filters = ("kind", "plan", "audience", "author")
    search = ("title", "plan__title")
    fields = ("title",)

    def detail_url(self, record: models.Model) -> str:
        """A report has a page of its own."""
        return reverse("report", args=[record.pk])


def register_panels() -> None:
    """Add the menu item and the register."""
    registers.add(Reports)
    registries.add(MenuItem("documents", _("Reports"), "reports", order=10))
