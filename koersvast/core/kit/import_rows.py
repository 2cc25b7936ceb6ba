"""The rows of a bulk import: per plan, completed with what is stored, brought in as one whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError as RowError

from koersvast.core.actors import Actor
from koersvast.core.kit.exports import column_names
from koersvast.core.kit.register import Register
from koersvast.core.kit.sheets import Sheet, SheetRow
from koersvast.core.parts import Part, Scope, parts
from koersvast.core.sentences import sentence_of
from koersvast.core.upsert import Outcome, Written, bring_in
from koersvast.core.upsert.flat import FlatTable
from koersvast.core.upsert.run import Undo
from koersvast.core.upsert.stored import Registers

Rows = list[tuple[int, SheetRow]]


class SheetImport:
    """A spreadsheet on its way into a register, for one actor."""

    def __init__(self, register: Register, part: Part, actor: Actor, sheet: Sheet) -> None:
        self.register, self.part, self.actor, self.sheet = register, part, actor, sheet
        self.outcomes: list[Outcome] = []
        self.plans: dict[str, models.Model] = {}
        if part.scope is Scope.PLAN:
            model: Any = part.table.model._meta.get_field("plan").related_model
            self.plans = {plan.code: plan for plan in model.objects.visible_to(actor)}

    @property
    def ok(self) -> bool:
        """Tell whether nothing is refused."""
        return all(outcome.ok for outcome in self.outcomes)

    def run(self, *, expected: str | None = None) -> bool:
        """Find out what happens to every row; store that only when it is what was `expected`.

        One transaction for the rows of all plans: everything is stored, or nothing. `expected` is
        the `fingerprint` of the preview that the actor agreed with. Return whether it was stored.
        """
        try:
            with transaction.atomic():
                for plan, rows in self._by_plan():
                    self.outcomes.append(self._bring_in(plan, rows))
                if not self.ok or expected != self.fingerprint():
                    raise Undo
        except Undo:
            return False
        return True

    def fingerprint(self) -> str:
        """Return what tells one fate of all rows from another."""
        fates = [
            [row.line, row.label, row.fate, sorted(row.fields.items())]
            for outcome in self.outcomes
            for row in outcome.rows
        ]
        return hashlib.sha256(json.dumps(fates).encode()).hexdigest()

    def _bring_in(self, plan: models.Model | None, rows: Rows) -> Outcome:
        outcome = Outcome()
        whole = self._completed(plan, rows)
        return bring_in(
            [Written(self.part, self._checked(whole, outcome))],
            actor=self.actor,
            plan=plan,
            outcome=outcome,
            reason="import",
            report_missing=False,
        )

    def _by_plan(self) -> Iterable[tuple[models.Model | None, Rows]]:
        """Return the rows per plan, by the column with the plan's code."""
        if self.part.scope is Scope.MUNICIPALITY:
            return [(None, self.sheet.rows)]
        only = next(iter(self.plans)) if len(self.plans) == 1 else ""
        groups: dict[str, Rows] = {}
        lost = Outcome()
        for number, row in self.sheet.rows:
            code = str(row.get("plan") or only)
            if code in self.plans:
                own = {name: value for name, value in row.items() if name != "plan"}
                groups.setdefault(code, []).append((number, own))
            elif code:
                lost.refuse(number, "plan", _("there is no plan with code “%s”") % code[:60])
            else:
                lost.refuse(number, "plan", _("is empty; fill in the code of the plan"))
        self.outcomes.append(lost)
        return [(self.plans[code], own) for code, own in groups.items()]

    def _completed(self, plan: models.Model | None, rows: Rows) -> Rows:
        """Fill in the columns that the file leaves out: what is stored stays as it is.

        A new row comes after the stored ones; the order of a list on screen is not the order of
        the register.
        """
        flat, registers = (
            FlatTable(self.part.name, self.part.table, self.part),
            Registers(plan, self.actor),
        )
        stored = registers.read(flat).rows
        for name in self.part.table.refs.values():
            registers.read(_flat(name), only_codes=True)
        left_out = {*column_names(self.register), *self.part.table.fields} - {
            *self.sheet.columns,
            "plan",
        }
        last = max((getattr(record, "position", 0) for record in stored.values()), default=0)
        whole: Rows = []
        for number, row in rows:
            record = stored.get((str(row.get("code")),))
            kept: SheetRow = {}
            if record is not None:
                kept = {
                    name: registers.value(self.part.table, record, name)
                    for name in sorted(left_out)
                }
            elif "position" in left_out:
                last += 1
                kept = {"position": last}
            filled = {name: value for name, value in kept.items() if value not in (None, "")}
            whole.append((number, {**filled, **row}))
        return whole

    def _checked(self, rows: Rows, outcome: Outcome) -> list[Any]:
        """Check each row; what is wrong goes to the outcome with its row number."""
        good = []
        for number, row in rows:
            try:
                good.append((self.part.row.model_validate(row), lambda _path, n=number: n))
            except RowError as error:
                for each in error.errors():
                    where = ".".join(str(step) for step in each["loc"])
                    outcome.refuse(number, where, sentence_of(each))
        return good


def _flat(name: str) -> FlatTable:
    part = parts.get(name)
    return FlatTable(name, part.table, part)
