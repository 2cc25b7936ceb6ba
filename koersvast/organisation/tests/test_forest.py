"""The tree of units on a day, its depth, the days on which it changes and what changes."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from koersvast.organisation.rules.facts import PlacementFact, Span, UnitFact
from koersvast.organisation.rules.forest import (
    Change,
    Forest,
    change_days,
    differences,
    forest_on,
)

JUNE, JULY = date(2023, 6, 30), date(2023, 7, 1)


def unit(key: str, first: date | None = None, last: date | None = None) -> UnitFact:
    return UnitFact(key, key.upper(), "team", Span(first, last))


def at(key: str, parent: str | None, first: date | None = None, last: date | None = None):
    return PlacementFact(key, parent, Span(first, last))


def shape(forest: Forest) -> list[tuple[object, int, bool]]:
    return [(each.unit.key, each.depth, each.beside) for each in forest.places]


def test_units_follow_the_one_they_stand_under_in_the_order_given() -> None:
    units = [unit("a"), unit("b"), unit("c"), unit("d")]
    forest = forest_on(units, [at("a", None), at("d", "b"), at("b", "a"), at("c", "a")], JULY)
    assert shape(forest) == [("a", 0, False), ("b", 1, False), ("d", 2, False), ("c", 1, False)]
    assert forest.layers == 3
    assert forest.children() == {"a": ["b", "c"], "b": ["d"]}
    assert [each.key for each in forest.above("d")] == ["a", "b"]


def test_a_unit_without_a_placement_stands_beside_with_what_is_under_it() -> None:
    units = [unit("a"), unit("b"), unit("c")]
    forest = forest_on(units, [at("a", None), at("c", "b")], JULY)
    assert shape(forest) == [("a", 0, False), ("b", 0, True), ("c", 1, True)]
    assert forest.layers == 1


def test_a_unit_under_one_that_is_gone_stands_beside() -> None:
    forest = forest_on([unit("a", None, JUNE), unit("b")], [at("a", None), at("b", "a")], JULY)
    assert shape(forest) == [("b", 0, True)]
    assert forest.layers == 0


def test_units_in_a_circle_stand_beside_once() -> None:
    units = [unit("a"), unit("b"), unit("c"), unit("d"), unit("e")]
    placements = [at("a", "b"), at("b", "a"), at("c", "b"), at("d", "e"), at("e", "d")]
    forest = forest_on(units, placements, JULY)
    assert [each[0] for each in shape(forest)] == ["a", "b", "c", "d", "e"]
    assert all(each[2] for each in shape(forest))


def test_only_units_and_placements_of_the_day_count() -> None:
    units = [unit("a"), unit("b", JULY), unit("c", None, JUNE)]
    placements = [at("a", None), at("b", "a", JULY), at("c", "a", None, JUNE)]
    assert shape(forest_on(units, placements, JUNE)) == [("a", 0, False), ("c", 1, False)]
    assert shape(forest_on(units, placements, JULY)) == [("a", 0, False), ("b", 1, False)]


def test_of_two_placements_on_a_day_the_first_counts() -> None:
    forest = forest_on([unit("a"), unit("b")], [at("a", None), at("b", None), at("b", "a")], JULY)
    assert shape(forest) == [("a", 0, False), ("b", 0, False)]


def test_a_unit_that_is_not_there_has_no_place() -> None:
    forest = forest_on([unit("a")], [at("a", None)], JULY)
    assert forest.of("x") is None
    assert forest.above("x") == []
    place = forest.of("a")
    assert place is not None
    assert place.parent is None
    assert Forest().layers == 0


def test_the_structure_changes_when_something_begins_and_on_the_day_after_it_ends() -> None:
    units = [unit("a"), unit("b", JULY), unit("c", None, JUNE), unit("d", None, date.max)]
    assert change_days(units, [at("b", "a", date(2024, 1, 1))]) == [JULY, date(2024, 1, 1)]


def test_between_old_and_new_units_come_go_and_move() -> None:
    units = [unit("a"), unit("old", None, JUNE), unit("new", JULY), unit("x"), unit("same")]
    placements = [
        at("a", None),
        at("old", "a"),
        at("new", "a"),
        at("x", "old", None, JUNE),
        at("x", "new", JULY),
        at("same", "a"),
    ]
    found = differences(forest_on(units, placements, JUNE), forest_on(units, placements, JULY))
    assert [(each.unit.key, each.change) for each in found] == [
        ("new", Change.NEW),
        ("old", Change.GONE),
        ("x", Change.MOVED),
    ]
    moved = found[2]
    assert moved.old is not None
    assert moved.new is not None
    assert (moved.old.parent, moved.new.parent) == ("old", "new")


def test_getting_a_place_at_the_top_is_a_move() -> None:
    units = [unit("a")]
    old, new = forest_on(units, [], JUNE), forest_on(units, [at("a", None)], JUNE)
    (found,) = differences(old, new)
    assert found.change is Change.MOVED
    assert differences(new, new) == []


@given(
    st.lists(st.tuples(st.integers(0, 9), st.one_of(st.none(), st.integers(0, 9))), max_size=14),
    st.integers(0, 10),
)
def test_every_unit_of_the_day_stands_in_the_tree_exactly_once(
    edges: list[tuple[int, int | None]], count: int
) -> None:
    units = [UnitFact(number, str(number)) for number in range(count)]
    forest = forest_on(units, [PlacementFact(a, b) for a, b in edges], JULY)
    assert sorted(each.unit.key for each in forest.places) == list(range(count))
    seen: dict[object, int] = {}
    for place in forest.places:
        if place.parent is not None:
            assert seen[place.parent] == place.depth - 1
        seen[place.unit.key] = place.depth
