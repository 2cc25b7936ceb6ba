"""What direction adds to the application: its registers."""

from koersvast.core.kit.register import Register, registers
from koersvast.direction.models import Goal, Plan, Statement


class PlanRegister(Register):
    """Plans."""

    model, name, section, order = Plan, "plans", "direction", 30
    columns = ("title", "code", "reference_date")
    search = ("title", "code", "description")
    fields = ("title", "code", "reference_date", "description", "note", "source", "illustrative")


class StatementRegister(Register):
    """Statements."""

    model, name, section, order = Statement, "statements", "direction", 10
    columns = ("text", "kind", "plan", "code")
    filters = ("plan", "kind")
    search = ("text", "code", "note")
    fields = ("plan", "code", "kind", "text", "position", "note", "source", "illustrative")


class GoalRegister(Register):
    """Goals."""

    model, name, section, order = Goal, "goals", "direction", 20
    columns = ("title", "code", "level", "kind", "parent", "plan")
    filters = ("plan", "level", "kind")
    search = ("title", "code", "description", "note")
    fields = (
        "plan",
        "code",
        "parent",
        "level",
        "kind",
        "title",
        "description",
        "position",
        "note",
        "source",
        "illustrative",
    )


def register_panels() -> None:
    """Add the registers."""
    registers.add(PlanRegister, StatementRegister, GoalRegister)
