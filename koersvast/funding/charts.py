"""A chart of cost against coverage per year, as plain geometry; the template draws it.

All measures are units of the picture's viewBox. What something looks like follows from its class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from koersvast.core.money import Total
from koersvast.funding.rules import Ledger

WIDTH, HEIGHT = 500, 280
LEFT, RIGHT, TOP, BOTTOM = 62, 6, 16, 32
GROUP_SHARE = Decimal("0.72")
"""How much of the width of a year its two bars take."""
STEPS = (1, 2, 5, 10)
TICKS = 4


@dataclass(frozen=True)
class Bar:
    """A piece of a bar. `kind` is its class; `year` and `total` say what it shows."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    year: int
    total: Total


@dataclass(frozen=True)
class Tick:
    """A line of the axis with its amount in euros."""

    y: float
    amount: Decimal


@dataclass(frozen=True)
class YearLabel:
    """The name of a year below its bars, and whether there is PM in it."""

    x: float
    year: int
    has_pm: bool


@dataclass(frozen=True)
class Chart:
    """The picture."""

    bars: list[Bar]
    ticks: list[Tick]
    labels: list[YearLabel]
    zero: float
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    label_y: int = HEIGHT - 14


def chart_of(ledger: Ledger, *, with_balance: bool = True) -> Chart | None:
    """Return the chart of a money table; None when there is nothing to draw.

    A shortfall is drawn on top of the coverage, up to the height of the cost.
    """
    years = ledger.years
    stacks = {year: _stacks(ledger, year, with_balance=with_balance) for year in years}
    ends = [end for both in stacks.values() for stack in both for end in _ends(stack)]
    if not any(ends):
        return None
    step = _step(max(ends) - min(ends))
    low = _whole(min(ends), step, ROUND_FLOOR)
    high = _whole(max(ends), step, ROUND_CEILING)

    def height_at(amount: Decimal) -> float:
        share = (high - amount) / (high - low)
        return round(float(TOP + share * (HEIGHT - TOP - BOTTOM)), 1)

    slot = Decimal(WIDTH - LEFT - RIGHT) / len(years)
    sides = [side for side in (0, 1) if any(stacks[year][side] for year in years)]
    bar = slot * GROUP_SHARE / 2
    bars: list[Bar] = []
    labels: list[YearLabel] = []
    for number, year in enumerate(years):
        middle = LEFT + slot * number + slot / 2
        for place, side in enumerate(sides):
            x = middle - bar * len(sides) / 2 + bar * place
            bars.extend(_bars(stacks[year][side], year, float(x), float(bar), height_at))
        labels.append(YearLabel(round(float(middle), 1), year, ledger.balance(year).total.pm))
    count = int((high - low) / step)
    ticks = [Tick(height_at(low + step * n), low + step * n) for n in range(count + 1)]
    return Chart(bars, ticks, labels, height_at(Decimal(0)))


Stack = list[tuple[str, Total]]


def _stacks(ledger: Ledger, year: int, *, with_balance: bool) -> tuple[Stack, Stack]:
    """Return the pieces of the cost bar and of the coverage bar, from zero outward."""
    cost = [
        (nature, ledger.sum("cost", nature=nature, year=year).total)
        for nature in reversed(ledger.natures("cost"))
    ]
    coverage = [
        ("coverage", ledger.sum("coverage", nature=nature, year=year).total)
        for nature in reversed(ledger.natures("coverage"))
    ]
    lacking = -ledger.balance(year).total
    if with_balance and lacking.amount > 0:
        coverage.append(("gap", lacking))
    return cost, coverage


def _ends(stack: Stack) -> tuple[Decimal, Decimal]:
    """Return how far a stack reaches below and above zero."""
    amounts = [total.amount for _kind, total in stack]
    below = sum((amount for amount in amounts if amount < 0), Decimal(0))
    return below, sum((amount for amount in amounts if amount > 0), Decimal(0))


def _bars(
    stack: Stack, year: int, x: float, width: float, height_at: Callable[[Decimal], float]
) -> Iterable[Bar]:
    above = below = Decimal(0)
    for kind, total in stack:
        amount = total.amount
        if amount == 0:
            continue
        start = above if amount > 0 else below
        end = start + amount
        if amount > 0:
            above = end
        else:
            below = end
        top, bottom = height_at(max(start, end)), height_at(min(start, end))
        yield Bar(kind, round(x, 1), top, round(width, 1), round(bottom - top, 1), year, total)


def _step(reach: Decimal) -> Decimal:
    """Return a round distance between lines, so that there are about `TICKS` of them."""
    rough = reach / TICKS
    size = Decimal(10) ** rough.adjusted()
    return next(size * step for step in STEPS if size * step >= rough)


def _whole(amount: Decimal, step: Decimal, rounding: str) -> Decimal:
    """Return an amount in whole steps."""
    return (amount / step).to_integral_value(rounding) * step
