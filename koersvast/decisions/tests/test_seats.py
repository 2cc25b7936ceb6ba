"""Nobody lets himself see what is closed: not by a seat in a body, and not by a role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from koersvast.core.actors import SYSTEM, Actor
from koersvast.core.services import (
    CannotRestore,
    add_record,
    change_record,
    delete_record,
    restore_batch,
)
from koersvast.decisions.models import Body, Membership, Proposal, Reader
from koersvast.decisions.policy import READERS_BY_THOSE_CONCERNED
from koersvast.decisions.seat_policy import NOT_TO_ONESELF as NO_SEAT
from koersvast.decisions.services.proposals import change_proposal
from koersvast.decisions.services.secrecy import lift_secrecy
from koersvast.decisions.tests.bodies import Circle, make_circle, role
from koersvast.organisation.models import Person, RoleHolding
from koersvast.organisation.policy import NOT_TO_ONESELF as NO_ROLE
from koersvast.organisation.services import assign_role, end_holding
from tests.cast import Cast, Player, SmallPlan

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture(params=["secretary", "administrator"])
def keeper(request: pytest.FixtureRequest, cast: Cast) -> Player:
    """Somebody who keeps the registers, in the role that is called "own"."""
    player: Player = getattr(cast, request.param)
    RoleHolding.objects.create(role=role("own"), person=player.person)
    return player


@pytest.fixture
def circle(cast: Cast, small: SmallPlan) -> Circle:
    circle = make_circle(cast, small.plan)
    circle.close()
    return circle


def add_membership(actor: Actor, circle: Circle) -> None:
    add_record(actor=actor, record=Membership(body=circle.body, role=role("own")))


def add_membership_for_later(actor: Actor, circle: Circle) -> None:
    later = Membership(body=circle.body, role=role("own"), valid_from=TODAY + DAY)
    add_record(actor=actor, record=later)


def take_a_membership_over(actor: Actor, circle: Circle) -> None:
    row = Membership.objects.get(body=circle.body)
    change_record(actor=actor, record=row, changes={"role": role("own")})


def stay_a_member_longer(actor: Actor, circle: Circle) -> None:
    row = Membership.objects.create(body=circle.body, role=role("own"), valid_to=TODAY - DAY)
    change_record(actor=actor, record=row, changes={"valid_to": None})


def take_a_seat_to_another_body(actor: Actor, circle: Circle) -> None:
    other = Body.objects.create(code="other", name="Ander", kind="consultation")
    row = Membership.objects.create(body=other, role=role("own"))
    change_record(actor=actor, record=row, changes={"body": circle.body})


def become_the_secretary(actor: Actor, circle: Circle) -> None:
    change_record(actor=actor, record=circle.body, changes={"secretary_role": role("own")})


def make_a_body_of_ones_own(actor: Actor, circle: Circle) -> None:
    add_record(
        actor=actor, record=Body(code="b", name="B", kind="college", secretary_role=role("own"))
    )


def put_a_membership_back(actor: Actor, circle: Circle) -> None:
    row = Membership.objects.create(body=circle.body, role=role("own"))
    restore_batch(actor=actor, batch=delete_record(actor=actor, record=row))


def put_a_body_with_a_seat_back(actor: Actor, circle: Circle) -> None:
    body = Body.objects.create(code="old", name="Oud", kind="consultation")
    Membership.objects.create(body=body, role=role("own"))
    restore_batch(actor=actor, batch=delete_record(actor=actor, record=body))


def hold_the_role_of_a_member(actor: Actor, circle: Circle) -> None:
    person = Person.objects.get(pk=actor.person_id)
    assign_role(actor=actor, role=role("member"), person=person, valid_from=None)


def hold_a_role_that_is_no_member_yet(actor: Actor, circle: Circle) -> None:
    person = Person.objects.get(pk=actor.person_id)
    assign_role(actor=actor, role=role("new"), person=person, valid_from=TODAY + DAY)


def take_a_role_over(actor: Actor, circle: Circle) -> None:
    row = RoleHolding.objects.get(role=role("member"))
    person = Person.objects.get(pk=actor.person_id)
    change_record(actor=actor, record=row, changes={"person": person})


def change_the_role_that_one_holds(actor: Actor, circle: Circle) -> None:
    row = RoleHolding.objects.get(role=role("own"))
    change_record(actor=actor, record=row, changes={"role": role("member")})


def hold_a_role_longer(actor: Actor, circle: Circle) -> None:
    row = RoleHolding.objects.create(
        role=role("member"), person_id=actor.person_id, valid_to=TODAY - DAY
    )
    end_holding(actor=actor, holding=row, last_day=TODAY)


def put_a_role_back(actor: Actor, circle: Circle) -> None:
    row = RoleHolding.objects.create(role=role("member"), person_id=actor.person_id)
    restore_batch(actor=actor, batch=delete_record(actor=actor, record=row))


WAYS: list[Callable[[Actor, Circle], None]] = [
    add_membership,
    add_membership_for_later,
    take_a_membership_over,
    stay_a_member_longer,
    take_a_seat_to_another_body,
    become_the_secretary,
    make_a_body_of_ones_own,
    put_a_membership_back,
    put_a_body_with_a_seat_back,
    hold_the_role_of_a_member,
    hold_a_role_that_is_no_member_yet,
    take_a_role_over,
    change_the_role_that_one_holds,
    hold_a_role_longer,
    put_a_role_back,
]


@pytest.mark.parametrize("way", WAYS)
def test_nobody_gives_himself_a_seat_or_a_role(
    keeper: Player, circle: Circle, way: Callable[[Actor, Circle], None]
) -> None:
    with pytest.raises((PermissionDenied, CannotRestore)) as told:
        way(keeper.actor, circle)
    assert str(NO_SEAT) in str(told.value) or str(NO_ROLE) in str(told.value)
    assert not Proposal.objects.visible_to(keeper.actor).filter(pk=circle.proposal.pk).exists()


def test_nor_by_a_form_or_a_spreadsheet(keeper: Player, circle: Circle) -> None:
    form = {"body": circle.body.pk, "role": role("own").pk}
    answer = keeper.client.post("/registers/memberships/new/", form)
    assert answer.status_code == 403
    assert str(NO_SEAT) in answer.content.decode()
    sheet = "code;name;kind;secretary_role\nkring;Kring;management_team;own\n"
    file = SimpleUploadedFile("f.csv", sheet.encode())
    answer = keeper.client.post("/registers/bodies/import/", {"file": file})
    assert answer.status_code == 422
    assert str(NO_SEAT) in answer.content.decode()
    assert not Membership.objects.filter(role=role("own")).exists()


OPENING: list[dict[str, Any]] = [
    {"portfolio_role": "own"},
    {"openness": "public"},
    {"body": "ours"},
    {"secrecy_body": "ours"},
    {"embargo_until": TODAY},
]


@pytest.mark.parametrize("changes", OPENING)
def test_a_named_reader_who_keeps_the_registers_lets_nobody_in(
    keeper: Player, circle: Circle, changes: dict[str, Any]
) -> None:
    Reader.objects.create(proposal=circle.proposal, role=role("own"))
    ours = Body.objects.create(code="ours", name="Ons", kind="college", secretary_role=role("own"))
    rows = {"own": role("own"), "ours": ours}
    values = {name: rows.get(value, value) for name, value in changes.items()}
    given: dict[str, Any] = {"proposal": circle.proposal, "changes": values, "texts": {}}
    with pytest.raises(PermissionDenied, match=str(READERS_BY_THOSE_CONCERNED)):
        change_proposal(actor=keeper.actor, **given)
    given["changes"] = {"title": "Beter"}
    assert change_proposal(actor=keeper.actor, **given)
    given["changes"] = {"openness": "public"}
    assert change_proposal(actor=circle.author.actor, **given)
    given["changes"] = values
    assert change_proposal(actor=keeper.actor, **given) is (changes != {"openness": "public"})


def test_the_secretary_of_the_body_that_imposed_secrecy_lifts_it(
    keeper: Player, circle: Circle
) -> None:
    Reader.objects.create(proposal=circle.proposal, role=role("own"))
    today: dict[str, Any] = {"proposal": circle.proposal, "on": TODAY}
    imposed = Body.objects.create(code="raad", name="Raad", kind="council")
    Proposal.objects.update(openness="", secrecy_body=imposed, secrecy_ground="art. 87")
    with pytest.raises(PermissionDenied, match=str(READERS_BY_THOSE_CONCERNED)):
        lift_secrecy(actor=keeper.actor, **today)
    Body.objects.filter(pk=imposed.pk).update(secretary_role=role("own"))
    lift_secrecy(actor=keeper.actor, **today)
    assert Proposal.objects.get().secrecy_lifted_on == TODAY


def test_the_system_others_and_ending_are_free(keeper: Player, circle: Circle) -> None:
    actor, person = keeper.actor, keeper.person
    add_record(actor=actor, record=Membership(body=circle.body, role=role("director")))
    assign_role(
        actor=actor, role=role("member"), person=circle.cast.director.person, valid_from=None
    )
    mine = Membership(body=circle.body, role=role("own"))
    add_record(actor=SYSTEM, record=mine)
    assert Proposal.objects.visible_to(actor).filter(pk=circle.proposal.pk).exists()
    change_record(actor=actor, record=mine, changes={"valid_to": TODAY + 2 * DAY})
    change_record(actor=actor, record=mine, changes={"valid_to": TODAY + DAY})
    change_record(actor=actor, record=mine, changes={"note": "Tijdelijk"})
    change_record(actor=actor, record=circle.body, changes={"rhythm": "wekelijks"})
    change_record(actor=actor, record=circle.body, changes={"secretary_role": None})
    held = RoleHolding.objects.get(person=person)
    end_holding(actor=actor, holding=held, last_day=TODAY)
    delete_record(actor=actor, record=mine)
    delete_record(actor=actor, record=held)
