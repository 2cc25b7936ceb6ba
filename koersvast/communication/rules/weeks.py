"""Weeks of the calendar: ISO 8601, from Monday up to and including Sunday."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from koersvast.core.periods import Period

WEEK = timedelta(days=7)
LAST_DAY = timedelta(days=6)


class Stretch(NamedTuple):
    """A first and a last day, both counted in."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def touches(self, other: Stretch) -> bool:
        """Tell whether the two share a day."""
        return self.first <= other.last and other.first <= self.last

    def within(self, other: Stretch) -> Stretch:
        """Return the days that the two share; they must touch."""
        return Stretch(max(self.first, other.first), min(self.last, other.last))


class Week(NamedTuple):
    """A week of the ISO calendar; its year is not always that of all its days. Sorts in time."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def stretch(self) -> Stretch:
        """Monday up to and including Sunday."""
        return Stretch(self.first, self.first + LAST_DAY)

    @property
    def days(self) -> list[date]:
        """Its seven days."""
        return [self.first + timedelta(days=number) for number in range(7)]

    def plus(self, count: int) -> Week:
        """Return the week that many weeks later."""
        return week_of(self.first + count * WEEK)

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"


def week_of(on: date) -> Week:
    """Return the week a day falls in."""
    year, number, _day = on.isocalendar()
    return Week(year, number)


def read_week(text: str) -> Week | None:
    """Return the week that "2021-W24" names; None for anything else, also week 60."""
    year, mark, number = text.partition("-W")
    if not (mark and len(year) == 4 and year.isdecimal() and number.isdecimal()):
        return None
    try:
        return week_of(date.fromisocalendar(int(year), int(number), 1))
    except ValueError:
        return None


def weeks_of(stretch: Stretch) -> Iterator[Week]:
    """Yield every week that a stretch of days touches."""
    week, final = week_of(stretch.first), week_of(stretch.last)
    while week <= final:
        yield week
        week = week.plus(1)


def stretch_of(when: Period | None) -> Stretch | None:
    """Return the days of a period; None where it has none (continuous, unreadable, not told)."""
    if when is None or when.first is None or when.last is None:
        return None
    return Stretch(when.first, when.last)


def week_in(when: Period | None) -> Week | None:
    """Return the one week in which a period falls; None when it spans more, or has no days."""
    stretch = stretch_of(when)
    if stretch is None:
        return None
    first, last = week_of(stretch.first), week_of(stretch.last)
    return first if first == last else None
