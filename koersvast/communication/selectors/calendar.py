"""Messages in weeks: on their days, in their week, or somewhere in a longer time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from koersvast.communication.rules import (
    Stretch,
    Unit,
    Week,
    anchor_of,
    is_rough,
    occurrences,
    stretch_of,
    week_of,
    weeks_of,
)
from koersvast.communication.selectors.moments import Shown


@dataclass(frozen=True)
class Entry:
    """A message in a week, with the days it holds for there."""

    shown: Shown
    days: Stretch

    @property
    def day(self) -> date | None:
        """The one day; None when it is a week or longer."""
        return self.days.first if self.days.days == 1 else None


@dataclass
class WeekRow:
    """A week: messages on a day of it, some time in it, in a longer time, and in a rhythm."""

    week: Week
    by_day: dict[date, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    in_week: list[Entry] = field(default_factory=list)
    rough: list[Entry] = field(default_factory=list)
    recurring: list[Shown] = field(default_factory=list)

    @property
    def days(self) -> list[tuple[date, list[Entry]]]:
        """The days on which something is planned, in order."""
        return sorted((day, entries) for day, entries in self.by_day.items())

    @property
    def empty(self) -> bool:
        """Whether nothing but rhythms stands in it."""
        return not (self.by_day or self.in_week or self.rough)


def weeks_with(rows: Iterable[Shown], first: Week, count: int) -> list[WeekRow]:
    """Return `count` weeks from `first`, each with its messages."""
    weeks = [WeekRow(first.plus(number)) for number in range(count)]
    window = Stretch(weeks[0].week.stretch.first, weeks[-1].week.stretch.last)
    by_week = {row.week: row for row in weeks}
    for each in rows:
        if each.moment.rhythm:
            _place_rhythm(each, window, by_week)
        elif each.days is not None and each.days.touches(window):
            _place(each, each.days, window, by_week)
    return weeks


def _place(each: Shown, days: Stretch, window: Stretch, weeks: dict[Week, WeekRow]) -> None:
    """Put a message in every week that it touches; one in a longer time once, in the first."""
    for week in weeks_of(days.within(window)):
        row = weeks[week]
        if is_rough(days):
            row.rough.append(Entry(each, days))
            return
        if days.days == 1:
            row.by_day[days.first].append(Entry(each, days))
        else:
            row.in_week.append(Entry(each, days))


def _place_rhythm(each: Shown, window: Stretch, weeks: dict[Week, WeekRow]) -> None:
    """Put a rhythm in its weeks; one that cannot be read only where its plan gives it days."""
    if each.rhythm is None:
        if each.days is not None and each.days.touches(window):
            _place(each, each.days, window, weeks)
        return
    runs = runs_in(each, window)
    if runs is None:
        return
    dated = anchor_of(each.rhythm, each.moment.when) is not None
    for time in occurrences(each.rhythm, each.moment.when, runs):
        if dated and each.rhythm.unit is not Unit.DAY:
            _place(each, time, window, weeks)
            continue
        for week in weeks_of(time.within(runs)):
            if each not in weeks[week].recurring:
                weeks[week].recurring.append(each)


def runs_in(each: Shown, window: Stretch) -> Stretch | None:
    """Return the days of `window` in which a rhythm runs: within its work, until it was done or
    cancelled; None when it does not run in it."""
    moment = each.moment
    ends = [day for day in (moment.done_on, moment.cancelled_on) if day is not None]
    limits = [Stretch(date.min, min(ends))] if ends else []
    if (of_work := stretch_of(moment.work.period if moment.work else None)) is not None:
        limits.append(of_work)
    for limit in limits:
        if not window.touches(limit):
            return None
        window = window.within(limit)
    return window


def first_week(rows: Iterable[Shown], today: date, count: int) -> Week:
    """Return the week with which a calendar of `count` weeks opens.

    That is the week of the day from which their plan is read, as long as something is planned for
    then or later: this week, or for an old plan that of its reference date. Of several plans the
    newest day holds. When all lies behind that day, it is the first of the last `count` weeks with
    something in them.
    """
    found = list(rows)
    dated = [(row.days, row.seen_from) for row in found if row.days and not row.moment.rhythm]
    if not dated:
        return week_of(max((row.seen_from for row in found), default=today))
    if ahead := [seen_from for days, seen_from in dated if days.last >= seen_from]:
        return week_of(max(ahead))
    last = week_of(max(days.last for days, _seen_from in dated))
    return max(week_of(min(days.first for days, _seen_from in dated)), last.plus(1 - count))


def is_loose(row: Shown) -> bool:
    """Tell whether a message has no place in any week: no date, and no rhythm that can be read."""
    if row.days is not None:
        return False
    return row.rhythm is None or (row.rhythm.start is None and row.rhythm.every > 1)
