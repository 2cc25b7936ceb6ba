"""Which goals nothing serves."""

from __future__ import annotations

from koersvast.direction.rules import loose_ends


def test_a_goal_is_loose_when_nothing_serves_it_or_one_below_it() -> None:
    parents = {1: None, 2: 1, 3: 1, 4: None}
    assert loose_ends(parents, {2}) == {3, 4}
    assert loose_ends(parents, set()) == {1, 2, 3, 4}
    assert loose_ends(parents, {2, 3, 4, 99}) == set()
    assert loose_ends({1: 2, 2: 1}, {1}) == set()
