"""A source and the draws on it as a waterfall of one year. Pure geometry, in viewBox units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, LEFT, RIGHT, AMOUNT = 1040, 400, 900, 1032
TOP, ROW, BAR = 8, 34, 20
LONGEST = 56
"""How many characters of a label fit before the bars."""
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Step:
    """Something that is offered (kind "offered") or drawn; `amount` in euros."""

    label: str
    amount: Decimal
    kind: str = "draw"
    small: str = ""
    text: str = ""
    href: str = ""


@dataclass(frozen=True)
class Bar:
    """A drawn step: its bar from `x`, and the lines of text on their baselines."""

    step: Step
    x: int
    y: int
    width: int
    label: str
    small: str

    @property
    def text_y(self) -> int:
        """Where its label stands."""
        return self.y + 9

    @property
    def small_y(self) -> int:
        """Where its small line stands."""
        return self.y + 22

    @property
    def amount_y(self) -> int:
        """Where its amount stands."""
        return self.y + 15


@dataclass(frozen=True)
class Waterfall:
    """The picture of one year; `zero` is where nothing is left."""

    bars: list[Bar]
    zero: int
    height: int
    width: int = WIDTH
    left: int = LEFT
    amount_x: int = AMOUNT
    bar_height: int = BAR


def waterfall(offered: Step, draws: Sequence[Step], left: Step) -> Waterfall:
    """Return the picture: what is offered, what each draw takes away from it, what is left."""
    spans: list[tuple[Step, Decimal, Decimal]] = [(offered, NOTHING, offered.amount)]
    running = offered.amount
    for step in draws:
        spans.append((step, running - step.amount, running))
        running -= step.amount
    spans.append((left, NOTHING, left.amount))
    ends = [end for _step, start, stop in spans for end in (start, stop)]
    low, high = min([*ends, NOTHING]), max([*ends, NOTHING])
    reach = high - low or Decimal(1)

    def x(amount: Decimal) -> int:
        return round(LEFT + (amount - low) / reach * (RIGHT - LEFT))

    bars = [
        Bar(
            step=step,
            x=x(min(start, stop)),
            y=TOP + number * ROW,
            width=max(x(max(start, stop)) - x(min(start, stop)), 2),
            label=short(step.label),
            small=short(step.small),
        )
        for number, (step, start, stop) in enumerate(spans)
    ]
    return Waterfall(bars, x(NOTHING), TOP + len(bars) * ROW)


def short(text: str) -> str:
    """Return a text as far as it fits before the bars."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
