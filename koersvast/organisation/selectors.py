"""Reads across the tables of the organisation."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from koersvast.core.actors import ANONYMOUS, Access, Actor
from koersvast.organisation.models import Person, RoleHolding


def holding_on(day: date, prefix: str = "") -> Q:
    """Return the condition that something dated holds on `day`."""
    started = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})
    not_ended = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    return started & not_ended


def actor_for(user: Any, day: date) -> Actor:
    """Return who `user` is in the organisation on `day`: access, and roles held.

    An account without a person may do nothing, unless it is a superuser's (createadmin).
    """
    if not user.is_authenticated or not user.is_active:
        return ANONYMOUS
    person = Person.objects.filter(user=user).first()
    if person is None:
        access = Access.ADMINISTRATOR if user.is_superuser else Access.NONE
        return Actor(name=user.get_username(), access=access, user_id=user.pk)
    held = RoleHolding.objects.filter(holding_on(day), person=person)
    return Actor(
        name=person.name,
        access=Access(person.access),
        user_id=user.pk,
        person_id=person.pk,
        role_ids=frozenset(held.values_list("role_id", flat=True)),
    )
