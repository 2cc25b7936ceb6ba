"""Who keeps the organisation."""

from __future__ import annotations

from django.db import models

from koersvast.core.actors import Actor
from koersvast.core.policy import AdministratorsKeep, EditorsKeep, policies
from koersvast.organisation.models import Person, Role, RoleHolding, Unit, UnitPlacement


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
    for model in (Unit, UnitPlacement, Role, RoleHolding):
        policies.add(model, EditorsKeep())
    policies.add(Person, PeopleAreKeptByAdministrators())
