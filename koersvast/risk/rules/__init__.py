"""What follows from scores: pure, without database or clock."""

from koersvast.risk.rules.classes import SERIOUS, Classes, Rating, Span
from koersvast.risk.rules.heatmap import Arrow, Cell, HeatMap, heat_map
from koersvast.risk.rules.history import Course, Point, course_of
from koersvast.risk.rules.scales import Scales, bounds_in_order, money_level
from koersvast.risk.rules.scoring import (
    AFTER,
    BEFORE,
    IMPACTS,
    Judgement,
    Position,
    Standing,
    Trend,
    age_in_days,
    expected_loss,
    impacts_of,
    position_of,
    standing_of,
    trend_of,
)

__all__ = [
    "AFTER",
    "BEFORE",
    "IMPACTS",
    "SERIOUS",
    "Arrow",
    "Cell",
    "Classes",
    "Course",
    "HeatMap",
    "Judgement",
    "Point",
    "Position",
    "Rating",
    "Scales",
    "Span",
    "Standing",
    "Trend",
    "age_in_days",
    "bounds_in_order",
    "course_of",
    "expected_loss",
    "heat_map",
    "impacts_of",
    "money_level",
    "position_of",
    "standing_of",
    "trend_of",
]
