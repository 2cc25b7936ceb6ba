"""What a roadmap is drawn of. All measures are whole units of the picture's viewBox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

WIDTH = 1040
LEFT = 170  # where the axis begins; the names of the tracks stand before it
RIGHT = WIDTH - 12
RADIUS, NUMBER_RADIUS = 6, 9


@dataclass(frozen=True)
class Point:
    """A milestone (`number`) or dated moment, from its first up to and including its last day."""

    key: int
    title: str
    first: date
    last: date
    number: int | None = None
    reached: bool = False


@dataclass(frozen=True)
class Track:
    """A work with the points on it. `group` is the plan, shown when there are more than one."""

    key: int
    title: str
    points: tuple[Point, ...]
    group: str = ""


@dataclass(frozen=True)
class Box:
    """What a thing takes up in the picture."""

    x: int
    y: int
    width: int
    height: int

    def overlaps(self, other: Box) -> bool:
        """Tell whether the two share more than an edge."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


@dataclass(frozen=True)
class Line:
    """A line of text; `y` is its baseline."""

    x: int
    y: int
    text: str


def radius_of(point: Point) -> int:
    """Return the radius of a point's dot; one with a number is larger."""
    return RADIUS if point.number is None else NUMBER_RADIUS


@dataclass(frozen=True)
class Mark:
    """A drawn point: a dot (a day) or a bar (a longer period) with its label."""

    point: Point
    shape: Box
    label: Box
    lines: tuple[Line, ...]

    @property
    def is_bar(self) -> bool:
        """A period of more than a day shows how precise it is."""
        return self.point.first != self.point.last

    @property
    def middle(self) -> tuple[int, int]:
        """The centre of the dot; of a bar with a number, that of the disc at its end."""
        from_end = self.radius if self.is_bar else self.shape.width // 2
        return self.shape.x + self.shape.width - from_end, self.shape.y + self.shape.height // 2

    @property
    def radius(self) -> int:
        """The radius of the dot: a number needs room."""
        return radius_of(self.point)


@dataclass(frozen=True)
class Band:
    """A drawn track."""

    track: Track
    box: Box
    names: tuple[Line, ...]
    marks: tuple[Mark, ...]
    colour: int
    heading: Line | None = None


@dataclass(frozen=True)
class Moment:
    """A day that is marked over the whole height: the reference date, today."""

    on: date
    text: str
    is_today: bool = False


@dataclass(frozen=True)
class Cursor:
    """A drawn moment; `label` is its box, `line` its text."""

    moment: Moment
    x: int
    label: Box
    line: Line
