"""The parts of a DOCX as XML: stretches of text, paragraphs, cells and fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from koersvast.reports.engine.cleaning import is_right_to_left
from koersvast.reports.engine.docx_look import MUTED
from koersvast.reports.engine.markup import element, said


def bookmark(number: int) -> str:
    """Return the name of the mark at a heading."""
    return f"_Toc{number:08d}"


def run(
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    muted: bool = False,
    colour: str = "",
    rtl: bool = False,
) -> str:
    """Return a stretch of text; a new line in it stays one."""
    colour = MUTED if muted else colour
    looks = [
        *([element("w:b"), element("w:bCs")] if bold else []),
        *([element("w:i"), element("w:iCs")] if italic else []),
        *([element("w:color", {"w:val": colour})] if colour else []),
        *([element("w:rtl")] if rtl else []),
    ]
    properties = element("w:rPr", None, *looks) if looks else ""
    pieces = []
    for number, line in enumerate(text.split("\n")):
        pieces += [element("w:br")] if number else []
        for position, piece in enumerate(line.split("\t")):
            pieces += [element("w:tab")] if position else []
            pieces.append(element("w:t", {"xml:space": "preserve"}, said(piece)))
    return element("w:r", None, properties, *pieces)


def paragraph(text: str, style: str, *, keep_next: bool = False) -> str:
    """Return a paragraph of plain text."""
    inside = run(text, rtl=is_right_to_left(text)) if text else ""
    return paragraph_of(inside, style, rtl=is_right_to_left(text), keep_next=keep_next)


def text_paragraph(
    text: Sequence[Mapping[str, Any]],
    style: str,
    *,
    number: int | None = None,
    end: bool = False,
    bold: bool = False,
    colour: str = "",
    keep_next: bool = False,
) -> str:
    """Return a paragraph of runs."""
    rtl = is_right_to_left("".join(each["text"] for each in text))
    inside = "".join(
        run(each["text"], bold=bold or each["bold"], italic=each["italic"], colour=colour, rtl=rtl)
        for each in text
    )
    return paragraph_of(inside, style, number=number, end=end, rtl=rtl, keep_next=keep_next)


def paragraph_of(
    inside: str,
    style: str,
    *,
    number: int | None = None,
    end: bool = False,
    rtl: bool = False,
    keep_next: bool = False,
) -> str:
    """Return a paragraph; the order of its properties is that of the standard."""
    numbering = element(
        "w:numPr", None, element("w:ilvl", {"w:val": 0}), element("w:numId", {"w:val": number or 0})
    )
    properties = [
        element("w:pStyle", {"w:val": style.replace(" ", "")}),
        *([element("w:keepNext")] if keep_next else []),
        *([numbering] if number else []),
        *([element("w:bidi")] if rtl else []),
        *([element("w:jc", {"w:val": "right" if not rtl else "left"})] if end else []),
    ]
    return element("w:p", None, element("w:pPr", None, *properties), inside)


def cell(inside: str, width: int, *, fill: str = "", span: int = 1) -> str:
    """Return a cell."""
    properties = [
        element("w:tcW", {"w:w": width, "w:type": "dxa"}),
        *([element("w:gridSpan", {"w:val": span})] if span > 1 else []),
        *(
            [element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": fill})]
            if fill
            else []
        ),
    ]
    return element("w:tc", None, element("w:tcPr", None, *properties), inside)


def field_start(instruction: str) -> str:
    """Return the beginning of a field, up to where its result stands."""
    begin = {"w:fldCharType": "begin", "w:dirty": 1}
    return (
        element("w:r", None, element("w:fldChar", begin))
        + element("w:r", None, element("w:instrText", {"xml:space": "preserve"}, said(instruction)))
        + element("w:r", None, element("w:fldChar", {"w:fldCharType": "separate"}))
    )


def field_end() -> str:
    """Return the end of a field."""
    return element("w:r", None, element("w:fldChar", {"w:fldCharType": "end"}))


def field(instruction: str, result: str) -> str:
    """Return a field with the result that stands there until it is counted anew."""
    return field_start(instruction) + run(result) + field_end()
