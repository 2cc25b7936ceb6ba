"""The forms of the organisation, walked by those who may and those who may not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from koersvast.core.actors import Access
from koersvast.organisation.models import Person, Role, RoleHolding, Unit, UnitPlacement

JUNE, JULY = date(2023, 6, 30), date(2023, 7, 1)


@pytest.fixture
def team(cast: Any) -> Unit:
    unit = Unit.objects.create(code="team", name="Team Beleid", level="team")
    UnitPlacement.objects.create(unit=unit, parent=Unit.objects.get(code="concern"))
    return unit


@pytest.fixture
def addresses(cast: Any, team: Unit) -> dict[str, str]:
    holding = RoleHolding.objects.get(role__code="director")
    return {
        "unit-place": reverse("unit-place", args=[team.pk]),
        "unit-end": reverse("unit-end", args=[team.pk]),
        "placement-remove": reverse("placement-remove", args=[team.placements.get().pk]),
        "role-assign": reverse("role-assign", args=[holding.role_id]),
        "holding-end": reverse("holding-end", args=[holding.pk]),
        "holding-remove": reverse("holding-remove", args=[holding.pk]),
    }


@pytest.mark.parametrize("name", ["director", "employee", "reader"])
def test_who_may_look_may_not_change(cast: Any, addresses: dict[str, str], name: str) -> None:
    client = getattr(cast, name).client
    for address in [*addresses.values(), reverse("person-access", args=[cast.reader.person.pk])]:
        assert client.get(address).status_code == 403, address
        assert client.post(address, {}).status_code == 403, address


@pytest.mark.parametrize("name", ["secretary", "administrator"])
def test_the_forms_open(cast: Any, addresses: dict[str, str], name: str) -> None:
    client = getattr(cast, name).client
    for address in addresses.values():
        response = client.get(address)
        assert response.status_code == 200, address
        assert "<form" in response.content.decode()


def test_a_secretary_does_not_give_access(cast: Any) -> None:
    address = reverse("person-access", args=[cast.reader.person.pk])
    assert cast.secretary.client.get(address).status_code == 403
    assert cast.secretary.client.post(address, {"access": "4"}).status_code == 403


def test_a_unit_is_moved(cast: Any, team: Unit, addresses: dict[str, str]) -> None:
    new = Unit.objects.create(code="new", name="Nieuw", level="department")
    data = {"parent": new.pk, "valid_from": "2023-07-01", "valid_to": "", "reason": "besluit"}
    response = cast.secretary.client.post(addresses["unit-place"], data)
    assert response.status_code == 302
    assert response["Location"] == reverse("unit", args=[team.pk])
    assert list(team.placements.order_by("pk").values_list("parent__code", "valid_to")) == [
        ("concern", JUNE),
        ("new", None),
    ]
    assert UnitPlacement.history.filter(history_change_reason="besluit").count() == 2


def test_a_circle_is_told_and_nothing_is_saved(
    cast: Any, team: Unit, addresses: dict[str, str]
) -> None:
    concern = Unit.objects.get(code="concern")
    data = {"parent": team.pk, "valid_from": "2023-07-01"}
    address = reverse("unit-place", args=[concern.pk])
    response = cast.secretary.client.post(address, data)
    assert response.status_code == 422
    found = response.content.decode()
    assert "Gemeente Voorbeeldstad › Team Beleid › Gemeente Voorbeeldstad" in found
    assert concern.placements.count() == 1


def test_an_error_of_a_field_stands_at_the_field(cast: Any, team: Unit) -> None:
    old = Unit.objects.create(code="old", name="Oud", level="team", valid_to=JUNE)
    address = reverse("unit-place", args=[team.pk])
    response = cast.secretary.client.post(address, {"parent": old.pk, "valid_from": "2023-07-01"})
    assert response.status_code == 422
    assert response.context["form"].errors["parent"]


def test_a_day_that_does_not_exist_is_refused(cast: Any, addresses: dict[str, str]) -> None:
    data = {"parent": "", "valid_from": "2023-02-31"}
    response = cast.secretary.client.post(addresses["unit-place"], data)
    assert response.status_code == 422
    assert response.context["form"].errors["valid_from"]


def test_a_unit_is_not_offered_itself(cast: Any, team: Unit, addresses: dict[str, str]) -> None:
    response = cast.secretary.client.get(addresses["unit-place"])
    assert team not in response.context["form"].fields["parent"].queryset


def test_a_unit_ends(cast: Any, team: Unit, addresses: dict[str, str]) -> None:
    response = cast.secretary.client.post(addresses["unit-end"], {"last_day": "2023-06-30"})
    assert response.status_code == 302
    team.refresh_from_db()
    assert team.valid_to == JUNE


def test_a_placement_is_removed(cast: Any, team: Unit, addresses: dict[str, str]) -> None:
    assert cast.secretary.client.post(addresses["placement-remove"]).status_code == 302
    assert not team.placements.exists()


def test_a_role_is_assigned_ended_and_removed(cast: Any, addresses: dict[str, str]) -> None:
    client = cast.secretary.client
    person = cast.reader.person
    data = {"person": person.pk, "valid_from": "2023-01-01"}
    assert client.post(addresses["role-assign"], data).status_code == 302
    holding = person.holdings.get()
    end = reverse("holding-end", args=[holding.pk])
    assert client.post(end, {"last_day": "2023-06-30"}).status_code == 302
    holding.refresh_from_db()
    assert holding.valid_to == JUNE
    assert client.post(addresses["role-assign"], data).status_code == 422
    assert client.post(reverse("holding-remove", args=[holding.pk])).status_code == 302
    assert not person.holdings.exists()


def test_a_role_needs_a_person(cast: Any, addresses: dict[str, str]) -> None:
    assert cast.secretary.client.post(addresses["role-assign"], {}).status_code == 422


def test_an_administrator_gives_account_and_access(cast: Any) -> None:
    person = cast.reader.person
    address = reverse("person-access", args=[person.pk])
    form = cast.administrator.client.get(address).context["form"]
    offered = set(form.fields["user"].queryset)
    assert offered == {cast.reader.user, cast.outsider.user}
    data = {"access": "3", "user": cast.outsider.user.pk}
    assert cast.administrator.client.post(address, data).status_code == 302
    person.refresh_from_db()
    assert (person.access, person.user) == (Access.EDITOR, cast.outsider.user)


def test_an_administrator_does_not_open_his_own_access(cast: Any) -> None:
    address = reverse("person-access", args=[cast.administrator.person.pk])
    assert cast.administrator.client.get(address).status_code == 403
    assert cast.administrator.client.post(address, {"access": "1"}).status_code == 403


def test_nobody_becomes_administrator_by_the_form_of_people(cast: Any) -> None:
    address = reverse("register-edit", args=["people", cast.administrator.person.pk])
    response = cast.administrator.client.get(address)
    assert "access" not in response.context["form"].fields
    assert "user" not in response.context["form"].fields
    added = cast.administrator.client.post(
        reverse("register-add", args=["people"]), {"code": "x", "name": "X", "access": "4"}
    )
    assert added.status_code == 302
    assert Person.objects.get(code="x").access == Access.READER


def test_a_secretary_keeps_units_and_roles(cast: Any) -> None:
    client = cast.secretary.client
    unit = {"code": "n", "name": "Nieuw", "level": "team"}
    assert client.post(reverse("register-add", args=["units"]), unit).status_code == 302
    role = {"code": "n", "name": "Nieuwe rol"}
    assert client.post(reverse("register-add", args=["roles"]), role).status_code == 302
    assert Role.objects.filter(code="n").exists()
    assert client.get(reverse("register-add", args=["people"])).status_code == 404
