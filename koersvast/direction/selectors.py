"""Reads across statements and goals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from koersvast.core.actors import Actor
from koersvast.core.registries import registries
from koersvast.core.trees import depth_first
from koersvast.direction.models import Goal, Plan, Statement
from koersvast.direction.rules import loose_ends, viewpoint

SERVING = frozenset({"works", "results"})
"""The columns of the tree of goals that say how much work serves a goal."""


@dataclass(frozen=True)
class GoalLine:
    """A goal in the tree: label and value of every column, and whether nothing serves it."""

    goal: Goal
    depth: int
    values: list[tuple[Any, Any]] = field(default_factory=list)
    loose: bool = False


def viewpoints(actor: Actor, plans: Iterable[Plan], today: date) -> dict[int, date]:
    """Return per plan the day from which it is read, by what higher apps plan in it.

    As many queries as these need, for all plans together.
    """
    references = {plan.pk: plan.reference_date for plan in plans}
    last: dict[int, date] = {}
    for source in registries.last_days if references else ():
        for key, day in source.data(actor, list(references)).items():
            last[key] = max(last.get(key, day), day)
    return {key: viewpoint(day, today, last.get(key)) for key, day in references.items()}


def statements_of(actor: Actor, plan: Plan) -> dict[str, list[Statement]]:
    """Return kind -> the statements of a plan, in order."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for statement in Statement.objects.visible_to(actor).filter(plan=plan):
        found[statement.kind].append(statement)
    return dict(found)


def goal_lines(actor: Actor, plan: Plan) -> list[GoalLine]:
    """Return the goals of a plan in tree order, with what higher apps tell of each.

    One query for the goals, and those of the columns "goal.tree". Without a column that counts
    work, no goal is called a loose end.
    """
    goals: dict[int, Goal] = {
        goal.pk: goal for goal in Goal.objects.visible_to(actor).filter(plan=plan)
    }
    columns = [
        (column, column.data(actor, list(goals))) for column in registries.columns_of("goal.tree")
    ]
    parents = {key: goal.parent_id for key, goal in goals.items()}
    counts = [values for column, values in columns if column.name in SERVING]
    loose: set[int] = set()
    if counts:
        served = {key for key in goals if any(values.get(key) for values in counts)}
        loose = loose_ends(parents, served)
    return [
        GoalLine(
            goals[key],
            depth,
            [(column.label, values[key]) for column, values in columns if values.get(key)],
            key in loose,
        )
        for key, depth in depth_first(parents)
    ]
