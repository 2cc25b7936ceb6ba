"""Circles in what points at what."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.core.upsert.circles import circles, path_text

graphs = st.dictionaries(st.integers(0, 7), st.sets(st.integers(0, 7), max_size=3))


@pytest.mark.parametrize(
    ("edges", "found"),
    [
        ({}, []),
        ({1: [2], 2: [3]}, []),
        ({1: [1]}, [{1}]),
        ({1: [2], 2: [1], 3: [1]}, [{1, 2}]),
        ({1: [2], 2: [1, 3], 3: [4], 4: [3]}, [{1, 2}, {3, 4}]),
    ],
)
def test_only_what_is_on_a_circle_is_found(
    edges: dict[int, list[int]], found: list[set[int]]
) -> None:
    assert sorted(map(set, circles(edges)), key=min) == found


def reached(edges: dict[int, set[int]], start: int) -> set[int]:
    seen: set[int] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(edges.get(node, ()))
    return seen


@given(edges=graphs)
def test_who_reaches_himself_is_on_a_circle_and_nobody_else(edges: dict[int, set[int]]) -> None:
    on = {node for group in circles(edges) for node in group}
    assert on == {node for node in range(8) if node in reached(edges, node)}


@given(edges=graphs)
def test_a_path_follows_what_points_and_comes_back(edges: dict[int, set[int]]) -> None:
    for group in circles(edges):
        names = [int(name) for name in path_text(group, edges).split(" › ")]
        assert names[0] == names[-1]
        assert all(to in edges[source] for source, to in pairwise(names))


def test_a_long_path_is_shortened() -> None:
    edges = {n: [(n + 1) % 100] for n in range(100)}
    (group,) = circles(edges)
    assert path_text(group, edges).count("›") == 8
    assert "…" in path_text(group, edges)


def test_depth_is_no_problem() -> None:
    edges = {n: [n + 1] for n in range(200_000)}
    assert circles(edges) == []
