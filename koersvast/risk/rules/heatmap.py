"""The heat map as plain geometry: 5 x 5 places, and arrows from before measures to after them.

Measures are units of the viewBox. Impact goes from left to right, probability from bottom to top.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from koersvast.risk.rules.classes import Classes, Rating, Span
from koersvast.risk.rules.scoring import Position

LEVELS = (1, 2, 3, 4, 5)
DEFAULTS = Classes()
LEFT, TOP, BOTTOM, RIGHT = 46, 6, 46, 6
ACROSS, DOWN, GAP = 92, 62, 4
BUBBLE = 15
"""The radius of the circle with a number in it."""
FROM_EDGE, TO_EDGE = BUBBLE - 2, BUBBLE + 5
"""How far from the middle of its cells an arrow begins and ends."""
HEAD_LONG, HEAD_WIDE = 9.0, 5.0

Move = tuple[Position, Position]


@dataclass(frozen=True)
class Cell:
    """A place with the keys of the risks that stand there; `left` have moved away from it."""

    place: Position
    rating: Rating
    x: int
    y: int
    keys: tuple[Hashable, ...]
    left: int = 0
    width: int = ACROSS - GAP
    height: int = DOWN - GAP

    @property
    def count(self) -> int:
        """How many risks stand here."""
        return len(self.keys)

    @property
    def middle(self) -> tuple[int, int]:
        """Where its number stands."""
        return (self.x + self.width // 2, self.y + self.height // 2)


@dataclass(frozen=True)
class Arrow:
    """The way that `count` risks go from one place to another."""

    start: Position
    end: Position
    count: int
    x1: float
    y1: float
    x2: float
    y2: float
    head: str


@dataclass(frozen=True)
class Tick:
    """A level on an axis."""

    level: int
    x: int
    y: int


@dataclass(frozen=True)
class HeatMap:
    """The picture. `rows` are its cells, the most probable first; `spans` the classes, the worst
    first."""

    rows: tuple[tuple[Cell, ...], ...]
    arrows: tuple[Arrow, ...]
    across: tuple[Tick, ...]
    upward: tuple[Tick, ...]
    spans: tuple[Span, ...]
    width: int = LEFT + 5 * ACROSS + RIGHT
    height: int = TOP + 5 * DOWN + BOTTOM
    title_x: int = LEFT + 5 * ACROSS // 2
    title_y: int = TOP + 5 * DOWN + BOTTOM - 8
    side_x: int = 14
    side_y: int = TOP + 5 * DOWN // 2
    bubble: int = BUBBLE

    @property
    def cells(self) -> list[Cell]:
        """All 25 places."""
        return [cell for row in self.rows for cell in row]

    @property
    def count(self) -> int:
        """How many risks stand on the map."""
        return sum(cell.count for cell in self.cells)


def heat_map(
    places: Mapping[Hashable, Position],
    moves: Iterable[Move] = (),
    classes: Classes = DEFAULTS,
) -> HeatMap:
    """Return the map of key of a risk -> its place; moves from a place to itself are no arrow."""
    standing: dict[Position, list[Hashable]] = defaultdict(list)
    for key, place in places.items():
        standing[place].append(key)
    ways = Counter(move for move in moves if move[0] != move[1])
    left: Counter[Position] = Counter()
    for (start, _end), count in ways.items():
        left[start] += count
    rows = tuple(
        tuple(
            _cell(Position(chance, impact), classes.rating_of(chance * impact), standing, left)
            for impact in LEVELS
        )
        for chance in reversed(LEVELS)
    )
    return HeatMap(
        rows=rows,
        arrows=tuple(_arrow(start, end, count) for (start, end), count in sorted(ways.items())),
        across=tuple(
            Tick(level, _corner(level, level)[0] + (ACROSS - GAP) // 2, TOP + 5 * DOWN + 15)
            for level in LEVELS
        ),
        upward=tuple(
            Tick(level, LEFT - 12, _corner(level, level)[1] + (DOWN - GAP) // 2) for level in LEVELS
        ),
        spans=classes.spans,
    )


def _corner(probability: int, impact: int) -> tuple[int, int]:
    return (LEFT + (impact - 1) * ACROSS, TOP + (5 - probability) * DOWN)


def _cell(
    place: Position,
    rating: Rating,
    standing: Mapping[Position, Sequence[Hashable]],
    left: Mapping[Position, int],
) -> Cell:
    x, y = _corner(place.probability, place.impact)
    keys = tuple(standing.get(place, ()))
    return Cell(place, rating, x, y, keys, left.get(place, 0))


def _arrow(start: Position, end: Position, count: int) -> Arrow:
    """Return the arrow between the middles of two cells, kept clear of the numbers in them."""
    (ax, ay), (bx, by) = (_middle(start), _middle(end))
    length = hypot(bx - ax, by - ay)
    dx, dy = (bx - ax) / length, (by - ay) / length
    tip_x, tip_y = bx - dx * TO_EDGE, by - dy * TO_EDGE
    back_x, back_y = tip_x - dx * HEAD_LONG, tip_y - dy * HEAD_LONG
    corners = (
        (tip_x, tip_y),
        (back_x - dy * HEAD_WIDE, back_y + dx * HEAD_WIDE),
        (back_x + dy * HEAD_WIDE, back_y - dx * HEAD_WIDE),
    )
    return Arrow(
        start,
        end,
        count,
        round(ax + dx * FROM_EDGE, 1),
        round(ay + dy * FROM_EDGE, 1),
        round(back_x, 1),
        round(back_y, 1),
        " ".join(f"{x:.1f},{y:.1f}" for x, y in corners),
    )


def _middle(place: Position) -> tuple[int, int]:
    x, y = _corner(place.probability, place.impact)
    return (x + (ACROSS - GAP) // 2, y + (DOWN - GAP) // 2)
