"""Sprints on a time axis, with the lines below them. Pure geometry, in units of the viewBox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, LEFT, RIGHT = 1040, 190, 1028
TOP, BAND, ROW, GAP = 26, 30, 26, 6
LEAST_TEXT = 46
"""How wide a sprint must be to hold its name."""
MONTHS_APART = 62
"""How far the names of months stand apart at least."""


@dataclass(frozen=True)
class Stretch:
    """Days on the axis; `key` says of what."""

    key: int
    title: str
    first: date
    last: date


@dataclass(frozen=True)
class Row:
    """A line: in which sprints it reported (keys), and when it expects to be ready."""

    key: int
    title: str
    reported: frozenset[int]
    ready: date | None = None
    when: str = ""


@dataclass(frozen=True)
class Box:
    """A sprint in the picture; in a row `told` says whether it was reported on."""

    stretch: Stretch
    x: int
    y: int
    width: int
    height: int
    told: bool = True
    text: str = ""

    @property
    def middle(self) -> int:
        """Where its name stands."""
        return self.x + self.width // 2


@dataclass(frozen=True)
class Lane:
    """A line with its boxes, and the mark of its expected completion."""

    row: Row
    y: int
    boxes: list[Box]
    mark: int | None
    name: str


@dataclass(frozen=True)
class Tick:
    """The first day of a month."""

    x: int
    on: date
    named: bool


@dataclass(frozen=True)
class Picture:
    """The picture."""

    sprints: list[Box]
    lanes: list[Lane]
    ticks: list[Tick]
    height: int
    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT


def picture_of(sprints: Sequence[Stretch], rows: Sequence[Row]) -> Picture | None:
    """Return the picture; None without a sprint that has days."""
    if not sprints:
        return None
    first = min(each.first for each in sprints).replace(day=1)
    ends = [each.last for each in sprints] + [row.ready for row in rows if row.ready]
    last = max(ends)
    days = (last - first).days + 1

    def x(on: date) -> int:
        return round(LEFT + (on - first).days / days * (RIGHT - LEFT))

    def box(each: Stretch, y: int, height: int, *, told: bool = True, named: bool = False) -> Box:
        start, end = x(each.first), x(each.last + timedelta(days=1))
        width = max(end - start - 2, 3)
        text = each.title if named and width >= max(LEAST_TEXT, 7 * len(each.title)) else ""
        return Box(each, start, y, width, height, told, text)

    lanes = []
    for number, row in enumerate(rows):
        y = TOP + BAND + GAP + number * (ROW + GAP)
        boxes = [box(each, y, ROW, told=each.key in row.reported) for each in sprints]
        within = row.ready is not None and row.ready >= first
        mark = min(x(row.ready), RIGHT) if row.ready and within else None
        lanes.append(Lane(row, y, boxes, mark, _short(row.title)))
    height = TOP + BAND + GAP + len(lanes) * (ROW + GAP) + GAP
    named = [box(each, TOP, BAND, named=True) for each in sprints]
    return Picture(named, lanes, _ticks(first, last, x), height)


def _short(title: str) -> str:
    return title if len(title) <= 27 else f"{title[:26]}…"


def _ticks(first: date, last: date, x: Callable[[date], int]) -> list[Tick]:
    at, free = first, 0
    found: list[Tick] = []
    while at <= last:
        on = x(at)
        named = on >= free and on + MONTHS_APART <= RIGHT
        if named:
            free = on + MONTHS_APART
        found.append(Tick(on, at, named))
        at = (at.replace(day=28) + timedelta(days=4)).replace(day=1)
    return found
