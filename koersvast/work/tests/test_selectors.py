"""Reads across the tables of work: right, visible only, and in a fixed number of queries."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from koersvast.core.actors import ANONYMOUS
from koersvast.core.periods import Period, parse_period
from koersvast.direction.models import Goal, Plan
from koersvast.organisation.models import Unit
from koersvast.work.models import (
    Milestone,
    ReadyBy,
    Result,
    ResultGoal,
    StatusUpdate,
    Work,
    WorkGoal,
)
from koersvast.work.rules import Counts, ReadyKind, Status
from koersvast.work.selectors import (
    ResultFilter,
    TreeRow,
    facts_of,
    goals_of_work,
    latest_update,
    next_date_of,
    next_dates,
    planning_of,
    responsibilities_of,
    results_without_goal,
    shape_of,
    status_counts,
    status_of,
    with_status,
    work_tree,
)

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 1)
LIGHTS = ("", "on_course", "attention", "off_course")


def report(result: Result, day: date = DAY, **values: Any) -> StatusUpdate:
    return StatusUpdate.objects.create(result=result, date=day, **values)


def tree(actor: Any, **options: Any) -> dict[str, TreeRow]:
    return {row.work.code: row for row in work_tree(actor, **options)}


def test_the_database_judges_as_the_rule_does(small: Any) -> None:
    work = small.works["X"]
    results = []
    for number, lights in enumerate(product(LIGHTS, repeat=4)):
        for done in (False, True):
            result = Result.objects.create(
                plan=small.plan, code=f"Z{number}{done}", work=work, title="z"
            )
            names = dict(zip(("time", "money", "quality", "capacity"), lights, strict=True))
            report(result, done=done, words="w", **names)
            results.append(result)
    keys = [result.pk for result in results]
    for result in with_status(Result.objects.filter(pk__in=keys)):
        assert result.status == status_of(result.updates.get())


def test_the_latest_update_counts_and_without_one_nothing_is_green(small: Any, cast: Any) -> None:
    actor, result = cast.reader.actor, small.results["R1"]
    report(result, DAY, time="off_course")
    report(result, DAY + timedelta(days=30), time="on_course")
    latest = latest_update(actor, result)
    assert latest is not None and latest.time == "on_course"
    assert latest_update(actor, small.results["R2"]) is None
    counts = status_counts(actor, [small.works["T1"].pk])
    assert counts == {small.works["T1"].pk: Counts(on_course=1, none=1)}
    assert status_counts(actor)[small.works["X"].pk] == Counts(none=1)
    report(result, DAY + timedelta(days=60), words="Alleen woorden.")
    assert status_counts(actor)[small.works["T1"].pk] == Counts(none=2)


def test_the_facts_of_a_work_are_read_once_a_request(
    small: Any, cast: Any, django_assert_num_queries: Any
) -> None:
    actor, work = cast.reader.actor, small.works["W"]
    with django_assert_num_queries(4):
        facts = facts_of(actor, work)
        assert facts_of(actor, work) is facts
    assert facts.counts_of(work.pk) == Counts(none=3)
    assert facts.counts_of(0) == Counts()
    assert facts_of(ANONYMOUS, work).keys == []


def test_the_tree_is_shown_with_counts_dates_and_contractors_of_all_below(
    small: Any, cast: Any, django_assert_num_queries: Any
) -> None:
    report(small.results["R1"], time="attention")
    StatusUpdate.objects.create(work=small.works["T2"], date=DAY, time="on_course")
    actor = cast.reader.actor
    with django_assert_num_queries(9):
        rows = work_tree(actor)
    assert [(row.work.code, row.depth) for row in rows] == [
        ("W", 0),
        ("T1", 1),
        ("T2", 1),
        ("X", 0),
    ]
    top = rows[0]
    assert (top.counts, top.status) == (Counts(attention=1, none=2), Status.ATTENTION)
    assert top.contractors == ["Directeur"]
    assert (str(top.ready_by), str(top.next_date)) == ("Q4 2023", "Q4 2023")
    assert (top.has_children, rows[1].has_children) == (True, False)
    assert rows[2].status is Status.ON_COURSE
    assert rows[3].next_date is None
    assert rows[3].ready_by == small.works["X"].period
    assert work_tree(ANONYMOUS) == []


def test_a_filter_keeps_the_works_above_what_matches(small: Any, cast: Any) -> None:
    actor = cast.reader.actor
    lines = tree(actor, kind="programme_line")
    assert {code: row.matched for code, row in lines.items()} == {
        "W": False,
        "T1": True,
        "T2": True,
    }
    assert lines["W"].has_children
    assert set(tree(actor, theme=small.works["T1"].pk)) == {"W", "T1"}
    assert set(tree(actor, plan=0)) == set()
    unit = Unit.objects.create(code="u", name="U", level="team")
    Work.objects.filter(code="X").update(unit=unit)
    assert set(tree(actor, unit=unit.pk)) == {"X"}
    assert set(tree(actor, unit=unit.pk, kind="programme")) == set()


def test_the_paths_and_ancestors_of_a_work(small: Any, cast: Any) -> None:
    shape = shape_of(cast.reader.actor, plan=small.plan.pk)
    root, theme = small.works["W"], small.works["T1"]
    assert shape.ancestors(theme.pk) == [root]
    assert shape.path(theme.pk, root.pk) == [theme]
    assert shape.path(theme.pk, small.works["X"].pk) == [root, theme]
    assert shape.ancestors(0) == []


def test_the_next_date_is_of_what_is_not_done(small: Any, cast: Any) -> None:
    actor, keys = cast.reader.actor, [small.works[c].pk for c in ("W", "T1", "T2")]
    first = next_date_of(actor, keys, date(2023, 1, 1))
    assert first is not None and first.what == "1. Start"
    later = next_date_of(actor, keys, DAY)
    assert later is not None and later.what == "Control ingericht"
    ReadyBy.objects.create(
        result=small.results["R1"], position=2, when=parse_period("Q2 2023"), what="proef"
    )
    later = next_date_of(actor, keys, DAY)
    assert later is not None and later.what == "Control ingericht: proef"
    report(small.results["R1"], done=True)
    assert next_date_of(actor, keys, DAY) is None
    Milestone.objects.filter(code="M1").update(reached_on=DAY)
    assert next_date_of(actor, keys, date(2023, 1, 1)) is None


def test_an_old_plan_gives_its_next_dates_from_its_reference_date(small: Any, cast: Any) -> None:
    actor = cast.reader.actor
    shape = shape_of(actor)
    theme, root = small.works["T1"].pk, small.works["W"].pk
    assert next_dates(actor, shape, date(2030, 1, 1)) == {theme: parse_period("Q4 2023")}
    assert next_dates(actor, shape, date(2023, 1, 1)) == {
        theme: parse_period("Q4 2023"),
        root: parse_period("2023-01-15"),
    }
    new = Plan.objects.create(code="N", title="Nieuw", reference_date=date(2029, 1, 1))
    other = Work.objects.create(plan=new, code="N1", kind="project", title="Nieuw")
    for code, when in (("NM", "2029-06-01"), ("NC", "continuous"), ("NU", "ooit")):
        Milestone.objects.create(
            plan=new, code=code, work=other, title=code, when=parse_period(when)
        )
    found = next_dates(actor, shape_of(actor), date(2029, 1, 1))
    assert found == {theme: parse_period("Q4 2023"), other.pk: parse_period("2029-06-01")}
    assert next_dates(ANONYMOUS, shape_of(ANONYMOUS), DAY) == {}


def planning(small: Any, actor: Any, code: str = "W", **options: Any) -> Any:
    return planning_of(actor, small.works[code], wanted=ResultFilter(**options))


def test_the_planning_shows_results_per_theme_in_quarters(small: Any, cast: Any) -> None:
    report(small.results["R1"], time="attention", forecast=parse_period("Q1 2024"))
    table = planning(small, cast.reader.actor)
    assert [quarter.label for quarter in table.quarters] == [
        "Q1 2023",
        "Q2 2023",
        "Q3 2023",
        "Q4 2023",
        "Q1 2024",
    ]
    assert table.line is not None and table.line.quarter == table.quarters[0]
    assert [(group.work.code, group.is_open) for group in table.groups] == [
        ("T1", True),
        ("T2", True),
    ]
    row = table.groups[0].rows[0]
    assert (row.status, row.ready.kind, row.late) == (Status.ATTENTION, ReadyKind.DATED, True)
    assert [bar.kind for cell in row.cells for bar in cell.bars] == ["build", "build", "implement"]
    assert [cell.ready for cell in row.cells] == [False, False, False, True, False]
    assert [cell.forecast for cell in row.cells] == [False, False, False, False, True]
    assert table.counts == Counts(attention=1, none=2)


def test_a_done_result_has_no_forecast_any_more(small: Any, cast: Any) -> None:
    report(small.results["R1"], done=True, forecast=parse_period("Q1 2024"))
    row = planning(small, cast.reader.actor).groups[0].rows[0]
    assert not row.late and not any(cell.forecast for cell in row.cells)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"status": "attention"}, ["R1"]),
        ({"status": "none"}, ["R2", "R3"]),
        ({"text": "controle"}, ["R2"]),
        ({"text": "R3"}, ["R3"]),
        ({"text": "control ingericht"}, ["R1"]),
        ({"expertise": "financ"}, ["R3"]),
        ({"owner": "employee"}, ["R1"]),
    ],
)
def test_the_planning_is_filtered_with_its_totals(
    small: Any, cast: Any, wanted: dict[str, Any], expected: list[str]
) -> None:
    result = small.results["R1"]
    report(result, time="attention")
    small.results["R3"].expertise.create(text="Mdw. Financiën")
    if "owner" in wanted:
        wanted = {"owner": result.owner_role_id}
    table = planning(small, cast.reader.actor, **wanted)
    shown = [row.result.code for group in table.groups for row in group.rows]
    assert shown == expected
    assert (table.counts.total, table.hidden) == (len(expected), 3 - len(expected))


def test_at_most_a_hundred_results_stand_open_in_the_same_number_of_queries(
    small: Any, cast: Any
) -> None:
    actor = cast.reader.actor

    def queries(**options: Any) -> tuple[int, Any]:
        work = Work.objects.select_related("plan").get(code="W")
        with CaptureQueriesContext(
            connection,
        ) as found:
            table = planning_of(actor, work, wanted=ResultFilter(), **options)
        return len(found), table

    before, _table = queries()
    Result.objects.bulk_create(
        Result(plan=small.plan, code=f"B{n}", work=small.works["T1"], title=f"b{n}", position=n + 9)
        for n in range(250)
    )
    after, table = queries()
    assert before == after
    assert [len(group.rows) for group in table.groups] == [0, 1]
    assert table.groups[0].counts.total == 252
    same, table = queries(asked=small.works["T1"].pk, page=3)
    assert same == after
    assert [(len(g.rows), g.page, g.pages) for g in table.groups] == [(52, 3, 3), (1, 1, 1)]
    _number, table = queries(limit=None)
    assert [len(group.rows) for group in table.groups] == [252, 1]


def test_goals_are_shown_in_their_tree_with_what_serves_them(
    small: Any, cast: Any, django_assert_num_queries: Any
) -> None:
    actor, works = cast.reader.actor, small.works
    with django_assert_num_queries(3):
        rows = goals_of_work(actor, small.plan.pk, [works["T1"].pk])
    assert [(row.goal.code, row.depth, row.served) for row in rows] == [
        ("D1", 0, False),
        ("D2", 1, True),
    ]
    rows = goals_of_work(actor, small.plan.pk, [works["W"].pk])
    assert [(row.goal.code, row.works) for row in rows] == [("D1", [works["W"]])]
    other = Plan.objects.create(code="N", title="n", reference_date=DAY)
    strange = Goal.objects.create(plan=other, code="N", level="strategic", title="n")
    ResultGoal.objects.create(result=small.results["R3"], goal=strange)
    assert goals_of_work(actor, small.plan.pk, [works["T2"].pk]) == []


def test_results_that_serve_no_goal_are_found(small: Any, cast: Any) -> None:
    """What a work serves, all below it serves."""
    actor = cast.reader.actor
    shape = shape_of(actor)
    assert [r.code for r in results_without_goal(actor, shape, list(shape.works))] == ["R4"]
    WorkGoal.objects.all().delete()
    loose = results_without_goal(actor, shape, list(shape.works))
    assert [r.code for r in loose] == ["R2", "R3", "R4"]


def test_responsibilities_are_grouped_by_kind(small: Any, cast: Any) -> None:
    found = responsibilities_of(cast.reader.actor, small.works["W"].pk)
    assert [[str(row.role) for row in rows] for _kind, rows in found] == [["Directeur"]]
    assert responsibilities_of(ANONYMOUS, small.works["W"].pk) == []


def test_a_period_comes_back_from_the_aggregates(small: Any, cast: Any) -> None:
    row = tree(cast.reader.actor)["T1"]
    assert isinstance(row.next_date, Period) and isinstance(row.ready_by, Period)
