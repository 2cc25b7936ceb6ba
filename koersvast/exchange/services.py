"""Importing a plan file: all of it, or nothing."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.parts import Part, parts
from koersvast.core.policy import require
from koersvast.core.services import sign
from koersvast.core.upsert import Fate, Outcome, RowFate, Written, bring_in
from koersvast.core.upsert.flat import LineOf
from koersvast.core.upsert.run import Undo
from koersvast.direction.models import Plan
from koersvast.exchange.content import Content, read_content
from koersvast.exchange.markup import Map, MarkupError, line_at, read_markup
from koersvast.exchange.planfile import upgraded
from koersvast.organisation.models import Municipality

REASON = "import"


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
    if data is not None:
        _store(data, actor, outcome, dry_run=dry_run, prune=prune)
    return outcome


def _store(data: Map, actor: Actor, outcome: Outcome, *, dry_run: bool, prune: bool) -> None:
    content = read_content(data, outcome)
    try:
        with transaction.atomic():
            _municipality(content, data, actor, outcome)
            plan = _head(content, data, actor, outcome)
            bring_in(
                [_written(part, content, data) for part in parts.all()],
                actor=actor,
                plan=plan,
                outcome=outcome,
                reason=REASON,
                prune=prune,
            )
            if dry_run or not outcome.ok:
                raise Undo
    except Undo:
        outcome.stored = False


def _head(content: Content, data: Map, actor: Actor, outcome: Outcome) -> Plan | None:
    """Store the head; return the plan as far as it is known."""
    if content.plan is None:
        return None
    head = Written(parts.head, [(content.plan, lambda _path: line_at(data, ("plan",)))])
    bring_in([head], actor=actor, plan=None, outcome=outcome, reason=REASON)
    outcome.plan = content.plan.code
    return Plan.objects.filter(code=content.plan.code).first()


def _municipality(content: Content, data: Map, actor: Actor, outcome: Outcome) -> None:
    """Make the municipality known, once; refuse a plan of another one."""
    row = content.municipality
    if row is None:
        return
    own = Municipality.objects.first()
    if own is None:
        own = Municipality(name=row.name, cbs_code=row.cbs_code)
        sign(own, actor, REASON)
        own.save()
        outcome.rows.append(RowFate("municipality", row.name, Fate.CREATED))
    elif own.name != row.name or (row.cbs_code and own.cbs_code not in {"", row.cbs_code}):
        outcome.refuse(
            line_at(data, ("municipality",)),
            "municipality",
            _(
                "this is a plan of %(theirs)s and this is the register of %(own)s; take this key "
                "out of the file to register the plan here all the same"
            )
            % {
                "theirs": f"{row.name} {row.cbs_code}".strip(),
                "own": f"{own.name} {own.cbs_code}".strip(),
            },
        )
    elif row.cbs_code and not own.cbs_code:
        own.cbs_code = row.cbs_code
        sign(own, actor, REASON)
        own.save()
        changed = {"cbs_code": ("", row.cbs_code)}
        outcome.rows.append(RowFate("municipality", row.name, Fate.CHANGED, fields=changed))


def _written(part: Part, content: Content, data: Map) -> Written:
    """Return the rows of one part with the way to their lines."""
    section = data.get(part.section)
    listed = section.get(part.key) if isinstance(section, Map) else None

    def line_of(index: int) -> LineOf:
        return lambda path: line_at(listed, (index, *path))

    rows = [(row, line_of(index)) for index, row in content.rows[part.name]]
    return Written(part, rows, frozenset(content.lost[part.name]))
