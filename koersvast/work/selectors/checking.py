"""What the rules of plan check read of work; each read is done once for a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from koersvast.core.checks import Place, Scope
from koersvast.core.periods import Period
from koersvast.core.trees import line_up
from koersvast.work.models import (
    Milestone,
    Phase,
    ReadyBy,
    Responsibility,
    Result,
    ResultGoal,
    StatusUpdate,
    Work,
    WorkGoal,
    WorkProposal,
)
from koersvast.work.rules import Planned, readiness

COMMISSIONED = (
    Work.Kind.CHALLENGE,
    Work.Kind.PROGRAMME,
    Work.Kind.PROJECT,
    Work.Kind.NEIGHBOURHOOD_CHALLENGE,
)
"""The kinds of work that somebody commissions; lines are part of one, processes go on (J 1.1)."""


@dataclass(frozen=True)
class CheckedWorks:
    """The works of a plan in their tree."""

    works: Mapping[int, Work]
    parents: Mapping[int, int | None]

    def line(self, key: int | None) -> list[int]:
        """Return a work and all above it, from low to high."""
        return [each for each in line_up(self.parents, key) if each in self.works]

    def top(self, key: int) -> int:
        """Return the highest work above a work, or itself."""
        return self.line(key)[-1]

    def served(self, own: Iterable[int]) -> set[int]:
        """Return `own` and every work below one of them."""
        given = set(own)
        return {key for key in self.works if given.intersection(self.line(key))}

    def highest(self, keys: Iterable[int]) -> list[Work]:
        """Return of some works those that stand under no other of them, in order."""
        wanted = set(keys)
        return [
            work
            for key, work in self.works.items()
            if key in wanted and not wanted.intersection(self.line(key)[1:])
        ]


def works_in(scope: Scope) -> CheckedWorks:
    """Return the works of the plan; one query."""
    rows = scope.rows(Work).select_related("unit").order_by("position", "code", "pk")
    works: dict[int, Work] = {work.pk: work for work in rows}
    return CheckedWorks(works, {key: work.parent_id for key, work in works.items()})


def results_in(scope: Scope) -> dict[int, Result]:
    """Return the results of the plan without their long texts; one query."""
    rows = scope.rows(Result).defer("description", "note").order_by("position", "code", "pk")
    works = scope.once(works_in).works
    return {row.pk: row for row in rows if row.work_id in works}


def place_of_result(scope: Scope) -> Any:
    """Return how a result is placed: in its work."""
    works = scope.once(works_in).works

    def place(result: Result) -> Place:
        return Place((result.work_id,), works[result.work_id])

    return place


def moments_in(scope: Scope) -> dict[int, list[Period]]:
    """Return result -> its ready-by moments in order; one query."""
    found: dict[int, list[Period]] = defaultdict(list)
    rows = scope.rows(ReadyBy, "result").order_by("result_id", "position")
    for key, when in rows.values_list("result_id", "when"):
        found[key].append(when)
    return found


def phases_in(scope: Scope) -> dict[int, list[tuple[str, Period]]]:
    """Return result -> its phases; one query."""
    found: dict[int, list[tuple[str, Period]]] = defaultdict(list)
    rows = scope.rows(Phase, "result").order_by("result_id", "pk")
    for key, kind, period in rows.values_list("result_id", "kind", "period"):
        found[key].append((kind, period))
    return found


def planned_in(scope: Scope) -> dict[int, Planned]:
    """Return result -> how it is planned."""
    moments, phases = scope.once(moments_in), scope.once(phases_in)
    return {
        key: Planned(
            tuple(phases.get(key, ())),
            readiness(moments.get(key, ()), row.continuity, row.condition).when,
        )
        for key, row in scope.once(results_in).items()
    }


@dataclass(frozen=True)
class Reported:
    """What was reported last on a result, by a day."""

    on: date
    done: bool


def reports_in(scope: Scope) -> dict[int, Reported]:
    """Return result -> what was reported on it last; one query."""
    rows = scope.rows(StatusUpdate, "result").order_by("date", "pk")
    return {
        key: Reported(on, done) for key, on, done in rows.values_list("result_id", "date", "done")
    }


def responsible_in(scope: Scope) -> dict[str, dict[int, list[Any]]]:
    """Return kind of responsibility -> work -> the roles that have it; one query."""
    found: dict[str, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    rows = scope.rows(Responsibility, "work").filter(role__illustrative=False)
    for row in rows.select_related("role").order_by("pk"):
        found[row.kind][row.work_id].append(row.role)
    return found


@dataclass(frozen=True)
class Serving:
    """Which works and results serve a goal; a result also through its work or one above it."""

    goals_of_works: Mapping[int, set[int]]
    goals_of_results: Mapping[int, set[int]]
    works: frozenset[int]

    def serves(self, result: Result) -> bool:
        """Tell whether a result serves any goal."""
        return bool(self.goals_of_results.get(result.pk)) or result.work_id in self.works


def serving_in(scope: Scope) -> Serving:
    """Return what serves the goals of the plan; two queries."""
    of_works: dict[int, set[int]] = defaultdict(set)
    for work, goal in scope.rows(WorkGoal, "work").values_list("work_id", "goal_id"):
        of_works[work].add(goal)
    of_results: dict[int, set[int]] = defaultdict(set)
    for result, goal in scope.rows(ResultGoal, "result").values_list("result_id", "goal_id"):
        of_results[result].add(goal)
    served = scope.once(works_in).served(of_works)
    return Serving(of_works, of_results, frozenset(served))


def decided_ahead(scope: Scope) -> frozenset[int]:
    """Return the works about which a body decides on a known day after the reference date.

    Only what is about a work itself counts: a decision on a programme as a whole does not settle
    what a part of it still leaves open. Two queries.
    """
    proposals = scope.rows(WorkProposal, "work").filter(proposal__moment__isnull=False)
    moments = list(proposals.values_list("work_id", "proposal__moment__when"))
    milestones = scope.rows(Milestone).filter(decision_moment__isnull=False)
    moments += milestones.values_list("work_id", "decision_moment__when")
    return frozenset(key for key, when in moments if when and when.last and when.last > scope.day)
