"""Who keeps the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.core.actors import Access, Actor
from koersvast.core.policy import AdministratorsKeep, EditorsKeep, policies
from koersvast.organisation.models import (
    Dated,
    Person,
    Role,
    RoleHolding,
    Unit,
    UnitPlacement,
)


class PeopleAreKeptByAdministrators(AdministratorsKeep):
    """Everybody sees who holds which role; the list of people, with account and access, is not
    for everybody. Nobody deletes himself.
    """

    def may_list(self, actor: Actor) -> bool:
        """Administrators see the list, its export and its history."""
        return actor.is_administrator

    def may_delete(self, actor: Actor, record: models.Model) -> bool:
        """Administrators delete others."""
        return actor.is_administrator and not is_own(actor, record)

    def renewed(self, actor: Actor) -> Actor:
        """Lock all administrators and read the actor's own access anew.

        Of two administrators who take away each other's access at the same moment, the second
        waits here for the first, and then is an administrator no more.
        """
        administrators = Person.objects.filter(access=Access.ADMINISTRATOR)
        list(administrators.select_for_update().order_by("pk").values_list("pk", flat=True))
        if actor.user_id is None and actor.person_id is None:
            return actor
        own = Person.objects.filter(user=actor.user_id, user__is_active=True)
        access = own.values_list("access", flat=True).first()
        return Actor(
            name=actor.name,
            access=Access(access or Access.NONE),
            user_id=actor.user_id,
            person_id=actor.person_id,
            role_ids=actor.role_ids,
        )

    def refuses(self, actor: Actor, record: models.Model, changes: Mapping[str, Any] | None) -> str:
        """Nobody changes his own access, and the last administrator with an account stays one."""
        if changes and {"access", "user"} & {*changes} and is_own(actor, record):
            return _("Nobody changes his own access.")
        if isinstance(record, Person) and _is_last(record) and not _stays(record, changes):
            return _(
                "After this nobody with an account would be administrator. "
                "Make somebody else administrator first."
            )
        return ""


class HoldingPolicy(EditorsKeep):
    """Secretaries say who holds which role, except they themselves: what one sees and may do
    follows from it. Ending a role of one's own is free.
    """

    def refuses_add(self, actor: Actor, record: models.Model) -> str:
        """Nobody gives himself a role."""
        row: Any = record
        return str(NOT_TO_ONESELF) if _is_oneself(actor, row.person_id) else ""

    def refuses(self, actor: Actor, record: models.Model, changes: Mapping[str, Any] | None) -> str:
        """Nobody takes over a role from somebody else, or keeps one of his own longer."""
        row: Any = record
        if not changes or only_ends(row, changes):
            return ""
        person = changes.get("person", row.person_id)
        people = {row.person_id, getattr(person, "pk", person)}
        return str(NOT_TO_ONESELF) if any(_is_oneself(actor, key) for key in people) else ""

    def refuses_import(
        self, actor: Actor, record: models.Model | None, values: Mapping[str, Any]
    ) -> str:
        """The same in a file: a new holding in the row of the actor himself."""
        if record is not None:
            return ""
        person = values["person"]
        return str(NOT_TO_ONESELF) if person and _is_oneself(actor, person.pk) else ""


NOT_TO_ONESELF = gettext_lazy(
    "Nobody gives himself a role or keeps one longer. Ask another programme secretary or an "
    "administrator to do it."
)


def only_ends(record: Dated, changes: Mapping[str, Any]) -> bool:
    """Tell whether these changes of something dated do no more than end it sooner."""
    if {*changes} - {"valid_to"}:
        return False
    last, was = changes["valid_to"], record.valid_to
    return last is not None and (was is None or last < was)


def _is_oneself(actor: Actor, person: int | None) -> bool:
    return actor.person_id is not None and person == actor.person_id


def _is_last(person: Person) -> bool:
    """Tell whether `person` is the only administrator with an active account, as stored."""
    able = Person.objects.filter(access=Access.ADMINISTRATOR, user__is_active=True)
    return list(able.values_list("pk", flat=True)[:2]) == [person.pk]


def _stays(person: Person, changes: Mapping[str, Any] | None) -> bool:
    """Tell whether `person` still is an administrator with an active account after `changes`."""
    if changes is None:
        return False
    user = changes.get("user", person.user)
    access = changes.get("access", person.access)
    return bool(access == Access.ADMINISTRATOR and user is not None and user.is_active)


def is_own(actor: Actor, person: models.Model) -> bool:
    """Tell whether `person` is the actor himself."""
    if actor.person_id is not None and person.pk == actor.person_id:
        return True
    return actor.user_id is not None and getattr(person, "user_id", None) == actor.user_id


def may_set_access(actor: Actor, person: Person) -> bool:
    """Tell whether the actor may change account and access: administrators, not their own."""
    return actor.is_administrator and not is_own(actor, person)


def register_policies() -> None:
    """Secretaries keep units and roles; people and their access are the administrators' own."""
    for model in (Unit, UnitPlacement, Role):
        policies.add(model, EditorsKeep())
    policies.add(RoleHolding, HoldingPolicy())
    policies.add(Person, PeopleAreKeptByAdministrators())
