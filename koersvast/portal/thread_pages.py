"""What the pages of the golden thread show: the overview, a goal downwards, a cost item upwards."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from koersvast.core.actors import Actor
from koersvast.core.trees import in_order, line_up
from koersvast.direction.models import Goal
from koersvast.funding.models import CostItem
from koersvast.funding.rules import NOTHING
from koersvast.portal.rules import Key, Parents, Served
from koersvast.portal.thread_data import SHOWN, Threaded, threaded
from koersvast.portal.thread_rows import (
    CostRow,
    Down,
    GoalRow,
    Loose,
    Overview,
    Reached,
    ResultRow,
    Through,
    Up,
    WorkRow,
)
from koersvast.work.models import Action, Result, Work


def goal_rows(data: Threaded, goals: Mapping[Key, Goal]) -> list[GoalRow]:
    """Return goals in the order of the tree."""
    loose = set(data.thread.goals_without_work)
    return [
        GoalRow(
            goal=goals[key],
            depth=depth,
            served=data.thread.served[key],
            euros=data.euros_of_goals[key],
            is_loose=key in loose,
        )
        for key, depth in in_order(goals, data.thread.edges.goals)
    ]


def overview(actor: Actor) -> Overview:
    """Return all goals with what serves them, and the loose ends; ten queries."""
    data = threaded(actor)
    rows: Any = Goal.objects.visible_to(actor).select_related("plan")
    goals = {
        goal.pk: goal
        for goal in rows.order_by("plan__code", "position", "code")
        if goal.pk in data.thread.edges.goals
    }
    thread = data.thread
    costs, results = thread.costs_without_goal, thread.results_without_goal
    items = _in_order(CostItem.objects.select_related("work", "result"), costs[:SHOWN])
    return Overview(
        goals=goal_rows(data, goals),
        costs=Loose(
            len(costs),
            [cost_row(data, item) for item in items],
            data.sum_of(costs),
        ),
        goals_without_work=_listed([goals[key] for key in thread.goals_without_work]),
        results=Loose(
            len(results), _in_order(Result.objects.select_related("work"), results[:SHOWN])
        ),
    )


def _listed(rows: list[Any]) -> Loose:
    return Loose(len(rows), rows[:SHOWN])


def _in_order(rows: Any, keys: Iterable[Key]) -> list[Any]:
    """Return rows in the order of `keys`."""
    wanted = list(keys)
    found = rows.in_bulk(wanted)
    return [found[key] for key in wanted if key in found]


def down(actor: Actor, goal: Goal) -> Down:
    """Return a goal with all that serves it, at most `SHOWN` results of it."""
    data = threaded(actor)
    edges, served = data.thread.edges, data.thread.served[goal.pk]
    family = {key: one for key, one in edges.goals.items() if goal.pk in line_up(edges.goals, key)}
    above = line_up(edges.goals, edges.goals.get(goal.pk))
    goals = Goal.objects.in_bulk([*family, *above])
    return Down(
        goal=goal,
        above=[goals[key] for key in reversed(above)],
        subgoals=goal_rows(data, {key: goals[key] for key in family if key != goal.pk}),
        served=served,
        euros=data.euros_of_goals[goal.pk],
        works=_works_down(actor, data, served, set(family)),
        results_left_off=max(len(served.results) - SHOWN, 0),
    )


def _works_down(actor: Actor, data: Threaded, served: Served, family: set[Key]) -> list[WorkRow]:
    """Return the works that serve, with their results, actions and costs, in tree order."""
    edges = data.thread.edges
    through_results = {edges.results[key] for key in served.results}
    keys = [key for key in edges.works if key in served.works | through_results]
    works = Work.objects.in_bulk(keys)
    rows = {
        key: WorkRow(works[key], depth, bool(family.intersection(edges.work_goals.get(key, ()))))
        for key, depth in in_order(keys, edges.works)
    }
    place = {key: n for n, key in enumerate(rows)}
    ordered = sorted(served.results, key=lambda key: place[edges.results[key]])
    results = _results_down(actor, ordered[:SHOWN])
    for key, row in results.items():
        rows[edges.results[key]].results.append(row)
    _add_costs(data, served, rows, results)
    return [row for row in rows.values() if row.results or row.costs or row.is_linked]


def _results_down(actor: Actor, keys: Iterable[Key]) -> dict[Key, ResultRow]:
    found = {
        result.pk: ResultRow(result)
        for result in Result.objects.filter(pk__in=list(keys)).order_by("position", "code")
    }
    for action in Action.objects.visible_to(actor).filter(result_id__in=found):
        found[action.result_id].actions.append(action)
    return found


def _add_costs(
    data: Threaded, served: Served, works: dict[Key, WorkRow], results: dict[Key, ResultRow]
) -> None:
    """Hang the cost items on the works and results that are shown."""
    edges = data.thread.edges
    shown = [
        key
        for key in edges.cost_works
        if key in served.costs
        and (edges.cost_works[key] in works or edges.cost_results[key] in results)
    ]
    for item in _in_order(CostItem.objects, shown[: 2 * SHOWN]):
        row = cost_row(data, item)
        if item.result_id in results:
            results[item.result_id].costs.append(row)
        elif item.work_id in works:
            works[item.work_id].costs.append(row)


def cost_row(data: Threaded, item: CostItem) -> CostRow:
    """Return a cost item with its sum, and what it took within regular means."""
    return CostRow(item, data.euros.get(item.pk, NOTHING), data.besides.get(item.pk, NOTHING))


def up(actor: Actor, item: CostItem) -> Up:
    """Return a cost item with what it serves."""
    data = threaded(actor)
    edges = data.thread.edges
    result = item.result if item.result_id in edges.results else None
    lowest = result.work_id if result else item.work_id
    line = line_up(edges.works, lowest if lowest in edges.works else None)
    works = Work.objects.in_bulk(line)
    links: list[tuple[Work | Result, Collection[Key]]] = [
        (works[key], edges.work_goals.get(key, ())) for key in reversed(line)
    ]
    if result:
        links.append((result, edges.result_goals.get(result.pk, ())))
    wanted = {up for _row, keys in links for key in keys for up in line_up(edges.goals, key)}
    goals = Goal.objects.in_bulk(wanted)
    return Up(
        item=item,
        euros=data.euros.get(item.pk, NOTHING),
        besides=data.besides.get(item.pk, NOTHING),
        result=result,
        works=[works[key] for key in reversed(line)],
        through=[
            Through(row, [_reached(key, row, goals, edges.goals) for key in _sorted(keys, goals)])
            for row, keys in links
            if keys
        ],
    )


def _sorted(keys: Iterable[Key], goals: Mapping[Key, Goal]) -> list[Key]:
    return sorted(keys, key=lambda key: (goals[key].position, goals[key].code))


def _reached(key: Key, row: Work | Result, goals: Mapping[Key, Goal], parents: Parents) -> Reached:
    above = line_up(parents, key)[:0:-1]
    return Reached(goals[key], row, [goals[up] for up in above])
