"""What changed, when and by whom, of any number of records."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from koersvast.core.actors import ANONYMOUS
from koersvast.core.history import Scope, entries, name_of
from koersvast.core.services import change_record, delete_record
from koersvast.core.tests.walking import Goal, Role, Unit, UnitPlacement
from tests.cast import Cast, SmallPlan


@pytest.fixture(autouse=True)
def english() -> Any:
    with override("en"):
        yield


def test_entries_of_several_registers_are_in_one_order(cast: Cast, small: SmallPlan) -> None:
    actor = cast.secretary.actor
    unit = Unit.objects.get()
    change_record(actor=actor, record=unit, changes={"name": "Anders"})
    change_record(actor=actor, record=small.goals["D1"], changes={"title": "Nieuw"})
    keys = [goal.pk for goal in small.goals.values()]
    found = entries([Scope(Unit, [unit.pk]), Scope(Goal, keys)], limit=3)
    assert [(entry.kind, entry.record) for entry in found] == [
        ("changed", "Nieuw"),
        ("changed", "Anders"),
        ("added", "Zonder werk"),
    ]
    assert [entry.who for entry in found] == ["Secretary", "Secretary", "system"]


def test_someone_without_a_person_goes_by_his_account(cast: Cast) -> None:
    from koersvast.core.actors import Access, Actor

    user = cast.outsider.user
    actor = Actor(name="x", access=Access.EDITOR, user_id=user.pk)
    unit = Unit.objects.get()
    change_record(actor=actor, record=unit, changes={"name": "Anders"})
    assert entries([Scope(Unit, [unit.pk])])[0].who == "outsider"


def test_nothing_is_asked_of_records_that_are_not_there() -> None:
    assert entries([]) == []


@pytest.mark.django_db
def test_no_history_gives_no_entries() -> None:
    assert entries([Scope(Unit, [])]) == []


def test_a_row_without_a_name_goes_by_what_it_points_at(cast: Cast) -> None:
    found = entries([Scope(UnitPlacement, [UnitPlacement.objects.get().pk])])
    assert found[0].record == "Gemeente Voorbeeldstad"
    assert name_of(UnitPlacement.history.get()) == ""


def test_what_a_record_pointed_at_keeps_its_last_name(cast: Cast) -> None:
    unit = Unit.objects.create(code="a", name="Verdwenen", level="team")
    role = Role.objects.create(code="r", name="R", unit=unit)
    delete_record(actor=cast.secretary.actor, record=unit)
    (latest, *_rest) = entries([Scope(Role, [role.pk])], actor=cast.reader.actor)
    (change,) = latest.changes
    assert (change.old, change.new) == ("Verdwenen", "–")


def test_what_one_may_not_see_has_no_name_here_either(
    cast: Cast, small: SmallPlan, monkeypatch: Any
) -> None:
    goal = small.goals["D2"]
    change_record(actor=cast.secretary.actor, record=goal, changes={"parent": small.goals["D3"]})
    monkeypatch.setattr(
        type(Goal.objects.all()), "visible_to", lambda rows, actor: rows.exclude(code="D3")
    )
    (latest, *_rest) = entries([Scope(Goal, [goal.pk])], actor=cast.reader.actor)
    (change,) = latest.changes
    assert (change.old, change.new) == ("Basis op orde", "–")
    delete_record_of_parent(cast, goal, small)
    (latest, *_rest) = entries([Scope(Goal, [goal.pk])], actor=cast.reader.actor)
    assert latest.changes == [change], "from what is not seen to nothing is not told"


def delete_record_of_parent(cast: Cast, goal: Any, small: SmallPlan) -> None:
    """Let the hidden parent go, so that only history knows its name."""
    actor = cast.secretary.actor
    change_record(actor=actor, record=goal, changes={"parent": None})
    delete_record(actor=actor, record=small.goals["D3"])


def test_yes_and_no_choices_and_long_lists_are_shown_as_on_screen(
    cast: Cast, small: SmallPlan
) -> None:
    goal = small.goals["D1"]
    change_record(
        actor=cast.secretary.actor,
        record=goal,
        changes={"illustrative": True, "kind": "financial", "position": 9},
    )
    changes = {
        change.label: (change.old, change.new)
        for change in entries([Scope(Goal, [goal.pk])])[0].changes
    }
    assert changes == {"illustrative": ("no", "yes"), "kind": ("–", "financial")}


def test_the_number_of_queries_does_not_grow(cast: Cast, small: SmallPlan) -> None:
    counts = []
    for total in (1, 40):
        goals = [
            Goal.objects.create(
                plan=small.plan,
                code=f"Q{total}-{number}",
                level="tactical",
                title="Doel",
                parent=small.goals["D1"],
            )
            for number in range(total)
        ]
        with CaptureQueriesContext(connection) as queries:
            found = entries([Scope(Goal, [goal.pk for goal in goals])], actor=cast.reader.actor)
        assert len(found) == total
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_visitor_sees_no_names(cast: Cast, small: SmallPlan) -> None:
    found = entries([Scope(Role, [Role.objects.first().pk])], actor=ANONYMOUS)
    assert found
