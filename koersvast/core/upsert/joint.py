"""Checks that look at the rows of several parts together (`JointCheck`)."""

from __future__ import annotations

from koersvast.core.actors import SYSTEM
from koersvast.core.parts import Clash, JointCheck, Sides, Values, parts
from koersvast.core.upsert.checks import View, nested_rows
from koersvast.core.upsert.flat import FlatTable
from koersvast.core.upsert.outcome import Outcome
from koersvast.core.upsert.stored import Registers


def read_together(flats: list[FlatTable], registers: Registers) -> None:
    """Read all that the joint checks of what is written look at; what it refers to as codes."""
    by_name = {flat.name: flat for flat in flats}
    names = dict.fromkeys(name for joint in _asked(flats, registers) for name in joint.parts)
    tables = [flat for name in names for flat in _tables(name, by_name)]
    registers.read_all(tables)
    registers.read_codes(target for flat in tables for target in flat.table.refs.values())


def check_together(
    flats: list[FlatTable], registers: Registers, outcome: Outcome, *, prune: bool = False
) -> None:
    """Note in `outcome` what is wrong with the rows of several parts taken together.

    With `prune`, stored rows of the plan that are not written count as gone.
    """
    by_name = {flat.name: flat for flat in flats}
    for joint in _asked(flats, registers):
        sides = {name: _sides(name, by_name, registers, prune=prune) for name in joint.parts}
        for clash in joint.look(sides):
            _tell(clash, by_name, outcome)


def _asked(flats: list[FlatTable], registers: Registers) -> list[JointCheck]:
    """Return the checks that look at a part of which rows are written."""
    written = {flat.part.name for flat in flats if flat.rows}
    asked = [joint for joint in parts.joint_checks if written & set(joint.parts)]
    return [joint for joint in asked if not (joint.spares_system and registers.actor == SYSTEM)]


def _tables(name: str, by_name: dict[str, FlatTable]) -> list[FlatTable]:
    """Return the table of a part and those nested in it, written or not."""
    part = parts.get(name)
    own = by_name.get(name) or FlatTable(name, part.table, part)
    nested = [
        by_name.get(f"{name}.{key}") or FlatTable(f"{name}.{key}", table, part, own)
        for key, table in part.table.children.items()
    ]
    return [own, *nested]


def _sides(name: str, by_name: dict[str, FlatTable], registers: Registers, *, prune: bool) -> Sides:
    own, *nested = _tables(name, by_name)
    empty = [FlatTable(flat.name, flat.table, flat.part, own) for flat in nested]
    unwritten = FlatTable(own.name, own.table, own.part)
    return Sides(
        before=_rows(View(unwritten, registers, gone=False), empty),
        after=_rows(View(own, registers, gone=prune and name in by_name), nested),
    )


def _rows(view: View, nested: list[FlatTable]) -> dict[str, Values]:
    """Return the rows of a view by code, each with its nested rows as a list."""
    rows = {key: view.values(record) for key, record in view.kept.items()}
    for row in view.flat.rows:
        rows.setdefault(row.key, row.values)  # the second of two with one code is refused
    lists = {flat.name.rpartition(".")[2]: nested_rows(view, flat) for flat in nested}
    return {
        str(key[0]): values | {name: found.get(key, []) for name, found in lists.items()}
        for key, values in rows.items()
    }


def _tell(clash: Clash, by_name: dict[str, FlatTable], outcome: Outcome) -> None:
    for name, code in clash.rows:
        rows = by_name[name].rows if name in by_name else []
        row = next((each for each in rows if each.key[0] == code), None)
        if row is not None:
            outcome.refuse(row.line, f"{name} {row.label}", clash.sentence)
            return
