"""Storing what `compare` found, in bulk and with history."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from koersvast.core.actors import Actor
from koersvast.core.services import sign, what_hangs_on
from koersvast.core.upsert.compare import Plan
from koersvast.core.upsert.flat import FlatRow, FlatTable
from koersvast.core.upsert.outcome import Fate, Outcome, RowFate
from koersvast.core.upsert.stored import Registers

BATCH = 500


class Storer:
    """Stores tables one after the other; new rows are known to the ones that come later."""

    def __init__(
        self, registers: Registers, outcome: Outcome, actor: Actor, reason: str
    ) -> None:
        self.registers, self.outcome, self.actor, self.reason = registers, outcome, actor, reason
        self.user = None
        probe = _Signed()
        sign(probe, actor)  # type: ignore[arg-type]
        self.user = probe._history_user

    def store(self, plan: Plan) -> None:
        """Create and change the rows of one table."""
        for level in _levels(plan):
            self._create(plan.flat, level)
        self._change(plan)

    def _create(self, flat: FlatTable, rows: list[FlatRow]) -> None:
        records = [self._new(flat, row) for row in rows]
        checked = [
            record
            for row, record in zip(rows, records, strict=True)
            if self._clean(flat, row, record)
        ]
        if not checked or not self.outcome.ok:
            return
        bulk_create_with_history(
            checked,
            flat.table.model,
            batch_size=BATCH,
            default_user=self.user,
            default_change_reason=self.reason,
        )
        stored = self.registers.of(flat.name)
        for row, record in zip(rows, checked, strict=True):
            stored.add(row.key, record)

    def _new(self, flat: FlatTable, row: FlatRow) -> Any:
        record = flat.table.model(**self._values(flat, row.values))
        if row.position is not None:
            record.position = row.position  # type: ignore[attr-defined]
        if flat.parent and row.parent is not None:
            setattr(record, flat.table.link, self.registers.of(flat.parent.name).rows[row.parent])
        if any(field.name == "plan" for field in flat.table.model._meta.fields):
            record.plan = self.registers.plan  # type: ignore[attr-defined]
        return record

    def _values(self, flat: FlatTable, values: dict[str, Any]) -> dict[str, Any]:
        """Turn codes of references into the rows they name."""
        found = {}
        for name, value in values.items():
            target = flat.table.refs.get(name)
            if target and value is not None:
                found[name] = self.registers.of(target).rows[(value,)]
            else:
                found[name] = value
        return found

    def _clean(self, flat: FlatTable, row: FlatRow, record: models.Model) -> bool:
        try:
            record.clean()
        except ValidationError as error:
            for message in error.messages:
                self.outcome.refuse(row.line, f"{flat.name} {row.label}", message)
            return False
        return True

    def _change(self, plan: Plan) -> None:
        flat = plan.flat
        changed, fields = [], set()
        for row, record, values in plan.change:
            link = values.pop(flat.table.link, None) if flat.table.link else None
            for name, value in self._values(flat, values).items():
                setattr(record, name, value)
                fields.add(name)
            if link is not None and flat.parent and row.parent is not None:
                parents = self.registers.of(flat.parent.name)
                setattr(record, flat.table.link, parents.rows[row.parent])
                fields.add(flat.table.link)
            if hasattr(record, "version"):
                record.version += 1
                fields.add("version")
            if self._clean(flat, row, record):
                changed.append(record)
        if changed and self.outcome.ok:
            bulk_update_with_history(
                changed,
                flat.table.model,
                sorted(fields),
                batch_size=BATCH,
                default_user=self.user,
                default_change_reason=self.reason,
            )

    def prune(self, plan: Plan, *, remove: bool) -> None:
        """Tell which stored rows the file does not name; remove them when asked."""
        for key, record in plan.missing:
            label = " / ".join(str(part) for part in key if part is not None)
            if record.pk is None or not type(record)._default_manager.filter(pk=record.pk).exists():
                continue
            going, blockers = what_hangs_on(record)
            fate = Fate.PRUNED if remove else Fate.MISSING
            hanging = len(going) + len(blockers)
            self.outcome.rows.append(RowFate(plan.flat.name, label, fate, hangs_on=hanging))
            if not remove:
                continue
            if blockers:
                names = ", ".join(str(blocker) for blocker in blockers[:5])
                message = _("cannot be removed: %(names)s point at it") % {"names": names}
                self.outcome.refuse(0, f"{plan.flat.name} {label}", message)
            else:
                sign(record, self.actor, self.reason)
                record.delete()


class _Signed:
    """Something to ask `sign` whose name goes under a change."""

    _history_user: Any = None


def _levels(plan: Plan) -> list[list[FlatRow]]:
    """Return the new rows in the order in which they can be stored: what is above comes first."""
    tree = plan.flat.table.tree
    if not tree:
        return [plan.create]
    waiting = {row.key[0]: row for row in plan.create}
    levels: list[list[FlatRow]] = []
    while waiting:
        level = [row for row in waiting.values() if row.values[tree] not in waiting]
        levels.append(level or list(waiting.values()))
        for row in levels[-1]:
            del waiting[row.key[0]]
    return levels


