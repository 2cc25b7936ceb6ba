"""How a roadmap is drawn: a time axis and a band per track with its points.

Pure: no database, no request, no clock. The picture is `WIDTH` wide and as high as it needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from koersvast.work.roadmap_axis import Axis, Tick, axis_of
from koersvast.work.roadmap_rows import GAP, mark_of, rows_of
from koersvast.work.roadmap_shapes import (
    LEFT,
    RIGHT,
    WIDTH,
    Band,
    Box,
    Cursor,
    Line,
    Mark,
    Moment,
    Track,
)
from koersvast.work.roadmap_text import LINE, text_width, wrapped

NAME_WIDTH = LEFT - 24
PADDING = 7  # above and below the rows of a band
BAND_GAP = 8
HEAD = 20  # the line with the quarters
GROUP = 24
COLOURS = 6


@dataclass(frozen=True)
class Picture:
    """A roadmap, ready to be drawn."""

    height: int
    axis: Axis
    bands: tuple[Band, ...]
    cursors: tuple[Cursor, ...]
    top: int

    @property
    def width(self) -> int:
        """The width of the viewBox."""
        return WIDTH

    @property
    def ticks(self) -> list[Tick]:
        """The lines of the axis."""
        return self.axis.ticks()

    @property
    def elapsed(self) -> int:
        """How far the bands are past, in units from the start of the axis."""
        passed = [c.x for c in self.cursors if not c.moment.is_today] or [LEFT]
        return max(passed) - LEFT

    @property
    def left(self) -> int:
        """Where the axis begins."""
        return LEFT


def _cursors(axis: Axis, moments: Iterable[Moment]) -> tuple[Cursor, ...]:
    """Return the marked days with their labels stacked in rows under the quarters."""
    ends: list[int] = []
    drawn = []
    for moment in sorted(moments, key=lambda m: (m.on, m.is_today)):
        if not axis.holds(moment.on):
            continue
        x, width = axis.x(moment.on), text_width(moment.text)
        start = x + 5 if x + 5 + width <= RIGHT else x - 5 - width
        row = next((n for n, end in enumerate(ends) if end + GAP < start), len(ends))
        ends[row : row + 1] = [start + width]
        top = HEAD + row * LINE
        line = Line(start, top + LINE - 4, moment.text)
        drawn.append(Cursor(moment, x, Box(start, top, width, LINE), line))
    return tuple(drawn)


def picture_of(tracks: Sequence[Track], moments: Sequence[Moment] = ()) -> Picture | None:
    """Lay out the tracks; None when no track has a point."""
    tracks = [track for track in tracks if track.points]
    axis = axis_of(tracks, moments)
    if axis is None:
        return None
    cursors = _cursors(axis, moments)
    top = y = max([c.label.y + c.label.height for c in cursors], default=HEAD) + 6
    groups = len({track.group for track in tracks}) > 1
    shown, bands = None, []
    for n, track in enumerate(tracks):
        heading = None
        if groups and track.group != shown:
            shown = track.group
            heading = Line(0, y + GROUP - 8, wrapped(shown, RIGHT, 1)[0])
            y += GROUP
        band = _band(axis, track, y, n % COLOURS + 1, heading)
        bands.append(band)
        y += band.box.height + BAND_GAP
    return Picture(y, axis, tuple(bands), cursors, top)


def _band(axis: Axis, track: Track, top: int, colour: int, heading: Line | None) -> Band:
    names = wrapped(track.title, NAME_WIDTH)
    marks: list[Mark] = []
    y = top + PADDING
    for row in rows_of(axis, track.points):
        height = max(placed.height for placed in row)
        marks.extend(mark_of(placed, y, height) for placed in row)
        y += height
    height = max(y + PADDING - top, len(names) * LINE + 2 * PADDING)
    lines = tuple(Line(12, top + PADDING + LINE * (n + 1) - 2, t) for n, t in enumerate(names))
    box = Box(LEFT, top, RIGHT - LEFT, height)
    return Band(track, box, lines, tuple(marks), colour, heading)
