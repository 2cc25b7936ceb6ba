"""Text that every writer can write: what a file cannot hold goes, what no letter shows is named."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent.parent / "fonts"
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufeff"
    "\u2028-\u202e\u2066-\u2069\ufff0-\ufffb]"
)
"""Control characters, halves of pairs, what is no character, and marks that turn lines round."""
BEYOND = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""Characters that mean something in one font only."""
OUT_OF_PLANE = re.compile("[\U0001fffe\U0001ffff\U0002fffe-\U0002ffff]")
JOINERS = {0x200D, 0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400)}
"""What changes the look of the character before it; without it that stays readable."""
REPLACEMENT = "\ufffd"
LABEL, ALT = 200, 8_000
"""Characters of the heading of a column, and of the words for a picture."""
RIGHT_TO_LEFT = {"R", "AL"}
STRONG = {"L", *RIGHT_TO_LEFT}


def storable(text: str) -> str:
    """Return text that XML, PDF and every writer accept; a line of its own keeps its end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    return OUT_OF_PLANE.sub("", BEYOND.sub(REPLACEMENT, FORBIDDEN.sub("", lines)))


def shown(text: str) -> str:
    """Return text whose every character is in the fonts of the PDF; others by their name."""
    if text.isascii():
        return text
    kept = (each for each in text if ord(each) not in JOINERS)
    return "".join(each if is_shown(ord(each)) else named(each) for each in kept)


def named(character: str) -> str:
    """Return what stands for a character that no font here shows: "[party popper]"."""
    name = unicodedata.name(character, "")
    if unicodedata.category(character) == "So" and name:
        return f"[{name.lower()}]"
    return f"[U+{ord(character):04X}]"


def is_shown(code: int) -> bool:
    """Tell whether the fonts have a character."""
    edges = coverage()
    return code < 0x20 or bisect_right(edges, code) % 2 == 1


@cache
def coverage() -> list[int]:
    """Return where stretches of characters that the fonts have begin, and end (exclusive)."""
    edges = []
    for part in (FONTS / "coverage.txt").read_text("ascii").split():
        first, _dash, last = part.partition("-")
        edges += [int(first, 16), int(last or first, 16) + 1]
    return edges


def is_right_to_left(text: str) -> bool:
    """Tell whether the first letter that has a direction runs from right to left."""
    if text.isascii():
        return False
    found = (unicodedata.bidirectional(each) for each in text)
    return next((kind for kind in found if kind in STRONG), "L") in RIGHT_TO_LEFT


def cleaned(data: Any, clean: Callable[[str], str]) -> Any:
    """Return data with every text in it cleaned; names of fields stay. A picture stays as it is."""
    if isinstance(data, str):
        return clean(data)
    if isinstance(data, Mapping):
        return {
            name: value if name == "svg" else cleaned(value, clean) for name, value in data.items()
        }
    if isinstance(data, list | tuple):
        return [cleaned(each, clean) for each in data]
    return data


def bounded(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document whose headings and captions are no longer than a file can hold as such.

    Texts in paragraphs, lists and cells may be of any length.
    """
    chapters = [
        {
            **chapter,
            "title": cut(chapter["title"]),
            "blocks": [_bounded_block(block) for block in chapter["blocks"]],
        }
        for chapter in data["chapters"]
    ]
    names = ("title", "subtitle", "owner", "kind")
    facts = [(cut(label), cut(value)) for label, value in data["facts"]]
    return {
        **data,
        **{name: cut(data[name]) for name in names},
        "facts": facts,
        "chapters": chapters,
    }


def _bounded_block(block: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(block)
    if block["is"] == "heading":
        found["text"] = cut(block["text"])
    elif block["is"] == "table":
        found["caption"] = cut(block["caption"])
        found["columns"] = [
            {**each, "label": cut(each["label"], LABEL)} for each in block["columns"]
        ]
    elif block["is"] == "figure":
        found["caption"], found["alt"] = cut(block["caption"]), cut(block["alt"], ALT)
    return found


def named_at_all(text: str) -> str:
    """Return a text of which something is to be seen; a dash for one without, as for a heading."""
    seen = any(unicodedata.category(each)[0] not in "ZC" for each in text)
    return text if seen else "–"


def cut(text: str, longest: int = 1_000) -> str:
    """Return a text of at most `longest` characters; what is left out shows as an ellipsis."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
