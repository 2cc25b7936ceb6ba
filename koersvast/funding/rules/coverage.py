"""What is left of a funding source after the draws on it (H: 1.000.000 - 127.000 - 237.931).

An *incidental* source gives each amount once: of its year, or (without a year) whenever. A draw of
a year takes the amount of that year first, then what has no year; a draw without a year takes
whatever is left.

A *structural* source gives its amount every year: from the year it is stated for until the next
year with another one; an amount without a year holds in every year. A draw on it likewise holds in
its year and all years after; without a year in all of them. What is given back (a negative draw)
is free again from its year on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from koersvast.core.money import Total

NOTHING = Decimal(0)
Amounts = Sequence[tuple[int | None, Total]]


@dataclass(frozen=True)
class Draw:
    """An allocation from a source, in euros; without a year it is of no particular year.

    `beyond`: an adopted decision allows it although it is more than is left.
    """

    amount: Decimal
    year: int | None = None
    beyond: bool = False


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


@dataclass(frozen=True)
class Purse:
    """A source as plain data: what it offers per year (None: in total), and what was drawn."""

    structural: bool
    offered: Amounts
    draws: Sequence[Draw] = ()

    def with_draw(self, draw: Draw) -> Purse:
        """Return the purse after one more draw."""
        return Purse(self.structural, self.offered, [*self.draws, draw])

    @property
    def years(self) -> list[int]:
        """The years in which an amount or a draw stands, in order."""
        found = {year for year, _total in self.offered} | {draw.year for draw in self.draws}
        return sorted(year for year in found if year is not None)


def left_of(offered: Iterable[Total], draws: Iterable[Draw]) -> Left:
    """Return what is left of a source over all its amounts together."""
    return Left(Total.of(offered), sum((draw.amount for draw in draws), NOTHING))


def spread_of(purse: Purse) -> dict[int | None, Left]:
    """Return what is left per year, and under None what has no year; years in order, None last.

    Of a structural source a year stands for itself and for those after it up to the next one
    named; the last one for ever. An incidental one adds up to what is left in all.
    """
    return _structural(purse) if purse.structural else _incidental(purse)


def _structural(purse: Purse) -> dict[int | None, Left]:
    columns: list[int | None] = [*purse.years]
    return {
        year: Left(
            _level(purse.offered, year),
            sum((draw.amount for draw in purse.draws if _holds(draw.year, year)), NOTHING),
        )
        for year in columns or [None]
        if purse.offered or purse.draws
    }


def _holds(since: int | None, year: int | None) -> bool:
    """Tell whether what holds from a year on (None: always) holds in another."""
    return since is None or (year is not None and since <= year)


def _level(offered: Amounts, year: int | None) -> Total:
    """Return the amount that a structural source gives in a year."""
    stated = {since: total for since, total in offered if since is not None}
    reached = [since for since in stated if _holds(since, year)]
    always = [total for since, total in offered if since is None]
    return Total.of([*always, *([stated[max(reached)]] if reached else [])])


def _incidental(purse: Purse) -> dict[int | None, Left]:
    found: dict[int | None, Left] = {}
    loose = _of_year(purse, None)
    pool, borrowed = loose.left.amount, NOTHING
    for year in purse.years:
        own = _of_year(purse, year)
        # what the year itself does not have comes out of what has no year, as far as that goes
        taken = min(max(-own.left.amount, NOTHING), max(pool - borrowed, NOTHING))
        borrowed += taken
        found[year] = Left(own.offered, own.drawn - taken)
    if any(year is None for year, _total in purse.offered) or loose.drawn:
        found[None] = Left(loose.offered, loose.drawn + borrowed)
    return found


def _of_year(purse: Purse, year: int | None) -> Left:
    return left_of(
        (total for its, total in purse.offered if its == year),
        (draw for draw in purse.draws if draw.year == year),
    )


def excess_of(purse: Purse, years: Iterable[int] = ()) -> dict[int | None, Decimal]:
    """Return how much more was drawn than there is, in euros, 0 where that is not so.

    Of a structural source per year (those of the purse and `years`); of an incidental one in all,
    under None. PM is no money to begin to draw on; what was drawn before a year that is PM waits
    for its amount.
    """
    if not purse.structural:
        return {None: _lacking(purse)}
    found: dict[int | None, Decimal] = {}
    columns: list[int | None] = [*sorted({*purse.years, *years})] or [None]
    first = columns[0]
    for year in columns:
        offered = _level(purse.offered, year)
        drawn = [draw for draw in purse.draws if _holds(draw.year, year)]
        if offered.pm:
            drawn = [draw for draw in drawn if (draw.year or first) == year]
        taken = sum((draw.amount for draw in drawn), NOTHING)
        found[year] = max(taken - max(offered.amount, NOTHING), NOTHING)
    return found


def _lacking(purse: Purse) -> Decimal:
    """Return what the years lack, and what was drawn without a year and is nowhere.

    A negative amount is no money; without draws it lacks nothing either.
    """
    spread = _incidental(purse)
    years = [left for year, left in spread.items() if year is not None]
    loose = spread[None].left.amount if None in spread else NOTHING
    known = [max(left.offered.amount, NOTHING) for left in years]
    lacks = [left.drawn - has for left, has in zip(years, known, strict=True)]
    short = sum((max(lack, NOTHING) for lack in lacks), NOTHING)
    spare = sum((max(left.left.amount, NOTHING) for left in years), NOTHING)
    drawn = sum((max(draw.amount, NOTHING) for draw in purse.draws), NOTHING)
    return min(short + max(-loose - spare, NOTHING), drawn)


def allowed_beyond(purse: Purse, year: int | None) -> Decimal:
    """Return what decisions allow beyond what is left, in euros; of a structural source by year."""
    return sum(
        (
            draw.amount
            for draw in purse.draws
            if draw.beyond and (not purse.structural or _holds(draw.year, year))
        ),
        NOTHING,
    )


def overdraws(before: Purse, after: Purse) -> bool:
    """Tell whether a change draws more than is left, further than a decision allows.

    What was overdrawn already may stay so, and may become less: it is the change that counts.
    """
    if before.structural != after.structural:
        before = Purse(after.structural, ())  # nothing to hold it against
    years = {*before.years, *after.years}
    was, becomes = excess_of(before, years), excess_of(after, years)
    return any(
        excess > 0
        and excess - was.get(year, NOTHING)
        > allowed_beyond(after, year) - allowed_beyond(before, year)
        for year, excess in becomes.items()
    )


def amount_in(purse: Purse, draw: Draw, year: int | None) -> Decimal | None:
    """Return what a draw takes in a column of `spread_of`; None where it takes nothing.

    A draw of a year that takes from what has no year still stands in its own year.
    """
    holds = _holds(draw.year, year) if purse.structural else draw.year == year
    return draw.amount if holds else None


def borrowed_in(purse: Purse, year: int | None, left: Left) -> Decimal:
    """Return what a year takes from what has no year (under None: negative, what it gives)."""
    found = (amount_in(purse, draw, year) for draw in purse.draws)
    return sum((amount for amount in found if amount is not None), NOTHING) - left.drawn
