"""The order of the tree of goals, and which goals nothing serves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from koersvast.direction.rules import in_tree_order, loose_ends


def test_goals_follow_the_one_they_are_part_of() -> None:
    assert in_tree_order({1: None, 2: None, 3: 1, 4: 3, 5: 1}) == [
        (1, 0),
        (3, 1),
        (4, 2),
        (5, 1),
        (2, 0),
    ]
    assert in_tree_order({}) == []


def test_a_goal_whose_parent_is_not_shown_stands_at_the_top() -> None:
    assert in_tree_order({2: 1, 3: 2}) == [(2, 0), (3, 1)]


def test_goals_in_a_circle_are_shown_once() -> None:
    assert in_tree_order({1: 2, 2: 1, 3: None}) == [(3, 0), (1, 0), (2, 1)]


def test_a_goal_is_loose_when_nothing_serves_it_or_one_below_it() -> None:
    parents = {1: None, 2: 1, 3: 1, 4: None}
    assert loose_ends(parents, {2}) == {3, 4}
    assert loose_ends(parents, set()) == {1, 2, 3, 4}
    assert loose_ends(parents, {2, 3, 4, 99}) == set()
    assert loose_ends({1: 2, 2: 1}, {1}) == set()


@given(st.dictionaries(st.integers(0, 12), st.one_of(st.none(), st.integers(0, 12)), max_size=12))
def test_every_goal_is_in_the_tree_once(parents: dict[int, int | None]) -> None:
    found = in_tree_order(parents)
    assert sorted(key for key, _depth in found) == sorted(parents)
    before = 0
    for number, (_key, depth) in enumerate(found):
        assert depth <= (before + 1 if number else 0)
        before = depth
