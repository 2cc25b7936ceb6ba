"""What plan check found is kept until something changes.

A run of all rules over a plan of 10,000 results takes seconds; its pages, filters, exports and tabs
ask for the same outcome. It is kept with a mark of all that rules can read (`core.changes`) and of
the day; another mark, another outcome. Kept is text, per plan and per what an actor sees: nothing
of what one sees reaches another. What was accepted is no part of it and is read anew.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from functools import cache as once
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from koersvast import __version__
from koersvast.checks.models import Acceptance, NormSetting
from koersvast.checks.selectors.told import Told, as_text, from_text, tell
from koersvast.core.actors import Access, Actor
from koersvast.core.changes import mark_of_registers
from koersvast.core.checks import Norms, Scope, checks
from koersvast.core.models import is_open
from koersvast.core.parts import Table, parts
from koersvast.direction.models import Plan

EVERYBODY = Actor(name="", access=Access.READER)
"""Whoever has access and no role: he sees what is for all."""
KEPT_FOR = 3600
"""Seconds. What somebody changes behind the application's back is seen after that."""


def norms_of(actor: Actor) -> Norms:
    """Return the norms of the municipality; one query. What is made up is no norm."""
    rows = list(NormSetting.objects.visible_to(actor).filter(illustrative=False))
    return Norms(
        {row.code: row.value for row in rows if row.value is not None},
        {row.code: frozenset(row.words.split()) for row in rows if row.words},
    )


def run(actor: Actor, plan: Plan) -> list[Told]:
    """Let every rule look at a plan as the actor sees it; a fixed number of queries."""
    return tell(checks.run(Scope(plan, actor, norms_of(actor))))


def outcome_of(actor: Actor, plan: Plan) -> list[Told]:
    """Return what plan check finds in a plan as the actor sees it, as it is now.

    Three queries at most when nothing changed since anybody who sees the same asked.
    """
    mark = _mark()
    key = f"checks:{plan.pk}:{_sight(actor, mark)}"
    kept = _read(key, mark)
    if kept is not None:
        return from_text(zlib.decompress(kept).decode())
    found = run(actor, plan)
    if _mark() == mark:  # else somebody changed something while the rules looked
        cache.set(key, (mark, zlib.compress(as_text(found).encode(), 1)), KEPT_FOR)
    return found


@once
def watched() -> tuple[Any, ...]:
    """Return the models that rules and `visible_to` can read: all that a plan file can hold.

    Not what was accepted: findings do not depend on it, and accepting one keeps the others.
    """
    tables = [parts.head.table, *(part.table for part in parts.all())]
    found = dict.fromkeys(model for table in tables for model in _models(table))
    return tuple(model for model in found if model is not Acceptance)


def _models(table: Table) -> Iterator[Any]:
    yield table.model
    for inner in table.children.values():
        yield from _models(inner)


def _mark() -> str:
    """Return a mark of what an outcome rests on: rows, the day, and the rules themselves."""
    return f"{__version__}:{timezone.localdate().isoformat()}:{mark_of_registers(watched())}"


def _read(key: str, mark: str) -> Any:
    """Return what is kept under a key, if it was kept under this mark."""
    found = cache.get(key)
    return found[1] if found and found[0] == mark else None


def _sight(actor: Actor, mark: str) -> str:
    """Return a name for what an actor sees: one for all who see what everybody sees, else his own.

    Who else has the same rights and roles is another person all the same: an author, for one, sees
    his own proposals.
    """
    own = hashlib.sha256(
        repr((actor.name, actor.access, actor.user_id, actor.person_id, sorted(actor.role_ids)))
        .encode()
    ).hexdigest()  # fmt: skip
    key = f"checks:sight:{own}"
    kept = _read(key, mark)
    if kept is None:
        kept = "everybody" if sees_as_everybody(actor) else own
        cache.set(key, (mark, kept), KEPT_FOR)
    return str(kept)


def sees_as_everybody(actor: Actor) -> bool:
    """Tell whether the actor sees the very rows that whoever has access sees; some queries."""
    for model in watched():
        if not is_open(model):
            mine = model._default_manager.visible_to(actor).order_by()
            common = model._default_manager.visible_to(EVERYBODY).order_by()
            if (
                mine.exclude(pk__in=common.values("pk")).exists()
                or common.exclude(pk__in=mine.values("pk")).exists()
            ):
                return False
    return True
