"""Every write of money that is more than one row: amounts per year, and draws on a source."""

from koersvast.funding.services.amounts import (
    IN_TOTAL,
    AmountChange,
    Amounts,
    ChangedMeanwhile,
    GridRefused,
    Item,
    RowOfAmounts,
    save_grid,
    set_amounts,
)
from koersvast.funding.services.draws import (
    add_source,
    allocate,
    change_allocation,
    change_source,
)

__all__ = [
    "IN_TOTAL",
    "AmountChange",
    "Amounts",
    "ChangedMeanwhile",
    "GridRefused",
    "Item",
    "RowOfAmounts",
    "add_source",
    "allocate",
    "change_allocation",
    "change_source",
    "save_grid",
    "set_amounts",
]
