"""Direction in a plan file."""

from koersvast.core.parts import Part, listed, parts, rows
from koersvast.direction.models import Goal, Statement
from koersvast.direction.schemas import GoalRow, StatementRow


def register_parts() -> None:
    """Add statements and goals to the plan file."""
    parts.add(
        Part("direction", "statements", StatementRow, rows(Statement, StatementRow)),
        Part(
            "direction",
            "goals",
            GoalRow,
            rows(Goal, GoalRow, refs=listed(parent="direction.goals"), tree="parent"),
        ),
    )
