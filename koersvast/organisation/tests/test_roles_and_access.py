"""Who holds a role, and who decides about account and access."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from koersvast.core.actors import SYSTEM, Access
from koersvast.core.models import User
from koersvast.core.policy import policies
from koersvast.organisation.models import Person, Role, RoleHolding
from koersvast.organisation.selectors import actor_for
from koersvast.organisation.services import (
    assign_role,
    end_holding,
    remove_holding,
    set_access,
    set_account,
)

JANUARY, JUNE, JULY = date(2023, 1, 1), date(2023, 6, 30), date(2023, 7, 1)


def assign(cast: Any, person: Person, first: date | None, last: date | None = None) -> RoleHolding:
    role = Role.objects.get(code="director")
    actor = cast.secretary.actor
    return assign_role(actor=actor, role=role, person=person, valid_from=first, valid_to=last)


def test_a_person_holds_a_role_for_a_period(cast: Any) -> None:
    holding = assign(cast, cast.reader.person, JANUARY, JUNE)
    assert holding.holds_on(JUNE)
    assert not holding.holds_on(JULY)
    assert RoleHolding.history.get(id=holding.pk).history_user == cast.secretary.user


def test_nobody_holds_a_role_twice_at_a_time(cast: Any) -> None:
    assign(cast, cast.reader.person, JANUARY)
    with pytest.raises(ValidationError, match="Reader"):
        assign(cast, cast.reader.person, JULY)


def test_somebody_may_come_back_to_a_role(cast: Any) -> None:
    assign(cast, cast.reader.person, JANUARY, JUNE)
    assign(cast, cast.reader.person, JULY)
    assert cast.reader.person.holdings.count() == 2


def test_a_holding_ends(cast: Any) -> None:
    holding = assign(cast, cast.reader.person, JANUARY)
    end_holding(actor=cast.secretary.actor, holding=holding, last_day=JUNE)
    holding.refresh_from_db()
    assert holding.valid_to == JUNE


def test_a_holding_does_not_end_before_it_begins(cast: Any) -> None:
    holding = assign(cast, cast.reader.person, JULY)
    with pytest.raises(ValidationError):
        end_holding(actor=cast.secretary.actor, holding=holding, last_day=JANUARY)


def test_taking_an_end_away_does_not_run_into_a_later_period(cast: Any) -> None:
    first = assign(cast, cast.reader.person, JANUARY, date(2023, 3, 1))
    later = assign(cast, cast.reader.person, JULY)
    end_holding(actor=cast.secretary.actor, holding=first, last_day=JUNE)
    with pytest.raises(ValidationError, match="Reader"):
        end_holding(actor=cast.secretary.actor, holding=first, last_day=None)
    first.refresh_from_db()
    assert first.valid_to == JUNE
    remove_holding(actor=cast.secretary.actor, holding=later)
    end_holding(actor=cast.secretary.actor, holding=first, last_day=None)


@pytest.mark.parametrize("name", ["director", "employee", "reader", "outsider"])
def test_others_do_not_assign_end_or_remove(cast: Any, name: str) -> None:
    actor = getattr(cast, name).actor
    holding = RoleHolding.objects.get(role__code="director")
    with pytest.raises(PermissionDenied):
        assign_role(actor=actor, role=holding.role, person=holding.person, valid_from=None)
    with pytest.raises(PermissionDenied):
        end_holding(actor=actor, holding=holding, last_day=JUNE)
    with pytest.raises(PermissionDenied):
        remove_holding(actor=actor, holding=holding)


def test_an_administrator_gives_access(cast: Any) -> None:
    set_access(actor=cast.administrator.actor, person=cast.reader.person, access=Access.EDITOR)
    assert cast.reader.actor.may_edit
    change = Person.history.filter(id=cast.reader.person.pk).first()
    assert change.history_user == cast.administrator.user


@pytest.mark.parametrize("name", ["secretary", "director", "employee", "reader", "outsider"])
def test_others_give_no_access(cast: Any, name: str) -> None:
    actor = getattr(cast, name).actor
    with pytest.raises(PermissionDenied):
        set_access(actor=actor, person=cast.reader.person, access=Access.ADMINISTRATOR)
    with pytest.raises(PermissionDenied):
        set_account(actor=actor, person=cast.reader.person, user=None)


def test_nobody_changes_his_own_access_or_account(cast: Any) -> None:
    own = cast.administrator
    with pytest.raises(PermissionDenied):
        set_access(actor=own.actor, person=own.person, access=Access.READER)
    with pytest.raises(PermissionDenied):
        set_account(actor=own.actor, person=own.person, user=None)
    with pytest.raises(PermissionDenied):
        set_account(actor=own.actor, person=cast.reader.person, user=own.user)
    assert not policies.of(Person).may_delete(own.actor, own.person)
    assert policies.of(Person).may_delete(own.actor, cast.reader.person)


def test_a_superuser_without_a_person_may_nothing(cast: Any) -> None:
    root = User.objects.create(username="root", is_superuser=True)
    actor = actor_for(root, JULY)
    assert actor.access is Access.NONE
    with pytest.raises(PermissionDenied):
        set_account(actor=actor, person=cast.reader.person, user=root)


def test_an_account_is_taken_away(cast: Any) -> None:
    set_account(actor=cast.administrator.actor, person=cast.reader.person, user=None)
    assert not cast.reader.actor.may_read


def test_an_account_that_is_taken_is_refused(cast: Any) -> None:
    with pytest.raises(ValidationError):
        set_account(
            actor=cast.administrator.actor, person=cast.reader.person, user=cast.employee.user
        )


def test_the_system_may_set_access_of_people_without_an_account(cast: Any) -> None:
    person = Person.objects.create(code="x", name="X")
    set_access(actor=SYSTEM, person=person, access=Access.EMPLOYEE)
    person.refresh_from_db()
    assert person.access == Access.EMPLOYEE


def test_the_list_of_people_is_for_administrators(cast: Any) -> None:
    may = {name for name, who in cast.all().items() if policies.of(Person).may_list(who.actor)}
    assert may == {"administrator"}
