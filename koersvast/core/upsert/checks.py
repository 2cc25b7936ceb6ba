"""What must hold before anything is stored: no doubles, no loose references, no circles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from koersvast.core.parts import Check, Values
from koersvast.core.upsert.circles import circles, path_text
from koersvast.core.upsert.flat import FlatRow, FlatTable, Key
from koersvast.core.upsert.outcome import Outcome
from koersvast.core.upsert.stored import Registers


def check(
    flats: list[FlatTable], registers: Registers, outcome: Outcome, *, prune: bool = False
) -> None:
    """Note every double, unknown reference, circle and broken uniqueness in `outcome`.

    With `prune`, stored rows of the plan that are not written count as gone.
    """
    by_name = {flat.name: flat for flat in flats}
    for flat in flats:
        if not flat.rows:
            continue
        view = View(flat, registers, gone=prune and flat.plan_scoped)
        _doubles(view, outcome)
        _taken(view, outcome)
        _lengths(view, outcome)
        _references(view, by_name, outcome, prune=prune)
        if flat.table.tree or flat.table.graph:
            _circles(view, outcome)
        if flat.table.check is not None:
            _own_check(view, flat.table.check, by_name, outcome)
        _uniqueness(view, outcome)


class View:
    """A written table and the stored rows beside it: together what there will be."""

    def __init__(self, flat: FlatTable, registers: Registers, *, gone: bool) -> None:
        self.flat, self.registers, self.gone = flat, registers, gone
        self.written = {row.key for row in flat.rows}
        stored = {} if gone else registers.of(flat.name).rows
        self.kept = {key: row for key, row in stored.items() if key not in self.written}

    def values(self, record: Any) -> Values:
        """Return the fields of a stored row the way they are written."""
        table = self.flat.table
        return {name: self.registers.value(table, record, name) for name in table.fields}

    def parent_of(self, record: Any) -> Key | None:
        """Return the key of the row that a stored record is nested in."""
        outer = self.flat.parent
        if outer is None:
            return None
        return self.registers.of(outer.name).keys[getattr(record, f"{self.flat.table.link}_id")]

    def refuse(self, outcome: Outcome, row: FlatRow, message: str) -> None:
        """Note a problem with a written row."""
        outcome.refuse(row.line, f"{self.flat.name} {row.label}", message)


def _doubles(view: View, outcome: Outcome) -> None:
    seen: dict[Key, int] = {}
    for row in view.flat.rows:
        if row.key in seen:
            view.refuse(
                outcome,
                row,
                _(
                    "stands here twice (first on line %(line)d); give one of them another code, "
                    "or take it out"
                )
                % {"line": seen[row.key]},
            )
        seen.setdefault(row.key, row.line)


def _taken(view: View, outcome: Outcome) -> None:
    """Refuse a code that a row has which the actor does not see, with the sentence of any code."""
    taken = view.registers.of(view.flat.name).taken
    for row in view.flat.rows:
        if row.key in taken:
            view.refuse(outcome, row, _("this code is already used; choose another one"))


def _lengths(view: View, outcome: Outcome) -> None:
    """Refuse a code that was made from another one and became too long."""
    if not view.flat.table.coded:
        return
    code: Any = view.flat.table.model._meta.get_field("code")
    longest = code.max_length
    for row in view.flat.rows:
        if len(row.key[0]) > longest:
            view.refuse(
                outcome,
                row,
                _("the code would be longer than %(max)d characters; give it a code of its own")
                % {"max": longest},
            )


def _references(
    view: View, by_name: dict[str, FlatTable], outcome: Outcome, *, prune: bool
) -> None:
    for name, target in view.flat.table.refs.items():
        known: set[Any] = set()
        if target in by_name:
            known |= {row.key[0] for row in by_name[target].rows} | by_name[target].lost
        if not (prune and target in by_name and by_name[target].plan_scoped):
            known |= {key[0] for key in view.registers.of(target).rows}
        for row in view.flat.rows:
            code = row.values.get(name)
            if code is not None and code not in known:
                view.refuse(
                    outcome,
                    row,
                    _(
                        "%(field)s “%(code)s” is not a code of %(register)s; correct it or add it "
                        "there"
                    )
                    % {"field": name, "code": code, "register": target},
                )


def _circles(view: View, outcome: Outcome) -> None:
    """Refuse what stands under itself or needs itself, written and stored taken together."""
    table = view.flat.table
    edges: dict[Any, dict[Any, None]] = {}
    for source, target in _pointers(view):
        if target is not None:
            edges.setdefault(source, {})[target] = None
    for group in circles(edges):
        path, members = path_text(group, edges), set(group)
        for row in view.flat.rows:
            target = row.values[table.tree or table.fields[0]]
            if row.key[0] in members and target in members:
                view.refuse(outcome, row, _circle_message(table.tree, path))


def _pointers(view: View) -> Iterator[tuple[Any, Any]]:
    table = view.flat.table
    field = table.tree or table.fields[0]
    for key, record in view.kept.items():
        yield key[0], view.registers.value(table, record, field)
    for row in view.flat.rows:
        yield row.key[0], row.values[field]


def _circle_message(tree: str, path: str) -> str:
    if tree:
        return _("stands under itself: %(path)s; change one %(field)s") % {
            "path": path,
            "field": tree,
        }
    return (
        _("is part of a circle: %s; each needs the next one first, so take one of them out") % path
    )


def _own_check(view: View, look: Check, by_name: dict[str, FlatTable], outcome: Outcome) -> None:
    """Ask the register itself; a problem is told at a row that is written.

    A problem among stored rows that no written row has a share in is not for this import.
    """
    rows: list[tuple[Key, Values]] = [(row.key, row.values) for row in view.flat.rows]
    rows += [(key, view.values(record)) for key, record in view.kept.items()]
    nested = {
        name: nested_rows(view, by_name[f"{view.flat.name}.{name}"])
        for name in view.flat.table.children
    }
    rows = [
        (key, values | {name: found.get(key, []) for name, found in nested.items()})
        for key, values in rows
    ]
    siblings = {row.key[0]: row for row in reversed(view.flat.rows)}
    for number, message in look(rows):
        if number < len(view.flat.rows):
            view.refuse(outcome, view.flat.rows[number], message)
        elif (row := siblings.get(rows[number][0][0])) is not None:
            view.refuse(outcome, row, message)


def nested_rows(view: View, flat: FlatTable) -> dict[Key, list[Values]]:
    """Return the rows there will be of a nested table, under the key of what they hang in."""
    inner = View(flat, view.registers, gone=view.gone)
    keys = view.registers.of(view.flat.name).keys
    found: dict[Key, list[Values]] = defaultdict(list)
    for row in flat.rows:
        found[row.parent or ()].append(row.values)
    for record in inner.kept.values():
        found[keys[getattr(record, f"{flat.table.link}_id")]].append(inner.values(record))
    return found


def _uniqueness(view: View, outcome: Outcome) -> None:
    """Check the model's other unique constraints over written and stored rows together."""
    for constraint, fields in own_constraints(view.flat):
        _unique(view, fields, constraint, outcome)


