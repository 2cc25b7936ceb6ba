"""The rows of the grid in which amounts are changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from koersvast.core.actors import Actor
from koersvast.core.money import Total
from koersvast.funding.models import CostAmount, CostItem, FundingSource, SourceAmount
from koersvast.funding.selectors.places import of_works

Key = tuple[str, int]
"""A row: "cost" or "source", and the primary key of the item."""


@dataclass(frozen=True)
class GridItem:
    """An item of the grid with its amounts in euros; `kind` is "cost" or "source"."""

    kind: str
    item: CostItem | FundingSource
    amounts: dict[int | None, Total]

    @property
    def key(self) -> str:
        """The item as text, for the names of its inputs."""
        return f"{self.kind}-{self.item.pk}"

    @property
    def place(self) -> str:
        """What the item is for, where that is not the work itself."""
        result = getattr(self.item, "result", None)
        return str(result or self.item.work or "")


def grid_keys(actor: Actor, works: set[int]) -> list[Key]:
    """Return the rows of works and their results: cost items, then sources; two queries."""
    costs = CostItem.objects.visible_to(actor).filter(of_works(works))
    sources = FundingSource.objects.visible_to(actor).filter(work__in=works)
    order = ("position", "code", "pk")
    return [
        *(("cost", key) for key in costs.order_by(*order).values_list("pk", flat=True)),
        *(("source", key) for key in sources.order_by(*order).values_list("pk", flat=True)),
    ]


def grid_items(actor: Actor, keys: Sequence[Key]) -> list[GridItem]:
    """Return rows with their amounts, in the order of `keys`; always four queries."""
    found: dict[Key, GridItem] = {}
    tables: tuple[tuple[str, Any, Any], ...] = (
        ("cost", CostItem.objects.select_related("work", "result"), CostAmount.objects.all()),
        ("source", FundingSource.objects.select_related("work"), SourceAmount.objects.all()),
    )
    for kind, items, amounts in tables:
        # 0 is no row's key; without any key Django leaves the query out, and pages would differ
        wanted = [0, *(pk for its_kind, pk in keys if its_kind == kind)]
        for item in items.filter(pk__in=wanted).visible_to(actor):
            found[kind, item.pk] = GridItem(kind, item, {})
        for amount in amounts.filter(item__in=wanted).visible_to(actor):
            if row := found.get((kind, amount.item_id)):
                row.amounts[amount.year] = amount.total
    return [found[key] for key in keys if key in found]
