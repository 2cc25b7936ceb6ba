"""The picture of an organisation: where boxes and connectors go. Pixels of 1/96 inch, y downwards.

A unit stands above the ones under it. Those under the top stand side by side; a level that is
wider than a page goes on in further rows, tied by a trunk at the left. Below that units hang as a
list under theirs, or stand side by side too, whichever way the picture fits a page best. So it
grows down and not sideways, stays readable and prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil

from koersvast.organisation.rules.facts import Key
from koersvast.organisation.rules.forest import Forest, Place

BOX_WIDTH = 170
BOX_HEIGHT = 62
PAGE_WIDTH = 1080
"""A sheet of A4 on its side holds six boxes beside each other that can still be read."""
PAGE_HEIGHT = 760
TOLERANCE = 1.4
"""Lists read more easily than levels that go on in further rows; so much may they shrink more."""
GAP = 12
DROP = 32
"""From the bottom of a unit to the top of those under it."""
LANE = 20
"""Where the trunk of a level with several rows runs."""
INDENT = 24
HANG_DROP = 12
HANG_ROWS = 8
"""The lowest level hangs in columns of this length, while the page is wide enough."""
HEADING = 40
MARGIN = 2


@dataclass(frozen=True)
class Box:
    """A unit's box: its upper left corner."""

    key: Key
    x: int
    y: int
    beside: bool = False


@dataclass(frozen=True)
class Layout:
    """A picture. `paths` are SVG paths; `beside_y` is the top of the part "place unknown"."""

    width: int = 0
    height: int = 0
    boxes: tuple[Box, ...] = ()
    paths: tuple[str, ...] = ()
    beside_y: int | None = None


Lines = list[list[tuple[int, int]]]
"""Connectors as corner points."""


@dataclass
class Block:
    """A unit with all under it, as one rectangle; `anchor` is the middle of the unit's own box."""

    width: int
    height: int
    anchor: int = 0
    boxes: list[tuple[Key, int, int]] = field(default_factory=list)
    lines: Lines = field(default_factory=list)
    parts: list[tuple[Block, int, int]] = field(default_factory=list)

    def put(self, other: Block, x: int, y: int) -> None:
        """Take another block in, at x and y."""
        self.parts.append((other, x, y))

    def flat(self) -> tuple[list[tuple[Key, int, int]], Lines]:
        """Return all boxes and lines within, at their places; each is moved once."""
        boxes: list[tuple[Key, int, int]] = []
        lines: Lines = []
        waiting = [(self, 0, 0)]
        while waiting:
            block, x, y = waiting.pop()
            boxes += [(key, left + x, top + y) for key, left, top in block.boxes]
            lines += [[(left + x, top + y) for left, top in line] for line in block.lines]
            waiting += [(part, x + left, y + top) for part, left, top in reversed(block.parts)]
        return boxes, lines


def layout(forest: Forest) -> Layout:
    """Return the picture of a tree of units."""
    hung, spread = _drawn(forest, hang_all=True), _drawn(forest, hang_all=False)
    return hung if _shrinking(hung) <= TOLERANCE * _shrinking(spread) else spread


def _shrinking(picture: Layout) -> float:
    """Return how many times smaller the picture must become to fit a page."""
    return max(1, picture.width / (PAGE_WIDTH + 2 * MARGIN), picture.height / PAGE_HEIGHT)


