"""Shows a document as a page. All text is escaped; a picture comes from our own templates."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from koersvast.core.document_tree import NAMES, Block, Figure, Row, Table

register = template.Library()


@register.filter
def kind_of_block(block: Block) -> str:
    """Return what a block is: "heading", "table"."""
    return NAMES[type(block)]


@register.filter
def drawn(figure: Figure) -> SafeString:
    """Return a picture; `core.documents.pictures` took everything out of it but its shapes."""
    return mark_safe(figure.svg)  # noqa: S308


@register.filter
def span_of_last(row: Row, table: Table) -> int:
    """Return over how many columns the last cell of a row reaches."""
    return len(table.columns) - len(row.cells) + 1


@register.filter
def align_of(table: Table, number: int) -> str:
    """Return the class of a column."""
    return "num" if table.columns[number].align == "end" else ""
