"""Who keeps direction."""

from koersvast.core.policy import EditorsKeep, policies
from koersvast.direction.models import Goal, Plan, Statement


def register_policies() -> None:
    """Programme secretaries keep plans, statements and goals."""
    for model in (Plan, Statement, Goal):
        policies.add(model, EditorsKeep())