def _drawn(forest: Forest, *, hang_all: bool) -> Layout:
    """Draw the tree; units below the top level hang, all of them or the lowest only."""
    children = forest.children()
    spreading = _spreading(forest, children)
    blocks: dict[Key, Block] = {}
    for place in reversed(forest.places):
        key = place.unit.key
        own = [blocks.pop(child) for child in children.get(key, [])]
        lowest = all(child.height == BOX_HEIGHT for child in own)
        hang = key not in spreading and (hang_all or lowest)
        room = max(BOX_WIDTH, PAGE_WIDTH - place.depth * INDENT)
        blocks[key] = _block(key, own, room, hang=hang)
    placed = [blocks[each.unit.key] for each in _tops(forest) if not each.beside]
    beside = [blocks[each.unit.key] for each in _tops(forest) if each.beside]
    page = _stacked(placed)
    beside_y = None
    if beside:
        lower = _stacked(beside)
        beside_y = page.height + DROP if placed else 0
        upper, page = page, Block(max(page.width, lower.width), beside_y + HEADING + lower.height)
        page.put(upper, (page.width - upper.width) // 2, 0)
        page.put(lower, 0, beside_y + HEADING)
    keys = {each.unit.key for each in forest.places if each.beside}
    return _finished(page, keys, beside_y)


def _spreading(forest: Forest, children: dict[Key, list[Key]]) -> set[Key]:
    """Return the tops, and what stands alone under one: those under them stand side by side."""
    found = {each.unit.key for each in _tops(forest)}
    for each in forest.places:
        if each.parent in found and len(children[each.parent]) == 1:
            found.add(each.unit.key)
    return found


def _finished(page: Block, beside: set[Key], beside_y: int | None) -> Layout:
    boxes, lines = page.flat()
    return Layout(
        page.width + 2 * MARGIN if boxes else 0,
        page.height + 2 * MARGIN if boxes else 0,
        tuple(Box(key, x + MARGIN, y + MARGIN, key in beside) for key, x, y in boxes),
        tuple(_path(line) for line in lines),
        beside_y,
    )


def _tops(forest: Forest) -> Iterator[Place]:
    return (each for each in forest.places if each.parent is None)


def _path(line: list[tuple[int, int]]) -> str:
    points = [f"{x + MARGIN} {y + MARGIN}" for x, y in line]
    return f"M{points[0]}" + "".join(f"L{point}" for point in points[1:])


def _block(key: Key, children: list[Block], room: int, *, hang: bool) -> Block:
    """Put a unit above the blocks of those under it."""
    if not children:
        block, x = Block(BOX_WIDTH, BOX_HEIGHT), 0
    elif hang and all(child.height == BOX_HEIGHT for child in children):
        block, x = _columns(children, room), 0
    elif hang:
        block, x = _column(children), 0
    else:
        block = _side_by_side(children, room)
        x = block.anchor - BOX_WIDTH // 2
    block.anchor = x + BOX_WIDTH // 2
    block.boxes.insert(0, (key, x, 0))
    return block


def _column(children: list[Block]) -> Block:
    """Hang units as one list, each with its own list under it."""
    block = Block(0, BOX_HEIGHT)
    middle = 0
    for child in children:
        y = block.height + HANG_DROP
        block.put(child, INDENT, y)
        middle = y + BOX_HEIGHT // 2
        block.lines.append([(INDENT // 2, middle), (INDENT, middle)])
        block.width = max(block.width, INDENT + child.width)
        block.height = y + child.height
    block.lines.append([(INDENT // 2, BOX_HEIGHT), (INDENT // 2, middle)])
    return block


def _columns(children: list[Block], room: int) -> Block:
    """Hang units without anything under them as a list; many of them as several columns."""
    step = INDENT + BOX_WIDTH + GAP
    fitting = max(1, (room + GAP) // step)
    per_column = ceil(len(children) / min(fitting, ceil(len(children) / HANG_ROWS)))
    columns = ceil(len(children) / per_column)
    if columns == 1:
        return _column(children)
    pitch = BOX_HEIGHT + HANG_DROP
    top = BOX_HEIGHT + DROP
    block = Block(columns * step - GAP, top + per_column * pitch - HANG_DROP)
    bus = BOX_HEIGHT + DROP // 2
    for number in range(columns):
        own = children[number * per_column : (number + 1) * per_column]
        spine = number * step + INDENT // 2
        for row, child in enumerate(own):
            y = top + row * pitch
            block.put(child, number * step + INDENT, y)
            middle = y + BOX_HEIGHT // 2
            block.lines.append([(spine, middle), (number * step + INDENT, middle)])
        end = top + (len(own) - 1) * pitch + BOX_HEIGHT // 2
        block.lines.append([(spine, bus if number else BOX_HEIGHT), (spine, end)])
    block.lines.append([(INDENT // 2, bus), ((columns - 1) * step + INDENT // 2, bus)])
    return block


def _rows(blocks: list[Block], room: int) -> list[list[Block]]:
    """Divide blocks over rows that fit in `room`, as a text over lines."""
    rows: list[list[Block]] = []
    used = 0
    for block in blocks:
        if rows and used + GAP + block.width <= room:
            rows[-1].append(block)
            used += GAP + block.width
        else:
            rows.append([block])
            used = block.width
    return rows


def _side_by_side(children: list[Block], room: int) -> Block:
    """Put units side by side under the one above; `anchor` says where that one must come."""
    rows = _rows(children, room)
    lane = 0
    if len(rows) > 1:
        lane = LANE
        rows = _rows(children, room - LANE)
    block = Block(0, 0)
    y, buses = BOX_HEIGHT, []
    for row in rows:
        bus, x, anchors = y + DROP // 2, lane, []
        for child in row:
            block.put(child, x, y + DROP)
            anchors.append(x + child.anchor)
            block.lines.append([(anchors[-1], bus), (anchors[-1], y + DROP)])
            x += child.width + GAP
        buses.append((bus, anchors))
        block.width = max(block.width, x - GAP)
        y += DROP + max(child.height for child in row)
    block.height = y
    bus, anchors = buses[0]
    block.anchor = block.width // 2 if lane else (anchors[0] + anchors[-1]) // 2
    block.lines.append([(block.anchor, BOX_HEIGHT), (block.anchor, bus)])
    if lane:
        block.lines += [[(lane // 2, bus), (anchors[-1], bus)] for bus, anchors in buses]
        block.lines.append([(block.anchor, bus), (lane // 2, bus), (lane // 2, buses[-1][0])])
    elif len(anchors) > 1:
        block.lines.append([(anchors[0], bus), (anchors[-1], bus)])
    return block


def _stacked(blocks: list[Block]) -> Block:
    """Put blocks on the page in rows, without connectors."""
    page = Block(0, 0)
    for number, row in enumerate(_rows(blocks, PAGE_WIDTH)):
        x, y = 0, page.height + (DROP if number else 0)
        for block in row:
            page.put(block, x, y)
            x += block.width + GAP
        page.width = max(page.width, x - GAP)
        page.height = y + max(block.height for block in row)
    return page
