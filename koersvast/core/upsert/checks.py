"""What must hold before anything is stored: no doubles, no loose references, no circles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from koersvast.core.upsert.flat import FlatRow, FlatTable, Key
from koersvast.core.upsert.outcome import Outcome
from koersvast.core.upsert.stored import Registers


def check(flats: list[FlatTable], registers: Registers, outcome: Outcome) -> None:
    """Note every double, unknown reference, circle and broken uniqueness in `outcome`."""
    by_name = {flat.name: flat for flat in flats}
    for flat in flats:
        _doubles(flat, outcome)
        _references(flat, by_name, registers, outcome)
        if flat.table.tree:
            _tree(flat, registers, outcome)
        if flat.table.graph:
            _graph(flat, registers, outcome)
        _uniqueness(flat, registers, outcome)


def _doubles(flat: FlatTable, outcome: Outcome) -> None:
    seen: dict[Key, int] = {}
    for row in flat.rows:
        if row.key in seen:
            outcome.refuse(
                row.line,
                f"{flat.name} {row.label}",
                _("stands here twice (first on line %(line)d); give one of them another code, "
                  "or take it out") % {"line": seen[row.key]},
            )
        seen.setdefault(row.key, row.line)


def _references(
    flat: FlatTable, by_name: dict[str, FlatTable], registers: Registers, outcome: Outcome
) -> None:
    for name, target in flat.table.refs.items():
        known = {row.key[0] for row in by_name[target].rows} if target in by_name else set()
        known |= {key[0] for key in registers.of(target).rows}
        for row in flat.rows:
            code = row.values.get(name)
            if code is not None and code not in known:
                outcome.refuse(
                    row.line,
                    f"{flat.name} {row.label}",
                    _("%(field)s “%(code)s” is not a code of %(register)s; correct it or add it "
                      "there") % {"field": name, "code": code, "register": target},
                )


def _tree(flat: FlatTable, registers: Registers, outcome: Outcome) -> None:
    """Follow parents; the stored ones count where the file does not say otherwise."""
    field = flat.table.tree
    stored = registers.of(flat.name)
    above = {
        key[0]: registers.value(flat.table, record, field) for key, record in stored.rows.items()
    }
    above |= {row.key[0]: row.values[field] for row in flat.rows}
    for row in flat.rows:
        path = [row.key[0]]
        while (code := above.get(path[-1])) is not None and code not in path:
            path.append(code)
        if code == row.key[0]:
            outcome.refuse(
                row.line,
                f"{flat.name} {row.label}",
                _("stands under itself: %(path)s; change one %(field)s")
                % {"path": " › ".join([*reversed(path), path[0]][:12]), "field": field},
            )


def _graph(flat: FlatTable, registers: Registers, outcome: Outcome) -> None:
    """Refuse a circle of dependencies, written and stored together."""
    (field,) = flat.table.fields
    edges: dict[Any, set[Any]] = {}
    for key in registers.of(flat.name).rows:
        edges.setdefault(key[0], set()).add(key[1])
    for row in flat.rows:
        edges.setdefault(row.key[0], set()).add(row.values[field])
    on_circle = _on_circle(edges)
    for row in flat.rows:
        if row.key[0] in on_circle and row.values[field] in on_circle:
            outcome.refuse(
                row.line,
                f"{flat.name} {row.label}",
                _("is part of a circle: each of these needs the other first; take one of them out"),
            )


def _on_circle(edges: dict[Any, set[Any]]) -> set[Any]:
    """Return all nodes on or between circles: what is left after taking loose ends off."""
    nodes = {node for node in edges} | {to for targets in edges.values() for to in targets}
    left = {node: set(edges.get(node, ())) for node in nodes}
    for graph in (left, _reversed(left)):
        loose = [node for node in nodes if not graph[node]]
        back = _reversed(graph)
        while loose:
            node = loose.pop()
            nodes.discard(node)
            for before in back[node]:
                graph[before].discard(node)
                if not graph[before] and before in nodes:
                    loose.append(before)
    return nodes


def _reversed(edges: dict[Any, set[Any]]) -> dict[Any, set[Any]]:
    back: dict[Any, set[Any]] = {node: set() for node in edges}
    for node, targets in edges.items():
        for to in targets:
            back.setdefault(to, set()).add(node)
    return back


def _uniqueness(flat: FlatTable, registers: Registers, outcome: Outcome) -> None:
    """Check the model's other unique constraints over written and stored rows together."""
    constraints: Iterable[Any] = flat.table.model._meta.constraints
    for constraint in constraints:
        if not isinstance(constraint, models.UniqueConstraint) or constraint.condition is not None:
            continue
        fields = [name for name in constraint.fields if name not in {"plan", flat.table.link}]
        if set(fields) <= set(flat.table.identity) or not set(fields) <= set(flat.table.fields):
            continue
        _unique(flat, fields, constraint, registers, outcome)


def _unique(
    flat: FlatTable, fields: list[str], constraint: Any, registers: Registers, outcome: Outcome
) -> None:
    written = {row.key for row in flat.rows}
    taken: dict[Key, Key] = {}
    for key, record in registers.of(flat.name).rows.items():
        if key not in written:
            taken[tuple(registers.value(flat.table, record, name) for name in fields)] = key
    for row in flat.rows:
        value = tuple(row.values[name] for name in fields)
        if None in value:
            continue
        if value in taken and taken[value] != row.key:
            outcome.refuse(row.line, f"{flat.name} {row.label}", _message(constraint, fields, row))
        taken.setdefault(value, row.key)


def _message(constraint: Any, fields: list[str], row: FlatRow) -> str:
    shown = ", ".join(f"{name} {row.values[name]}" for name in fields)
    return f"{shown}: {constraint.get_violation_error_message()}"
