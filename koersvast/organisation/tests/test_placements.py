"""No unit in two places, none under itself, on any day; who holds a role on a day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from koersvast.organisation.rules.facts import HoldingFact, PlacementFact, Span
from koersvast.organisation.rules.placements import Circle, circles, holders_on, overlaps

JULY = date(2023, 7, 1)
JUNE = date(2023, 6, 30)
FIRST = date(2023, 1, 1)


def at(unit: str, parent: str | None, first: date | None = None, last: date | None = None):
    return PlacementFact(unit, parent, Span(first, last))


def test_an_open_span_holds_on_every_day() -> None:
    assert Span().holds_on(date.min)
    assert Span().holds_on(date.max)
    assert not Span().is_empty


def test_a_span_holds_up_to_and_including_its_last_day() -> None:
    span = Span(FIRST, JUNE)
    assert span.holds_on(FIRST)
    assert span.holds_on(JUNE)
    assert not span.holds_on(JULY)
    assert not span.holds_on(FIRST - timedelta(days=1))


def test_spans_that_touch_do_not_overlap() -> None:
    assert not Span(None, JUNE).overlaps(Span(JULY, None))
    assert Span(None, JULY).overlaps(Span(JULY, None))
    assert Span(None, JUNE).shared(Span(JULY, None)).is_empty


def test_what_two_spans_share_is_open_where_both_are() -> None:
    assert Span(None, JUNE).shared(Span()) == Span(None, JUNE)
    assert Span(FIRST, None).shared(Span(JULY, None)) == Span(JULY, None)


def test_consecutive_placements_do_not_overlap() -> None:
    assert overlaps([at("a", None, None, JUNE), at("a", "b", JULY)]) == []


def test_placements_of_different_units_do_not_overlap() -> None:
    assert overlaps([at("a", None), at("b", None)]) == []


def test_an_overlap_names_the_unit_and_the_days() -> None:
    (found,) = overlaps([at("a", "b", FIRST), at("a", None, None, JUNE)])
    assert found.unit == "a"
    assert found.span == Span(FIRST, JUNE)
    assert found.first.parent is None


def test_a_short_placement_within_a_long_one_does_not_hide_the_next_overlap() -> None:
    found = overlaps(
        [
            at("a", None, FIRST),
            at("a", "b", FIRST, date(2023, 2, 1)),
            at("a", "c", JULY, date(2023, 8, 1)),
        ]
    )
    assert len(found) == 2


def test_a_sound_tree_has_no_circle() -> None:
    assert circles([at("a", None), at("b", "a"), at("c", "b")]) == []
    assert circles([]) == []


def test_a_unit_under_itself_is_a_circle() -> None:
    assert circles([at("a", "a")]) == [Circle(("a",), Span())]


def test_a_circle_is_told_from_its_first_key_downwards() -> None:
    found = circles([at("b", "a"), at("c", "b"), at("a", "c")])
    assert found == [Circle(("a", "b", "c"), Span())]


def test_a_circle_exists_only_on_the_days_that_all_its_placements_share() -> None:
    found = circles([at("a", "b", FIRST, JULY), at("b", "a", JUNE), at("c", None)])
    assert found == [Circle(("a", "b"), Span(JUNE, JULY))]


def test_turning_two_units_round_on_one_day_makes_no_circle() -> None:
    assert circles([at("a", "b", None, JUNE), at("b", "a", JULY)]) == []


def test_a_circle_that_ends_and_comes_back_is_told_twice() -> None:
    found = circles([at("a", "b", None, FIRST), at("a", "b", JULY), at("b", "a")])
    assert [each.span for each in found] == [Span(None, FIRST), Span(JULY, None)]


def test_a_circle_that_lasts_over_other_changes_is_told_once() -> None:
    found = circles([at("a", "b"), at("b", "a"), at("b", "c", FIRST, JUNE), at("c", "a")])
    assert found[0].units in {("a", "b"), ("a", "b", "c")}
    assert {day for each in found for day in (each.span.first, each.span.last)} >= {date.min}


def test_two_circles_apart_are_both_told() -> None:
    found = circles([at("a", "b"), at("b", "a"), at("c", "d"), at("d", "c")])
    assert [each.units for each in found] == [("a", "b"), ("c", "d")]


def test_a_second_place_elsewhere_does_not_hide_a_circle() -> None:
    found = circles([at("a", "b"), at("b", "a"), at("a", "top")])
    assert found == [Circle(("a", "b"), Span())]


START = date(2023, 1, 1)
days = st.one_of(st.none(), st.integers(0, 12).map(lambda n: START + timedelta(days=n)))
units = st.sampled_from("abcde")


@st.composite
def placements(draw: st.DrawFn) -> list[PlacementFact]:
    found = []
    for _number in range(draw(st.integers(0, 9))):
        first, last = draw(days), draw(days)
        if first and last and last < first:
            first, last = last, first
        found.append(at(draw(units), draw(st.one_of(st.none(), units)), first, last))
    return found


def on_circle(given_placements: list[PlacementFact], day: date) -> set[object]:
    """Follow all parents of every unit, on one day."""
    above: dict[object, set[object]] = {}
    for each in given_placements:
        if each.parent is not None and each.span.holds_on(day):
            above.setdefault(each.unit, set()).add(each.parent)

    def reached(start: object) -> set[object]:
        found: set[object] = set()
        waiting = [start]
        while waiting:
            for parent in above.get(waiting.pop(), ()):
                if parent not in found:
                    found.add(parent)
                    waiting.append(parent)
        return found

    return {unit for unit in above if unit in reached(unit)}


@given(placements())
def test_circles_are_found_on_exactly_the_days_that_have_one(made: list[PlacementFact]) -> None:
    found = circles(made)
    for number in range(-2, 16):
        day = START + timedelta(days=number)
        told = {unit for each in found if each.span.holds_on(day) for unit in each.units}
        expected = on_circle(made, day)
        assert bool(told) == bool(expected)
        assert told <= expected


@given(placements())
def test_each_circle_names_units_that_stand_under_each_other(made: list[PlacementFact]) -> None:
    for circle in circles(made):
        around = [*circle.units, circle.units[0]]
        for above, below in pairwise(around):
            for day in (circle.span.first, circle.span.last):
                assert any(
                    each.unit == below and each.parent == above and each.span.holds_on(day)
                    for each in made
                )


@given(placements())
def test_overlaps_are_found_when_a_unit_is_in_two_places_on_a_day(
    made: list[PlacementFact],
) -> None:
    twice = {
        unit
        for unit in "abcde"
        for number in range(-2, 16)
        if sum(
            each.unit == unit and each.span.holds_on(START + timedelta(days=number))
            for each in made
        )
        > 1
    }
    assert {each.unit for each in overlaps(made)} == twice


def test_a_role_is_held_by_those_who_hold_it_on_the_day() -> None:
    holdings = [
        HoldingFact("r", "ann", Span(None, JUNE)),
        HoldingFact("r", "bob", Span(JULY, None)),
        HoldingFact("r", "bob", Span(FIRST, None)),
        HoldingFact("s", "ann", Span(JULY, None)),
    ]
    assert holders_on(holdings, FIRST) == {"r": ["ann", "bob"]}
    assert holders_on(holdings, JULY) == {"r": ["bob"], "s": ["ann"]}
