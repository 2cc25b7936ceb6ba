"""The plain data that the rules of the organisation work on.

A key is whatever names a unit, role or person: a primary key or a code. Days are inclusive; None
is open-ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

Key = int | str
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """From a day up to and including another; None at either side is open-ended."""

    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def first(self) -> date:
        """The first day, the earliest there is where it is open."""
        return self.valid_from or date.min

    @property
    def last(self) -> date:
        """The last day, the latest there is where it is open."""
        return self.valid_to or date.max

    @property
    def is_empty(self) -> bool:
        """Tell whether no day lies within."""
        return self.last < self.first

    def holds_on(self, day: date) -> bool:
        """Tell whether `day` lies within."""
        return self.first <= day <= self.last

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two have a day in common."""
        return self.shared(other).first <= self.shared(other).last

    def shared(self, other: Span) -> Span:
        """Return the days that both have; empty (the end before the start) when there are none."""
        return span_of(max(self.first, other.first), min(self.last, other.last))


def span_of(first: date, last: date) -> Span:
    """Return a span from its first and last day; the ends of the calendar become open."""
    return Span(
        None if first == date.min else first,
        None if last == date.max else last,
    )


@dataclass(frozen=True)
class UnitFact:
    """A unit: how it is called and the days on which it exists."""

    key: Key
    name: str
    level: str = ""
    span: Span = Span()
    incomplete: bool = False


@dataclass(frozen=True)
class PlacementFact:
    """Where a unit stands on the days of `span`; without a parent at the top."""

    unit: Key
    parent: Key | None
    span: Span = Span()


@dataclass(frozen=True)
class HoldingFact:
    """Who holds a role on the days of `span`."""

    role: Key
    person: Key
    span: Span = Span()
