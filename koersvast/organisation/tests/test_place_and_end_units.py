"""Units get a place, move and end: whoever keeps the organisation does so, soundly on any day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from koersvast.organisation.models import Unit, UnitPlacement
from koersvast.organisation.services import end_unit, place_unit, remove_placement

JANUARY, JUNE, JULY, AUGUST = (
    date(2023, 1, 1),
    date(2023, 6, 30),
    date(2023, 7, 1),
    date(2023, 8, 1),
)
Place = Callable[..., UnitPlacement]


@pytest.fixture
def place(cast: Any) -> Place:
    def put(unit: Unit, parent: Unit | None, first: date | None, last: date | None = None):
        return place_unit(
            actor=cast.secretary.actor, unit=unit, parent=parent, valid_from=first, valid_to=last
        )

    return put


@pytest.fixture
def concern(cast: Any) -> Unit:
    return Unit.objects.get(code="concern")


def make(code: str, first: date | None = None, last: date | None = None) -> Unit:
    return Unit.objects.create(
        code=code, name=f"Afdeling {code}", level="department", valid_from=first, valid_to=last
    )


def placements_of(unit: Unit) -> list[tuple[str | None, date | None, date | None]]:
    rows = unit.placements.order_by("valid_from").values_list(
        "parent__code", "valid_from", "valid_to"
    )
    return list(rows)


def test_a_unit_gets_a_place(concern: Unit, place: Place) -> None:
    unit = make("a")
    place(unit, concern, JANUARY)
    assert placements_of(unit) == [("concern", JANUARY, None)]


def test_moving_a_unit_ends_the_open_placement_on_the_day_before(
    cast: Any, concern: Unit, place: Place
) -> None:
    a, b = make("a"), make("b")
    place(b, concern, JANUARY)
    place(a, concern, JANUARY)
    placement = place(a, b, JULY)
    assert placements_of(a) == [("concern", JANUARY, JUNE), ("b", JULY, None)]
    entry = UnitPlacement.history.filter(id=a.placements.exclude(pk=placement.pk).get().pk).first()
    assert entry.history_user == cast.secretary.user


def test_a_place_of_always_is_ended_too(concern: Unit, place: Place) -> None:
    a = make("a")
    place(a, concern, None)
    place(a, None, JULY)
    assert len(placements_of(a)) == 2


def test_a_second_place_from_always_is_refused(concern: Unit, place: Place) -> None:
    a = make("a")
    place(a, concern, JANUARY)
    with pytest.raises(ValidationError, match="Afdeling a"):
        place(a, None, None)
    assert placements_of(a) == [("concern", JANUARY, None)]


def test_a_place_on_days_that_are_taken_is_refused_and_nothing_is_saved(
    concern: Unit, place: Place
) -> None:
    a = make("a")
    place(a, concern, JANUARY, AUGUST)
    with pytest.raises(ValidationError, match="Afdeling a"):
        place(a, None, JULY)
    assert placements_of(a) == [("concern", JANUARY, AUGUST)]


def test_a_circle_on_later_days_is_refused_with_units_and_day(concern: Unit, place: Place) -> None:
    a, b, c = make("a"), make("b"), make("c")
    place(a, concern, JANUARY)
    place(b, a, JANUARY)
    place(c, b, AUGUST)
    with pytest.raises(ValidationError) as caught:
        place(a, c, JULY)
    (sentence,) = caught.value.messages
    assert "Afdeling a › Afdeling b › Afdeling c › Afdeling a" in sentence
    assert "2023" in sentence
    assert placements_of(a) == [("concern", JANUARY, None)]


def test_a_unit_is_not_placed_under_itself(concern: Unit, place: Place) -> None:
    with pytest.raises(ValidationError):
        place(concern, concern, JULY)


def test_a_unit_is_not_placed_on_days_on_which_it_does_not_exist(
    concern: Unit, place: Place
) -> None:
    with pytest.raises(ValidationError, match="Afdeling a"):
        place(make("a", JULY), concern, JANUARY, JUNE)


def test_a_unit_is_not_placed_under_one_that_does_not_exist_then(place: Place) -> None:
    old = make("old", None, JUNE)
    with pytest.raises(ValidationError, match="Afdeling old"):
        place(make("a"), old, JANUARY)
    place(make("b", None, JUNE), old, JANUARY)


def test_a_wrong_period_is_refused(concern: Unit, place: Place) -> None:
    with pytest.raises(ValidationError):
        place(make("a"), concern, JULY, JUNE)


@pytest.mark.parametrize("name", ["director", "employee", "reader", "outsider"])
def test_others_do_not_place_end_or_remove(cast: Any, concern: Unit, name: str) -> None:
    actor = getattr(cast, name).actor
    with pytest.raises(PermissionDenied):
        place_unit(actor=actor, unit=make("a"), parent=concern, valid_from=None)
    with pytest.raises(PermissionDenied):
        end_unit(actor=actor, unit=concern, last_day=JUNE)
    with pytest.raises(PermissionDenied):
        remove_placement(actor=actor, placement=concern.placements.get())


def test_ending_a_unit_ends_its_place(cast: Any, concern: Unit, place: Place) -> None:
    a = make("a")
    place(a, concern, JANUARY, date(2022, 12, 31).replace(year=2023))
    end_unit(actor=cast.secretary.actor, unit=a, last_day=JUNE)
    a.refresh_from_db()
    assert a.valid_to == JUNE
    assert placements_of(a) == [("concern", JANUARY, JUNE)]


def test_earlier_placements_stay_when_a_unit_ends(cast: Any, concern: Unit, place: Place) -> None:
    a, b = make("a"), make("b")
    place(a, concern, JANUARY, JUNE)
    place(b, concern, JANUARY)
    place(a, b, JULY)
    end_unit(actor=cast.secretary.actor, unit=a, last_day=AUGUST)
    assert placements_of(a) == [("concern", JANUARY, JUNE), ("b", JULY, AUGUST)]


def test_an_end_can_be_taken_away(cast: Any) -> None:
    a = make("a", None, JUNE)
    end_unit(actor=cast.secretary.actor, unit=a, last_day=None)
    a.refresh_from_db()
    assert a.valid_to is None


def test_a_unit_with_a_later_place_does_not_end(cast: Any, concern: Unit, place: Place) -> None:
    a = make("a")
    place(a, concern, AUGUST)
    with pytest.raises(ValidationError, match="Afdeling a"):
        end_unit(actor=cast.secretary.actor, unit=a, last_day=JUNE)
    a.refresh_from_db()
    assert a.valid_to is None


def test_a_unit_under_which_others_stand_does_not_end(
    cast: Any, concern: Unit, place: Place
) -> None:
    a = make("a")
    place(a, concern, None)
    for number in range(6):
        place(make(f"b{number}"), a, JANUARY)
    with pytest.raises(ValidationError, match=r"Afdeling b0.*Afdeling b4 …"):
        end_unit(actor=cast.secretary.actor, unit=a, last_day=JUNE)


def test_units_that_have_left_or_ended_do_not_keep_a_unit_alive(
    cast: Any, concern: Unit, place: Place
) -> None:
    a = make("a")
    place(a, concern, None)
    place(make("b", None, JUNE), a, JANUARY)
    place(make("c"), a, JANUARY, JUNE)
    end_unit(actor=cast.secretary.actor, unit=a, last_day=JUNE)
    a.refresh_from_db()
    assert a.valid_to == JUNE


def test_a_mistaken_placement_is_removed(cast: Any, concern: Unit, place: Place) -> None:
    a = make("a")
    placement = place(a, concern, None)
    remove_placement(actor=cast.secretary.actor, placement=placement)
    assert placements_of(a) == []


def test_cleaning_a_placement_asks_the_database_nothing(
    cast: Any, concern: Unit, django_assert_num_queries: Any
) -> None:
    a = make("a")
    with django_assert_num_queries(0):
        UnitPlacement(unit=a, parent=concern, valid_from=JANUARY).clean()
        with pytest.raises(ValidationError):
            UnitPlacement(unit=a, parent=a).clean()
        with pytest.raises(ValidationError):
            UnitPlacement(unit=a, valid_from=JULY, valid_to=JUNE).clean()
