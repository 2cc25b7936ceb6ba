"""The way in: written rows of any parts, compared and stored in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models, transaction
from django.utils.translation import gettext as _

from koersvast.core.actors import SYSTEM, Actor
from koersvast.core.parts import Part
from koersvast.core.policy import Policy, policies
from koersvast.core.schemas import Row
from koersvast.core.upsert.checks import check
from koersvast.core.upsert.compare import Plan, compare
from koersvast.core.upsert.flat import FlatTable, LineOf, flatten
from koersvast.core.upsert.joint import check_together, read_together
from koersvast.core.upsert.outcome import Outcome
from koersvast.core.upsert.prune import prune as remove_missing
from koersvast.core.upsert.prune import tell_missing
from koersvast.core.upsert.store import Storer
from koersvast.core.upsert.stored import Registers


@dataclass(frozen=True)
class Written:
    """The rows of one part as they were written, each with a way to find its lines.

    `lost` are the codes of rows that could not be read: what points at them is not wrong.
    """

    part: Part
    rows: list[tuple[Row, LineOf]]
    lost: frozenset[str] = frozenset()


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
    people) that are not written are not missing: other plans use them too. Without
    `report_missing` the rows are some of many: what is not written stays where it is.
    """
    registers = Registers(plan, actor)
    flats = [flat for each in written for flat in flatten(each.part, each.rows, each.lost)]
    try:
        with transaction.atomic():
            _lock(plan)
            _read(flats, registers, whole=report_missing)
            check(flats, registers, outcome, prune=prune)
            check_together(flats, registers, outcome, prune=prune)
            if outcome.ok:
                storer = Storer(registers, outcome, actor, reason)
                _store(flats, storer, prune=prune, whole=report_missing)
            if outcome.ok and report_missing and prune:
                remove_missing(storer.done, actor, reason, outcome)
            elif outcome.ok and report_missing:
                tell_missing(storer.done, actor, outcome)
            if dry_run or not outcome.ok:
                raise Undo
            outcome.stored = True
    except Undo:
        pass
    return outcome


def _lock(plan: models.Model | None) -> None:
    if plan is not None and plan.pk:
        type(plan)._default_manager.select_for_update().filter(pk=plan.pk).first()


def _read(flats: list[FlatTable], registers: Registers, *, whole: bool) -> None:
    """Read every table that is written, may have missing rows or is looked at by a check; of what
    is only referred to, the codes."""
    wanted = [flat for flat in flats if _is_read(flat, whole=whole)]
    registers.read_all(wanted)
    read_together(flats, registers)
    registers.read_codes(
        target for flat in flats if flat.rows for target in flat.table.refs.values()
    )


def _is_read(flat: FlatTable, *, whole: bool) -> bool:
    outer = flat.parent
    looked_at = outer is not None and outer.rows and outer.table.check is not None
    return bool(flat.rows or (whole and flat.plan_scoped) or looked_at)


def _store(flats: list[FlatTable], storer: Storer, *, prune: bool, whole: bool) -> None:
    for flat in flats:
        if not flat.rows and not (whole and flat.plan_scoped):
            continue
        plan = compare(flat, storer.registers, storer.outcome, whole=whole)
        _permitted(plan, storer.registers, storer.outcome, prune=prune)
        if storer.outcome.ok:
            storer.store(plan, prune=prune)
        storer.done.append(plan)


def _permitted(plan: Plan, registers: Registers, outcome: Outcome, *, prune: bool) -> None:
    """Refuse changes to a register that the actor may not import into.

    A nested table is asked about by itself; where nobody said who keeps it, by what it hangs in.
    """
    actor = registers.actor
    changed = [*plan.create, *(row for row, _record, _values in plan.change)]
    if not changed and not (prune and plan.missing and plan.flat.plan_scoped):
        return
    own, outer = (policies.of(each.table.model) for each in (plan.flat, plan.flat.part))
    if any(policy.may_import(policy.renewed(actor)) for policy in (own, outer)):
        if actor != SYSTEM:
            _refused(plan, registers, own, outcome, prune=prune)
        return
    outcome.refuse(
        changed[0].line if changed else 0,
        plan.flat.name,
        _(
            "you may look at this register, but not change it; leave these rows as they are "
            "(export the plan to see how), or ask an administrator"
        ),
    )


def _refused(
    plan: Plan, registers: Registers, policy: Policy, outcome: Outcome, *, prune: bool
) -> None:
    """Refuse the rows that the policy refuses; the system may change all."""
    name, actor = plan.flat.name, registers.actor
    outer = plan.flat.parent
    above = registers.of(outer.name).rows if outer else {}
    in_plan = {"plan": registers.plan} if plan.flat.plan_scoped else {}
    for row in plan.create:
        hung = {plan.flat.table.link: above.get(row.parent)} if row.parent else in_plan
        if refusal := policy.refuses_import(actor, None, {**row.values, **hung}):
            outcome.refuse(row.line, f"{name} {row.label}", refusal)
    for row, record, values in plan.change:
        refusal = policy.refuses(actor, record, values)
        if refusal := refusal or policy.refuses_import(actor, record, values):
            outcome.refuse(row.line, f"{name} {row.label}", refusal)
    for key, record in plan.missing if prune and plan.flat.plan_scoped else []:
        if refusal := policy.refuses(actor, record, None):
            outcome.refuse(0, f"{name} {' '.join(str(part) for part in key)}", refusal)
