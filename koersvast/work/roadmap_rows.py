"""Where the points of a track stand: in rows, each with its label, never over each other. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from koersvast.work.roadmap_axis import Axis
from koersvast.work.roadmap_shapes import LEFT, RIGHT, Box, Line, Mark, Point, radius_of
from koersvast.work.roadmap_text import LINE, text_width, wrapped

LABEL_WIDTH = 270
GAP = 8  # between mark and label, and between what stands side by side
ROW = 22
LEAST_BAR = 16


def _shape(axis: Axis, point: Point) -> tuple[int, int]:
    """Return the left and width of a point's mark, inside the axis."""
    start, end = axis.x(point.first), axis.x(point.last + timedelta(days=1))
    is_day = point.first == point.last
    least = 2 * radius_of(point) if is_day else max(LEAST_BAR, 2 * radius_of(point))
    if is_day or end - start < least:
        start = (start + end) // 2 - least // 2
        end = start + least
    shift = max(LEFT - start, 0) - max(end - RIGHT, 0)
    return start + shift, end - start


@dataclass(frozen=True)
class Placed:
    """A point with its label beside or below it; `y` follows when the rows are known."""

    point: Point
    x: int
    width: int
    label_x: int
    texts: tuple[str, ...]
    below: bool

    @property
    def label_width(self) -> int:
        return max(map(text_width, self.texts))

    @property
    def start(self) -> int:
        return min(self.x, self.label_x)

    @property
    def end(self) -> int:
        return max(self.x + self.width, self.label_x + self.label_width)

    @property
    def height(self) -> int:
        text = len(self.texts) * LINE
        return ROW + text if self.below else max(ROW, text + 4)


def _candidates(axis: Axis, point: Point) -> list[Placed]:
    """Return the ways to set a point, best first: label behind it, before it, below it."""
    x, width = _shape(axis, point)
    texts = wrapped(point.title, LABEL_WIDTH)
    label = max(map(text_width, texts))
    ways = []
    if x + width + GAP + label <= RIGHT:
        ways.append(Placed(point, x, width, x + width + GAP, texts, below=False))
    elif x - GAP - label >= LEFT:
        ways.append(Placed(point, x, width, x - GAP - label, texts, below=False))
    return ways or [Placed(point, x, width, min(x, RIGHT - label), texts, below=True)]


def rows_of(axis: Axis, points: Iterable[Point]) -> list[list[Placed]]:
    """Set each point in the first row that has room for it."""
    rows: list[list[Placed]] = []
    for point in sorted(points, key=lambda p: (p.first, p.last, p.number or 0, p.key)):
        for placed in _candidates(axis, point):
            row = next((r for r in rows if _fits(r, placed)), None)
            if row is None:
                row = []
                rows.append(row)
            row.append(placed)
    return rows


def _fits(row: Sequence[Placed], wanted: Placed) -> bool:
    return all(wanted.end + GAP < p.start or p.end + GAP < wanted.start for p in row)


def mark_of(placed: Placed, top: int, height: int) -> Mark:
    size = 2 * radius_of(placed.point)
    middle = top + (ROW if placed.below else height) // 2
    text = len(placed.texts) * LINE
    text_top = top + ROW if placed.below else middle - text // 2
    return Mark(
        point=placed.point,
        shape=Box(placed.x, middle - size // 2, placed.width, size),
        label=Box(placed.label_x, text_top, placed.label_width, text),
        lines=tuple(
            Line(placed.label_x, text_top + n * LINE + LINE - 4, line)
            for n, line in enumerate(placed.texts)
        ),
    )
