"""Rules about a planning that contradicts itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from koersvast.core.checks import Finding, Lack, Place, Scope, Severity, gaps, named, rule
from koersvast.work.models import Dependency, Milestone, StatusUpdate
from koersvast.work.rules import (
    circle_through,
    dependency_is_broken,
    implementation_precedes_building,
    is_ready_after_end,
    on_circles,
)
from koersvast.work.selectors.checking import moments_in, planned_in, results_in, works_in

Needs = dict[int, list[int]]


def needs_in(scope: Scope) -> Needs:
    """Return result -> the results it needs first; one query."""
    results = scope.once(results_in)
    found: Needs = defaultdict(list)
    for result, needs in scope.rows(Dependency, "result").values_list("result_id", "needs_id"):
        if result in results and needs in results:
            found[result].append(needs)
    return found


@rule(
    "PLAN-01",
    Severity.ERROR,
    title=_("Implementation begins before building"),
    why=_("What is not being built yet cannot be brought into use."),
    mend=_("Move one of the two phases."),
    source="M tabel 6",
)
def implemented_before_built(scope: Scope) -> Iterator[Finding]:
    """Look for results that are brought into use before they are built."""
    results = scope.once(results_in)
    for key, planned in scope.once(planned_in).items():
        if implementation_precedes_building(planned.phases):
            first = {
                kind: min(p for each, p in planned.phases if each == kind and p.first)
                for kind in ("implement", "build")
            }
            values = {"name": named(results[key]), **first}
            sentence = _(
                "%(name)s is implemented from %(implement)s, while building begins in %(build)s."
            )
            yield Finding(results[key], sentence, values, "phases", (results[key].work_id,))


@rule(
    "PLAN-02",
    Severity.WARNING,
    title=_("Ready after the end of the programme"),
    why=_("After the end of a programme its people and its money are gone."),
    mend=_("Bring the moment forward, or extend the programme."),
    source="D 3-8",
)
def ready_after_end(scope: Scope) -> Iterator[Finding]:
    """Look for results that are ready after the nearest period given above them."""
    results, tree = scope.once(results_in), scope.once(works_in)
    for key, planned in scope.once(planned_in).items():
        row = results[key]
        timed = (tree.works[at] for at in tree.line(row.work_id) if tree.works[at].period)
        work = next(timed, None)
        if work is not None and is_ready_after_end(planned.ready_by, work.period):
            values = {
                "name": named(row),
                "when": planned.ready_by,
                "work": named(work),
                "period": work.period,
            }
            sentence = _("%(name)s is ready in %(when)s, after %(work)s ends (%(period)s).")
            yield Finding(row, sentence, values, "ready_by", (row.work_id,))


@rule(
    "PLAN-03",
    Severity.ERROR,
    title=_("Ready before what it depends on"),
    why=_("What waits for something else cannot be ready earlier: one of the moments is wrong."),
    mend=_("Move one of the moments, or take out the dependency."),
    source="D 5",
)
def ready_before_needed(scope: Scope) -> Iterator[Finding]:
    """Look for results of which a moment lies before what they need is ready."""
    results, plans = scope.once(results_in), scope.once(planned_in)
    moments = scope.once(moments_in)
    for key, needs in scope.once(needs_in).items():
        dated = [when for when in moments.get(key, ()) if when.last]
        for other in needs:
            ready = plans[other].ends
            early = [when for when in dated if ready and when.last and when.last < ready]
            if not early and not dependency_is_broken(plans[key], plans[other]):
                continue
            row, needed = results[key], results[other]
            values = {
                "name": named(row),
                "when": min(early) if early else plans[key].starts,
                "needed": named(needed),
                "ready": plans[other].ready_by or ready,
            }
            sentence = (
                _("%(name)s is to be ready in %(when)s, but needs %(needed)s, ready in %(ready)s.")
                if early
                else _("%(name)s begins on %(when)s, but needs %(needed)s, ready in %(ready)s.")
            )
            yield Finding(
                row, sentence, values, "needs", (row.work_id, needed.work_id), about=needed.code
            )


@rule(
    "PLAN-04",
    Severity.ERROR,
    title=_("Results that wait for each other in a circle"),
    why=_("Each waits for the next, so none of them can begin."),
    mend=_("Take out one of the dependencies."),
    source="D 5",
)
def circle(scope: Scope) -> Iterator[Finding]:
    """Look for circles of dependencies; each is told once, at its first result."""
    results, needs = scope.once(results_in), scope.once(needs_in)
    told, tangled = set[int](), on_circles(needs)
    within = {key: [each for each in needs[key] if each in tangled] for key in tangled}
    for key in (key for key in results if key in tangled):
        if key in told or not circle_through(key, within):
            continue
        ring = [key, *_way_back(key, within)]
        told.update(ring)
        rows = [results[each] for each in ring]
        values = {"names": [row.code for row in [*rows, rows[0]]]}
        sentence = _("These results wait for each other in a circle: %(names)s.")
        yield Finding(rows[0], sentence, values, "needs", tuple({row.work_id for row in rows}))


def _way_back(start: int, needs: Needs) -> list[int]:
    """Return the shortest way from a result along what is needed back to itself, without it."""
    came: dict[int, int] = {}
    waiting = [start]
    for at in waiting:
        for each in needs.get(at, ()):
            if each == start:
                way = [at] if at != start else []
                while way and way[-1] in came and came[way[-1]] != start:
                    way.append(came[way[-1]])
                return way[::-1]
            if each not in came:
                came[each] = at
                waiting.append(each)
    return []


@rule(
    "PLAN-05",
    Severity.WARNING,
    title=_("Forecast later than planned"),
    why=_("Who reports says it will be later, and the plan still promises the old moment."),
    mend=_("Adapt the ready-by moment, or say what is done to make it after all."),
    source="J 1.2",
)
def later_than_planned(scope: Scope) -> Iterator[Finding]:
    """Look for results of which the latest report expects a later moment than the plan."""
    results, plans = scope.once(results_in), scope.once(planned_in)
    rows = scope.rows(StatusUpdate, "result").filter(date__lte=scope.day).order_by("date", "pk")
    latest = {row[0]: row for row in rows.values_list("result_id", "date", "forecast", "done")}
    for key, (_key, on, forecast, done) in latest.items():
        when = plans[key].ready_by if key in plans else None
        if done or not forecast or not forecast.last or not when or not when.last:
            continue
        if forecast.last > when.last:
            row = results[key]
            values = {"name": named(row), "forecast": forecast, "when": when, "day": on}
            sentence = _(
                "%(name)s is planned for %(when)s; the report of %(day)s expects %(forecast)s."
            )
            yield Finding(row, sentence, values, "ready_by", (row.work_id,))


@rule(
    "PLAN-07",
    Severity.WARNING,
    title=_("Milestone without a date"),
    why=_("A roadmap whose milestones have no date shows an order, and nobody can be late."),
    mend=_("Give the date, or as much of it as is known: a month, a quarter or a year."),
    source="D (routekaart)",
)
def milestone_without_date(scope: Scope) -> Iterator[Finding]:
    """Look for milestones that were not reached and have no period."""
    rows = list(scope.rows(Milestone).order_by("position", "code"))
    words = Lack(
        _("Milestone %(name)s has no date."),
        _("%(count)d of the %(all)d milestones of this plan have no date: %(names)s."),
    )
    yield from gaps(
        scope,
        rows,
        lambda row: row.when is None and row.reached_on is None,
        words,
        field="when",
        place=lambda row: Place((row.work_id,)),
    )
