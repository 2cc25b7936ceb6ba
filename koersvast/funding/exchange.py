"""Funding in a plan file."""

from __future__ import annotations

from koersvast.core.money import Total
from koersvast.core.parts import JointCheck, Part, Table, Values, listed, parts, rows
from koersvast.funding import schemas
from koersvast.funding.draw_exchange import (
    ALLOCATIONS,
    DECISIONS,
    SOURCES,
    not_adopted,
    overdrawn,
)
from koersvast.funding.models import (
    Allocation,
    CostAmount,
    CostItem,
    FundingSource,
    SourceAmount,
    StatedTotal,
)
from koersvast.funding.models.costs import YearAmount

WORKS, RESULTS = "work.works", "work.results"


def unpack_amount(item: tuple[int | str, Total]) -> Values:
    """Turn `2023: 160000`, `2024: pm` or `total: 5000` into the fields of an amount."""
    key, total = item
    return {
        "year": key if isinstance(key, int) else None,
        "amount": None if total.pm else total.amount,
        "pm": total.pm,
    }


def pack_amount(values: Values) -> tuple[int | str, Total]:
    """Turn the fields of an amount into its key and value in a file."""
    total = Total(pm=True) if values["pm"] else Total(values["amount"])
    return (values["year"] or "total", total)


def amounts(model: type[YearAmount]) -> Table:
    """Return the nested table of amounts per year."""
    return Table(
        model=model,
        fields=("year", "amount", "pm"),
        identity=("year",),
        link="item",
        unpack=unpack_amount,
        pack=pack_amount,
        as_mapping=True,
    )


def register_parts() -> None:
    """Add cost items, funding sources, allocations and stated totals to the plan file."""
    parts.add(
        Part(
            "funding",
            "cost_items",
            schemas.CostItemRow,
            rows(
                CostItem,
                schemas.CostItemRow,
                refs=listed(work=WORKS, result=RESULTS),
                children={"amounts": amounts(CostAmount)},
            ),
        ),
        Part(
            "funding",
            "sources",
            schemas.FundingSourceRow,
            rows(
                FundingSource,
                schemas.FundingSourceRow,
                refs=listed(work=WORKS, decided_by=DECISIONS),
                children={"amounts": amounts(SourceAmount)},
            ),
        ),
        Part(
            "funding",
            "allocations",
            schemas.AllocationRow,
            rows(
                Allocation,
                schemas.AllocationRow,
                refs=listed(
                    funding_source=SOURCES,
                    cost_item="funding.cost_items",
                    work=WORKS,
                    decided_by=DECISIONS,
                ),
            ),
        ),
        Part(
            "funding",
            "stated_totals",
            schemas.StatedTotalRow,
            rows(StatedTotal, schemas.StatedTotalRow, refs=listed(work=WORKS)),
        ),
    )
    parts.check_together(
        JointCheck((SOURCES, ALLOCATIONS), overdrawn),
        JointCheck((SOURCES, ALLOCATIONS, DECISIONS), not_adopted),
    )
