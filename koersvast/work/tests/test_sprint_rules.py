"""The rules of sprints: pure functions on periods and keys."""

from __future__ import annotations

import pytest

from koersvast.core.periods import Period, parse_period
from koersvast.work.rules import Shift, in_time, overlapping, shift, shifts, stands_below

PARENTS = {"P": None, "L": "P", "M": "L", "X": None}


def when(text: str | None) -> Period | None:
    return None if text is None else parse_period(text)


@pytest.mark.parametrize(
    ("work", "below"), [("P", True), ("L", True), ("M", True), ("X", False), ("?", False)]
)
def test_a_line_is_the_programme_itself_or_anything_below_it(work: str, below: bool) -> None:
    assert stands_below(PARENTS, work, "P") is below


def test_a_circle_is_walked_once() -> None:
    assert not stands_below({"A": "B", "B": "A"}, "A", "P")


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (None, None, None),
        (None, "Q1 2023", Shift.FIRST),
        ("Q1 2023", None, Shift.DROPPED),
        ("Q1 2023", "Q1 2023", Shift.SAME),
        ("Q1 2023", "31 maart 2023", Shift.SAME),
        ("Q1 2023", "Q2 2023", Shift.LATER),
        ("Q1 2023", "februari 2023", Shift.EARLIER),
        ("na de zomer", "na de zomer", Shift.SAME),
        ("na de zomer", "Q1 2023", Shift.OTHER),
        ("Q1 2023", "continu", Shift.OTHER),
        ("continu", "continu", Shift.SAME),
    ],
)
def test_an_expectation_moves_by_its_last_day(
    before: str | None, now: str | None, expected: Shift | None
) -> None:
    assert shift(when(before), when(now)) is expected


def test_an_expectation_is_held_against_the_last_report_and_a_silent_sprint_drops_nothing() -> None:
    told = [when("Q1 2023"), False, when("Q2 2023"), None, when("Q2 2023")]
    assert shifts(told) == [Shift.FIRST, None, Shift.LATER, Shift.DROPPED, Shift.FIRST]


def test_sprints_overlap_when_they_share_a_day() -> None:
    periods = {
        1: parse_period("18 juli 2022 - 26 augustus 2022"),
        2: parse_period("26 augustus 2022 - 7 oktober 2022"),
        3: parse_period("10 oktober 2022 - 11 november 2022"),
        4: parse_period("na de zomer"),
    }
    assert overlapping(periods) == [(1, 2)]


def test_sprints_stand_in_order_of_time_and_what_has_no_days_comes_last() -> None:
    periods = {1: parse_period("ooit"), 2: parse_period("Q2 2023"), 3: parse_period("Q1 2023")}
    assert in_time(periods) == [3, 2, 1]
