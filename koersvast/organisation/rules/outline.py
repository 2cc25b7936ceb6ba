"""A tree as a nested list: where lists open and close when its rows are written one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One row. `opens`: a list begins before it; `ends`: it has nothing below; `ups`: as many
    lists end after it.
    """

    opens: bool
    ends: bool
    ups: range


def outline(depths: Sequence[int]) -> list[Step]:
    """Return the steps of rows in tree order; `depths` begin with 0 and grow by one at a time."""
    steps = []
    for number, depth in enumerate(depths):
        before = depths[number - 1] if number else 0
        after = depths[number + 1] if number + 1 < len(depths) else 0
        steps.append(Step(depth > before, after <= depth, range(max(0, depth - after))))
    return steps
