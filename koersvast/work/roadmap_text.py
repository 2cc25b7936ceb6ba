"""How wide text is in the roadmap, and where it breaks; estimates on the safe side."""

from __future__ import annotations

from math import ceil

FONT = 12
LINE = 15
ELLIPSIS = "…"
MOST_LINES = 3

NARROW = frozenset("iIjlrtf.,:;'|!()[] ‘’·-")
WIDE = frozenset("mwMWQO@%&—…€")
NARROW_EM, PLAIN_EM, CAPITAL_EM, WIDE_EM, FULL_EM = 0.38, 0.6, 0.72, 0.92, 1.1
LATIN = 0x250  # above it letters may be as wide as they are high
PUNCTUATION = range(0x2010, 0x2030)


def text_width(text: str) -> int:
    """Return the width of a text in the font of the picture, in its units; rather too wide."""
    return ceil(FONT * sum(map(_em, text)))


def _em(letter: str) -> float:
    if letter in NARROW:
        return NARROW_EM
    if letter in WIDE:
        return WIDE_EM
    if ord(letter) >= LATIN and ord(letter) not in PUNCTUATION:
        return FULL_EM
    return CAPITAL_EM if letter.isupper() else PLAIN_EM


def wrapped(text: str, width: int, lines: int = MOST_LINES) -> tuple[str, ...]:
    """Break a text into at most `lines` lines of at most `width`; what is left becomes "…".

    A word that is wider than a line is cut. There is always one line, if need be empty.
    """
    found: list[str] = []
    current = ""
    for word in text.split():
        longer = f"{current} {word}" if current else word
        if text_width(longer) <= width:
            current = longer
            continue
        if current:
            found.append(current)
        current = word if text_width(word) <= width else shortened(word, width)
    found.append(current)
    if len(found) > lines:
        found = [*found[: lines - 1], shortened(f"{found[lines - 1]} {ELLIPSIS}", width)]
    return tuple(found)


def shortened(text: str, width: int) -> str:
    """Cut a text with "…" so that it fits."""
    if text_width(text) <= width:
        return text
    while text and text_width(text + ELLIPSIS) > width:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS
