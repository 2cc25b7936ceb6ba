"""Planning a result: its phases and its ready-by moments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.locking import locked
from koersvast.core.periods import Period
from koersvast.work.models import Phase, ReadyBy, Result
from koersvast.work.services.seen import Changed, is_news, may_replace, remove, store


def phases_seen(phases: Iterable[Phase]) -> list[Any]:
    """Return what tells one planning from another: kinds and spans, whatever their order."""
    return sorted(f"{phase.kind} {phase.period.encode()}" for phase in phases)


def moments_seen(moments: Iterable[ReadyBy]) -> list[Any]:
    """Return what tells one list of ready-by moments from another."""
    return [f"{moment.when.encode()} {moment.what}" for moment in moments]


@transaction.atomic
def set_phases(
    *,
    actor: Actor,
    result: Result,
    phases: Iterable[tuple[str, Period]],
    seen: str | None = None,
) -> Changed:
    """Make these the phases of a result: pairs of kind and period, each once.

    A phase that stays is not touched. `seen` is `seen_of(phases_seen(...))` of what the actor
    saw. Raises PermissionDenied, ValidationError or Overtaken.
    """
    stored = locked(result)
    may_replace(actor, stored)
    wanted = {
        (kind, period.encode()): Phase(result=stored, kind=kind, period=period)
        for kind, period in phases
    }
    if any(not phase.period.quarters() for phase in wanted.values()):
        raise ValidationError(_("A phase has a first and a last day, such as Q1 2023 - Q2 2023."))
    current = {(phase.kind, phase.period.encode()): phase for phase in stored.phases.all()}
    present, planned = phases_seen(current.values()), phases_seen(wanted.values())
    if not is_news(present, planned, seen, current.values()):
        return Changed()
    removed = remove(actor, [row for key, row in current.items() if key not in wanted])
    added = store(actor, [row for key, row in wanted.items() if key not in current])
    return Changed(added=added, removed=removed)


@transaction.atomic
def set_ready_by(
    *,
    actor: Actor,
    result: Result,
    moments: Iterable[tuple[Period, str]],
    seen: str | None = None,
) -> Changed:
    """Make these the ready-by moments of a result, in this order: when, and what is then ready.

    `seen` is `seen_of(moments_seen(...))` of what the actor saw. Raises PermissionDenied,
    ValidationError or Overtaken.
    """
    stored = locked(result)
    may_replace(actor, stored)
    current = list(stored.ready_by.order_by("position"))
    wanted = [
        ReadyBy(result=stored, position=number, when=when, what=what.strip())
        for number, (when, what) in enumerate(moments, start=1)
    ]
    if not is_news(moments_seen(current), moments_seen(wanted), seen, current):
        return Changed()
    removed = remove(actor, current[len(wanted) :])
    changed = []
    for row, new in zip(current, wanted, strict=False):
        if (row.when, row.what, row.position) != (new.when, new.what, new.position):
            row.when, row.what, row.position = new.when, new.what, new.position
            changed.append(row)
    return Changed(
        changed=store(actor, changed), added=store(actor, wanted[len(current) :]), removed=removed
    )
