"""Written against stored: which rows are new, which differ and in what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from koersvast.core.display import display
from koersvast.core.upsert.flat import FlatRow, FlatTable, Key, plain
from koersvast.core.upsert.outcome import Fate, Outcome, RowFate
from koersvast.core.upsert.stored import Registers


@dataclass
class Plan:
    """What must be done to one table."""

    flat: FlatTable
    create: list[FlatRow] = field(default_factory=list)
    change: list[tuple[FlatRow, Any, dict[str, Any]]] = field(default_factory=list)
    missing: list[tuple[Key, Any]] = field(default_factory=list)


def compare(flat: FlatTable, registers: Registers, outcome: Outcome, *, whole: bool = True) -> Plan:
    """Return what must be done to a table, and tell the outcome of every row.

    The order of the rows counts when they are the `whole` table; rows that are some of many keep
    their place, and new ones come last.
    """
    stored = registers.of(flat.name)
    plan = Plan(flat)
    positions = positions_of(flat, registers, whole=whole)
    written: set[Key] = set()
    for row in flat.rows:
        written.add(row.key)
        record = stored.rows.get(row.key)
        if positions:
            row.position = positions[row.key]
        if record is None:
            plan.create.append(row)
            outcome.rows.append(RowFate(flat.name, row.label, Fate.CREATED, row.line))
            continue
        differing = _differing(flat, row, record, registers)
        if not differing:
            outcome.unchanged[flat.name] += 1
            continue
        plan.change.append((row, record, {name: new for name, (_old, new) in differing.items()}))
        shown = {name: (display(old), display(new)) for name, (old, new) in differing.items()}
        outcome.rows.append(RowFate(flat.name, row.label, Fate.CHANGED, row.line, shown))
    plan.missing = [(key, record) for key, record in stored.rows.items() if key not in written]
    return plan


def _differing(
    flat: FlatTable, row: FlatRow, record: Any, registers: Registers
) -> dict[str, tuple[Any, Any]]:
    """Return field -> (old, new) where the written value differs; references as codes."""
    table = flat.table
    found: dict[str, tuple[Any, Any]] = {}
    for name, new in row.values.items():
        old = registers.value(table, record, name)
        if old != plain(new):
            found[name] = (old, new)
    if row.position is not None and record.position != row.position:
        found["position"] = (record.position, row.position)
    if table.coded and flat.parent and row.parent:
        parents = registers.of(flat.parent.name)
        old_parent = parents.keys[getattr(record, f"{table.link}_id")]
        if old_parent != row.parent:
            found[table.link] = (old_parent[0], row.parent[0])
    return found


def positions_of(flat: FlatTable, registers: Registers, *, whole: bool) -> dict[Key, int]:
    """Return the position of each row: stored ones keep theirs while the order is the same."""
    named = {field.name for field in flat.table.model._meta.fields}
    if "position" not in named:
        return {}
    siblings: dict[Key | None, list[FlatRow]] = defaultdict(list)
    for row in flat.rows:
        siblings[row.parent].append(row)
    stored = registers.of(flat.name).rows
    positions: dict[Key, int] = {}
    if not whole:
        last = max((record.position for record in stored.values()), default=0)
        return _after(flat.rows, stored, last)
    for rows in siblings.values():
        positions |= _in_order(rows, stored)
    return positions


def _in_order(rows: list[FlatRow], stored: dict[Key, Any]) -> dict[Key, int]:
    """Return the positions of siblings: renumbered when the order is not the stored one."""
    kept: dict[Key, int] = {}
    last = 0
    for row in rows:
        record = stored.get(row.key)
        position = row.position or (record.position if record is not None else last + 1)
        if position <= last and row.position is None:
            return {each.key: each.position or each.index for each in rows}
        kept[row.key] = position
        last = position
    return kept


def _after(rows: list[FlatRow], stored: dict[Key, Any], last: int) -> dict[Key, int]:
    """Return the positions of some rows of many: as they are, new ones behind all others."""
    positions: dict[Key, int] = {}
    for row in rows:
        record = stored.get(row.key)
        if row.position is None and record is None:
            last += 1
        positions[row.key] = row.position or (last if record is None else record.position)
    return positions
