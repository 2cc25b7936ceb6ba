"""Importing a plan file: all of it, or nothing."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.parts import Part, parts
from koersvast.core.policy import require
from koersvast.core.services import sign
from koersvast.core.upsert import Fate, Outcome, RowFate, Written, bring_in
from koersvast.core.upsert.run import Undo
from koersvast.direction.models import Plan
from koersvast.exchange.markup import MarkupError, line_at, read_markup
from koersvast.exchange.planfile import checked, upgraded
from koersvast.organisation.models import Municipality


def import_plan(
    *,
    actor: Actor,
    content: bytes,
    json: bool = False,
    dry_run: bool = False,
    prune: bool = False,
) -> Outcome:
    """Bring the registers in line with a plan file.

    One transaction: with any problem, or with `dry_run`, nothing is stored. `prune` removes rows
    of this plan that the file does not name. Raises PermissionDenied.
    """
    require(actor.may_edit)
    outcome = Outcome()
    try:
        data = upgraded(read_markup(content, json=json), outcome)
    except MarkupError as error:
        outcome.refuse(error.line, "", error.message)
        return outcome
    plan_file = checked(data, outcome) if data is not None else None
    if plan_file is not None:
        _store(plan_file, data, actor, outcome, dry_run=dry_run, prune=prune)
    return outcome


def _store(
    plan_file: Any, data: Any, actor: Actor, outcome: Outcome, *, dry_run: bool, prune: bool
) -> None:
    try:
        with transaction.atomic():
            _municipality(plan_file, data, actor, outcome)
            head = Written(parts.head, [(plan_file.plan, lambda _path: line_at(data, ("plan",)))])
            bring_in([head], actor=actor, plan=None, outcome=outcome, reason="import")
            plan = Plan.objects.filter(code=plan_file.plan.code).first()
            if plan is not None and outcome.ok:
                bring_in(
                    [_written(part, plan_file, data) for part in parts.all()],
                    actor=actor,
                    plan=plan,
                    outcome=outcome,
                    reason="import",
                    prune=prune,
                )
            if dry_run or not outcome.ok:
                raise Undo
    except Undo:
        outcome.stored = False


def _municipality(plan_file: Any, data: Any, actor: Actor, outcome: Outcome) -> None:
    """Make the municipality known, once; refuse a plan of another one."""
    row = plan_file.municipality
    if row is None:
        return
    own = Municipality.objects.first()
    if own is None:
        own = Municipality(name=row.name, cbs_code=row.cbs_code)
        sign(own, actor, "import")
        own.save()
        outcome.rows.append(RowFate("municipality", row.name, Fate.CREATED))
    elif own.name != row.name:
        outcome.refuse(
            line_at(data, ("municipality",)),
            "municipality",
            _("this is a plan of %(theirs)s and this is the register of %(own)s; take this key "
              "out of the file to register the plan here all the same")
            % {"theirs": row.name, "own": own.name},
        )


def _written(part: Part, plan_file: Any, data: Any) -> Written:
    """Return the rows of one part with the way to their lines."""
    listed = getattr(getattr(plan_file, part.section), part.key)
    base = (part.section, part.key)

    def line_of(index: int) -> Any:
        return lambda path: line_at(data, (*base, index, *path))

    return Written(part, [(row, line_of(index)) for index, row in enumerate(listed)])
