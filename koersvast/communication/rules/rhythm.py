"""Rhythms in words: "wekelijks", "elke twee weken". What is not plain is not read.

"(twee)wekelijks", "periodiek" or "de komende maanden" say nothing that can stand in a calendar;
they are shown as they are, without dates.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from koersvast.communication.rules.weeks import Stretch, stretch_of
from koersvast.core.periods import Period, Precision, parse_period
from koersvast.core.spans import WHOLE_AT


class Unit(StrEnum):
    """What a rhythm counts in, the shortest first."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF_YEAR: 6, Unit.YEAR: 12}
LENGTH = list(Unit)
LENGTHS = {unit.value for unit in Unit}
MOST = 5_000
"""No more occurrences than this: a daily message of thirteen years."""
LAST = date(2200, 12, 31)
MOST_EVERY = 60


@dataclass(frozen=True)
class Rhythm:
    """Every so many days, weeks or months; `start` is where the words name it ("vanaf 2024")."""

    unit: Unit
    every: int = 1
    start: Period | None = None

    @property
    def months(self) -> int:
        """How many months from one time to the next; 0 for days and weeks."""
        return MONTHS.get(self.unit, 0) * self.every


WHOLE = {
    **dict.fromkeys(("dagelijks", "daily"), (Unit.DAY, 1)),
    **dict.fromkeys(("wekelijks", "weekly"), (Unit.WEEK, 1)),
    **dict.fromkeys(
        ("tweewekelijks", "veertiendaags", "om de week", "fortnightly", "every other week"),
        (Unit.WEEK, 2),
    ),
    "driewekelijks": (Unit.WEEK, 3),
    "vierwekelijks": (Unit.WEEK, 4),
    "zeswekelijks": (Unit.WEEK, 6),
    **dict.fromkeys(("maandelijks", "monthly"), (Unit.MONTH, 1)),
    **dict.fromkeys(("tweemaandelijks", "om de maand"), (Unit.MONTH, 2)),
    **dict.fromkeys(("driemaandelijks", "quarterly"), (Unit.QUARTER, 1)),
    **dict.fromkeys(("halfjaarlijks", "half-yearly"), (Unit.HALF_YEAR, 1)),
    **dict.fromkeys(("jaarlijks", "yearly", "annually"), (Unit.YEAR, 1)),
}
UNITS = {
    **dict.fromkeys(("dag", "dagen", "day", "days"), Unit.DAY),
    **dict.fromkeys(("week", "weken", "weeks"), Unit.WEEK),
    **dict.fromkeys(("maand", "maanden", "month", "months"), Unit.MONTH),
    **dict.fromkeys(("kwartaal", "quarter"), Unit.QUARTER),
    **dict.fromkeys(("halfjaar", "half jaar", "half year"), Unit.HALF_YEAR),
    **dict.fromkeys(("jaar", "year"), Unit.YEAR),
}
NUMBERS = {
    **dict.fromkeys(("twee", "two"), 2),
    **dict.fromkeys(("drie", "three"), 3),
    **dict.fromkeys(("vier", "four"), 4),
    **dict.fromkeys(("vijf", "five"), 5),
    **dict.fromkeys(("zes", "six"), 6),
    **dict.fromkeys(("acht", "eight"), 8),
}
ONE = re.compile(r"(?:elke?|iedere?|ieder|per|each|every|a)\s+(?P<unit>[a-z ]+)")
MANY = re.compile(r"(?:om de|elke|iedere|every)\s+(?P<number>[a-z]+|\d{1,2})\s+(?P<unit>[a-z]+)")
FROM = re.compile(r"(?P<rhythm>.+?)\s+(?:vanaf|sinds|from|starting)\s+(?P<start>.+)")


def read_rhythm(text: str) -> Rhythm | None:
    """Return the rhythm that words say; None where they do not say it plainly."""
    plain = " ".join(text.lower().strip().rstrip(".").split())
    if found := FROM.fullmatch(plain):
        rhythm = _plain_rhythm(found["rhythm"])
        start = parse_period(found["start"])
        if rhythm is None or stretch_of(start) is None:
            return None
        return Rhythm(rhythm.unit, rhythm.every, start)
    return _plain_rhythm(plain)


