"""What is checked: a plan as an actor sees it, by the municipality's norms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, cast

from django.db.models import QuerySet

from koersvast.core.actors import SYSTEM, Actor
from koersvast.core.checks.norms import NO_NORMS, Norms

Value = TypeVar("Value")


@dataclass(frozen=True)
class Scope:
    """A plan as it is checked.

    `plan` has a `reference_date`: rules are read against that day, so that an old plan does not
    drown in overdue dates. What one rule reads, others get from `once`: a run costs a fixed number
    of queries, whatever the size of the plan.
    """

    plan: Any
    actor: Actor = SYSTEM
    norms: Norms = NO_NORMS
    kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def day(self) -> date:
        """The day from which the plan is read."""
        return cast(date, self.plan.reference_date)

    def rows(self, model: Any, within: str = "") -> QuerySet[Any]:
        """Return the rows of a model in this plan that the actor sees and that are not made up.

        `within` leads from a nested row to the row of the plan it belongs to ("result"): what hangs
        on something made up is absent too.
        """
        names = {each.name for each in model._meta.concrete_fields}
        rows: QuerySet[Any] = model._default_manager.visible_to(self.actor)
        path = f"{within}__" if within else ""
        rows = rows.filter(**{f"{path}plan": self.plan, f"{path}illustrative": False})
        return rows.filter(illustrative=False) if within and "illustrative" in names else rows

    def once(self, read: Callable[[Scope], Value]) -> Value:
        """Return what `read` returns for this scope, reading it the first time only."""
        if read not in self.kept:
            self.kept[read] = read(self)
        return cast(Value, self.kept[read])
