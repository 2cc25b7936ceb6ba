"""Direction in a plan file."""

from koersvast.core.parts import Part, Scope, listed, parts, rows
from koersvast.direction.models import Goal, Plan, Statement
from koersvast.direction.schemas import GoalRow, PlanHead, StatementRow


def register_parts() -> None:
    """Add the plan itself, statements and goals to the plan file."""
    parts.set_head(Part("plan", "head", PlanHead, rows(Plan, PlanHead), Scope.MUNICIPALITY))
    parts.add(
        Part("direction", "statements", StatementRow, rows(Statement, StatementRow)),
        Part(
            "direction",
            "goals",
            GoalRow,
            rows(Goal, GoalRow, refs=listed(parent="direction.goals"), tree="parent"),
        ),
    )
