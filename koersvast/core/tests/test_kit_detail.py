"""A record's page and its history."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from koersvast.core.services import change_record, delete_record
from koersvast.core.tests.walking import Goal, Role, Unit, english, main, url
from tests.cast import Cast, SmallPlan


def date_history(record: Any, *days: datetime) -> None:
    """Move the history of a record to these days, oldest first."""
    for row, day in zip(record.history.order_by("history_id"), days, strict=True):
        row.history_date = day
        row.save()


def test_a_record_shows_its_fields_and_what_hangs_on_it(cast: Cast, small: SmallPlan) -> None:
    goal = small.goals["D2"]
    goal.note = "Eerste regel\nTweede regel"
    goal.save()
    page = english(cast.reader).get(url("detail", "goals", goal.pk))
    assert "Basis op orde" in main(page)
    assert "Eerste regel<br>" in page.content.decode()
    assert "tactical" in main(page)


def test_empty_fields_are_left_out(cast: Cast, small: SmallPlan) -> None:
    page = english(cast.reader).get(url("detail", "goals", small.goals["D1"].pk))
    assert "Place in the source" not in main(page)


@pytest.fixture
def renamed(cast: Cast) -> Any:
    """A role that was renamed, and whose unit is gone since."""
    unit = Unit.objects.create(code="oud", name="Oude eenheid", level="team")
    role = Role.objects.create(code="rol", name="Eerste naam", unit=unit)
    change_record(
        actor=cast.secretary.actor, record=role, changes={"name": "Tweede naam", "unit": None}
    )
    delete_record(actor=cast.secretary.actor, record=unit)
    date_history(role, datetime(2023, 1, 10, tzinfo=UTC), datetime(2023, 3, 10, tzinfo=UTC))
    return role


def test_a_record_is_shown_as_it_was_on_a_day_with_what_is_gone_since(
    cast: Cast, renamed: Any
) -> None:
    get = english(cast.reader).get
    address = url("detail", "roles", renamed.pk)
    then = main(get(address, {"on": "2023-02-01"}))
    assert "As it was on 1 February 2023" in then
    assert "Eerste naam" in then
    assert "Oude eenheid" in then
    now = main(get(address, {"on": "2023-03-10"}))
    assert "Oude eenheid" not in now
    assert "It was not registered yet on that day" in main(get(address, {"on": "2023-01-01"}))


@pytest.mark.parametrize("day", ["junk", "2023-02-30", "", "99999-01-01", "\x00"])
def test_a_day_that_does_not_exist_shows_the_record_as_it_is(cast: Cast, day: str) -> None:
    unit = Unit.objects.get()
    page = english(cast.reader).get(url("detail", "units", unit.pk), {"on": day})
    assert page.status_code == 200
    assert "As it was" not in main(page)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_last_day_are_days(cast: Cast, day: str) -> None:
    unit = Unit.objects.get()
    page = english(cast.reader).get(url("detail", "units", unit.pk), {"on": day})
    assert page.status_code == 200
    assert "As it was on" in main(page)


def test_history_says_who_changed_what_from_what_into_what_and_why(
    cast: Cast, small: SmallPlan
) -> None:
    goal = small.goals["D2"]
    change_record(
        actor=cast.secretary.actor,
        record=goal,
        changes={"parent": small.goals["D3"], "level": "strategic"},
        reason="na de raad",
    )
    page = main(english(cast.reader).get(url("history", "goals", goal.pk)))
    assert "Secretary" in page
    assert "Part of: Basis op orde → Zonder werk" in page
    assert "Level: tactical → strategic" in page
    assert "(na de raad)" in page
    assert "system added goal “Grip”" in page


def test_history_names_what_was_deleted_since(cast: Cast, renamed: Any) -> None:
    page = main(english(cast.reader).get(url("history", "roles", renamed.pk)))
    assert "Unit: Oude eenheid → –" in page


def test_a_long_history_has_pages_and_the_same_number_of_queries(
    cast: Cast, small: SmallPlan, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    goal = small.goals["D2"]
    client = english(cast.reader)
    counts = []
    for total in (2, 70):
        goals = [small.goals["D1"], small.goals["D3"]]
        while goal.history.count() < total:
            goals.reverse()
            goal.parent = goals[0]
            goal.save()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url("history", "goals", goal.pk)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert "page=2" in client.get(url("history", "goals", goal.pk)).content.decode()


def test_a_visitor_is_sent_to_the_sign_in_page_and_an_outsider_finds_nothing(cast: Cast) -> None:
    from django.test import Client

    address = url("detail", "units", Unit.objects.get().pk)
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/registers/units/")
    assert cast.outsider.client.get(address).status_code == 404


def test_related_lists_come_from_shown_on(cast: Cast, small: SmallPlan, monkeypatch: Any) -> None:
    from koersvast.core.kit.register import Register, Registers
    from koersvast.core.registries import registries

    class Subgoals(Register):
        model, name = Goal, "subgoals"
        columns = ("title",)
        shown_on = ("parent",)

    monkeypatch.setattr(registries, "related", list(registries.related))
    Registers().add(Subgoals)
    page = english(cast.reader).get(url("detail", "goals", small.goals["D1"].pk)).content.decode()
    assert 'id="related-subgoals-parent"' in page
    empty = english(cast.reader).get(url("detail", "goals", small.goals["D3"].pk)).content.decode()
    assert 'id="related-subgoals-parent"' not in empty


def test_a_register_s_name_is_taken_once() -> None:
    from koersvast.core.kit.register import Register, Registers

    class Twice(Register):
        model, name, columns = Goal, "twice", ("title",)

    with pytest.raises(ValueError, match="twice"):
        Registers().add(Twice, Twice)
