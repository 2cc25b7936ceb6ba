"""Draws on a funding source, by decision; and changes of the source itself."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404

from koersvast.core.actors import Actor
from koersvast.core.locking import locked
from koersvast.core.policy import policies, require
from koersvast.core.services import add_record, change_record
from koersvast.funding.models import Allocation, FundingSource
from koersvast.funding.rules import Draw
from koersvast.funding.services.room import (
    lock_sources,
    purse_of,
    require_decision,
    require_enough,
    require_room,
)

ROOM = ("funding_source", "amount", "year", "beyond", "decided_by")
"""The fields of an allocation that say what it takes, and by which decision."""


@transaction.atomic
def allocate(*, actor: Actor, allocation: Allocation, reason: str = "") -> None:
    """Draw on a funding source: store a new allocation.

    Refused when it is more than is left (see `rules/coverage.py`; PM is not money yet), unless
    `beyond` is ticked and an adopted decision is named; and when the decision that is named is not
    visible to the actor, or was not adopted. The source is locked, so that two draws at once cannot
    both take the last of it. Raises PermissionDenied or ValidationError.
    """
    require(policies.of(allocation).may_add(actor, allocation))
    source = lock_sources(allocation.funding_source_id).get(allocation.funding_source_id)
    require_decision(actor, allocation.decided_by, beyond=allocation.beyond, chosen=True)
    if source is not None and allocation.amount is not None:
        purse = purse_of(source)
        draw = Draw(allocation.amount, allocation.year, allocation.beyond)
        require_room(purse, draw, was=purse)
    add_record(actor=actor, record=allocation, reason=reason)


@transaction.atomic
def change_allocation(
    *,
    actor: Actor,
    allocation: Allocation,
    changes: dict[str, Any],
    version: int | None = None,
    reason: str = "",
) -> list[str]:
    """Change an allocation; return the fields that differ.

    Refused as a new one is, as far as it takes more than it did. Raises PermissionDenied, Conflict
    or ValidationError.
    """
    old = _source_of(allocation)
    new = getattr(changes.get("funding_source"), "pk", old)
    sources = lock_sources(old, new)
    before = locked(allocation)
    require(policies.of(before).may_change(actor, before))
    becomes = {name: changes.get(name, getattr(before, name)) for name in ROOM}
    if any(becomes[name] != getattr(before, name) for name in ROOM):
        chosen = becomes["decided_by"] != before.decided_by
        require_decision(actor, becomes["decided_by"], beyond=becomes["beyond"], chosen=chosen)
    if becomes["amount"] is not None and new in sources:
        draw = Draw(becomes["amount"], becomes["year"], becomes["beyond"])
        without = purse_of(sources[new], apart_from=before.pk)
        require_room(without, draw, was=purse_of(sources[new]))
    if new != old:
        # what was given back to a source is no longer there
        left_behind = purse_of(sources[old], apart_from=before.pk)
        require_enough(purse_of(sources[old]), left_behind)
    return change_record(
        actor=actor, record=allocation, changes=changes, version=version, reason=reason
    )


def _source_of(allocation: Allocation) -> int:
    """Return the key of the source on which a stored allocation draws now."""
    rows = Allocation.objects.filter(pk=allocation.pk)
    key: int | None = rows.values_list("funding_source", flat=True).first()
    if key is None:
        raise Http404
    return key


@transaction.atomic
def change_source(
    *,
    actor: Actor,
    source: FundingSource,
    changes: dict[str, Any],
    version: int | None = None,
    reason: str = "",
) -> list[str]:
    """Change a funding source; return the fields that differ.

    Refused when by its nature it would no longer give what was drawn on it, and when it names a
    decision that the actor does not see or that was not adopted. Raises PermissionDenied, Conflict
    or ValidationError.
    """
    lock_sources(source.pk)
    before = locked(source)
    require(policies.of(before).may_change(actor, before))
    decision = changes.get("decided_by", before.decided_by)
    require_decision(actor, decision, beyond=False, chosen=decision != before.decided_by)
    purse = purse_of(before)
    changed = change_record(
        actor=actor, record=source, changes=changes, version=version, reason=reason
    )
    require_enough(purse, purse_of(source))
    return changed


@transaction.atomic
def add_source(*, actor: Actor, source: FundingSource, reason: str = "") -> None:
    """Store a new funding source. Raises PermissionDenied or ValidationError."""
    require(policies.of(source).may_add(actor, source))
    require_decision(actor, source.decided_by, beyond=False, chosen=True)
    add_record(actor=actor, record=source, reason=reason)
