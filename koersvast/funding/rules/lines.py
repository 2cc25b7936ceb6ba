"""Amounts as plain data, and their sums.

An amount is of a year, or in total (year None): such an amount is never divided over years. A sum
remembers of how many amounts it is made, so that "0" (amounts of nothing) and "–" (no amounts)
stay apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from koersvast.core.money import Total, format_amount

Side = Literal["cost", "coverage"]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Sum:
    """What amounts add up to, in euros, how many amounts that are, and how many of them PM."""

    total: Total = field(default_factory=Total)
    count: int = 0
    pms: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.total + other.total, self.count + other.count, self.pms + other.pms)

    def __sub__(self, other: Sum) -> Sum:
        return self + -other

    def __neg__(self) -> Sum:
        return Sum(-self.total, self.count, self.pms)

    @property
    def has_known(self) -> bool:
        """Tell whether a known amount is in it: then it is "0 + pm", and not just "pm"."""
        return self.count > self.pms


NOTHING = Sum()


def written_sum(amounts: Sum, language: str | None) -> str:
    """Return a sum as it is written, on screen and on the command line.

    "pm" means that nothing is known; where known amounts came to zero stands "0 + pm".
    """
    total = amounts.total
    text = format_amount(total, language)
    return f"0 + {text}" if amounts.has_known and total.pm and total.amount == 0 else text


@dataclass(frozen=True, slots=True)
class Line:
    """An amount, or amounts already added up, of one side, year, nature, category and work.

    `regular`: within regular means (own staff, running budgets); shown as such, in no sum. `pms`:
    how many of its amounts are PM; a line that does not say so is one amount.
    """

    side: Side
    total: Total
    year: int | None = None
    nature: str = ""
    category: str = ""
    work: int | None = None
    mark: str = ""
    code: str = ""
    item: int = 0
    title: str = ""
    count: int = 1
    pms: int | None = None
    regular: bool = False

    @property
    def sum(self) -> Sum:
        """The amount as a sum."""
        return Sum(self.total, self.count, int(self.total.pm) if self.pms is None else self.pms)


def counted(lines: Iterable[Line]) -> list[Line]:
    """Return the lines that count in sums: all but those within regular means."""
    return [line for line in lines if not line.regular]


def sum_of(lines: Iterable[Line]) -> Sum:
    """Return the sum of the lines that count."""
    return sum((line.sum for line in counted(lines)), NOTHING)


def sums_by(lines: Iterable[Line], key: Callable[[Line], Key]) -> dict[Key, Sum]:
    """Return the sums of the lines that count, per key: per year, nature, work."""
    sums: dict[Key, Sum] = defaultdict(Sum)
    for line in counted(lines):
        sums[key(line)] += line.sum
    return dict(sums)
