"""Reads across statements and goals."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from koersvast.core.actors import Actor
from koersvast.core.registries import registries
from koersvast.core.trees import depth_first
from koersvast.direction.models import Goal, Plan, Statement
from koersvast.direction.rules import loose_ends

SERVING = frozenset({"works", "results"})
"""The columns of the tree of goals that say how much work serves a goal."""


@dataclass(frozen=True)
class GoalLine:
    """A goal in the tree: label and value of every column, and whether nothing serves it."""

    goal: Goal
    depth: int
    values: list[tuple[Any, Any]] = field(default_factory=list)
    loose: bool = False


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
