"""What the templates of the portal need: the pieces of a status bar."""

from __future__ import annotations

from dataclasses import dataclass

from django import template

from koersvast.work.rules import Counts, Status

register = template.Library()


@dataclass(frozen=True)
class Piece:
    """A stretch of a status bar: where it begins and how many results it stands for."""

    status: Status
    x: int
    count: int


@register.filter
def status_pieces(counts: Counts) -> list[Piece]:
    """Return the stretches of a bar that is as long as there are results."""
    pieces: list[Piece] = []
    x = 0
    for status, count in counts.parts():
        pieces.append(Piece(status, x, count))
        x += count
    return pieces
