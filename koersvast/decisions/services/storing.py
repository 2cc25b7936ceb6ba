"""Storing a row that was looked at by a service of its own."""

from __future__ import annotations

from typing import Any

from koersvast.core.actors import Actor
from koersvast.core.policy import policies, require
from koersvast.core.services import sign


def store_changes(
    *, actor: Actor, stored: Any, changes: dict[str, Any], reason: str = ""
) -> list[str]:
    """Set `changes` on a row that is locked and that the actor may change so; return what differs.

    For writes with a right of their own. What the policy of the row refuses is refused here too.
    Raises PermissionDenied or ValidationError.
    """
    changed = [name for name, value in changes.items() if getattr(stored, name) != value]
    if not changed:
        return []
    refusal = policies.of(stored).refuses(actor, stored, {name: changes[name] for name in changed})
    require(not refusal, refusal)
    for name in changed:
        setattr(stored, name, changes[name])
    stored.full_clean()
    stored.version += 1
    sign(stored, actor, reason)
    stored.save()
    return changed
