"""The day as of which a page shows the organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from koersvast.organisation.rules.facts import DAY


@dataclass(frozen=True)
class AsOf:
    """A day, and the days around it on which something changes."""

    day: date
    today: date
    previous: date | None = None
    following: date | None = None
    error: str = ""

    @property
    def is_today(self) -> bool:
        """Tell whether the page shows the organisation as it is now."""
        return self.day == self.today

    @property
    def query(self) -> str:
        """What keeps the day in an address; nothing for today."""
        return "" if self.is_today else f"?on={self.day.isoformat()}"


def day_of(text: str) -> date | None:
    """Return the day that an address names ("2023-07-01"); None when there is no such day."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def as_of(text: str, changes: Sequence[date], today: date) -> AsOf:
    """Return the day of `text`; today, with a sentence, when it is no day that exists."""
    day = day_of(text)
    error = ""
    if text and day is None:
        error = _("“%s” is not a day that exists. Write for instance 2023-07-01.") % text[:40]
    shown = day or today
    return AsOf(
        shown,
        today,
        max((each for each in changes if each < shown), default=None),
        min((each for each in changes if each > shown), default=None),
        error,
    )


def around_latest_change(changes: Sequence[date], today: date) -> tuple[date, date]:
    """Return the day before the latest change and that day: old and new structure.

    The latest one that has taken place; without one, the first to come; without any, today twice.
    """
    past = [each for each in changes if each <= today]
    day = past[-1] if past else min(changes, default=None)
    return (day - DAY, day) if day else (today, today)
