"""From written rows to flat ones: one list per table, each row with its key and its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from koersvast.core.money import Total
from koersvast.core.parts import Part, Scope, Table, Values
from koersvast.core.periods import Period
from koersvast.core.schemas import Row, written_period

Key = tuple[Any, ...]
LineOf = Callable[[tuple[str | int, ...]], int]


@dataclass
class FlatRow:
    """A row of one table. References are codes; `parent` is the key of the row it is nested in."""

    key: Key
    values: Values
    line: int
    index: int
    parent: Key | None = None
    position: int | None = None

    @property
    def label(self) -> str:
        """The key as a reader knows it."""
        return " / ".join(str(part) for part in self.key if part is not None)


@dataclass
class FlatTable:
    """All written rows of a table; `lost` are codes of rows that could not be read."""

    name: str
    table: Table
    part: Part
    parent: FlatTable | None = None
    rows: list[FlatRow] = field(default_factory=list)
    lost: frozenset[str] = frozenset()

    @property
    def plan_scoped(self) -> bool:
        """Tell whether its rows belong to a plan."""
        return self.part.scope is Scope.PLAN


def plain(value: Any) -> Any:
    """Return a value that compares the way a row's identity does."""
    return written_period(value) if isinstance(value, Period) else value


def flatten(
    part: Part, written: Iterable[tuple[Row, LineOf]], lost: frozenset[str] = frozenset()
) -> list[FlatTable]:
    """Return the flat tables of a part: the part's own, then the nested ones."""
    own = FlatTable(part.name, part.table, part, lost=lost)
    nested = nested_in(own)
    for index, (row, line_of) in enumerate(written, start=1):
        values = {name: getattr(row, name) for name in part.table.fields}
        position = values.pop("position", None)
        flat = FlatRow(_key(part.table, values), _known(values), line_of(()), index, None, position)
        own.rows.append(flat)
        _take_children(own, flat, row, nested, (), line_of)
    return [own, *nested.values()]


def nested_in(outer: FlatTable, path: str = "") -> dict[str, FlatTable]:
    """Return the tables nested in a table, at any depth, by their way from there: outer first."""
    found: dict[str, FlatTable] = {}
    for name, table in outer.table.children.items():
        inner = FlatTable(f"{outer.name}.{name}", table, outer.part, outer)
        found[f"{path}{name}"] = inner
        found |= nested_in(inner, f"{path}{name}.")
    return found


def _take_children(
    outer: FlatTable,
    parent: FlatRow,
    row: Any,
    nested: dict[str, FlatTable],
    where: tuple[str | int, ...],
    line_of: LineOf,
    path: str = "",
) -> None:
    """Put what is nested in a row into the tables it belongs to."""
    for name in outer.table.children:
        into = nested[f"{path}{name}"]
        for step, item, flat in _children(
            into.table, parent, getattr(row, name), name, line_of, where
        ):
            into.rows.append(flat)
            _take_children(into, flat, item, nested, step, line_of, f"{path}{name}.")


def _children(
    table: Table,
    parent: FlatRow,
    items: Any,
    name: str,
    line_of: LineOf,
    above: tuple[str | int, ...],
) -> Iterator[tuple[tuple[str | int, ...], Any, FlatRow]]:
    """Yield of each nested item where it stands, the item, and its flat row."""
    listed = items.items() if table.as_mapping else items
    for index, item in enumerate(listed, start=1):
        where = (*above, name, item[0] if table.as_mapping else index - 1)
        values = unpack(table, item)
        if table.coded and not values.get("code"):
            values["code"] = f"{parent.key[0]}.{index}"
        if table.identity == ("position",):
            values["position"] = index
        key = _key(table, values)
        values.pop("position", None)
        full = key if table.coded else (*parent.key, *key)
        yield where, item, FlatRow(full, _known(values), line_of(where), index, parent.key)


def unpack(table: Table, item: Any) -> Values:
    """Return the fields of a nested row, however short it is written."""
    if table.unpack:
        return table.unpack(item)
    return {name: getattr(item, name) for name in table.fields}


def _key(table: Table, values: Values) -> Key:
    return tuple(plain(values[name]) for name in table.identity)


def _known(values: Values) -> Values:
    """Turn an amount that cannot be PM into euros."""
    return {
        name: value.amount if isinstance(value, Total) else value for name, value in values.items()
    }