def own_constraints(flat: FlatTable) -> list[tuple[Any, list[str]]]:
    """Return the unique constraints that are about more than what identifies a row."""
    constraints: Iterable[Any] = flat.table.model._meta.constraints
    found = []
    for constraint in constraints:
        if not isinstance(constraint, models.UniqueConstraint) or constraint.condition is not None:
            continue
        fields = [name for name in constraint.fields if name not in {"plan", flat.table.link}]
        known = set(fields) <= set(flat.table.fields)
        if known and not set(fields) <= set(flat.table.identity):
            found.append((constraint, fields))
    return found


def _unique(view: View, fields: list[str], constraint: Any, outcome: Outcome) -> None:
    """Note what stands twice: in the whole register, or in the row that it is nested in."""
    table, taken = view.flat.table, {}
    inside = bool(table.link) and table.link in constraint.fields
    for key, record in view.kept.items():
        value = tuple(view.registers.value(table, record, name) for name in fields)
        taken[(view.parent_of(record) if inside else None, value)] = key
    for row in view.flat.rows:
        value = tuple(row.values[name] for name in fields)
        if None in value:
            continue
        place = (row.parent if inside else None, value)
        if place in taken and taken[place] != row.key:
            shown = ", ".join(f"{name} {row.values[name]}" for name in fields)
            message = constraint.get_violation_error_message()
            view.refuse(outcome, row, f"{shown}: {message}")
        taken.setdefault(place, row.key)
