"""The rules of work: pure calculations, without database, request or clock."""

from koersvast.work.rules.conflicts import (
    Planned,
    PlanningConflict,
    circle_through,
    conflicts_of,
    dependency_is_broken,
    implementation_precedes_building,
    is_ready_after_end,
)
from koersvast.work.rules.planning import (
    QUARTERS_AT_MOST,
    Bar,
    Cell,
    DayLine,
    bars_of,
    choose_open,
    day_line,
    is_later,
    next_date,
    quarter_span,
    viewpoint,
)
from koersvast.work.rules.readiness import Readiness, ReadyKind, readiness
from koersvast.work.rules.status import (
    NO_RESULTS,
    Counts,
    Status,
    overall_status,
    status_of_lights,
    worst,
)
from koersvast.work.rules.trees import depth_first, roll_up, subtree

__all__ = [
    "NO_RESULTS",
    "QUARTERS_AT_MOST",
    "Bar",
    "Cell",
    "Counts",
    "DayLine",
    "Planned",
    "PlanningConflict",
    "Readiness",
    "ReadyKind",
    "Status",
    "bars_of",
    "choose_open",
    "circle_through",
    "conflicts_of",
    "day_line",
    "dependency_is_broken",
    "depth_first",
    "implementation_precedes_building",
    "is_later",
    "is_ready_after_end",
    "next_date",
    "overall_status",
    "quarter_span",
    "readiness",
    "roll_up",
    "status_of_lights",
    "subtree",
    "viewpoint",
    "worst",
]
