"""The day a page shows, the days around it, and rows of a nested list."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from koersvast.organisation.asof import around_latest_change, as_of
from koersvast.organisation.rules.outline import Step, outline

TODAY, JULY = date(2023, 3, 1), date(2023, 7, 1)
JANUARY = date(2023, 1, 1)


def test_without_a_day_it_is_today() -> None:
    found = as_of("", [JANUARY, JULY], TODAY)
    assert (found.day, found.previous, found.following) == (TODAY, JANUARY, JULY)
    assert found.is_today
    assert found.query == ""


def test_another_day_stays_in_the_address() -> None:
    found = as_of("2023-07-01", [JANUARY, JULY], TODAY)
    assert found.query == "?on=2023-07-01"
    assert (found.previous, found.following) == (JANUARY, None)


def test_old_and_new_are_around_the_latest_change() -> None:
    assert around_latest_change([JANUARY, JULY], TODAY) == (JANUARY - timedelta(days=1), JANUARY)
    assert around_latest_change([JULY], TODAY) == (date(2023, 6, 30), JULY)
    assert around_latest_change([], TODAY) == (TODAY, TODAY)


def test_lists_open_and_close_where_depth_changes() -> None:
    assert outline([]) == []
    assert outline([0, 1, 1, 0]) == [
        Step(False, False, range(0)),
        Step(True, True, range(0)),
        Step(False, True, range(1)),
        Step(False, True, range(0)),
    ]


@given(st.lists(st.integers(0, 5), max_size=30))
def test_every_list_that_opens_closes(steps: list[int]) -> None:
    depths = [0] if steps else []
    for step in steps:
        depths.append(min(step, depths[-1] + 1))
    assert all(b <= a + 1 for a, b in pairwise(depths))
    found = outline(depths)
    assert sum(step.opens for step in found) == sum(len(step.ups) for step in found)
