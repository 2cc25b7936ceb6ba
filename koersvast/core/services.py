"""Every write of one record goes through here: policy, lock, check, save, history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.deletions import (
    CannotRestore,
    StillNeeded,
    delete_record,
    restore_batch,
    what_hangs_on,
    what_loses_its_link,
)
from koersvast.core.display import field_display
from koersvast.core.locking import locked
from koersvast.core.policy import policies, require
from koersvast.core.signature import history_of, sign
from koersvast.core.visibility import hide_unseen

__all__ = [
    "CannotRestore",
    "Conflict",
    "StillNeeded",
    "add_record",
    "change_record",
    "delete_record",
    "restore_batch",
    "sign",
    "what_hangs_on",
    "what_loses_its_link",
]


class Conflict(ValidationError):
    """Somebody else changed the same fields in the meantime; nothing was saved.

    One sentence in general and one for each of those fields, with its present value. `changed` are
    all fields that the actor changed himself, `stored` is the record as it is now.
    """

    def __init__(self, stored: models.Model, changed: list[str], clashing: list[str]) -> None:
        self.stored, self.changed = stored, changed
        errors: dict[str, list[str]] = {
            NON_FIELD_ERRORS: [
                _(
                    "Somebody else changed this in the meantime. What you filled in is kept: "
                    "compare, and save again."
                )
            ]
        }
        for name in clashing:
            field: Any = stored._meta.get_field(name)
            errors[field.name] = [
                _("“%(field)s” is now: %(value)s")
                % {"field": field.verbose_name, "value": field_display(stored, field)}
            ]
        super().__init__(errors)


@transaction.atomic
def add_record(*, actor: Actor, record: models.Model, reason: str = "") -> None:
    """Store a new record. Raises PermissionDenied or ValidationError."""
    policy = policies.of(record)
    require(policy.may_add(actor, record))
    refusal = policy.refuses_add(actor, record)
    require(not refusal, refusal)
    record.full_clean()
    sign(record, actor, reason)
    _save(record, force_insert=True)


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

    The row is read anew under a lock. `version` is what the actor saw: fields that he left as he
    saw them keep what somebody else made of them since; a field that both changed raises Conflict
    and nothing is saved. Raises PermissionDenied or ValidationError, and Http404 when it is gone.
    """
    policy = policies.of(record)
    actor = policy.renewed(actor)
    stored = locked(record)
    require(policy.may_change(actor, stored))
    changed = _differing(stored, changes, changes)
    if version is not None and getattr(stored, "version", version) != version:
        changed = _own_changes(stored, changes, changed, version, actor)
    if not changed:
        return []
    refusal = policy.refuses(actor, stored, {name: changes[name] for name in changed})
    require(not refusal, refusal)
    for name in changed:
        setattr(stored, name, changes[name])
    # policy again: a record may not be moved to where the actor may do nothing
    require(policy.may_change(actor, stored))
    stored.full_clean()
    if hasattr(stored, "version"):
        stored.version += 1
    sign(stored, actor, reason)
    _save(stored)
    record.__dict__.update(stored.__dict__)
    return changed


def _save(record: models.Model, **options: Any) -> None:
    """Save; what two people did at the same moment is refused with a sentence."""
    try:
        with transaction.atomic():
            record.save(**options)
    except IntegrityError as error:
        raise ValidationError(
            _("Somebody else stored the same at the same moment. Nothing was saved; try again.")
        ) from error


def _own_changes(
    stored: models.Model, changes: dict[str, Any], changed: list[str], version: int, actor: Actor
) -> list[str]:
    """Return what the actor changed since the version he saw; Conflict where somebody else did."""
    seen = history_of(type(stored)).filter(id=stored.pk, version=version).first()
    if seen is None:
        clashing = own = changed
    else:
        own = _differing(seen, changes, changed)
        clashing = [name for name in own if _raw(seen, name) != _raw(stored, name)]
    if clashing:
        hide_unseen(actor, [stored])
        raise Conflict(stored, own, clashing)
    return own


def _differing(row: Any, changes: dict[str, Any], names: Iterable[str]) -> list[str]:
    """Return the names whose value in `row` is another than in `changes`."""
    return [
        name
        for name in names
        if _raw(row, name)
        != (changes[name].pk if isinstance(changes[name], models.Model) else changes[name])
    ]


def _raw(row: Any, name: str) -> Any:
    """Return a field of a row or of its history; a relation as its key."""
    return getattr(row, row._meta.get_field(name).attname)
