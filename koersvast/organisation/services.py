"""Writes on the organisation: placing and ending units, holding roles, access."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.core.actors import Access, Actor
from koersvast.core.days import validate_day
from koersvast.core.display import display
from koersvast.core.locking import locked
from koersvast.core.models import User
from koersvast.core.policy import policies, require
from koersvast.core.services import add_record, change_record, delete_record
from koersvast.organisation.models import Dated, Person, Role, RoleHolding, Unit, UnitPlacement
from koersvast.organisation.policy import may_set_access
from koersvast.organisation.rules.facts import DAY, Key, PlacementFact, Span
from koersvast.organisation.rules.placements import circles, overlaps
from koersvast.organisation.sentences import circle_sentence, days_in_words, overlap_sentence

SHOWN = 5


@transaction.atomic
def place_unit(
    *,
    actor: Actor,
    unit: Unit,
    parent: Unit | None,
    valid_from: date | None,
    valid_to: date | None = None,
    reason: str = "",
) -> UnitPlacement:
    """Put a unit under `parent` (None: at the top) from a day, up to and including another.

    The open placement that began before is ended on the day before. Raises PermissionDenied, or
    ValidationError when the unit would be in two places or under itself on any day, or when one
    of the two does not exist then.
    """
    placement = UnitPlacement(unit=unit, parent=parent, valid_from=valid_from, valid_to=valid_to)
    require(policies.of(placement).may_add(actor, placement))
    _lock_structure()
    _require_existence(placement)
    for stored in unit.placements.filter(valid_to=None):
        if valid_from and span_of_record(stored).first < valid_from:
            change_record(
                actor=actor, record=stored, changes={"valid_to": valid_from - DAY}, reason=reason
            )
    add_record(actor=actor, record=placement, reason=reason)
    _require_sound(unit)
    return placement


@transaction.atomic
def end_unit(*, actor: Actor, unit: Unit, last_day: date | None, reason: str = "") -> None:
    """Let a unit exist up to and including `last_day`; None takes an end away.

    Its own placement ends with it. Raises PermissionDenied, or ValidationError when it ends before
    it begins, has a later placement, or other units stand under it after that day.
    """
    require(policies.of(unit).may_change(actor, unit))
    _lock_structure()
    if last_day is not None:
        validate_day(last_day)
        _require_nothing_below(unit, last_day)
        for placement in unit.placements.all():
            if span_of_record(placement).last > last_day:
                _end_placement(actor, placement, last_day, reason)
    change_record(actor=actor, record=unit, changes={"valid_to": last_day}, reason=reason)


@transaction.atomic
def remove_placement(*, actor: Actor, placement: UnitPlacement, reason: str = "") -> None:
    """Take away a placement that was a mistake. Raises PermissionDenied."""
    delete_record(actor=actor, record=placement, reason=reason)


@transaction.atomic
def assign_role(
    *,
    actor: Actor,
    role: Role,
    person: Person,
    valid_from: date | None,
    valid_to: date | None = None,
    reason: str = "",
) -> RoleHolding:
    """Let a person hold a role from a day, up to and including another.

    Several people may hold one role at a time. Raises PermissionDenied, or ValidationError when
    this person already holds it on some of those days.
    """
    holding = RoleHolding(role=role, person=person, valid_from=valid_from, valid_to=valid_to)
    require(policies.of(holding).may_add(actor, holding))
    locked(role)
    wanted = span_of_record(holding)
    for stored in RoleHolding.objects.filter(role=role, person=person):
        if span_of_record(stored).overlaps(wanted):
            raise ValidationError(
                _("%(person)s already holds this role %(days)s.")
                % {"person": person, "days": days_in_words(span_of_record(stored))}
            )
    add_record(actor=actor, record=holding, reason=reason)
    return holding


@transaction.atomic
def end_holding(
    *, actor: Actor, holding: RoleHolding, last_day: date | None, reason: str = ""
) -> None:
    """Let somebody hold a role up to and including `last_day`; None takes an end away.

    Raises PermissionDenied, or ValidationError when it ends before it begins or when, without an
    end, it runs into a later period of the same person.
    """
    locked(holding.role)
    change_record(actor=actor, record=holding, changes={"valid_to": last_day}, reason=reason)
    others = RoleHolding.objects.filter(role=holding.role_id, person=holding.person_id)
    for other in others.exclude(pk=holding.pk):
        if span_of_record(other).overlaps(span_of_record(holding)):
            raise ValidationError(
                _("%(person)s already holds this role %(days)s.")
                % {"person": holding.person, "days": days_in_words(span_of_record(other))}
            )


@transaction.atomic
def remove_holding(*, actor: Actor, holding: RoleHolding, reason: str = "") -> None:
    """Take away a holding that was a mistake. Raises PermissionDenied."""
    delete_record(actor=actor, record=holding, reason=reason)


@transaction.atomic
def set_access(*, actor: Actor, person: Person, access: Access, reason: str = "") -> None:
    """Say how far somebody's rights reach. Administrators only, and nobody his own."""
    _require_access_of_another(actor, person)
    change_record(actor=actor, record=person, changes={"access": access.value}, reason=reason)


