"""What the scales of the municipality say about euros and chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from koersvast.risk.rules.classes import Classes

Bounds = Mapping[int, Decimal | None]
"""Level of money -> up to and including how many euros; None where no bound is given."""


@dataclass(frozen=True)
class Scales:
    """What is reckoned with: bounds of money in euros, probability level -> percent, and from which
    height a risk is medium, high and critical."""

    bounds: Bounds = field(default_factory=dict)
    percentages: Mapping[int, int] = field(default_factory=dict)
    classes: Classes = field(default_factory=Classes)


def money_level(likely: Decimal | None, bounds: Bounds) -> int | None:
    """Return the level of an amount: the lowest whose bound it does not pass.

    More than every bound is the highest level there is. Without an amount, or when no level has
    a bound, nothing follows.
    """
    if likely is None or all(upper is None for upper in bounds.values()):
        return None
    for level in sorted(bounds):
        upper = bounds[level]
        if upper is not None and likely <= upper:
            return level
    return max(bounds)


def bounds_in_order(bounds: Bounds) -> list[int]:
    """Return the levels whose bound is not more than that of a level below it."""
    wrong: list[int] = []
    below: Decimal | None = None
    for level in sorted(bounds):
        upper = bounds[level]
        if upper is None:
            continue
        if below is not None and upper <= below:
            wrong.append(level)
        below = upper if below is None else max(below, upper)
    return wrong
