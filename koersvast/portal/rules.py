"""The golden thread: which goals every euro serves, and what hangs loose (M table 1). Pure.

A result serves its own goals and those of its work; a work serves its own goals and those of the
works above it; a cost item serves what its result or work serves. Whatever serves a goal serves
the goals above that goal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from koersvast.core.trees import line_up

Key = int
Parents = Mapping[Key, Key | None]
Links = Mapping[Key, Collection[Key]]
Goals = frozenset[Key]
NO_GOALS: Goals = frozenset()


@dataclass(frozen=True)
class Edges:
    """What points at what, by keys. A cost item hangs on a work, on a result, or on nothing."""

    goals: Parents = field(default_factory=dict)
    works: Parents = field(default_factory=dict)
    results: Mapping[Key, Key] = field(default_factory=dict)
    cost_works: Parents = field(default_factory=dict)
    cost_results: Parents = field(default_factory=dict)
    work_goals: Links = field(default_factory=dict)
    result_goals: Links = field(default_factory=dict)


@dataclass(frozen=True)
class Served:
    """What serves a goal or one of the goals below it."""

    works: frozenset[Key] = NO_GOALS
    results: frozenset[Key] = NO_GOALS
    costs: frozenset[Key] = NO_GOALS


class Thread:
    """The thread through all of a set of edges. Every question is answered from memory."""

    def __init__(self, edges: Edges) -> None:
        self.edges = edges

    @cached_property
    def goals_of_works(self) -> dict[Key, Goals]:
        """The goals each work serves, by itself and through the works above it."""
        found: dict[Key, Goals] = {}
        for work in self.edges.works:
            goals = NO_GOALS
            for each in reversed(line_up(self.edges.works, work)):
                goals = found[each] = goals.union(self.edges.work_goals.get(each, ()))
        return found

    @cached_property
    def goals_of_results(self) -> dict[Key, Goals]:
        """The goals each result serves, by itself and through its work."""
        return {
            result: self.goals_of_works.get(work, NO_GOALS).union(
                self.edges.result_goals.get(result, ())
            )
            for result, work in self.edges.results.items()
        }

    @cached_property
    def goals_of_costs(self) -> dict[Key, Goals]:
        """The goals each cost item serves; none when the money has no goal."""
        found: dict[Key, Goals] = {}
        for cost, work in self.edges.cost_works.items():
            result = self.edges.cost_results.get(cost)
            by_work = NO_GOALS if work is None else self.goals_of_works.get(work, NO_GOALS)
            by_result = NO_GOALS if result is None else self.goals_of_results.get(result, NO_GOALS)
            found[cost] = by_work | by_result
        return found

    @cached_property
    def served(self) -> dict[Key, Served]:
        """What serves each goal, or a goal below it."""
        return {
            goal: Served(
                works=self._works.get(goal, NO_GOALS),
                results=self._results.get(goal, NO_GOALS),
                costs=self._costs.get(goal, NO_GOALS),
            )
            for goal in self.edges.goals
        }

    @cached_property
    def _works(self) -> dict[Key, frozenset[Key]]:
        return self._by_goal(self.goals_of_works)

    @cached_property
    def _results(self) -> dict[Key, frozenset[Key]]:
        return self._by_goal(self.goals_of_results)

    @cached_property
    def _costs(self) -> dict[Key, frozenset[Key]]:
        return self._by_goal(self.goals_of_costs)

    def _by_goal(self, goals_of: Mapping[Key, Goals]) -> dict[Key, frozenset[Key]]:
        """Turn round "serves these goals"; goals above count too. One walk per set of goals."""
        groups: dict[Goals, list[Key]] = defaultdict(list)
        for key, goals in goals_of.items():
            groups[goals].append(key)
        found: dict[Key, set[Key]] = defaultdict(set)
        for goals, keys in groups.items():
            above = {up for goal in goals for up in line_up(self.edges.goals, goal)}
            for goal in above:
                found[goal].update(keys)
        return {goal: frozenset(keys) for goal, keys in found.items()}

    @property
    def costs_without_goal(self) -> list[Key]:
        """Money whose way up reaches no goal."""
        return [cost for cost, goals in self.goals_of_costs.items() if not goals]

    @property
    def results_without_goal(self) -> list[Key]:
        """Results that serve no goal, not even through their work."""
        return [result for result, goals in self.goals_of_results.items() if not goals]

    @property
    def goals_without_work(self) -> list[Key]:
        """Goals for which nobody does anything: no work and no result, here or below."""
        return [goal for goal, served in self.served.items() if not served.works | served.results]
