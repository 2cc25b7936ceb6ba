"""Where a moment stands on a calendar: in a month or a quarter, as precisely as one knows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from koersvast.core.periods import Period
from koersvast.core.quarters import quarter_of
from koersvast.core.spans import month_span

Days = tuple[date, date]
"""The first and the last day, both counted in."""


class Per(StrEnum):
    """How long a stretch of the calendar is."""

    MONTH = "month"
    QUARTER = "quarter"


class When(StrEnum):
    """Where a moment lies from the day on which a plan speaks."""

    PAST = "past"
    NOW = "now"
    AHEAD = "ahead"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Stretch:
    """A stretch of the calendar with the keys of the moments in it; without days: not known."""

    days: Days | None
    keys: tuple[int, ...]


def stretch_of(period: Period | None, per: Per) -> Days | None:
    """Return the month or quarter in which a period lies; of one that is longer, its own days.

    None for what has no first and last day: not told, unreadable or continuous.
    """
    if period is None or period.first is None or period.last is None:
        return None
    own = (period.first, period.last)
    if per is Per.QUARTER:
        quarter = quarter_of(period.first)
        days = (quarter.first, quarter.last)
    else:
        span = month_span(period.first.year, period.first.month)
        days = (span.first or period.first, span.last or period.last)
    return days if period.last <= days[1] else own


def stretches(moments: Iterable[tuple[int, Period | None]], per: Per) -> list[Stretch]:
    """Return the stretches in order, each with its moments by last day; not known comes last.

    What is longer than a stretch comes after what ends on the same day and is shorter.
    """
    found: dict[Days | None, list[tuple[date, int]]] = {}
    for key, period in moments:
        last = period.last if period is not None and period.last else date.max
        found.setdefault(stretch_of(period, per), []).append((last, key))
    order = sorted(found, key=lambda days: _rank(days))
    return [Stretch(days, tuple(key for _last, key in sorted(found[days]))) for days in order]


def _rank(days: Days | None) -> tuple[date, int]:
    return (date.max, 0) if days is None else (days[1], (days[1] - days[0]).days)


def lies(period: Period | None, reference: date) -> When:
    """Return where a moment lies from the reference date of its plan."""
    if period is None or period.first is None or period.last is None:
        return When.UNKNOWN
    if period.last < reference:
        return When.PAST
    return When.AHEAD if period.first > reference else When.NOW
