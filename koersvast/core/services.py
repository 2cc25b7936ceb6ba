"""Every write of one record goes through here: policy, lock, check, save, history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models.deletion import Collector, ProtectedError
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.models import User
from koersvast.core.policy import policies, require


class Conflict(ValidationError):
    """Somebody else changed the record in the meantime; nothing was saved."""


class StillNeeded(ValidationError):
    """The record cannot be deleted: other records need it. `blockers` are those records."""

    def __init__(self, message: str, blockers: list[models.Model]) -> None:
        super().__init__(message)
        self.blockers = blockers


def sign(record: models.Model, actor: Actor, reason: str = "") -> None:
    """Say who changes `record` and why, for its history."""
    user = User(pk=actor.user_id) if actor.user_id else None
    record._history_user = user  # type: ignore[attr-defined]
    record._change_reason = reason[:100] or None  # type: ignore[attr-defined]


@transaction.atomic
def add_record(*, actor: Actor, record: models.Model, reason: str = "") -> None:
    """Store a new record. Raises PermissionDenied or ValidationError."""
    require(policies.of(record).may_add(actor, record))
    record.full_clean()
    sign(record, actor, reason)
    record.save(force_insert=True)


@transaction.atomic
def change_record(
    *,
    actor: Actor,
    record: models.Model,
    changes: dict[str, Any],
    version: int | None = None,
    reason: str = "",
) -> list[str]:
    """Set `changes` (field -> value) on the stored record; return the fields that differ.

    The row is read anew under a lock, so that two who change different fields do not undo each
    other. `version` is what the actor saw; when the row is newer and a field he changes differs,
    Conflict is raised and nothing is saved. Raises PermissionDenied or ValidationError.
    """
    stored = type(record)._default_manager.select_for_update().get(pk=record.pk)
    require(policies.of(stored).may_change(actor, stored))
    changed = [name for name, value in changes.items() if getattr(stored, name) != value]
    if not changed:
        return []
    if version is not None and getattr(stored, "version", version) != version:
        raise Conflict(
            _("Somebody else changed this in the meantime. Look at the new values and try again.")
        )
    for name in changed:
        setattr(stored, name, changes[name])
    # policy again: a record may not be moved to where the actor may do nothing
    require(policies.of(stored).may_change(actor, stored))
    stored.full_clean()
    if hasattr(stored, "version"):
        stored.version += 1
    sign(stored, actor, reason)
    stored.save()
    record.__dict__.update(stored.__dict__)
    return changed


def what_hangs_on(record: models.Model) -> tuple[list[models.Model], list[models.Model]]:
    """Return what goes with `record` when it is deleted, and what forbids that (both may be [])."""
    collector = Collector(using=record._state.db or "default", origin=record)
    try:
        collector.collect([record])
    except ProtectedError as error:
        return [], sorted(error.protected_objects, key=str)
    return _collected(collector, record), []


def _collected(collector: Collector, record: models.Model) -> list[models.Model]:
    groups: list[Iterable[models.Model]] = [*collector.data.values()]
    groups.extend(collector.fast_deletes)
    return [row for group in groups for row in group if row != record]


@transaction.atomic
def delete_record(*, actor: Actor, record: models.Model, reason: str = "") -> None:
    """Delete a record with what hangs on it. Raises PermissionDenied or StillNeeded."""
    stored = type(record)._default_manager.select_for_update().get(pk=record.pk)
    if not policies.of(stored).may_delete(actor, stored):
        raise PermissionDenied(_("You may look at this, but not delete it."))
    _going, blockers = what_hangs_on(stored)
    if blockers:
        raise StillNeeded(
            _("This cannot be deleted yet: other records point at it. Move or delete them first."),
            blockers,
        )
    sign(stored, actor, reason)
    stored.delete()
