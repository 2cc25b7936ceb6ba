"""What direction adds to the application: its page in the menu, its registers, sub-goals."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.kit.register import Register, registers
from koersvast.core.registries import MenuItem, Related, registries
from koersvast.direction.models import Goal, Plan, Statement


class StatementRegister(Register):
    """Statements."""

    model, name, section, order = Statement, "statements", "direction", 40
    lead = _("What gives direction: mission, vision, values, principles and the change story.")
    columns = ("text", "kind", "plan", "source")
    filters = ("plan", "kind", "illustrative")
    search = ("text", "code", "note", "source")
    fields = ("plan", "code", "kind", "text", "position", "note", "source", "illustrative")
    shown_on = ("plan",)


class GoalRegister(Register):
    """Goals."""

    model, name, section, order = Goal, "goals", "direction", 50
    lead = _("What it is for, in a tree from strategic to operational.")
    columns = ("title", "code", "level", "kind", "parent", "plan")
    filters = ("plan", "level", "kind", "illustrative")
    search = ("title", "code", "description", "note", "source")
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
    shown_on = ("plan",)


class PlanRegister(Register):
    """Plans."""

    model, name, section, order = Plan, "plans", "direction", 60
    lead = _("What was written down together, each with the day it speaks from.")
    columns = ("title", "code", "reference_date", "source")
    filters = ("illustrative",)
    search = ("title", "code", "description", "source")
    fields = ("title", "code", "reference_date", "description", "note", "source", "illustrative")


def sub_goals(actor: Actor, goal: Goal) -> Iterable[Goal]:
    """Return the goals that are part of a goal."""
    found: Iterable[Goal] = Goal.objects.visible_to(actor).filter(parent=goal)
    return found


def register_panels() -> None:
    """Add the menu item, the registers and the sub-goals on the page of a goal."""
    registries.add(
        MenuItem("direction", _("Mission and goals"), "direction", order=10),
        Related(Goal, "sub-goals", _("goals that are part of it"), sub_goals, order=10),
    )
    registers.add(StatementRegister, GoalRegister, PlanRegister)
