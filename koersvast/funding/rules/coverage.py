"""What is left of a funding source after the draws on it (H: 1.000.000 - 127.000 - 237.931)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from koersvast.core.money import Total


@dataclass(frozen=True)
class Draw:
    """An allocation from a source, in euros; without a year it is of no particular year."""

    amount: Decimal
    year: int | None = None


@dataclass(frozen=True)
class Left:
    """What a source offers, what is drawn from it, and what is left, in euros."""

    offered: Total
    drawn: Decimal

    @property
    def left(self) -> Total:
        """Return what is left; PM in the source is carried, negative is drawn too much."""
        return self.offered - self.drawn

    @property
    def is_overdrawn(self) -> bool:
        """Tell whether more was drawn than is known to be there; PM is no money yet."""
        return self.left.amount < 0

    def allows(self, amount: Decimal) -> bool:
        """Tell whether `amount` can still be drawn. To give back (negative) is always possible."""
        return amount <= 0 or amount <= self.left.amount


def left_of(offered: Iterable[Total], draws: Iterable[Draw]) -> Left:
    """Return what is left of a source over all years together."""
    return Left(Total.of(offered), sum((draw.amount for draw in draws), Decimal(0)))


def spread_of(
    offered: Iterable[tuple[int | None, Total]], draws: Iterable[Draw]
) -> dict[int | None, Left]:
    """Return what is left per year, and under None what has no year; years in order, None last."""
    amounts, drawn = list(offered), list(draws)
    found = {year for year, _total in amounts} | {draw.year for draw in drawn}
    years = sorted(year for year in found if year is not None)
    columns: list[int | None] = [*years, None] if None in found else [*years]
    return {
        column: left_of(
            (total for year, total in amounts if year == column),
            (draw for draw in drawn if draw.year == column),
        )
        for column in columns
    }
