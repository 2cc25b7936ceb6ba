"""Reads across the tables of work, each in a fixed number of queries."""

from koersvast.work.selectors.dates import (
    NextDate,
    last_days,
    next_date_of,
    next_dates,
    ready_by_of,
    viewpoint_of,
)
from koersvast.work.selectors.details import ResultDetails, result_details, visible_result
from koersvast.work.selectors.facts import WorkFacts, facts_of, visible_work
from koersvast.work.selectors.goals import GoalRow, goals_of_work, results_without_goal
from koersvast.work.selectors.people import contractors_of, responsibilities_of
from koersvast.work.selectors.planning import (
    OPEN_AT_MOST,
    Group,
    Planning,
    PlanningRow,
    ResultFilter,
    expertise_choices,
    filtered_results,
    planning_of,
    row_of,
)
from koersvast.work.selectors.shape import Shape, shape_of
from koersvast.work.selectors.sprints import (
    Board,
    BoardLine,
    Cell,
    Lead,
    board_of,
    leads_of,
    line_of,
    programme_with_sprints,
    sprints_of,
)
from koersvast.work.selectors.status import (
    latest_update,
    latest_work_updates,
    status_counts,
    status_of,
    with_status,
)
from koersvast.work.selectors.subject import Works, subjects_of, works_of
from koersvast.work.selectors.tree import TreeRow, work_tree

__all__ = [
    "OPEN_AT_MOST",
    "Board",
    "BoardLine",
    "Cell",
    "GoalRow",
    "Group",
    "Lead",
    "NextDate",
    "Planning",
    "PlanningRow",
    "ResultDetails",
    "ResultFilter",
    "Shape",
    "TreeRow",
    "WorkFacts",
    "Works",
    "board_of",
    "contractors_of",
    "expertise_choices",
    "facts_of",
    "filtered_results",
    "goals_of_work",
    "last_days",
    "latest_update",
    "latest_work_updates",
    "leads_of",
    "line_of",
    "next_date_of",
    "next_dates",
    "planning_of",
    "programme_with_sprints",
    "ready_by_of",
    "responsibilities_of",
    "result_details",
    "results_without_goal",
    "row_of",
    "shape_of",
    "sprints_of",
    "status_counts",
    "status_of",
    "subjects_of",
    "viewpoint_of",
    "visible_result",
    "visible_work",
    "with_status",
    "work_tree",
    "works_of",
]
