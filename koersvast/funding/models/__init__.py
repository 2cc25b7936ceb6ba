"""The tables of funding."""

from koersvast.funding.models.costs import CostAmount, CostItem, Nature
from koersvast.funding.models.coverage import (
    Allocation,
    FundingSource,
    SourceAmount,
    StatedTotal,
)

__all__ = [
    "Allocation",
    "CostAmount",
    "CostItem",
    "FundingSource",
    "Nature",
    "SourceAmount",
    "StatedTotal",
]
