"""Rhythms in words become dates only where the words say them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import pytest
from dateutil.rrule import rrulestr

from koersvast.communication.rules import (
    Rhythm,
    Stretch,
    Unit,
    is_anchored,
    occurrences,
    plus_months,
    read_rhythm,
    times_of,
    uid_of,
)
from koersvast.core.periods import Period, parse_period

JUNE = Stretch(date(2021, 6, 1), date(2021, 6, 30))
YEAR = Stretch(date(2021, 1, 1), date(2021, 12, 31))


def times(words: str, when: str = "", window: Stretch = JUNE) -> list[str]:
    rhythm = read_rhythm(words)
    assert rhythm is not None
    period = parse_period(when) if when else None
    return [
        f"{each.first:%d-%m}" if each.days == 1 else f"{each.first:%d-%m}/{each.last:%d-%m}"
        for each in occurrences(rhythm, period, window)
    ]


@pytest.mark.parametrize(
    ("words", "unit", "every"),
    [
        ("dagelijks", Unit.DAY, 1),
        ("Wekelijks.", Unit.WEEK, 1),
        ("elke week", Unit.WEEK, 1),
        ("iedere  week", Unit.WEEK, 1),
        ("tweewekelijks", Unit.WEEK, 2),
        ("om de week", Unit.WEEK, 2),
        ("om de twee weken", Unit.WEEK, 2),
        ("elke 3 weken", Unit.WEEK, 3),
        ("every two weeks", Unit.WEEK, 2),
        ("maandelijks", Unit.MONTH, 1),
        ("elke zes maanden", Unit.MONTH, 6),
        ("per kwartaal", Unit.QUARTER, 1),
        ("elk kwartaal", Unit.QUARTER, 1),
        ("ieder half jaar", Unit.HALF_YEAR, 1),
        ("jaarlijks", Unit.YEAR, 1),
    ],
)
def test_plain_words_are_read(words: str, unit: Unit, every: int) -> None:
    assert read_rhythm(words) == Rhythm(unit, every)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "(twee)wekelijks",
        "periodiek",
        "doorlopend",
        "de komende maanden",
        "de twee weken",
        "in de komende maanden",
        "de komende maanden, t/m Q1 '23",
        "elke 0 weken",
        "elke 99 weken",
        "elke veel weken",
        "elke keer",
        "elke twee keer",
        "biweekly",
        "wekelijks vanaf binnenkort",
        "soms vanaf 2024",
    ],
)
def test_what_is_not_plain_is_not_read(words: str) -> None:
    assert read_rhythm(words) is None


def test_words_may_name_the_start() -> None:
    rhythm = read_rhythm("jaarlijks vanaf 2024")
    assert rhythm is not None
    assert rhythm.start == parse_period("2024")
    window = Stretch(date(2023, 1, 1), date(2026, 1, 31))
    found = occurrences(rhythm, None, window)
    assert [each.first.year for each in found] == [2024, 2025, 2026]


def test_a_first_day_repeats_with_equal_steps() -> None:
    assert times("wekelijks", "2021-06-09") == ["09-06", "16-06", "23-06", "30-06"]
    assert times("elke twee weken", "2021-05-19") == ["02-06", "16-06", "30-06"]
    assert times("dagelijks", "2021-06-28") == ["28-06", "29-06", "30-06"]


def test_nothing_recurs_before_its_first_time() -> None:
    assert times("wekelijks", "2021-07-01") == []


def test_a_first_week_repeats_as_a_week() -> None:
    assert times("om de week", "week 22 2021") == ["31-05/06-06", "14-06/20-06", "28-06/04-07"]


def test_the_31st_is_the_last_day_of_a_shorter_month() -> None:
    found = times("maandelijks", "2021-01-31", YEAR)
    assert found[:4] == ["31-01", "28-02", "31-03", "30-04"]
    assert plus_months(date(2023, 12, 31), 2) == date(2024, 2, 29)


def test_a_first_month_repeats_as_a_whole_month() -> None:
    assert times("per kwartaal", "februari 2021", YEAR) == [
        "01-02/28-02",
        "01-05/31-05",
        "01-08/31-08",
        "01-11/30-11",
    ]


def test_a_longer_period_bounds_the_rhythm_and_cuts_what_sticks_out() -> None:
    assert times("wekelijks", "juni 2021", YEAR) == [
        "01-06/06-06",
        "07-06/13-06",
        "14-06/20-06",
        "21-06/27-06",
        "28-06/30-06",
    ]
    assert times("dagelijks", "week 24 2021")[0] == "14-06"
    assert times("maandelijks", "week 24 2021") == ["14-06/20-06"]


def test_a_period_outside_the_window_gives_nothing() -> None:
    assert times("wekelijks", "mei 2020") == []


def test_without_a_date_every_whole_unit_of_the_window_has_one() -> None:
    assert times("wekelijks") == [
        "31-05/06-06",
        "07-06/13-06",
        "14-06/20-06",
        "21-06/27-06",
        "28-06/04-07",
    ]


def test_without_a_date_nobody_knows_which_two_weeks() -> None:
    assert times("tweewekelijks") == []
    assert times("tweewekelijks", "Q2 2021") == []


def test_a_rhythm_stops_where_the_calendar_stops() -> None:
    far = Stretch(date(2199, 1, 1), date(2300, 1, 1))
    assert times("jaarlijks", "2199-05-01", far) == ["01-05", "01-05"]
    end = Stretch(date(9999, 1, 1), date.max)
    assert times("jaarlijks", "2199-05-01", end) == []


def test_a_far_window_is_reached_without_walking() -> None:
    window = Stretch(date(2150, 6, 1), date(2150, 6, 2))
    assert len(times("dagelijks", "1990-01-01", window)) == 2


def test_many_occurrences_have_an_end() -> None:
    window = Stretch(date(1990, 1, 1), date(2190, 1, 1))
    rhythm = Rhythm(Unit.DAY)
    assert len(occurrences(rhythm, parse_period("1990-01-01"), window)) == 5000
    assert len(occurrences(rhythm, None, window)) == 5000


def test_a_week_is_no_first_time_of_months() -> None:
    assert not is_anchored(Rhythm(Unit.MONTH), parse_period("week 24 2021"))
    assert not is_anchored(Rhythm(Unit.MONTH), None)
    assert not is_anchored(Rhythm(Unit.MONTH), parse_period("zomer 2021"))
    assert is_anchored(Rhythm(Unit.MONTH), parse_period("2021-06-14"))


def rule_text(words: str, first: str, until: date | None = None) -> str:
    (time,) = times_of(parse_period(first), read_rhythm(words), YEAR, until)
    parts = []
    for name, value in time.repeats:
        shown = ",".join(map(str, value)) if isinstance(value, list) else value
        shown = f"{value:%Y%m%d}" if isinstance(value, date) else shown
        parts.append(f"{name}={shown}")
    return ";".join(parts)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("wekelijks", "2021-01-06"),
        ("elke twee weken", "2021-01-06"),
        ("dagelijks", "2021-11-30"),
        ("maandelijks", "2021-01-31"),
        ("maandelijks", "2021-01-29"),
        ("per kwartaal", "2021-01-15"),
        ("jaarlijks", "2021-02-03"),
    ],
)
def test_the_rule_in_a_calendar_gives_the_dates_of_the_screen(words: str, first: str) -> None:
    """Read by another library than the one that writes it."""
    start = parse_period(first).first
    assert start is not None
    from_rule = rrulestr(rule_text(words, first), dtstart=_midnight(start))
    by_rule = [
        each.date()
        for each in from_rule.between(_midnight(start), _midnight(date(2021, 12, 31)), inc=True)
    ]
    rhythm = read_rhythm(words)
    assert rhythm is not None
    shown = [each.first for each in occurrences(rhythm, parse_period(first), YEAR)]
    assert by_rule == shown


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001


def test_a_uid_is_that_of_the_installation_the_row_and_the_time() -> None:
    one, two = UUID(int=1), UUID(int=2)
    assert uid_of(one, "m", 7) == uid_of(one, "m", 7)
    others = {
        uid_of(one, "m", 8),
        uid_of(two, "m", 7),
        uid_of(one, "n", 7),
        uid_of(one, "m", 7, "x"),
    }
    assert len({uid_of(one, "m", 7), *others}) == 5


def test_a_rule_ends_where_it_was_done() -> None:
    assert rule_text("wekelijks", "2021-06-09", date(2021, 7, 1)).endswith("UNTIL=20210701")
    assert rule_text("wekelijks", "2021-06-09", date(2021, 1, 1)).endswith("UNTIL=20210609")


def test_a_day_stands_in_a_calendar_once() -> None:
    (time,) = times_of(Period.day(date(2021, 6, 14)), None, YEAR)
    assert (time.days.first, time.mark, time.repeats) == (date(2021, 6, 14), "", ())


def test_what_has_no_date_is_in_no_calendar() -> None:
    assert times_of(None, None, YEAR) == []
    assert times_of(parse_period("zodra het kan"), None, YEAR) == []
    assert times_of(None, read_rhythm("wekelijks"), YEAR) == []


def test_a_bounded_rhythm_stands_there_once_for_each_time() -> None:
    found = times_of(parse_period("juni 2021"), read_rhythm("wekelijks"), YEAR, date(2021, 6, 15))
    assert [each.mark for each in found] == ["2021-06-01", "2021-06-07", "2021-06-14"]


def test_steps_that_cannot_be_placed_stand_there_as_their_period() -> None:
    (time,) = times_of(parse_period("Q2 2021"), read_rhythm("tweewekelijks"), YEAR)
    assert (time.days.first, time.days.last) == (date(2021, 4, 1), date(2021, 6, 30))


def test_a_bounded_rhythm_outside_the_window_is_not_written_out() -> None:
    assert times_of(parse_period("mei 2019"), read_rhythm("wekelijks"), YEAR) == []
