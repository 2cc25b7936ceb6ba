"""Deleting a record with what hangs on it, and putting all of that back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.locking import locked
from koersvast.core.policy import policies, require
from koersvast.core.signature import Part, history_of, marked, new_batch, rows_of, sign
from koersvast.core.visibility import hide_unseen, joined

Rows = list[models.Model]


class StillNeeded(ValidationError):
    """The record cannot be deleted: other records need it. `blockers` are those records."""

    def __init__(self, message: str, blockers: Rows) -> None:
        super().__init__(message)
        self.blockers = blockers


class CannotRestore(ValidationError):
    """What was deleted cannot be put back; nothing was."""


def what_hangs_on(record: models.Model) -> tuple[Rows, Rows]:
    """Return what goes with `record` when it is deleted, and what forbids that (both may be [])."""
    try:
        collector = _collected(record)
    except ProtectedError as error:
        return [], sorted(with_links(error.protected_objects), key=str)
    except RestrictedError as error:
        return [], sorted(with_links(error.restricted_objects), key=str)
    groups: list[Iterable[models.Model]] = [*collector.data.values(), *collector.fast_deletes]
    return [row for group in groups for row in group if row != record], []


def with_links(rows: Iterable[models.Model], actor: Actor | None = None) -> Rows:
    """Return the rows with all that they point at, for their names; one query per relation.

    With `actor`, without what he does not see.
    """
    found = list(rows)
    by_model: dict[type[models.Model], Rows] = {}
    for row in found:
        by_model.setdefault(type(row), []).append(row)
    for model, own in by_model.items():
        links = [each.name for each in model._meta.concrete_fields if each.is_relation]
        if actor is not None:
            hide_unseen(actor, own)
            links = joined(model, links)
        models.prefetch_related_objects(own, *links)
    return found


def what_loses_its_link(record: models.Model) -> Rows:
    """Return what stays when `record` is deleted, without its link to it; nothing may forbid it."""
    return [row for row, _field, _value in _unlinked(_collected(record))]


def _collected(record: models.Model) -> Collector:
    collector = Collector(using=record._state.db or "default", origin=record)
    collector.collect([record])
    return collector


def _unlinked(collector: Collector) -> list[tuple[models.Model, models.Field[Any, Any], Any]]:
    """Return every row whose link is emptied: the row, the field and its new value."""
    going = {(type(row), row.pk) for rows in collector.data.values() for row in rows}
    updates: Any = collector.field_updates
    return [
        (row, field, value)
        for (field, value), groups in updates.items()
        for group in groups
        for row in group
        if (type(row), row.pk) not in going
    ]


@transaction.atomic
def delete_record(*, actor: Actor, record: models.Model, reason: str = "") -> str:
    """Delete a record with what hangs on it; return the batch by which `restore_batch` undoes it.

    Raises PermissionDenied or StillNeeded, and Http404 when it is gone already.
    """
    policy = policies.of(record)
    actor = policy.renewed(actor)
    stored = locked(record)
    if not policy.may_delete(actor, stored):
        raise PermissionDenied(_("You may look at this, but not delete it."))
    refusal = policy.refuses(actor, stored, None)
    require(not refusal, refusal)
    _going, blockers = what_hangs_on(stored)
    if blockers:
        raise StillNeeded(
            _("This cannot be deleted yet: other records point at it. Move or delete them first."),
            blockers,
        )
    batch = new_batch()
    remove(actor=actor, record=stored, reason=reason, batch=batch)
    return batch


def remove(*, actor: Actor, record: models.Model, reason: str, batch: str) -> None:
    """Delete a record, signed and marked, without asking a policy; see `delete_record`."""
    collector = _collected(record)
    for row, field, value in _unlinked(collector):
        setattr(row, field.name, value)
        _count_version(row)
        sign(row, actor, marked(reason, Part.UNLINKED, batch))
        row.save()
    for rows in collector.data.values():
        for row in rows:
            part = Part.DELETED if row == record else Part.WITH
            sign(row, actor, marked(reason, part, batch))
    collector.delete()


@transaction.atomic
def restore_batch(*, actor: Actor, batch: str) -> Rows:
    """Put back what was deleted as `batch`, with all that went with it; return what was deleted.

    The actor must be allowed to add what was deleted itself. Links that were emptied are made
    again where nobody made another one since. Raises PermissionDenied, or CannotRestore when it
    was put back already or no longer fits.
    """
    deleted = [row for row in rows_of(batch, Part.DELETED) if _is_last(row)]
    if not deleted:
        raise CannotRestore(_("This was put back already, or is no longer there to put back."))
    waiting = [row.instance for row in [*deleted, *rows_of(batch, Part.WITH)]]
    own = {(type(row.instance), row.id) for row in deleted}
    restored: Rows = []
    while waiting:
        keys = {(type(record), record.pk) for record in waiting}
        ready = [record for record in waiting if not _above(record) & keys] or waiting
        for record in ready:
            _put_back(record, actor, ask=(type(record), record.pk) in own)
        restored += [record for record in ready if (type(record), record.pk) in own]
        waiting = [record for record in waiting if record not in ready]
    _link_again(batch, actor)
    return restored


def _is_last(row: Any) -> bool:
    """Tell whether nothing happened to a record since this history row."""
    last = history_of(type(row.instance)).filter(id=row.id).first()
    return last is not None and last.history_id == row.history_id


def _above(record: models.Model) -> set[tuple[Any, Any]]:
    """Return model and key of what a record points at, itself not among them."""
    pointed = {
        (each.related_model, getattr(record, each.attname))
        for each in record._meta.concrete_fields
        if each.is_relation
    }
    return pointed - {(type(record), record.pk)}


def _put_back(record: Any, actor: Actor, *, ask: bool) -> None:
    try:
        if ask:
            require(policies.of(record).may_add(actor, record))
        refusal = policies.of(record).refuses_restore(actor, record)
        if refusal:
            raise ValidationError(refusal)
        record.full_clean()
    except models.ObjectDoesNotExist as error:
        raise CannotRestore(
            _("“%(record)s” cannot be put back: what it hung on is no longer there.")
            % {"record": _safe_name(record)}
        ) from error
    except ValidationError as error:
        raise CannotRestore(
            _("“%(record)s” cannot be put back: %(problem)s")
            % {"record": _safe_name(record), "problem": " ".join(error.messages)}
        ) from error
    _count_version(record)
    sign(record, actor, "restored")
    record.save(force_insert=True)


def _count_version(record: Any) -> None:
    """Give a record the next version, where it has one: what somebody saw before is old."""
    if hasattr(record, "version"):
        record.version += 1


def _safe_name(record: models.Model) -> str:
    """Return the name of a record, also when what its name is made of is gone."""
    try:
        return str(record)
    except models.ObjectDoesNotExist:
        return str(record._meta.verbose_name)


def _link_again(batch: str, actor: Actor) -> None:
    for row in rows_of(batch, Part.UNLINKED):
        model = type(row.instance)
        record: Any = model._default_manager.select_for_update().filter(pk=row.id).first()
        earlier = history_of(model).filter(id=row.id, history_id__lt=row.history_id).first()
        if record is None or earlier is None:
            continue
        names = [each.attname for each in model._meta.concrete_fields if each.is_relation]
        lost = [name for name in names if getattr(earlier, name) != getattr(row, name)]
        again = [name for name in lost if getattr(record, name) == getattr(row, name)]
        for name in again:
            setattr(record, name, getattr(earlier, name))
        if again:
            _count_version(record)
            sign(record, actor, "restored")
            record.save()
