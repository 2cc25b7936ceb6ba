"""What is the same in every file: what stays together, what the cover says, and which colours.

All on plain data (`document_tree.as_data`, cleaned and bounded); the writers follow it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from koersvast.reports.engine.cleaning import cut

LONG_ROW = 700
"""Characters of a cell from which its row may run on to the next page: more might fit on none."""
LEAD_AT_MOST, ITEMS_AT_MOST = 900, 8
"""Characters, and items of a list, that move to the next page along with what they lead in."""
WHOLE_ROWS, WHOLE_LINES, ROW_LINES = 8, 16, 30
"""Rows and lines up to which a table stays whole, and lines up to which a row does."""
FIRST_LINES = 10
"""Lines of the first two rows of a table up to which they stay together."""
LINE_WIDTH = 95
"""Characters of a table that stand beside each other on a page, about."""
TITLE_SIZES = ((90, 32), (180, 24), (1_000, 15))
"""Characters of a title up to which it is so large on a cover, in points."""
COVER_ROOM, TITLE_LINE, SUBTITLE_LINE, FACT_LINE = 142, 0.42, 7, 6.5
"""Millimetres: below the kind on a cover, of a line of the title per point, and of other lines."""
FOOT = 90
"""Characters of the line at the foot of a page."""
LEGIBLE = 4.5
"""Contrast of text with what is behind it, at least (WCAG 2.2, 1.4.3)."""
INK, BLACK, WHITE = "#15233a", "#000000", "#ffffff"
STEP = 0.94


def arranged(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with what every writer wants to know.

    A block `keeps` with the next one, or not; a table is `whole` or may be cut between rows.
    `cover` has what stands large on it and below that; `foot` the line below each page. `colour` is
    that of surfaces, `on_colour` that of text on them, `text_colour` that of headings on white.
    """
    title, subtitle = titles(data)
    large = {title.casefold(), subtitle.casefold()}
    facts = [each for each in data["facts"] if each[1].casefold() not in large]
    colour = data["colour"]
    return {
        **data,
        "facts": facts,
        "chapters": [
            {**each, "blocks": arranged_blocks(each["blocks"])} for each in data["chapters"]
        ],
        "cover": cover_of(title, subtitle, facts),
        "foot": cut(" · ".join(filter(None, (data["owner"], title))), FOOT),
        "on_colour": text_on(colour),
        "text_colour": legible(colour),
    }


