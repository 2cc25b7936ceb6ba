"""The course of a risk through time as plain geometry: two lines, before and after measures.

Measures are units of the viewBox. The height is probability x impact, 0 to 25; the bands below
the lines are the classes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from koersvast.risk.rules.classes import HEIGHTS, Rating, Span
from koersvast.risk.rules.scales import Scales
from koersvast.risk.rules.scoring import (
    AFTER,
    BEFORE,
    Judgement,
    Position,
    position_of,
)

WIDTH, HEIGHT = 520, 210
LEFT, RIGHT, TOP, BOTTOM = 30, 18, 10, 30
HIGHEST = HEIGHTS[-1]


@dataclass(frozen=True)
class Point:
    """A score on its line."""

    x: float
    y: float
    judgement: Judgement
    place: Position


@dataclass(frozen=True)
class Band:
    """The part of the height that is one class."""

    rating: Rating
    y: float
    height: float


@dataclass(frozen=True)
class Line:
    """The scores of one moment, old to new; `points` as an SVG polyline wants them."""

    moment: str
    dots: tuple[Point, ...]

    @property
    def points(self) -> str:
        """The corners of the line."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


@dataclass(frozen=True)
class DayMark:
    """A day on the axis; `anchor` keeps its name within the picture."""

    x: float
    on: date
    anchor: str


@dataclass(frozen=True)
class Course:
    """The picture."""

    lines: tuple[Line, ...]
    bands: tuple[Band, ...]
    days: tuple[DayMark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    day_y: int = HEIGHT - 10
    inner_width: int = WIDTH - LEFT - RIGHT


def course_of(judgements: Iterable[Judgement], scales: Scales) -> Course | None:
    """Return the course of a risk; None with fewer than two days, for then there is no course."""
    placed = [
        (each, place)
        for each in sorted(judgements, key=lambda each: each.on)
        if (place := position_of(each, scales)) is not None
    ]
    days = sorted({each.on for each, _place in placed})
    if len(days) < 2:
        return None
    lines = (
        Line(
            moment,
            tuple(
                Point(_x(each.on, days), _y(place.height), each, place)
                for each, place in placed
                if each.moment == moment
            ),
        )
        for moment in (BEFORE, AFTER)
    )
    ends = ((days[0], "start"), (days[-1], "end"))
    return Course(
        lines=tuple(line for line in lines if line.dots),
        bands=tuple(_band(span) for span in scales.classes.spans),
        days=tuple(DayMark(_x(on, days), on, anchor) for on, anchor in ends),
    )


def _band(span: Span) -> Band:
    """Return a class; it begins half a step below its first height, so that a line is inside."""
    bottom = _y(span.lowest - 0.5 if span.lowest > HEIGHTS[0] else 0)
    top = _y(span.highest + 0.5 if span.highest < HIGHEST else HIGHEST)
    return Band(span.rating, top, round(bottom - top, 1))


def _x(on: date, days: list[date]) -> float:
    span = (days[-1] - days[0]).days
    return round(LEFT + 8 + (WIDTH - LEFT - RIGHT - 16) * (on - days[0]).days / span, 1)


def _y(height: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - height / HIGHEST), 1)
