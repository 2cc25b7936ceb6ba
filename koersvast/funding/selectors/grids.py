"""The rows of the grid in which amounts are changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from koersvast.core.actors import Actor
from koersvast.core.money import Total
from koersvast.funding.models import CostItem, FundingSource
from koersvast.funding.selectors.items import of_works

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
    """Return rows with their amounts, in the order of `keys`; four queries."""
    found: dict[Key, CostItem | FundingSource] = {}
    costs = CostItem.objects.visible_to(actor).select_related("work", "result")
    costs = costs.filter(pk__in=[pk for kind, pk in keys if kind == "cost"])
    for cost in costs.prefetch_related("amounts"):
        found["cost", cost.pk] = cost
    sources = FundingSource.objects.visible_to(actor).select_related("work")
    sources = sources.filter(pk__in=[pk for kind, pk in keys if kind == "source"])
    for source in sources.prefetch_related("amounts"):
        found["source", source.pk] = source
    return [
        GridItem(key[0], found[key], {each.year: each.total for each in found[key].amounts.all()})
        for key in keys
        if key in found
    ]
