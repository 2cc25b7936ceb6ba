"""The time axis of a roadmap: days to places, in quarters that fit the data. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from koersvast.core.quarters import Quarter, quarter_of, quarters_between
from koersvast.work.roadmap_shapes import LEFT, RIGHT, WIDTH, Moment, Track
from koersvast.work.roadmap_text import text_width

LEAST_QUARTER, LEAST_YEAR = 60, 40
YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100)
TICK_INDENT = 5


@dataclass(frozen=True)
class Tick:
    """A line of the axis; `text` may be empty."""

    x: int
    text: str


@dataclass(frozen=True)
class Axis:
    """Days to places: from the first day of a quarter to the last of another."""

    first: Quarter
    last: Quarter

    @cached_property
    def days(self) -> int:
        """The days from the first up to and including the last."""
        return (self.last.last - self.first.first).days + 1

    def x(self, on: date) -> int:
        """Return where a day begins."""
        share = (on - self.first.first).days / self.days
        return round(LEFT + share * (RIGHT - LEFT))

    def holds(self, on: date) -> bool:
        """Tell whether the axis reaches this day."""
        return self.first.first <= on <= self.last.last

    def ticks(self) -> list[Tick]:
        """Return the first days of quarters, or of years where quarters stand too close."""
        quarters = list(quarters_between(self.first.first, self.last.last))
        wide = (RIGHT - LEFT) / len(quarters)
        if wide >= LEAST_QUARTER:
            return [
                self._tick(q, f"Q{q.number}" if n and q.number > 1 else q.label)
                for n, q in enumerate(quarters)
            ]
        years = next((n for n in YEAR_STEPS if 4 * n * wide >= LEAST_YEAR), YEAR_STEPS[-1])
        return [
            self._tick(q, str(q.year)) for q in quarters if q.number == 1 and q.year % years == 0
        ]

    def _tick(self, quarter: Quarter, text: str) -> Tick:
        x = self.x(quarter.first)
        return Tick(x, text if x + TICK_INDENT + text_width(text) <= WIDTH else "")


def axis_of(tracks: Iterable[Track], moments: Iterable[Moment]) -> Axis | None:
    """Return the axis that fits all points and moments at most a year away; None without points."""
    points = [point for track in tracks for point in track.points]
    if not points:
        return None
    first, last = min(p.first for p in points), max(p.last for p in points)
    near = [
        moment.on
        for moment in moments
        if not moment.is_today and _years(first, -1) <= moment.on <= _years(last, 1)
    ]
    return Axis(quarter_of(min([first, *near])), quarter_of(max([last, *near])))


def _years(on: date, years: int) -> date:
    year = min(max(on.year + years, date.min.year), date.max.year)
    return on.replace(year=year, day=min(on.day, 28))
