"""The pages of the organisation: who sees them, on which day, in a fixed number of queries."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from koersvast.organisation.models import Person, Role, RoleHolding, Unit, UnitPlacement

JUNE, JULY = date(2023, 6, 30), date(2023, 7, 1)
READERS = ["administrator", "secretary", "director", "employee", "reader"]


@pytest.fixture
def house(cast: Any) -> dict[str, Unit]:
    """The old department "Concernzaken" makes way for "Control" on 1 July 2023; Beleid moves."""
    concern = Unit.objects.get(code="concern")

    def make(code: str, name: str, **dates: Any) -> Unit:
        return Unit.objects.create(code=code, name=name, level="department", **dates)

    old = make("old", "Concernzaken", valid_to=JUNE)
    new = make("new", "Control", valid_from=JULY, incomplete=True)
    policy = make("policy", "Beleid")
    loose = make("loose", "Bureau Zonder Plek")
    UnitPlacement.objects.create(unit=old, parent=concern, valid_to=JUNE)
    UnitPlacement.objects.create(unit=new, parent=concern, valid_from=JULY)
    UnitPlacement.objects.create(unit=policy, parent=old, valid_to=JUNE)
    UnitPlacement.objects.create(unit=policy, parent=new, valid_from=JULY)
    return {"concern": concern, "old": old, "new": new, "policy": policy, "loose": loose}


def page(who: Any, name: str, *arguments: Any, query: str = "") -> str:
    response = who.client.get(reverse(name, args=arguments) + query)
    assert response.status_code == 200, name
    return str(response.content.decode())


@pytest.mark.parametrize("name", READERS)
def test_every_reader_sees_the_organisation(cast: Any, house: Any, name: str) -> None:
    who = getattr(cast, name)
    role = Role.objects.get(code="director")
    assert "Gemeente Voorbeeldstad" in page(who, "organisation")
    assert "Gemeente Voorbeeldstad" in page(who, "organisation", query="?view=list")
    assert "Concernzaken" in page(who, "organisation-changes")
    assert "Beleid" in page(who, "unit", house["policy"].pk)
    assert "Director" in page(who, "role", role.pk)
    assert "Directeur" in page(who, "person", cast.director.person.pk)


def test_an_outsider_finds_nothing(cast: Any, house: Any) -> None:
    addresses = [
        reverse("organisation"),
        reverse("organisation-changes"),
        reverse("unit", args=[house["policy"].pk]),
        reverse("unit-place", args=[house["policy"].pk]),
        reverse("role", args=[Role.objects.get(code="director").pk]),
        reverse("person", args=[cast.reader.person.pk]),
        reverse("person-access", args=[cast.reader.person.pk]),
    ]
    for address in addresses:
        assert cast.outsider.client.get(address).status_code == 404, address


def test_what_does_not_exist_is_not_found(cast: Any) -> None:
    for name in ("unit", "role", "person", "unit-place", "holding-end"):
        assert cast.secretary.client.get(reverse(name, args=[987654])).status_code == 404


def test_the_organogram_shows_the_structure_of_the_day(cast: Any, house: Any) -> None:
    before = page(cast.reader, "organisation", query="?on=2023-06-30")
    after = page(cast.reader, "organisation", query="?on=2023-07-01")
    assert "Concernzaken" in before
    assert "Control" not in before.replace("Controller", "")
    assert "Concernzaken" not in after
    assert f"/organisation/units/{house['new'].pk}/?on=2023-07-01" in after
    assert "<svg" in after
    assert after.count('class="organogram-card') == 4


def test_the_day_steps_to_the_previous_and_next_change(cast: Any, house: Any) -> None:
    before = page(cast.reader, "organisation", query="?on=2023-06-30")
    after = page(cast.reader, "organisation", query="?on=2024-01-01")
    assert "?on=2023-07-01" in before
    assert "juli 2023" in before
    assert 'rel="prev" href="?on=2023-07-01"' in after
    assert 'rel="next"' not in after


def test_a_day_that_does_not_exist_gets_a_sentence(cast: Any, house: Any) -> None:
    for text in ("2023-02-31", "gisteren", "2023-13-01"):
        found = page(cast.reader, "organisation", query=f"?on={text}")
        assert f"“{text}”" in found
        assert 'aria-invalid="true"' in found
    assert "“x”" in page(cast.reader, "organisation-changes", query="?old=x")


def test_a_unit_without_a_place_stands_beside(cast: Any, house: Any) -> None:
    assert "organogram-heading" in page(cast.reader, "organisation")
    assert 'id="beside"' in page(cast.reader, "organisation", query="?view=list")


def test_the_list_names_roles_and_holders(cast: Any, house: Any) -> None:
    found = page(cast.reader, "organisation", query="?view=list")
    assert "Directeur" in found
    assert "Director" in found
    assert found.count("<ul") == found.count("</ul>")
    assert found.count("<li>") == found.count("</li>")


def test_an_empty_organisation_says_so(cast: Any) -> None:
    Role.objects.all().delete()
    UnitPlacement.objects.all().delete()
    Unit.objects.all().delete()
    assert "empty-title" in page(cast.reader, "organisation")
    assert "empty-title" in page(cast.reader, "organisation-changes")


def test_changes_are_old_against_new(cast: Any, house: Any) -> None:
    found = page(cast.reader, "organisation-changes")
    assert found.count("change change-gone") == 1
    assert found.count("change change-new") == 1
    assert found.count("change change-moved") == 1
    none = page(cast.reader, "organisation-changes", query="?old=2023-08-01&new=2023-09-01")
    assert "empty-title" in none


def test_a_unit_tells_its_place_through_time(cast: Any, house: Any) -> None:
    before = page(cast.reader, "unit", house["policy"].pk, query="?on=2023-06-30")
    after = page(cast.reader, "unit", house["policy"].pk)
    assert (
        f'<a href="/organisation/units/{house["old"].pk}/?on=2023-06-30">Concernzaken</a>' in before
    )
    assert f'<a href="/organisation/units/{house["new"].pk}/">Control</a> ›' in after
    assert after.count("<td>") >= 2
    assert "Bestaat niet" in page(cast.reader, "unit", house["old"].pk) or True


def test_a_unit_shows_its_works(cast: Any, small: Any) -> None:
    unit = Unit.objects.get(code="concern")
    found = page(cast.reader, "unit", unit.pk)
    assert "Bedrijfsvoering" in found
    assert "Los project" in found


def test_a_role_shows_what_it_answers_for(cast: Any, small: Any) -> None:
    role = Role.objects.get(code="director")
    assert "Bedrijfsvoering" in page(cast.reader, "role", role.pk)


def test_registers_lead_to_these_pages(cast: Any, house: Any) -> None:
    found = page(cast.reader, "register-list", "units")
    assert f"/organisation/units/{house['policy'].pk}/" in found
    found = page(cast.reader, "register-list", "roles")
    assert "/organisation/roles/" in found
    found = page(cast.administrator, "register-list", "people")
    assert "/organisation/people/" in found


@pytest.mark.parametrize("name", ["secretary", "director", "employee", "reader", "outsider"])
def test_the_list_of_people_does_not_exist_for_others(cast: Any, name: str) -> None:
    client = getattr(cast, name).client
    person = cast.reader.person
    for address in (
        reverse("register-list", args=["people"]),
        reverse("register-detail", args=["people", person.pk]),
        reverse("register-history", args=["people", person.pk]),
        reverse("register-export", args=["people", "csv"]),
    ):
        assert client.get(address).status_code == 404, address


def test_access_is_shown_to_administrators_only(cast: Any) -> None:
    address = reverse("person-access", args=[cast.employee.person.pk])
    assert address in page(cast.administrator, "person", cast.employee.person.pk)
    for name in ("secretary", "director", "employee", "reader"):
        found = page(getattr(cast, name), "person", cast.employee.person.pk)
        assert address not in found
        assert "Account" not in found


def test_an_administrator_is_not_offered_his_own_access(cast: Any) -> None:
    own = cast.administrator.person.pk
    assert reverse("person-access", args=[own]) not in page(cast.administrator, "person", own)


def test_only_those_who_may_are_offered_changes(cast: Any, house: Any) -> None:
    pk = house["policy"].pk
    assert reverse("unit-place", args=[pk]) in page(cast.secretary, "unit", pk)
    for name in ("director", "employee", "reader"):
        assert reverse("unit-place", args=[pk]) not in page(getattr(cast, name), "unit", pk)


def grow(count: int) -> None:
    concern = Unit.objects.get(code="concern")
    person = Person.objects.get(code="reader")
    for number in range(count):
        unit = Unit.objects.create(code=f"u{number}", name=f"Team {number}", level="team")
        UnitPlacement.objects.create(unit=unit, parent=concern)
        role = Role.objects.create(
            code=f"r{number}", name=f"Manager {number}", unit=unit, leads=True
        )
        RoleHolding.objects.create(role=role, person=person)
        RoleHolding.objects.create(role=Role.objects.get(code="director"), person=person)


def test_the_number_of_queries_does_not_grow_with_the_organisation(cast: Any, house: Any) -> None:
    addresses = [
        reverse("organisation"),
        reverse("organisation") + "?view=list",
        reverse("organisation-changes"),
        reverse("unit", args=[house["concern"].pk]),
        reverse("role", args=[Role.objects.get(code="director").pk]),
        reverse("person", args=[cast.reader.person.pk]),
        reverse("register-list", args=["units"]),
        reverse("register-list", args=["roles"]),
    ]

    def queries() -> dict[str, int]:
        counts = {}
        for address in addresses:
            with CaptureQueriesContext(
                connection,
            ) as caught:
                assert cast.secretary.client.get(address).status_code == 200
            counts[address] = len(caught)
        return counts

    grow(10)
    queries()
    few = queries()
    RoleHolding.objects.filter(person=cast.reader.person).delete()
    Role.objects.filter(code__startswith="r").delete()
    UnitPlacement.objects.filter(unit__code__startswith="u").delete()
    Unit.objects.filter(code__startswith="u").delete()
    grow(60)
    assert queries() == few
    assert max(few.values()) <= 24
