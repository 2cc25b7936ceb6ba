"""Reading across the tables of communication."""

from koersvast.communication.selectors.calendar import (
    Entry,
    WeekRow,
    first_week,
    is_loose,
    weeks_with,
)
from koersvast.communication.selectors.feeds import REMEMBERED, Calendar, calendar_of, feed_by_hash
from koersvast.communication.selectors.moments import (
    Shown,
    find_moment,
    next_first,
    shown,
    viewpoints,
    visible_moments,
)
from koersvast.communication.selectors.reach import (
    NONE,
    Hears,
    Matrix,
    audiences_of,
    channels_of,
    heard_by,
    matrix_of,
)

__all__ = [
    "NONE",
    "REMEMBERED",
    "Calendar",
    "Entry",
    "Hears",
    "Matrix",
    "Shown",
    "WeekRow",
    "audiences_of",
    "calendar_of",
    "channels_of",
    "feed_by_hash",
    "find_moment",
    "first_week",
    "heard_by",
    "is_loose",
    "matrix_of",
    "next_first",
    "shown",
    "viewpoints",
    "visible_moments",
    "weeks_with",
]
