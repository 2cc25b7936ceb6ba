"""The paper of a DOCX, and the room on it."""

from __future__ import annotations

from dataclasses import dataclass, replace

TWIPS = 1440 / 25.4
"""Twentieths of a point per millimetre."""
PAPERS = {"a4": (210, 297), "a3": (297, 420)}
"""Millimetres, upright."""


@dataclass(frozen=True)
class Geometry:
    """Paper and margins in twentieths of a point."""

    width: int
    height: int
    side: int
    top: int
    bottom: int
    gutter: int = 510

    @property
    def landscape(self) -> bool:
        """Whether the page is wider than it is high."""
        return self.width > self.height

    @property
    def text_width(self) -> int:
        """The width between the margins."""
        return self.width - 2 * self.side

    @property
    def text_height(self) -> int:
        """The height between the margins."""
        return self.height - self.top - self.bottom

    def column(self) -> Geometry:
        """Return one of three columns, as if it were a page."""
        return replace(self, width=(self.text_width - 2 * self.gutter) // 3 + 2 * self.side)

    def size(self) -> dict[str, str | int]:
        """Return the attributes of the paper."""
        turned: dict[str, str | int] = {"w:orient": "landscape"} if self.landscape else {}
        return {"w:w": self.width, "w:h": self.height, **turned}

    def margins(self) -> dict[str, str | int]:
        """Return the attributes of the margins."""
        sides = {"w:top": self.top, "w:right": self.side, "w:bottom": self.bottom}
        return {**sides, "w:left": self.side, "w:header": 567, "w:footer": 567, "w:gutter": 0}


def geometry(paper: str, *, landscape: bool = False, poster: bool = False) -> Geometry:
    """Return the form of a page."""
    width, height = (round(each * TWIPS) for each in PAPERS[paper])
    if landscape:
        width, height = height, width
    side, top, bottom = (14, 9, 9) if poster else (22, 22, 24)
    return Geometry(width, height, round(side * TWIPS), round(top * TWIPS), round(bottom * TWIPS))
