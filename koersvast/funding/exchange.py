"""Funding in a plan file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from koersvast.core.money import Total
from koersvast.core.parts import Part, Table, Values, listed, parts, rows
from koersvast.funding import schemas
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


def answer_problems(rows: Sequence[tuple[tuple[Any, ...], Values]]) -> list[tuple[int, str]]:
    """Return which cost items give two cost answers: number of the row, and a sentence.

    An item is within regular means or has amounts, written or stored; those of one that is both
    would be in no sum. No query.
    """
    return [
        (
            number,
            _(
                "is within regular means and has amounts, which would be in no sum; write "
                "regular_means: false, or take its amounts out (also those stored before)"
            ),
        )
        for number, (_key, values) in enumerate(rows)
        if values["regular_means"] and values["amounts"]
    ]


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
                check=answer_problems,
            ),
        ),
        Part(
            "funding",
            "sources",
            schemas.FundingSourceRow,
            rows(
                FundingSource,
                schemas.FundingSourceRow,
                refs=listed(work=WORKS),
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
                    funding_source="funding.sources", cost_item="funding.cost_items", work=WORKS
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
