"""Takes down which characters the fonts of documents have: `python -m tools.fonts`.

Run it after a font in `koersvast/reports/fonts` was replaced. The letter faces together show a
character when each of the upright ones does, by itself or through the face that stands in.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent.parent / "koersvast" / "reports" / "fonts"
STAND_INS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")


def characters(name: str) -> set[int]:
    """Return the characters that a font has."""
    with TTFont(FOLDER / name, lazy=True) as font:
        return set(font.getBestCmap())


def coverage() -> str:
    """Return the stretches of characters that can be shown, in hexadecimal."""
    shown = characters("OpenSans-Regular.ttf") | set.intersection(*map(characters, STAND_INS))
    parts: list[tuple[int, int]] = []
    for code in sorted(shown):
        if parts and parts[-1][1] == code - 1:
            parts[-1] = (parts[-1][0], code)
        else:
            parts.append((code, code))
    return "".join(f"{a:X}-{b:X}\n" if a != b else f"{a:X}\n" for a, b in parts)


if __name__ == "__main__":
    (FOLDER / "coverage.txt").write_text(coverage(), "ascii")
