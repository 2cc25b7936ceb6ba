"""Calendar spans: the first and last day of a day, week, quarter, season and so on.

Every function raises ``ValueError`` for what the calendar does not have (31 February, week 60,
a fifth quarter) and for days outside the years 1900-2200.
"""

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

FIRST_YEAR = 1900
LAST_YEAR = 2200

SPRING, SUMMER, AUTUMN, WINTER = 1, 2, 3, 4


class Precision(StrEnum):
    """How exactly a source says when."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    SEASON = "season"
    YEAR = "year"
    RANGE = "range"
    CONTINUOUS = "continuous"
    UNREADABLE = "unreadable"


class Third(StrEnum):
    """The vague words: the first, middle or last third of a longer span."""

    BEGIN = "begin"
    MIDDLE = "middle"
    END = "end"


class Span(NamedTuple):
    """First and last day, both counted in, and the precision they were written in."""

    first: date | None
    last: date | None
    precision: Precision


CONTINUOUS = Span(None, None, Precision.CONTINUOUS)


def span(first: date, last: date, precision: Precision = Precision.RANGE) -> Span:
    """A checked span: in order, and within the years 1900-2200."""
    if first > last:
        raise ValueError(f"{first} is after {last}")
    if first.year < FIRST_YEAR or last.year > LAST_YEAR:
        raise ValueError(f"{first} - {last} lies outside {FIRST_YEAR}-{LAST_YEAR}")
    return Span(first, last, precision)


def months_from(year: int, month: int, count: int, precision: Precision) -> Span:
    """``count`` whole months, starting with the given one."""
    after, index = divmod(month - 1 + count, 12)
    last = date(year + after, index + 1, 1) - timedelta(days=1)
    return span(date(year, month, 1), last, precision)


def numbered(number: int, highest: int) -> int:
    """``number`` itself, refused when there is no such quarter, half or season."""
    if not 1 <= number <= highest:
        raise ValueError(f"{number} is not in 1-{highest}")
    return number


def day_span(year: int, month: int, day: int) -> Span:
    on = date(year, month, day)
    return span(on, on, Precision.DAY)


def week_span(year: int, week: int) -> Span:
    """An ISO 8601 week, Monday up to and including Sunday."""
    monday = date.fromisocalendar(year, week, 1)
    return span(monday, monday + timedelta(days=6), Precision.WEEK)


def month_span(year: int, month: int) -> Span:
    return months_from(year, month, 1, Precision.MONTH)


def quarter_span(year: int, number: int) -> Span:
    return months_from(year, 3 * numbered(number, 4) - 2, 3, Precision.QUARTER)


def half_year_span(year: int, number: int) -> Span:
    return months_from(year, 6 * numbered(number, 2) - 5, 6, Precision.HALF_YEAR)


def season_span(year: int, number: int) -> Span:
    """Meteorological: spring is March-May; winter starts in December and ends a year later."""
    return months_from(year, 3 * numbered(number, 4), 3, Precision.SEASON)


def year_span(year: int) -> Span:
    return months_from(year, 1, 12, Precision.YEAR)


MONTHS_IN: dict[Precision, int] = {
    Precision.QUARTER: 3,
    Precision.SEASON: 3,
    Precision.HALF_YEAR: 6,
    Precision.YEAR: 12,
}


def third_span(third: Third, whole: Span) -> Span:
    """The third of ``whole`` a vague word means, as a range.

    A year falls apart in four months each, a half-year in two, a quarter or season in one; a
    month in the days 1-10, 11-20 and 21-last. Anything shorter or open has no thirds.
    """
    if whole.first is None or whole.last is None:
        raise ValueError("what is continuous has no thirds")
    year, month = whole.first.year, whole.first.month
    index = list(Third).index(third)
    if whole.precision is Precision.MONTH:
        last_day = whole.last if third is Third.END else date(year, month, 10 * index + 10)
        return span(date(year, month, 10 * index + 1), last_day)
    if whole.precision not in MONTHS_IN:
        raise ValueError(f"a {whole.precision} has no thirds")
    count = MONTHS_IN[whole.precision] // 3
    after, start = divmod(month - 1 + index * count, 12)
    return months_from(year + after, start + 1, count, Precision.RANGE)


WHOLE_AT: dict[Precision, Callable[[date], Span]] = {
    Precision.DAY: lambda on: day_span(on.year, on.month, on.day),
    Precision.WEEK: lambda on: week_span(*on.isocalendar()[:2]),
    Precision.MONTH: lambda on: month_span(on.year, on.month),
    Precision.QUARTER: lambda on: quarter_span(on.year, (on.month + 2) // 3),
    Precision.HALF_YEAR: lambda on: half_year_span(on.year, (on.month + 5) // 6),
    Precision.SEASON: lambda on: season_span(on.year - (on.month < 3), on.month // 3 or 4),
    Precision.YEAR: lambda on: year_span(on.year),
}


def iso_text(when: Span) -> str:
    """The ISO-like form of a readable span: 2023-Q1, 2023-W15, 2023-summer, 2023-01-01/2023-02-28.

    Quarter, half-year and season have no ISO form of their own; these are the usual ones.
    """
    first, last, precision = when
    if first is None or last is None:
        return Precision.CONTINUOUS.value
    if precision is Precision.WEEK:
        iso_year, week, _ = first.isocalendar()
        return f"{iso_year:04d}-W{week:02d}"
    year, month = first.year, first.month
    return {
        Precision.DAY: first.isoformat(),
        Precision.MONTH: f"{year:04d}-{month:02d}",
        Precision.QUARTER: f"{year:04d}-Q{(month + 2) // 3}",
        Precision.HALF_YEAR: f"{year:04d}-H{(month + 5) // 6}",
        Precision.SEASON: f"{year:04d}-{SEASON_WORDS[month // 3 or 4]}",
        Precision.YEAR: f"{year:04d}",
    }.get(precision, f"{first.isoformat()}/{last.isoformat()}")


SEASON_WORDS = {SPRING: "spring", SUMMER: "summer", AUTUMN: "autumn", WINTER: "winter"}
