"""The way in: written rows of any parts, compared and stored in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models, transaction

from koersvast.core.actors import Actor
from koersvast.core.parts import Part, parts
from koersvast.core.schemas import Row
from koersvast.core.upsert.checks import check
from koersvast.core.upsert.compare import compare
from koersvast.core.upsert.flat import FlatTable, LineOf, flatten
from koersvast.core.upsert.outcome import Outcome
from koersvast.core.upsert.store import Storer
from koersvast.core.upsert.stored import Registers


@dataclass(frozen=True)
class Written:
    """The rows of one part as they were written, each with a way to find its lines."""

    part: Part
    rows: list[tuple[Row, LineOf]]


class Undo(Exception):
    """Ends the transaction without storing."""


def bring_in(
    written: Iterable[Written],
    *,
    actor: Actor,
    plan: models.Model | None,
    outcome: Outcome,
    reason: str,
    dry_run: bool = False,
    prune: bool = False,
    report_missing: bool = True,
) -> Outcome:
    """Bring the registers in line with `written`; on any problem, or `dry_run`, store nothing.

    `plan` is the stored plan whose rows are compared. Rows of the municipality (units, roles,
    people) that are not written are not missing: other plans use them too.
    """
    registers = Registers(plan)
    flats = [flat for each in written for flat in flatten(each.part, each.rows)]
    try:
        with transaction.atomic():
            _lock(plan)
            _read(flats, registers)
            check(flats, registers, outcome)
            if outcome.ok:
                _store(flats, Storer(registers, outcome, actor, reason), prune, report_missing)
            if dry_run or not outcome.ok:
                raise Undo
            outcome.stored = True
    except Undo:
        pass
    return outcome


def _lock(plan: models.Model | None) -> None:
    if plan is not None and plan.pk:
        type(plan)._default_manager.select_for_update().filter(pk=plan.pk).first()


def _read(flats: list[FlatTable], registers: Registers) -> None:
    """Read every table that is written or referred to, referred ones first."""
    wanted = {target for flat in flats for target in flat.table.refs.values()}
    for part in parts.all():
        if part.name in wanted:
            registers.read(FlatTable(part.name, part.table, part))
    for flat in flats:
        registers.read(flat)


def _store(flats: list[FlatTable], storer: Storer, prune: bool, report_missing: bool) -> None:
    plans = []
    for flat in flats:
        plan = compare(flat, storer.registers, storer.outcome)
        plans.append(plan)
        storer.store(plan)
    if not report_missing:
        return
    for plan in reversed(plans):
        if plan.flat.plan_scoped and storer.outcome.ok:
            storer.prune(plan, remove=prune)
