"""Writes a document as PDF, by Typst: tagged, claiming PDF/UA-1 and PDF/A-2a.

Typst refuses to make a file that would break the claim: a picture without words, a skipped heading,
a character without a letter.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

import typst

from koersvast.reports.engine.cleaning import (
    FONTS,
    cleaned,
    is_right_to_left,
    named_at_all,
    shown,
)

TEMPLATE = Path(__file__).parent / "document.typ"
STANDARDS = ["a-2a", "ua-1"]
FONTS_ONLY: dict[str, Any] = {"font_paths": [str(FONTS)], "ignore_system_fonts": True}
TEXT_SIZE = 10.0
POSTER_SIZES = tuple(half / 2 for half in range(36, 11, -1))
"""Points, the largest first."""
PIECE = 12
LONG_WORD = re.compile(r"\S{36,}")
ZERO_WIDTH = "\u200b"
VIEW_BOX = re.compile(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"')
UPRIGHT_ROOM, LANDSCAPE_ROOM, POSTER_ROOM = (166.0, 200.0), (253.0, 128.0), (124.0, 110.0)
"""Width and height in millimetres that a picture may take."""
CONTENTS_FROM = 4
"""Headings from which a document gets a list of contents."""


@dataclass(frozen=True)
class Layout:
    """How it came out: the page of each heading, the last page, and the letters of a poster."""

    pages: tuple[int, ...]
    last: int
    size: float


class Setting:
    """A document (`document_tree.as_data`, cleaned) set as pages.

    A poster gets the largest letters with which it stays on one page.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.prepared = typst_data(cleaned(data, shown))
        self.files = self._files(TEXT_SIZE)
        if data["poster"]:
            self.layout = self._fitted()

    def _files(self, size: float) -> dict[str, bytes]:
        written = json.dumps({**self.prepared, "size": size})
        return {"main.typ": TEMPLATE.read_bytes(), "document.json": written.encode()}

    def _fitted(self) -> Layout:
        """Halve the sizes until the largest with one page is found; else the smallest serves."""
        largest, smallest = 0, len(POSTER_SIZES) - 1
        while largest < smallest:
            middle = (largest + smallest) // 2
            if self._tried(POSTER_SIZES[middle]).last == 1:
                smallest = middle
            else:
                largest = middle + 1
        return self._tried(POSTER_SIZES[smallest])

    def _tried(self, size: float) -> Layout:
        """Set it in letters of a size, in points."""
        self.files = self._files(size)
        return self._layout(size)

    @cached_property
    def layout(self) -> Layout:
        """How it comes out. Asking takes as long as setting it; a PDF made after it is quick."""
        return self._layout(TEXT_SIZE)

    def _layout(self, size: float) -> Layout:
        asked = typst.query(self.files, "<layout>", field="value", one=True, **FONTS_ONLY)
        found = json.loads(asked)
        return Layout(tuple(found["pages"]), found["last"], size)

    def pdf(self) -> bytes:
        """Return it as PDF."""
        setter: Any = typst  # its types do not know of several files at once
        pdf: bytes = setter.compile(self.files, format="pdf", pdf_standards=STANDARDS, **FONTS_ONLY)
        return pdf


def typst_data(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document as the template wants it: parts per page form, texts with a direction."""
    chapters = [
        {
            **each,
            "title": named_at_all(each["title"]),
            "blocks": [block_data(block, room_in(data, each)) for block in each["blocks"]],
        }
        for each in data["chapters"]
    ]
    parts = [
        {"landscape": landscape, "chapters": list(group)}
        for landscape, group in groupby(chapters, lambda each: each["landscape"])
    ]
    title = named_at_all(data["title"])
    cover = {**data["cover"], "title": named_at_all(data["cover"]["title"])}
    return {
        **data,
        "title": title,
        "cover": cover,
        "chapters": chapters,
        "parts": parts,
        "contents": has_contents(data),
    }


def has_contents(data: Mapping[str, Any]) -> bool:
    """Tell whether a document is long enough for a list of contents."""
    blocks = [block for each in data["chapters"] for block in each["blocks"]]
    below = [block for block in blocks if block["is"] == "heading" and block["level"] == 2]
    return len(data["chapters"]) + len(below) >= CONTENTS_FROM and not data["poster"]


def room_in(data: Mapping[str, Any], chapter: Mapping[str, Any]) -> tuple[float, float]:
    """Return how wide and how high a picture may be, in millimetres."""
    if data["poster"]:
        return POSTER_ROOM
    return LANDSCAPE_ROOM if chapter["landscape"] else UPRIGHT_ROOM


def picture_width(svg: str, share: int, room: tuple[float, float]) -> float:
    """Return how wide a picture is set, in millimetres, so that it fits below its heading."""
    width, height = room
    wanted = width * share / 100
    found = VIEW_BOX.search(svg)
    if found is None:
        return wanted
    wide, high = float(found[1]), float(found[2])
    return min(wanted, height * wide / high) if high else wanted


def block_data(block: Mapping[str, Any], room: tuple[float, float]) -> dict[str, Any]:
    """Return a block as the template wants it; a picture gets its width in `room`."""
    if block["is"] == "figure":
        alt = named_at_all(block["alt"])
        return {**block, "alt": alt, "width": picture_width(block["svg"], block["share"], room)}
    if block["is"] == "heading":
        return {**block, "text": named_at_all(block["text"])}
    if block["is"] == "paragraph":
        return {**block, "text": text_data(block["text"])}
    if block["is"] == "bullets":
        return {**block, "items": [text_data(each) for each in block["items"]]}
    if block["is"] == "table":
        width = len(block["columns"])
        return {**block, "rows": [row_data(row, width) for row in block["rows"]]}
    return dict(block)


def row_data(row: Mapping[str, Any], width: int) -> dict[str, Any]:
    """Return a row: how far its last cell reaches."""
    cells = [
        {
            "bullets": cell["bullets"],
            "lines": [text_data(line) for line in cell["lines"]],
            "span": 1,
        }
        for cell in row["cells"]
    ]
    cells[-1]["span"] = width - len(cells) + 1
    return {"kind": row["kind"], "cells": cells, "breaks": row["breaks"]}


def text_data(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a text with the direction in which it runs, and places to break what has none."""
    found = [{**run, "text": LONG_WORD.sub(breakable, run["text"])} for run in runs]
    return {"runs": found, "rtl": is_right_to_left("".join(run["text"] for run in runs))}


def breakable(match: re.Match[str]) -> str:
    """Return a very long word with a place to break after every so many characters."""
    word = match[0]
    return ZERO_WIDTH.join(word[at : at + PIECE] for at in range(0, len(word), PIECE))
