"""How a message stands on a day, and in which weeks it falls."""

from __future__ import annotations

from datetime import date

import pytest

from koersvast.communication.rules import (
    Awaited,
    Message,
    Standing,
    Stretch,
    Week,
    comes_before,
    is_exact,
    is_rough,
    read_week,
    standing,
    stretch_of,
    told_too_early,
    week_in,
    weeks_of,
)
from koersvast.core.periods import parse_period

TODAY = date(2021, 6, 16)
NOT_YET = Awaited(parse_period("2021-07-21"), there=False)
TAKEN = Awaited(parse_period("2021-06-01"), there=True)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (Message(when=parse_period("2021-06-17")), Standing.PLANNED),
        (Message(when=parse_period("2021-06-16")), Standing.DUE),
        (Message(when=parse_period("week 24 2021")), Standing.DUE),
        (Message(when=parse_period("2021-06-15")), Standing.LATE),
        (Message(when=parse_period("week 23 2021")), Standing.LATE),
        (Message(), Standing.UNDATED),
        (Message(when=parse_period("zodra het kan")), Standing.UNDATED),
        (Message(recurs=True), Standing.RECURRING),
        (Message(recurs=True, when=parse_period("2021-01-01")), Standing.RECURRING),
        (Message(recurs=True, when=parse_period("2021-09-01")), Standing.PLANNED),
        (Message(when=parse_period("2021-06-01"), done=True), Standing.DONE),
        (Message(done=True, cancelled_on=TODAY), Standing.CANCELLED),
        (Message(when=parse_period("2021-06-01"), awaited=NOT_YET), Standing.WAITING),
        (Message(when=parse_period("2021-06-01"), told_on=TODAY), Standing.NOT_TOLD),
        (Message(when=parse_period("2021-06-15"), told_on=TODAY), Standing.NOT_TOLD),
        (Message(when=parse_period("2021-06-16"), told_on=TODAY), Standing.DUE),
        (Message(when=parse_period("2021-06-01"), told_on=TODAY, done=False), Standing.LATE),
        (Message(when=parse_period("2021-06-01"), told_on=TODAY, done=True), Standing.DONE),
        (Message(when=parse_period("2021-06-15"), told_on=date(2021, 6, 15)), Standing.LATE),
        (Message(recurs=True, told_on=TODAY), Standing.RECURRING),
        (Message(when=parse_period("2021-06-01"), awaited=TAKEN), Standing.LATE),
        (Message(when=parse_period("2021-06-01"), awaited=NOT_YET, done=True), Standing.DONE),
    ],
)
def test_how_a_message_stands(message: Message, expected: Standing) -> None:
    assert standing(message, TODAY) is expected


@pytest.mark.parametrize(
    ("when", "awaited", "before"),
    [
        ("2021-07-20", "2021-07-21", True),
        ("2021-07-21", "2021-07-21", False),
        ("week 29 2021", "2021-07-21", False),
        ("week 28 2021", "2021-07-21", True),
        ("2021-07-20", None, False),
        (None, "2021-07-21", False),
    ],
)
def test_a_message_before_its_decision(when: str | None, awaited: str | None, before: bool) -> None:
    own, other = (parse_period(text) if text else None for text in (when, awaited))
    assert comes_before(own, other) is before


def test_a_message_that_went_out_too_early() -> None:
    assert told_too_early(Message(done=True, awaited=NOT_YET))
    assert told_too_early(Message(done=True, done_on=date(2021, 5, 1), awaited=TAKEN))
    assert not told_too_early(Message(done=True, done_on=date(2021, 6, 1), awaited=TAKEN))
    assert not told_too_early(Message(done=True, awaited=TAKEN))
    assert not told_too_early(Message(done=True, done_on=TODAY, awaited=Awaited(None, there=True)))
    assert not told_too_early(Message(done=True))
    assert not told_too_early(Message(awaited=NOT_YET))


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("2021-06-16", Week(2021, 24)),
        ("week 24 2021", Week(2021, 24)),
        ("2021-01-01", Week(2020, 53)),
        ("juni 2021", None),
        ("zodra het kan", None),
    ],
)
def test_in_which_week_a_period_falls(text: str, week: Week | None) -> None:
    assert week_in(parse_period(text)) == week


def test_no_period_falls_in_no_week() -> None:
    assert week_in(None) is None
    assert stretch_of(None) is None


def test_a_month_spans_its_weeks() -> None:
    june = stretch_of(parse_period("juni 2021"))
    assert june is not None
    assert [week.number for week in weeks_of(june)] == [22, 23, 24, 25, 26]
    assert is_rough(june)
    assert not is_rough(Week(2021, 24).stretch)


def test_weeks_run_over_the_end_of_a_year() -> None:
    assert Week(2020, 53).plus(1) == Week(2021, 1)
    assert Week(2021, 1).plus(-1) == Week(2020, 53)
    assert str(Week(2021, 4)) == "2021-W04"
    assert Week(2021, 24).days[6] == date(2021, 6, 20)


@pytest.mark.parametrize("text", ["", "2021", "2021-W60", "21-W24", "x-W1", "2021-W", "0000-W01"])
def test_what_is_no_week_is_not_read(text: str) -> None:
    assert read_week(text) is None


def test_a_week_is_read() -> None:
    assert read_week("2021-W24") == Week(2021, 24)


def test_an_exact_day() -> None:
    assert is_exact(parse_period("2021-06-16"))
    assert not is_exact(parse_period("week 24 2021"))
    assert not is_exact(None)


def test_days_that_two_stretches_share() -> None:
    one, two = Stretch(date(2021, 1, 1), date(2021, 1, 9)), Stretch(date(2021, 1, 5), date.max)
    assert one.within(two) == Stretch(date(2021, 1, 5), date(2021, 1, 9))
    assert one.within(two).days == 5
