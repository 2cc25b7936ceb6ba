"""The registers of money."""

from __future__ import annotations

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from koersvast.core.kit.register import Register, registers
from koersvast.funding.models import Allocation, CostItem, FundingSource, StatedTotal


class CostItems(Register):
    """What work costs."""

    model = CostItem
    name = "cost-items"
    shown_on = ("result",)
    section = "money"
    order = 10
    lead = _(
        "What work and its results cost. The amounts per year stand on the money tab of a work."
    )
    columns = ("title", "code", "work", "result", "nature", "regular_means")
    filters = ("plan", "work", "nature", "category", "stands_in", "regular_means", "illustrative")
    search = ("title", "code", "mark", "note", "work__title", "result__title")
    fields = (
        "plan", "code", "title", "work", "result", "nature", "category", "mark", "stands_in",
        "regular_means", "fte", "note", "source", "illustrative", "position",
    )  # fmt: skip


class FundingSources(Register):
    """Where money comes from."""

    model = FundingSource
    name = "funding-sources"
    section = "money"
    order = 20
    lead = _("Where the money for work comes from, and by which decision.")
    columns = ("title", "code", "work", "nature", "decision", "decided_by", "decided_on")
    shown_on = ("decided_by",)
    filters = ("plan", "work", "nature", "illustrative")
    search = ("title", "code", "decision", "note", "work__title")
    fields = (
        "plan", "code", "title", "work", "nature", "decision", "decided_by", "decided_on", "note",
        "source", "illustrative", "position",
    )  # fmt: skip

    def detail_url(self, record: Model) -> str:
        """A source has a page of its own, with the draws on it."""
        return reverse("funding-source", args=[record.pk])


class Allocations(Register):
    """Draws on funding sources; added and changed on pages of their own, to guard what is left."""

    model = Allocation
    name = "allocations"
    shown_on = ("funding_source", "cost_item", "decided_by")
    section = "money"
    order = 30
    lead = _("Which part of a funding source went to which work or cost item, by which decision.")
    columns = (
        "title", "code", "funding_source", "amount", "year", "work", "cost_item", "decision",
        "decided_by", "decided_on",
    )  # fmt: skip
    filters = ("plan", "funding_source", "work", "beyond", "illustrative")
    search = ("title", "code", "decision", "note", "funding_source__title")
    fields = (
        "plan", "funding_source", "code", "title", "amount", "year", "work", "cost_item",
        "decided_by", "beyond", "decision", "decided_on", "note", "source", "illustrative",
        "position",
    )  # fmt: skip


class StatedTotals(Register):
    """Totals that a text states."""

    model = StatedTotal
    name = "stated-totals"
    section = "money"
    order = 40
    lead = _(
        "Totals as the plan states them. The money tab shows whether the lines add up to them."
    )
    columns = (
        "title", "code", "measure", "amount", "precision", "work", "nature", "first_year",
        "last_year", "source",
    )  # fmt: skip
    filters = ("plan", "measure", "work", "nature", "category", "approximate", "per_year")
    search = ("title", "code", "marks", "source", "note")
    fields = (
        "plan", "code", "title", "measure", "amount", "precision", "approximate", "per_year",
        "work", "nature", "category", "first_year", "last_year", "marks", "note", "source",
        "illustrative", "position",
    )  # fmt: skip


def register_registers() -> None:
    """Add them: pages, search, menu."""
    registers.add(CostItems, FundingSources, Allocations, StatedTotals)
