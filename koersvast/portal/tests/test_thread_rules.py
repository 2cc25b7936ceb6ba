"""From every goal down and from every euro up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.core.trees import below, line_up
from koersvast.portal.rules import Edges, Served, Thread

# goals: 1 > 2, 3 (loose). Works: 10 > 11 > 12, 20 (loose). Results: 100 on 12, 200 on 20.
EDGES = Edges(
    goals={1: None, 2: 1, 3: None},
    works={10: None, 11: 10, 12: 11, 20: None},
    results={100: 12, 200: 20, 201: 20},
    cost_works={1000: 12, 1001: None, 1002: 20, 1003: None, 1004: None},
    cost_results={1000: None, 1001: 100, 1003: 201, 1004: None},
    work_goals={10: [1]},
    result_goals={201: [2]},
)


def test_a_work_serves_the_goals_of_the_works_above_it() -> None:
    found = Thread(EDGES).goals_of_works
    assert found == {10: {1}, 11: {1}, 12: {1}, 20: set()}


def test_a_result_serves_its_own_goals_and_those_of_its_work() -> None:
    assert Thread(EDGES).goals_of_results == {100: {1}, 200: set(), 201: {2}}


def test_a_cost_item_serves_what_its_work_or_result_serves() -> None:
    found = Thread(EDGES).goals_of_costs
    assert found == {1000: {1}, 1001: {1}, 1002: set(), 1003: {2}, 1004: set()}


def test_what_serves_a_goal_serves_the_goals_above_it() -> None:
    served = Thread(EDGES).served
    assert served[2] == Served(frozenset(), frozenset({201}), frozenset({1003}))
    assert served[1] == Served(
        frozenset({10, 11, 12}), frozenset({100, 201}), frozenset({1000, 1001, 1003})
    )
    assert served[3] == Served()


def test_loose_ends_are_found_at_both_sides() -> None:
    thread = Thread(EDGES)
    assert thread.costs_without_goal == [1002, 1004]
    assert thread.results_without_goal == [200]
    assert thread.goals_without_work == [3]


def test_what_points_at_something_unseen_serves_nothing() -> None:
    thread = Thread(Edges(results={1: 9}, cost_works={2: 9, 3: None}, cost_results={3: 9}))
    assert thread.goals_of_results == {1: frozenset()}
    assert thread.costs_without_goal == [2, 3]


@pytest.mark.parametrize(
    ("key", "expected"), [(12, [12, 11, 10]), (20, [20]), (None, []), (99, [99])]
)
def test_a_line_goes_up_to_the_top(key: int | None, expected: list[int]) -> None:
    assert line_up(EDGES.works, key) == expected


def test_a_circle_is_walked_once() -> None:
    circle = {1: 2, 2: 1}
    assert line_up(circle, 1) == [1, 2]
    assert below(circle, 1) == {1, 2}


def test_below_a_goal_is_the_goal_itself_and_all_under_it() -> None:
    assert below(EDGES.works, 10) == {10, 11, 12}
    assert below(EDGES.works, 20) == {20}


@st.composite
def all_edges(draw: st.DrawFn) -> Edges:
    def tree(size: int) -> dict[int, int | None]:
        return {n: draw(st.sampled_from([None, *range(n)])) for n in range(size)}

    goals, works = tree(draw(st.integers(0, 5))), tree(draw(st.integers(1, 6)))
    some_goals = st.lists(st.sampled_from(sorted(goals)), max_size=2) if goals else st.just([])
    results = {n: draw(st.sampled_from(sorted(works))) for n in range(draw(st.integers(0, 6)))}
    costs = range(draw(st.integers(0, 6)))
    on_work = {n: draw(st.none() | st.sampled_from(sorted(works))) for n in costs}
    return Edges(
        goals=goals,
        works=works,
        results=results,
        cost_works=on_work,
        cost_results={
            n: draw(st.sampled_from([None, *results])) for n in costs if on_work[n] is None
        },
        work_goals={n: draw(some_goals) for n in works},
        result_goals={n: draw(some_goals) for n in results},
    )


@given(all_edges())
def test_up_and_down_tell_the_same(edges: Edges) -> None:
    thread = Thread(edges)
    for goal, served in thread.served.items():
        wanted = below(edges.goals, goal)
        assert served.works == {k for k, v in thread.goals_of_works.items() if v & wanted}
        assert served.results == {k for k, v in thread.goals_of_results.items() if v & wanted}
        assert served.costs == {k for k, v in thread.goals_of_costs.items() if v & wanted}


@given(all_edges())
def test_all_money_has_a_goal_or_is_a_loose_end(edges: Edges) -> None:
    thread = Thread(edges)
    with_goal = frozenset().union(*(served.costs for served in thread.served.values()))
    assert with_goal | set(thread.costs_without_goal) == set(edges.cost_works)
    assert not with_goal & set(thread.costs_without_goal)
