"""Where the rows of a plan file stand in it: by kind of row and code, to the line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from koersvast.core.parts import Table, parts
from koersvast.exchange.markup import Map, Seq, line_at, read_markup

Path = tuple[str | int, ...]
Key = tuple[str, str]
"""Kind of row ("work.result") and its code."""


@dataclass
class FileLines:
    """Kind and code of a row -> what it stands in, and the way to it from there."""

    rows: dict[Key, tuple[Any, Path]] = field(default_factory=dict)

    def line(self, kind: str, code: str, name: str = "") -> int:
        """Return the line of a row, or of one of its keys where it has that; 0: not in the file."""
        found = self.rows.get((kind, code))
        if found is None:
            return 0
        data, path = found
        row: Any = data
        for step in path:
            row = row[step]
        inner = (*path, name) if name and isinstance(row, Map) and name in row else path
        return line_at(data, inner)


def file_lines(content: bytes, *, json: bool = False) -> FileLines:
    """Return where the rows of a plan file stand. Raises MarkupError for what is no such file."""
    data = read_markup(content, json=json)
    found = FileLines()
    if not isinstance(data, Map):
        return found
    head = data.get("plan")
    if isinstance(head, Map):
        label = parts.head.table.model._meta.label_lower
        found.rows[label, str(head.get("code"))] = (data, ("plan",))
    for part in parts.all():
        section = data.get(part.section)
        listed = section.get(part.key) if isinstance(section, Map) else None
        if isinstance(listed, Seq):
            found.rows |= dict(_rows(part.table, listed, (), listed, ""))
    return found


def _rows(
    table: Table, top: Any, path: Path, listed: Any, parent: str
) -> Iterator[tuple[Key, tuple[Any, Path]]]:
    """Yield the rows of a list that have a code, and those nested in them."""
    for index, row in enumerate(listed):
        here = (*path, index)
        if not isinstance(row, Map):
            continue
        code = str(row.get("code") or (f"{parent}.{index + 1}" if parent else ""))
        yield (table.model._meta.label_lower, code), (top, here)
        for name, inner in table.children.items():
            nested = row.get(name)
            if inner.coded and isinstance(nested, Seq):
                yield from _rows(inner, top, (*here, name), nested, code)
