"""Storing what `compare` found, in bulk and with history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from koersvast.core.actors import Actor
from koersvast.core.models import User
from koersvast.core.signature import without_marks
from koersvast.core.upsert.blame import blame
from koersvast.core.upsert.checks import own_constraints
from koersvast.core.upsert.compare import Plan
from koersvast.core.upsert.flat import FlatRow, FlatTable
from koersvast.core.upsert.outcome import PROBLEMS_SHOWN, Outcome
from koersvast.core.upsert.stored import Registers

BATCH = 500
STEP = 5_000
"""New rows are made and stored in steps of this many, so that they do not all lie in memory."""


class Storer:
    """Stores tables one after the other; new rows are known to the ones that come later."""

    def __init__(self, registers: Registers, outcome: Outcome, actor: Actor, reason: str) -> None:
        self.registers, self.outcome = registers, outcome
        self.done: list[Plan] = []
        self.person_id = actor.person_id
        self.signed = {
            "batch_size": BATCH,
            "default_user": User(pk=actor.user_id) if actor.user_id else None,
            "default_change_reason": without_marks(reason),
        }

    def store(self, plan: Plan, *, prune: bool = False) -> None:
        """Create and change the rows of one table."""
        self._vacate(plan, prune=prune)
        for level in _levels(plan):
            for start in range(0, len(level), STEP):
                self._create(plan.flat, level[start : start + STEP])
        self._change(plan)

    def _vacate(self, plan: Plan, *, prune: bool) -> None:
        """Free what only one row may have, so that rows can swap it: it is filled in again."""
        model: Any = plan.flat.table.model
        leaving = [record.pk for _key, record in plan.missing] if prune else []
        for _constraint, fields in own_constraints(plan.flat):
            free = [name for name in fields if model._meta.get_field(name).null]
            moving = [record.pk for _row, record, values in plan.change if set(fields) & {*values}]
            for start in range(0, len(free and [*moving, *leaving]), BATCH):
                chosen = [*moving, *leaving][start : start + BATCH]
                model._default_manager.filter(pk__in=chosen).update(**{free[0]: None})

    def _create(self, flat: FlatTable, rows: list[FlatRow]) -> None:
        make = self._maker(flat)
        records = [make(row) for row in rows]
        sound = [self._clean(flat, row, record) for row, record in zip(rows, records, strict=True)]
        if not all(sound) or not self.outcome.ok:
            return
        model = flat.table.model
        write = lambda: bulk_create_with_history(records, model, **self.signed)  # noqa: E731
        if not self._written(flat, rows, records, write):
            return
        stored = self.registers.of(flat.name)
        for row, record in zip(rows, records, strict=True):
            stored.add(row.key, record)

    def _written(
        self, flat: FlatTable, rows: list[FlatRow], records: list[Any], write: Callable[[], Any]
    ) -> bool:
        """Write; what the database refuses becomes a problem of the row it is about."""
        try:
            with transaction.atomic():
                write()
        except (DatabaseError, OverflowError) as error:
            blame(flat, list(zip(rows, records, strict=True)), error, self.outcome)
            return False
        return True

    def _maker(self, flat: FlatTable) -> Callable[[FlatRow], Any]:
        """Return what makes a record of a written row."""
        table, registers = flat.table, self.registers
        parents = registers.of(flat.parent.name).rows if flat.parent else {}
        names = {field.name for field in table.model._meta.fields}
        fixed: dict[str, Any] = {"plan": registers.plan} if "plan" in names else {}
        if table.adder:
            fixed[f"{table.adder}_id"] = self.person_id

        def make(row: FlatRow) -> Any:
            values = {**self._values(flat, row.values), **fixed}
            if row.position is not None:
                values["position"] = row.position
            if row.parent is not None:
                values[table.link] = parents[row.parent]
            return table.model(**values)

        return make

    def _values(self, flat: FlatTable, values: dict[str, Any]) -> dict[str, Any]:
        """Turn codes of references into the rows they name."""
        found = dict(values)
        for name, target in flat.table.refs.items():
            if (value := found.get(name)) is not None:
                found[name] = self.registers.of(target).rows[(value,)]
        return found

    def _clean(self, flat: FlatTable, row: FlatRow, record: models.Model) -> bool:
        try:
            record.clean()
        except ValidationError as error:
            if len(self.outcome.problems) < PROBLEMS_SHOWN:
                for message in error.messages:
                    self.outcome.refuse(row.line, f"{flat.name} {row.label}", message)
            return False
        return True

    def _change(self, plan: Plan) -> None:
        """Store changed rows, those that change the same fields together.

        A row of a tree is looked at when all have moved: on the way, two rows that change places
        stand under each other.
        """
        flat = plan.flat
        groups: dict[tuple[str, ...], list[tuple[FlatRow, Any]]] = defaultdict(list)
        for row, record, values in plan.change:
            groups[tuple(sorted(self._set(flat, row, record, values)))].append((row, record))
        changed = [pair for pairs in groups.values() for pair in pairs]
        if not flat.table.tree and not all([self._clean(flat, *pair) for pair in changed]):
            return
        for fields, pairs in groups.items():
            self._update(flat, fields, pairs)
        if flat.table.tree and self.outcome.ok:
            for pair in changed:
                self._clean(flat, *pair)

    def _update(
        self, flat: FlatTable, fields: tuple[str, ...], pairs: list[tuple[FlatRow, Any]]
    ) -> None:
        if not self.outcome.ok:
            return
        rows, records = [row for row, _record in pairs], [record for _row, record in pairs]
        model = flat.table.model
        write = lambda: bulk_update_with_history(records, model, fields, **self.signed)  # noqa: E731
        self._written(flat, rows, records, write)

    def _set(
        self, flat: FlatTable, row: FlatRow, record: Any, values: dict[str, Any]
    ) -> dict[str, Any]:
        """Give a stored record its new values; return them by field."""
        link = flat.table.link
        found = self._values(flat, {name: new for name, new in values.items() if name != link})
        if link in values and flat.parent and row.parent is not None:
            found[link] = self.registers.of(flat.parent.name).rows[row.parent]
        if hasattr(record, "version"):
            found["version"] = record.version + 1
        for name, value in found.items():
            setattr(record, name, value)
        return found


def _levels(plan: Plan) -> list[list[FlatRow]]:
    """Return the new rows in the order in which they can be stored: what is above comes first."""
    tree = plan.flat.table.tree
    if not tree:
        return [plan.create]
    new = {row.key[0] for row in plan.create}
    below: dict[Any, list[FlatRow]] = defaultdict(list)
    for row in plan.create:
        above = row.values[tree]
        below[above if above in new else None].append(row)
    levels: list[list[FlatRow]] = [below[None]]
    while levels[-1]:
        levels.append([row for above in levels[-1] for row in below[above.key[0]]])
    return levels
