"""Reads across the tables of work, each in a fixed number of queries."""

from koersvast.work.selectors.dates import NextDate, next_date_of, next_dates, ready_by_of
from koersvast.work.selectors.goals import GoalRow, goals_of_work, results_without_goal
from koersvast.work.selectors.people import contractors_of, responsibilities_of
from koersvast.work.selectors.planning import (
    Group,
    Planning,
    PlanningRow,
    ResultFilter,
    filtered_results,
    planning_of,
)
from koersvast.work.selectors.shape import Shape, shape_of
from koersvast.work.selectors.status import (
    WorkFacts,
    facts_of,
    latest_update,
    latest_work_updates,
    status_counts,
    status_of,
    with_status,
)
from koersvast.work.selectors.tree import TreeRow, work_tree

__all__ = [
    "GoalRow",
    "Group",
    "NextDate",
    "Planning",
    "PlanningRow",
    "ResultFilter",
    "Shape",
    "TreeRow",
    "WorkFacts",
    "contractors_of",
    "facts_of",
    "filtered_results",
    "goals_of_work",
    "latest_update",
    "latest_work_updates",
    "next_date_of",
    "next_dates",
    "planning_of",
    "ready_by_of",
    "responsibilities_of",
    "results_without_goal",
    "shape_of",
    "status_counts",
    "status_of",
    "with_status",
    "work_tree",
]
