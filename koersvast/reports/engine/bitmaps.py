"""Pictures as bitmaps at twice the size at which they stand on screen: word processors drop SVG."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import typst

from koersvast.reports.engine.cleaning import FONTS

DOTS_PER_INCH = 192
"""Twice 96: a unit of the picture is 1/96 inch, and becomes two dots."""
HEADER = 24
"""Bytes of a PNG in which its width and height stand."""
TEMPLATE = """#set page(width: auto, height: auto, margin: 0pt)
#for picture in json("pictures.json") {
  page(image(bytes(picture), format: "svg"))
}
"""


@dataclass(frozen=True)
class Bitmap:
    """A PNG with its width and height in dots."""

    png: bytes
    width: int
    height: int


def bitmaps_of(data: Mapping[str, Any]) -> list[Bitmap]:
    """Return the pictures of a document in order, each as a PNG."""
    blocks = (block for chapter in data["chapters"] for block in chapter["blocks"])
    return bitmaps([block["svg"] for block in blocks if block["is"] == "figure"])


def bitmaps(pictures: list[str]) -> list[Bitmap]:
    """Return SVG pictures as PNG."""
    if not pictures:
        return []
    files = {"main.typ": TEMPLATE.encode(), "pictures.json": json.dumps(pictures).encode()}
    setter: Any = typst  # its types do not know of several files at once
    drawn: Any = setter.compile(
        files,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="png",
        ppi=DOTS_PER_INCH,
    )
    return [bitmap(png) for png in (drawn if isinstance(drawn, list) else [drawn])]


def bitmap(png: bytes) -> Bitmap:
    """Return a PNG with the size that it says to have."""
    return Bitmap(png, int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:HEADER], "big"))
