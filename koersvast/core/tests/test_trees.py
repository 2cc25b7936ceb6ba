"""Walks over trees: in order, below, above, rolled up; circles are walked once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from koersvast.core.trees import below, depth_first, in_order, line_up, roll_up, subtree

TREE = {1: None, 2: None, 3: 1, 4: 3, 5: 1}


def test_a_key_follows_the_one_it_stands_under() -> None:
    assert depth_first(TREE) == [(1, 0), (3, 1), (4, 2), (5, 1), (2, 0)]
    assert depth_first({}) == []


def test_a_key_whose_parent_is_not_given_stands_at_the_top() -> None:
    assert depth_first({2: 1, 3: 2}) == [(2, 0), (3, 1)]
    assert in_order([4, 5], TREE) == [(4, 0), (5, 0)]


def test_a_circle_is_walked_once() -> None:
    circle = {1: 2, 2: 1, 3: None}
    assert depth_first(circle) == [(3, 0), (1, 0), (2, 1)]
    assert below(circle, 1) == {1, 2}
    assert line_up(circle, 1) == [1, 2]
    assert roll_up(circle, {1: 1, 2: 10, 3: 100}, 0, int.__add__)[3] == 100


def test_a_subtree_is_a_key_with_all_below_it() -> None:
    assert subtree(TREE, 1) == [1, 3, 4, 5]
    assert subtree(TREE, 4) == [4]
    assert subtree(TREE, 9) == []
    assert below(TREE, 3, 2) == {2, 3, 4}


def test_the_line_up_goes_from_low_to_high() -> None:
    assert line_up(TREE, 4) == [4, 3, 1]
    assert line_up(TREE, None) == []


@given(st.dictionaries(st.integers(0, 12), st.one_of(st.none(), st.integers(0, 12)), max_size=12))
def test_every_key_is_in_the_tree_once(parents: dict[int, int | None]) -> None:
    found = depth_first(parents)
    assert sorted(key for key, _depth in found) == sorted(parents)
    before = 0
    for number, (_key, depth) in enumerate(found):
        assert depth <= (before + 1 if number else 0)
        before = depth


@given(
    st.lists(st.integers(0, 100), min_size=1, max_size=20).flatmap(
        lambda choices: st.just(
            {n: (choice % n if n and choice % 3 else None) for n, choice in enumerate(choices)}
        )
    )
)
def test_rolled_up_is_the_sum_of_all_below(parents: dict[int, int | None]) -> None:
    rolled = roll_up(parents, {key: 2**key for key in parents}, 0, int.__add__)
    for key in parents:
        assert rolled[key] == sum(2**each for each in below(parents, key))
