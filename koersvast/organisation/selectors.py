"""Reads across the tables of the organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from koersvast.core.actors import ANONYMOUS, Access, Actor
from koersvast.organisation.models import Person, Role, RoleHolding, Unit, UnitPlacement
from koersvast.organisation.rules.facts import HoldingFact, Key, PlacementFact, Span, UnitFact
from koersvast.organisation.rules.forest import Forest, change_days, forest_on
from koersvast.organisation.rules.placements import holders_on


def holding_on(day: date, prefix: str = "") -> Q:
    """Return the condition that something dated holds on `day`."""
    started = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})
    not_ended = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    return started & not_ended


def actor_for(user: Any, day: date) -> Actor:
    """Return who `user` is in the organisation on `day`: access, and roles held.

    An account without a person may do nothing.
    """
    if not user.is_authenticated or not user.is_active:
        return ANONYMOUS
    person = Person.objects.filter(user=user).first()
    if person is None:
        return Actor(name=user.get_username(), user_id=user.pk)
    held = RoleHolding.objects.filter(holding_on(day), person=person)
    return Actor(
        name=person.name,
        access=Access(person.access),
        user_id=user.pk,
        person_id=person.pk,
        role_ids=frozenset(held.values_list("role_id", flat=True)),
    )


def kept_roles(actor: Actor, day: date) -> set[int]:
    """Return the roles that the actor holds on `day` or will hold after it."""
    if actor.person_id is None:
        return set()
    held = RoleHolding.objects.filter(person=actor.person_id)
    not_ended = held.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    return set(not_ended.values_list("role_id", flat=True))


@dataclass(frozen=True)
class Structure:
    """All units and placements of all times that somebody may see, as plain data."""

    units: tuple[UnitFact, ...]
    placements: tuple[PlacementFact, ...]

    def on(self, day: date) -> Forest:
        """Return the tree of units on `day`."""
        return forest_on(self.units, self.placements, day)

    def change_days(self) -> list[date]:
        """Return the days on which the structure changes."""
        return change_days(self.units, self.placements)

    def names(self) -> dict[Key, str]:
        """Return how each unit is called."""
        return {each.key: each.name for each in self.units}


def structure(actor: Actor) -> Structure:
    """Return the organisation through time, in two queries; levels from high to low, by name."""
    units = Unit.objects.visible_to(actor).order_by("name", "code")
    placements = UnitPlacement.objects.visible_to(actor).order_by("valid_from", "pk")
    return Structure(
        tuple(
            UnitFact(key, name, level, Span(first, last), incomplete)
            for key, name, level, first, last, incomplete in units.values_list(
                "pk", "name", "level", "valid_from", "valid_to", "incomplete"
            )
        ),
        tuple(
            PlacementFact(unit, parent, Span(first, last))
            for unit, parent, first, last in placements.values_list(
                "unit", "parent", "valid_from", "valid_to"
            )
        ),
    )


@dataclass(frozen=True)
class HeldRole:
    """A role with the people who hold it on a day."""

    role: Role
    people: list[Person] = field(default_factory=list)


def roles_on(
    actor: Actor, day: date, units: Iterable[int] | None = None
) -> dict[int, list[HeldRole]]:
    """Return unit -> its roles with their holders on `day`, in three queries.

    The role that leads the unit comes first. `units` limits them to those units.
    """
    roles = Role.objects.visible_to(actor).filter(unit__isnull=False)
    if units is not None:
        roles = roles.filter(unit__in=list(units))
    found: list[Role] = list(roles.order_by("-leads", "name", "code"))
    holders = holders_of(actor, day, found)
    by_unit: dict[int, list[HeldRole]] = defaultdict(list)
    for role in found:
        if role.unit_id is not None:
            by_unit[role.unit_id].append(HeldRole(role, holders.get(role.pk, [])))
    return dict(by_unit)


def holders_of(actor: Actor, day: date, roles: Iterable[Role]) -> dict[Key, list[Person]]:
    """Return the key of a role -> who holds it on `day`; roles that nobody holds may lack."""
    held = RoleHolding.objects.visible_to(actor).filter(holding_on(day), role__in=roles)
    facts = [
        HoldingFact(each.role_id, each.person_id, Span(each.valid_from, each.valid_to))
        for each in held.order_by("valid_from", "pk")
    ]
    people = Person.objects.visible_to(actor).in_bulk({fact.person for fact in facts})
    return {
        role: [people[key] for key in keys if key in people]
        for role, keys in holders_on(facts, day).items()
    }