def _plain_rhythm(text: str) -> Rhythm | None:
    if text in WHOLE:
        return Rhythm(*WHOLE[text])
    if (found := ONE.fullmatch(text)) and found["unit"] in UNITS:
        return Rhythm(UNITS[found["unit"]])
    found = MANY.fullmatch(text)
    if found is None or found["unit"] not in UNITS:
        return None
    number = NUMBERS.get(found["number"])
    if number is None and found["number"].isdecimal():
        number = int(found["number"])
    return Rhythm(UNITS[found["unit"]], number) if number and number <= MOST_EVERY else None


def anchor_of(rhythm: Rhythm, when: Period | None) -> Period | None:
    """Return from when, or during which period, a rhythm runs; None when that is not told."""
    told = when if stretch_of(when) is not None else rhythm.start
    return told if stretch_of(told) is not None else None


def is_anchored(rhythm: Rhythm, anchor: Period | None) -> bool:
    """Tell whether `anchor` is the first time itself: no longer than the rhythm's own unit.

    Weeks start on no fixed day of a month, so what recurs by months starts on a day or with a
    whole month, quarter, half-year or year; never with a week.
    """
    if anchor is None or anchor.precision.value not in LENGTHS:
        return False
    if anchor.precision == Precision.WEEK:
        return rhythm.unit is Unit.WEEK
    return LENGTH.index(Unit(anchor.precision)) <= LENGTH.index(rhythm.unit)


def occurrences(rhythm: Rhythm, when: Period | None, window: Stretch) -> list[Stretch]:
    """Return the times that touch `window`, in order, at most `MOST`.

    - With the first time told: that time, and so on with equal steps. The 31st is the last day of
      a shorter month.
    - With a longer period told: every day, week, month … of it (what sticks out is cut off).
    - With nothing told: every day, week, month … of the window: "weekly" is true of each week.

    In the last two cases "every two weeks" says not which weeks, and there is nothing to return.
    """
    anchor = anchor_of(rhythm, when)
    bounds = stretch_of(anchor)
    if anchor is not None and bounds is not None and is_anchored(rhythm, anchor):
        return list(_steps(rhythm, anchor, bounds, window))
    if rhythm.every > 1 or (bounds is not None and not bounds.touches(window)):
        return []
    limits = bounds.within(window) if bounds is not None else window
    return list(_units(rhythm.unit, limits, cut=bounds is not None))


def _steps(rhythm: Rhythm, anchor: Period, first: Stretch, window: Stretch) -> Iterator[Stretch]:
    """Yield the times with a fixed first one that touch the window."""
    number = _first_step(rhythm, first, window)
    for count in range(number, number + MOST):
        time = _shifted(rhythm, anchor, first, count)
        if time is None or time.first > window.last:
            return
        if time.touches(window):
            yield time


def _first_step(rhythm: Rhythm, first: Stretch, window: Stretch) -> int:
    """Return a step not after the first one in the window: nobody walks from 1990."""
    days = (window.first - first.last).days
    longest = rhythm.months * 31 or rhythm.every * (7 if rhythm.unit is Unit.WEEK else 1)
    return max(0, days // longest)


def _shifted(rhythm: Rhythm, anchor: Period, first: Stretch, count: int) -> Stretch | None:
    """Return the time that many steps after the first; None beyond what a calendar holds."""
    try:
        if not rhythm.months:
            days = timedelta(days=count * rhythm.every * (7 if rhythm.unit is Unit.WEEK else 1))
            time = Stretch(first.first + days, first.last + days)
        else:
            start = plus_months(first.first, count * rhythm.months)
            time = _whole(anchor.precision, start)
    except (OverflowError, ValueError):
        return None
    return time if time.last <= LAST else None


def plus_months(day: date, months: int) -> date:
    """Return the same day so many months later; the last of the month where it has no such day."""
    after, index = divmod(day.month - 1 + months, 12)
    year, month = day.year + after, index + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _whole(precision: str, day: date) -> Stretch:
    found = WHOLE_AT[Precision(precision)](day)
    return Stretch(found.first or day, found.last or day)


def _units(unit: Unit, limits: Stretch, *, cut: bool) -> Iterator[Stretch]:
    """Yield the whole units that touch `limits`; with `cut` without what sticks out."""
    day = limits.first
    for _number in range(MOST):
        if day > limits.last:
            return
        whole = _whole(unit, day)
        yield whole.within(limits) if cut else whole
        day = whole.last + timedelta(days=1)
