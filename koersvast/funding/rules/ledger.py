"""The money table: cost against coverage per year and nature, and their balance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from koersvast.core.money import Total
from koersvast.funding.rules.lines import NOTHING, Line, Side, Sum, sums_by

EVERY_YEAR: Final = "all"
ZERO = Decimal(0)
STRUCTURAL: Final = "structural"
Column = int | None | Literal["all"]
"""A year; None for amounts in total (without a year); EVERY_YEAR for all of them together."""


class Ledger:
    """Cost and coverage of the lines given, added up per side, nature and year."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._sums = sums_by(lines, lambda line: (line.side, line.nature, line.year))

    @property
    def years(self) -> list[int]:
        """The years from the first to the last in which there is an amount, without gaps."""
        found = [year for _side, _nature, year in self._sums if year is not None]
        return list(range(min(found), max(found) + 1)) if found else []

    @property
    def columns(self) -> list[int | None]:
        """The years, and None behind them when there are amounts without a year."""
        loose = any(year is None for _side, _nature, year in self._sums)
        return [*self.years, None] if loose else [*self.years]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no amount at all."""
        return not self._sums

    def sum(self, side: Side, *, nature: str | None = None, year: Column = EVERY_YEAR) -> Sum:
        """Return the sum of a side; of all natures and years where none is given."""
        found = (
            amount
            for (its_side, its_nature, its_year), amount in self._sums.items()
            if its_side == side
            and (nature is None or its_nature == nature)
            and (year == EVERY_YEAR or its_year == year)
        )
        return sum(found, NOTHING)

    def natures(self, side: Side) -> list[str]:
        """Return the natures that have an amount on this side, in order of name."""
        return sorted({nature for its_side, nature, _year in self._sums if its_side == side})

    def balance(self, year: Column = EVERY_YEAR, *, nature: str | None = None) -> Sum:
        """Return coverage minus cost; negative is a shortfall. PM on either side is carried."""
        coverage = self.sum("coverage", nature=nature, year=year)
        return coverage - self.sum("cost", nature=nature, year=year)


@dataclass(frozen=True)
class Level:
    """An amount in euros that holds in every year from `first` up to and including `last`."""

    total: Total
    first: int
    last: int


def level_of(years: Sequence[int], totals: Sequence[Total]) -> Level | None:
    """Return the amount that the last years share, and since when; None without any amount.

    "waarvan structureel 2.901.000 vanaf 2025": the level that stays at the end of the table.
    """
    if not years or totals[-1].is_zero_known:
        return None
    first = len(years) - 1
    while first > 0 and totals[first - 1] == totals[-1]:
        first -= 1
    return Level(totals[-1], years[first], years[-1])


def every_year(ledger: Ledger) -> Decimal:
    """Return what structural money without a year leaves in every year, in euros."""
    return max(ledger.balance(None, nature=STRUCTURAL).total.amount, ZERO)


def shortfalls(ledger: Ledger) -> dict[int | None, Total]:
    """Return the columns with a shortfall: what is lacking, in euros as a positive amount.

    Money without a year pays in whatever year it is needed, and cost without a year is paid out of
    whatever a year has to spare: so a plan that states one side per year and the other in total
    lacks only what it lacks in all. Structural money without a year is there every year.
    """
    loose, lasting = ledger.balance(None).total, every_year(ledger)
    years = {year: ledger.balance(year).total for year in ledger.years}
    spare, found = max(loose.amount - lasting, ZERO), dict[int | None, Total]()
    for year, total in years.items():
        lacking = max(-total.amount - lasting, ZERO)
        taken = min(spare, lacking)
        spare -= taken
        if lacking > taken:
            found[year] = -total - lasting - taken
    unpaid = -loose.amount - sum((max(each.amount, ZERO) for each in years.values()), ZERO)
    if unpaid > 0:
        found[None] = Total(unpaid, pm=loose.pm)
    return found
