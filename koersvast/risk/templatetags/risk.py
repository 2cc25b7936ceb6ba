"""What templates ask about risks."""

from __future__ import annotations

from typing import Any

from django import template

from koersvast.risk.rules import Cell
from koersvast.risk.selectors import Overview

register = template.Library()
ROOM = 13
"""Letters that fit below the number of a cell."""


@register.filter
def names_in(overview: Overview, cell: Cell) -> str:
    """Return the codes and titles of the risks in a cell."""
    return "; ".join(
        f"{row.risk.code} {row.risk}" for row in overview.mapped if row.risk.pk in cell.keys
    )


@register.filter
def codes_in(overview: Overview, cell: Cell) -> str:
    """Return the codes of the risks in a cell, as far as they fit."""
    codes = [str(row.risk.code) for row in overview.mapped if row.risk.pk in cell.keys]
    text = ", ".join(codes)
    while len(text) > ROOM and codes:
        codes.pop()
        text = ", ".join([*codes, "…"])
    return text if codes else ""


@register.filter
def as_query(cell: Cell) -> str:
    """Return the place of a cell as an address writes it: "4-3"."""
    return f"{cell.place.probability}-{cell.place.impact}"


@register.filter
def svg(number: Any) -> str:
    """Return a number as SVG reads it, whatever the language writes."""
    return str(number)
