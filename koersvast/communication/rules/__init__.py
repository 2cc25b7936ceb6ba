"""The rules of communication: pure calculations, without database, request or clock."""

from koersvast.communication.rules.events import (
    Event,
    Revision,
    State,
    Time,
    times_of,
    uid_of,
)
from koersvast.communication.rules.rhythm import (
    Rhythm,
    Unit,
    anchor_of,
    is_anchored,
    occurrences,
    plus_months,
    read_rhythm,
)
from koersvast.communication.rules.standing import (
    Awaited,
    Message,
    Standing,
    comes_before,
    is_exact,
    is_rough,
    standing,
    told_too_early,
)
from koersvast.communication.rules.weeks import (
    Stretch,
    Week,
    read_week,
    stretch_of,
    week_in,
    week_of,
    weeks_of,
)

__all__ = [
    "Awaited",
    "Event",
    "Message",
    "Revision",
    "Rhythm",
    "Standing",
    "State",
    "Stretch",
    "Time",
    "Unit",
    "Week",
    "anchor_of",
    "comes_before",
    "is_anchored",
    "is_exact",
    "is_rough",
    "occurrences",
    "plus_months",
    "read_rhythm",
    "read_week",
    "standing",
    "stretch_of",
    "times_of",
    "told_too_early",
    "uid_of",
    "week_in",
    "week_of",
    "weeks_of",
]
