"""What the pages of the golden thread are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from koersvast.direction.models import Goal
from koersvast.funding.models import CostItem
from koersvast.funding.rules import NOTHING
from koersvast.funding.rules import Sum as Euros
from koersvast.portal.rules import Served
from koersvast.work.models import Action, Result, Work

ACTIONS_SHOWN = 3
DEEPEST = 8
OPEN_LINES = 20


@dataclass(frozen=True)
class GoalRow:
    """A goal in its tree, with what serves it or a goal below it."""

    goal: Goal
    depth: int
    served: Served
    euros: Euros
    is_loose: bool

    @property
    def indent(self) -> int:
        """How far the name is set in; from some depth on no further."""
        return min(self.depth, DEEPEST)


@dataclass(frozen=True)
class Loose:
    """Loose ends of one kind: how many, the first of them, and their euros."""

    count: int
    rows: list[Any]
    euros: Euros = NOTHING

    @property
    def left_off(self) -> int:
        """How many are not listed."""
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Overview:
    """All goals, and the loose ends at both sides."""

    goals: list[GoalRow]
    costs: Loose
    goals_without_work: Loose
    results: Loose

    @property
    def loose_ends(self) -> int:
        """How many loose ends there are."""
        return self.costs.count + self.goals_without_work.count + self.results.count


@dataclass(frozen=True)
class CostRow:
    """A cost item with what it adds up to."""

    item: CostItem
    euros: Euros
    besides: Euros = NOTHING


@dataclass
class ResultRow:
    """A result with its actions and costs."""

    result: Result
    actions: list[Action] = field(default_factory=list)
    costs: list[CostRow] = field(default_factory=list)

    @property
    def first_actions(self) -> list[Action]:
        """The actions that are spelled out."""
        return self.actions[:ACTIONS_SHOWN]

    @property
    def more_actions(self) -> int:
        """How many more there are."""
        return max(len(self.actions) - ACTIONS_SHOWN, 0)


@dataclass
class WorkRow:
    """A work with its own results and costs. `is_linked`: it serves the goal by itself."""

    work: Work
    depth: int
    is_linked: bool
    results: list[ResultRow] = field(default_factory=list)
    costs: list[CostRow] = field(default_factory=list)

    @property
    def all_costs(self) -> list[CostRow]:
        """The costs of the work itself and of its results that are shown."""
        return [*self.costs, *(cost for row in self.results for cost in row.costs)]

    @property
    def euros(self) -> Euros:
        """What those costs add up to."""
        return sum((row.euros for row in self.all_costs), NOTHING)


@dataclass(frozen=True)
class Down:
    """A goal and all that serves it."""

    goal: Goal
    above: list[Goal]
    subgoals: list[GoalRow]
    served: Served
    euros: Euros
    works: list[WorkRow]
    results_left_off: int

    @property
    def is_small(self) -> bool:
        """Tell whether all of it fits a screen, so that nothing needs to be folded."""
        return len(self.served.results) + len(self.served.costs) <= OPEN_LINES


@dataclass(frozen=True)
class Reached:
    """A goal that a cost item serves, and the work or result through which it does."""

    goal: Goal
    through: Work | Result
    above: list[Goal]


@dataclass(frozen=True)
class Through:
    """The goals that are served by one work or result of the line."""

    row: Work | Result
    goals: list[Reached]


@dataclass(frozen=True)
class Up:
    """A cost item and all it serves: its result, the works above it, their goals."""

    item: CostItem
    euros: Euros
    besides: Euros
    result: Result | None
    works: list[Work]
    through: list[Through]

    @property
    def goals(self) -> list[Reached]:
        """All goals that are reached."""
        return [each for group in self.through for each in group.goals]
