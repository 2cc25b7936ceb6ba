"""Who may see and do what. Default deny; each app says in its `policy.py` what it allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor

Guard = Callable[[Any, Mapping[str, Any] | None], str]
"""Looks at a stored row and its changes as `Policy.refuses` does; returns why not, "" allows."""


class Policy:
    """What an actor may do with the rows of one model.

    Which rows he *sees* is `Model.objects.visible_to(actor)`: what one may not see is not found.
    The methods here are about rows he sees: add, change, delete. `add` gets the unsaved row, so
    that a policy can look at what it hangs on.
    """

    def may_list(self, actor: Actor) -> bool:
        """Tell whether the actor may open the register at all."""
        return actor.may_read

    def may_add(self, actor: Actor, record: models.Model | None = None) -> bool:
        """Tell whether the actor may add `record`; without one, whether he may add any."""
        return False

    def may_add_each(self, actor: Actor, records: Sequence[models.Model]) -> list[bool]:
        """Tell of each of many rows whether the actor may add it, with whatever it still hangs on.

        A policy that asks the database answers here in a fixed number of queries.
        """
        return [self.may_add(actor, record) for record in records]

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """Tell whether the actor may change `record`."""
        return False

    def may_change_each(self, actor: Actor, records: Sequence[models.Model]) -> list[bool]:
        """Tell of each of many stored rows whether the actor may change it.

        A policy that asks the database answers here in a fixed number of queries.
        """
        return [self.may_change(actor, record) for record in records]

    def may_delete(self, actor: Actor, record: models.Model) -> bool:
        """Tell whether the actor may delete `record`."""
        return self.may_change(actor, record)

    def may_import(self, actor: Actor) -> bool:
        """Tell whether the actor may import many rows at once."""
        return False

    def renewed(self, actor: Actor) -> Actor:
        """Return the actor with the rights he has now; asked first in every transaction that
        changes, deletes or imports rows. A policy may lock here what those rights rest on.
        """
        return actor

    def refuses_add(self, actor: Actor, record: models.Model) -> str:
        """Return the sentence that refuses this new row to who may add rows; "" allows it.

        What was deleted and is put back is asked the same, see `refuses_restore`.
        """
        return ""

    def refuses(self, actor: Actor, record: models.Model, changes: Mapping[str, Any] | None) -> str:
        """Return the sentence that refuses these changes of a stored row; "" allows them.

        `changes` maps field -> new value; None when the row is deleted.
        """
        return ""

    def refuses_import(
        self, actor: Actor, record: models.Model | None, values: Mapping[str, Any]
    ) -> str:
        """Return the sentence that refuses a row of a file; "" allows it.

        `values` are those of a new row (no `record`), or what changes of a stored one; references
        are codes. A new row comes with its `plan`, or, nested, with the row above it under its
        link. What has a service of its own, like agreeing, is not done by file. The system may
        bring in all.
        """
        return ""

    def refuses_restore(self, actor: Actor, record: models.Model) -> str:
        """Return the sentence that refuses to put a deleted row back; "" allows it.

        Asked in the transaction that puts it back: a policy may lock here what that rests on.
        """
        return self.refuses_add(actor, record)


class NobodyMayAnything(Policy):
    """What holds for a model of which nobody said who may do what."""

    def may_list(self, actor: Actor) -> bool:
        """Nobody opens the register."""
        return False


class EditorsKeep(Policy):
    """Everybody reads; programme secretaries and administrators keep the register."""

    def may_add(self, actor: Actor, record: models.Model | None = None) -> bool:
        """Editors add."""
        return actor.may_edit

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """Editors change."""
        return actor.may_edit

    def may_import(self, actor: Actor) -> bool:
        """Editors import."""
        return actor.may_edit


class AdministratorsKeep(Policy):
    """Everybody reads; administrators keep the register."""

    def may_add(self, actor: Actor, record: models.Model | None = None) -> bool:
        """Administrators add."""
        return actor.is_administrator

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """Administrators change."""
        return actor.is_administrator

    def may_import(self, actor: Actor) -> bool:
        """Administrators import."""
        return actor.is_administrator


class Policies:
    """The policy of every model. A model without one may be done nothing with."""

    def __init__(self) -> None:
        self._policies: dict[type[models.Model], Policy] = {}
        self._guards: dict[type[models.Model], list[Guard]] = {}

    def add(self, model: type[models.Model], policy: Policy) -> None:
        """Say which policy holds for `model`."""
        self._policies[model] = policy

    def of(self, model: type[models.Model] | models.Model) -> Policy:
        """Return the policy of a model or a row; `NobodyMayAnything` where none was given."""
        kind: Any = model if isinstance(model, type) else type(model)
        return self._policies.get(kind, NobodyMayAnything())

    def guard(self, model: type[models.Model], guard: Guard) -> None:
        """Let a higher app guard what in its rows rests on a row of `model`; see `guarded`."""
        self._guards.setdefault(model, []).append(guard)

    def guarded(self, record: models.Model, changes: Mapping[str, Any] | None) -> str:
        """Return why what rests on a row in higher apps forbids these changes; "" when nothing.

        For the `refuses` of a policy that lets higher apps have a say.
        """
        answers = (guard(record, changes) for guard in self._guards.get(type(record), []))
        return next((answer for answer in answers if answer), "")


policies = Policies()


def require(allowed: bool, message: str = "") -> None:
    """Refuse with a sentence (403) what the actor may see but not do."""
    if not allowed:
        raise PermissionDenied(message or _("You may look at this, but not change it."))