def arranged_blocks(blocks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return blocks with whether each keeps with the next, and tables with whether they are cut."""
    return [
        {
            **block,
            "keeps": leads_in(blocks, number),
            **(table_data(block) if block["is"] == "table" else {}),
        }
        for number, block in enumerate(blocks)
    ]


def table_data(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return whether a table is whole; of its rows whether each `breaks`, or `keeps` the next."""
    widths = [each["width"] for each in table["columns"]]
    whole = is_small(table)
    heights = [height_of(row, widths) for row in table["rows"]]
    last = len(heights) - 1
    begins = sum(heights[:2]) <= FIRST_LINES
    rows = [
        {
            **row,
            "breaks": is_long(row, height),
            "keeps": n < last and (whole or row["kind"] == "group" or (begins and n == 0)),
        }
        for n, (row, height) in enumerate(zip(table["rows"], heights, strict=True))
    ]
    return {"whole": whole, "rows": rows}


def leads_in(blocks: Sequence[Mapping[str, Any]], number: int) -> bool:
    """Tell whether a block leads in a table or picture, itself or with what stands between.

    They stay together. A short paragraph also stays with the list that it announces.
    """
    begin, length = blocks[number], 0
    following = blocks[number + 1]["is"] if number + 1 < len(blocks) else ""
    if begin["is"] == "paragraph" and following == "bullets" and size_of(begin) <= LONG_ROW:
        return True
    for block in blocks[number:]:
        if block["is"] in {"table", "figure"}:
            return block is not begin
        length += size_of(block)
        if block["is"] == "heading" or length > LEAD_AT_MOST:
            return False
        if block["is"] == "bullets" and len(block["items"]) > ITEMS_AT_MOST:
            return False
    return False


def size_of(block: Mapping[str, Any]) -> int:
    """Return how many characters a paragraph or list has."""
    if block["is"] == "paragraph":
        return length_of(block["text"])
    return sum(length_of(each) for each in block.get("items", ()))


def length_of(text: Sequence[Mapping[str, Any]]) -> int:
    """Return how many characters a text has."""
    return sum(len(run["text"]) for run in text)


def is_small(table: Mapping[str, Any]) -> bool:
    """Tell whether a table is small enough to stand on one page whatever comes before it."""
    rows, widths = table["rows"], [each["width"] for each in table["columns"]]
    if len(rows) > WHOLE_ROWS:
        return False
    head = max(lines_of(each["label"], share) for each, share in shared(table["columns"], widths))
    return head + sum(height_of(row, widths) for row in rows) <= WHOLE_LINES


def is_long(row: Mapping[str, Any], height: int) -> bool:
    """Tell whether a row may run on to the next page: it might fit on none."""
    lengths = (sum(length_of(line) for line in cell["lines"]) for cell in row["cells"])
    return max(lengths) > LONG_ROW or height > ROW_LINES


def height_of(row: Mapping[str, Any], widths: Sequence[int]) -> int:
    """Return about how many lines a row is high."""
    texts = (
        sum(lines_of("".join(run["text"] for run in line), share) for line in cell["lines"])
        for cell, share in shared(row["cells"], widths)
    )
    return max(1, *texts)


def shared(cells: Sequence[Any], widths: Sequence[int]) -> list[tuple[Any, float]]:
    """Return cells with their share of the width; the last one takes what is left."""
    own = [*widths[: len(cells) - 1], sum(widths[len(cells) - 1 :])]
    return [(cell, width / sum(widths)) for cell, width in zip(cells, own, strict=True)]


def lines_of(text: str, share: float) -> int:
    """Return about how many lines a text takes in a share of the width of a page."""
    fits = max(2, int(LINE_WIDTH * share))
    return sum(max(1, -(-len(line) // fits)) for line in text.split("\n"))


def titles(data: Mapping[str, Any]) -> tuple[str, str]:
    """Return what stands large on a cover and what below it; nothing stands there twice.

    The kind of document has a line of its own, so that it goes from the title.
    """
    title, kind = data["title"], data["kind"]
    for mark in (" – ", ": ", " - "):
        shorter = title.removeprefix(f"{kind}{mark}")
        if kind and shorter != title and shorter.strip():
            title = shorter[:1].upper() + shorter[1:]
            break
    subtitle = data["subtitle"]
    said = subtitle.casefold() in title.casefold() or subtitle.casefold() == kind.casefold()
    return title, "" if said else subtitle


def cover_of(title: str, subtitle: str, facts: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Return what stands on a cover, how large its title is (points), and the `room` below it.

    The room, in millimetres, is what a page has left of what stands on it: word processors cannot
    say that something stands at the end of a page.
    """
    size = next(points for longest, points in TITLE_SIZES if len(title) <= longest)
    across = 24 * 32 // size
    taken = (1 - -len(title) // across) * size * TITLE_LINE  # words do not fill their lines
    taken += -(-len(subtitle) // 70) * SUBTITLE_LINE
    taken += sum(max(1, -(-len(value) // 60)) for _label, value in facts) * FACT_LINE
    room = max(4, round(COVER_ROOM - taken))
    return {"title": title, "subtitle": subtitle, "size": size, "room": room}


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return how much light a colour #rrggbb gives, from 0 to 1 (WCAG 2.2)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def text_on(colour: str) -> str:
    """Return the colour of text on a surface: white where that can be read, else dark."""
    candidates = (WHITE, INK, BLACK)
    return next((each for each in candidates if contrast(each, colour) >= LEGIBLE), BLACK)


def legible(colour: str) -> str:
    """Return a colour as dark as it must be for text on white."""
    parts = [float(int(colour[at : at + 2], 16)) for at in (1, 3, 5)]
    while contrast(found := "#" + "".join(f"{round(each):02x}" for each in parts), WHITE) < LEGIBLE:
        parts = [each * STEP for each in parts]
    return found
