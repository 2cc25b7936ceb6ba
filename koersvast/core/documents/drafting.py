"""Short ways to write the parts of a document, and what a chapter is made from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import models

from koersvast.core.actors import Actor
from koersvast.core.display import unparted
from koersvast.core.document_tree import (
    Bullets,
    Cell,
    Column,
    Heading,
    Paragraph,
    Row,
    Run,
    Table,
    Text,
)

BULLET_MARKS = ("- ", "* ", "• ")
NUMBERED = re.compile(r"(?P<number>\d{1,2})[.)]\s+(?P<text>\S.*)")
LONG_LINE = 120
"""Characters of a line from which it is a paragraph of its own: nobody types an address so long."""


@dataclass
class Scope:
    """What a document is about, for whom, and over which days.

    Makers read through `visible_to(actor)`. What not everybody may always see they `hold`: whoever
    opens the document later must see all that it holds.
    """

    actor: Actor
    plan: Any
    kind: str
    subject: str
    today: date
    first: date | None = None
    last: date | None = None
    held: dict[tuple[str, int], models.Model] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    def hold(self, *rows: models.Model) -> None:
        """Take down that the document tells of these rows."""
        for row in rows:
            self.held[row._meta.label_lower, row.pk] = row


def runs(*parts: str | Run) -> Text:
    """Return a text of plain parts and runs with a look."""
    found = (Run(part) if isinstance(part, str) else part for part in parts if part)
    return tuple(replace(each, text=unparted(each.text)) for each in found)


def text_of(value: object) -> Text:
    """Return a value as plain text."""
    written = str(value)
    return (Run(unparted(written)),) if written else ()


def lines(*values: object, bullets: bool = False) -> Cell:
    """Return a cell with a line for each value that is not empty; a value may be runs."""
    found = (each if isinstance(each, tuple) else text_of(each) for each in values)
    return Cell(tuple(each for each in found if each), bullets)


def heading(text: object, level: int = 2, key: object = "") -> Heading:
    """Return a heading; below one with a key the author may write."""
    return Heading(str(text), level, str(key))


def paragraphs(text: str) -> list[Paragraph | Bullets]:
    """Return what somebody typed: an empty line ends a paragraph, a dash begins a list item.

    Lines that count from one are a numbered list, and a line that is as long as a paragraph is one.
    Nothing else in it means anything.
    """
    found: list[Paragraph | Bullets] = []
    for part in _stretches(text):
        counted = [NUMBERED.fullmatch(line) for line in part]
        numbers = [match and int(match["number"]) for match in counted]
        if part[0].startswith(BULLET_MARKS):
            found.append(Bullets(tuple(text_of(line[2:].strip()) for line in part)))
        elif len(part) > 1 and numbers == list(range(1, len(part) + 1)):
            items = (text_of(match["text"]) for match in counted if match)
            found.append(Bullets(tuple(items), numbered=True))
        elif any(len(line) > LONG_LINE for line in part):
            found += [Paragraph(text_of(line)) for line in part]
        else:
            found.append(Paragraph(text_of("\n".join(part))))
    return found


def _stretches(text: str) -> Iterable[list[str]]:
    """Yield lines that belong together: those of a paragraph, or those of a list."""
    current: list[str] = []
    for line in [*text.splitlines(), ""]:
        stripped = line.strip()
        starts_list = stripped.startswith(BULLET_MARKS)
        if current and (not stripped or starts_list != current[0].startswith(BULLET_MARKS)):
            yield current
            current = []
        if stripped and (not starts_list or stripped[2:].strip()):
            current.append(stripped)


def bullets(values: Iterable[object]) -> Bullets:
    """Return a list."""
    return Bullets(tuple(text_of(each) for each in values))


def field_table(
    rows: Sequence[tuple[object, object]], *, labels: tuple[str, str], caption: str = ""
) -> Table:
    """Return a table of what is what: a name and its value."""
    columns = (Column(labels[0], 3), Column(labels[1], 7))
    found = (
        Row((lines(name), value if isinstance(value, Cell) else lines(value)))
        for name, value in rows
    )
    return Table(columns, tuple(found), caption)