@transaction.atomic
def set_account(*, actor: Actor, person: Person, user: User | None, reason: str = "") -> None:
    """Say with which account somebody signs in; None takes it away.

    Administrators only; nobody his own account, nor gives it to another. Raises PermissionDenied,
    or ValidationError when the account is somebody else's already.
    """
    _require_access_of_another(actor, person)
    require(user is None or user.pk != actor.user_id, _("Nobody changes his own access."))
    change_record(actor=actor, record=person, changes={"user": user}, reason=reason)


def span_of_record(record: Dated) -> Span:
    """Return the days on which something dated holds."""
    return Span(record.valid_from, record.valid_to)


def _require_access_of_another(actor: Actor, person: Person) -> None:
    require(actor.is_administrator)
    require(may_set_access(actor, person), _("Nobody changes his own access."))


def _lock_structure() -> None:
    """Let one at a time change where units stand: a circle can be made of any two changes."""
    list(Unit.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _require_existence(placement: UnitPlacement) -> None:
    """Refuse to place a unit on days on which it, or the one above, does not exist."""
    placement.clean()
    days = span_of_record(placement).shared(span_of_record(placement.unit))
    if days.is_empty:
        raise ValidationError(_not_there(placement.unit))
    parent = placement.parent
    if parent is not None and span_of_record(parent).shared(days) != days:
        raise ValidationError({"parent": _not_there(parent)})


def _not_there(unit: Unit) -> str:
    return _("“%(unit)s” exists %(days)s. Choose days within that.") % {
        "unit": unit,
        "days": days_in_words(span_of_record(unit)),
    }


def _require_sound(unit: Unit) -> None:
    """Refuse when `unit` is in two places, or under itself, on any day."""
    rows = UnitPlacement.objects.order_by("pk").values_list(
        "unit", "parent", "valid_from", "valid_to"
    )
    facts = [PlacementFact(row[0], row[1], Span(row[2], row[3])) for row in rows]
    names: dict[Key, str] = dict(Unit.objects.values_list("pk", "name"))
    own = [each for each in facts if each.unit == unit.pk]
    problems = [overlap_sentence(each, names) for each in overlaps(own)]
    problems += [circle_sentence(each, names) for each in circles(facts) if unit.pk in each.units]
    if problems:
        raise ValidationError(problems)


def _end_placement(actor: Actor, placement: UnitPlacement, last_day: date, reason: str) -> None:
    if span_of_record(placement).first > last_day:
        raise ValidationError(
            _("“%(unit)s” gets a place %(days)s. Remove that placement first.")
            % {"unit": placement.unit, "days": days_in_words(span_of_record(placement))}
        )
    change_record(actor=actor, record=placement, changes={"valid_to": last_day}, reason=reason)


def _require_nothing_below(unit: Unit, last_day: date) -> None:
    """Refuse to end a unit under which others still stand after `last_day`."""
    after = Span(last_day + DAY, None)
    below = [
        placement.unit.name
        for placement in unit.child_placements.select_related("unit")
        if not span_of_record(placement)
        .shared(span_of_record(placement.unit))
        .shared(after)
        .is_empty
    ]
    if below:
        names = sorted(set(below))
        raise ValidationError(
            _("After %(day)s other units still stand under it: %(names)s. Move or end them first.")
            % {
                "day": display(last_day),
                "names": ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else ""),
            }
        )
