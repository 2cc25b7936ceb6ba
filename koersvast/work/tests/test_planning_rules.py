"""The quarter planning of results, and where it contradicts itself."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.core.periods import Period, Quarter, parse_period, quarters_between
from koersvast.direction.rules import viewpoint
from koersvast.work.rules import (
    QUARTERS_AT_MOST,
    Bar,
    DayLine,
    Planned,
    PlanningConflict,
    ReadyKind,
    bars_of,
    choose_open,
    circle_through,
    conflicts_of,
    day_line,
    dependency_is_broken,
    implementation_precedes_building,
    in_quarters,
    is_later,
    is_ready_after_end,
    next_date,
    on_circles,
    periods_of_quarters,
    quarter_span,
    readiness,
    replanned,
)

Q1, Q2, Q3, Q4 = (Quarter(2023, number) for number in (1, 2, 3, 4))
YEAR = [Q1, Q2, Q3, Q4]


def p(text: str) -> Period:
    return parse_period(text)


def test_the_last_dated_moment_counts_as_ready_by() -> None:
    ready = readiness([p("Q3 2023"), p("Q4 2023"), p("continuous"), p("ooit")])
    assert (ready.kind, ready.when, ready.afterwards) == (ReadyKind.DATED, p("Q4 2023"), True)


@pytest.mark.parametrize(
    ("moments", "continuity", "condition", "kind", "afterwards"),
    [
        (["Q4 2023"], "", "", ReadyKind.DATED, False),
        (["Q4 2023"], "afterwards", "", ReadyKind.DATED, True),
        (["continuous"], "", "", ReadyKind.CONTINUOUS, False),
        ([], "continuous", "", ReadyKind.CONTINUOUS, False),
        ([], "afterwards", "", ReadyKind.CONTINUOUS, True),
        (["ooit"], "", "na het besluit", ReadyKind.CONDITIONAL, False),
        (["ooit"], "", "", ReadyKind.UNREADABLE, False),
        ([], "", "", ReadyKind.UNKNOWN, False),
    ],
)
def test_a_result_is_dated_or_continuous_or_waits_or_is_unknown(
    moments: list[str], continuity: str, condition: str, kind: ReadyKind, afterwards: bool
) -> None:
    ready = readiness([p(moment) for moment in moments], continuity, condition)
    assert (ready.kind, ready.afterwards) == (kind, afterwards)


def test_the_next_date_is_the_first_that_has_not_ended() -> None:
    moments = [p("Q4 2023"), p("Q2 2023"), p("continuous"), p("ooit"), p("Q1 2023")]
    assert next_date(moments, date(2023, 4, 1)) == p("Q2 2023")
    assert next_date(moments, date(2023, 6, 30)) == p("Q2 2023")
    assert next_date(moments, date(2024, 1, 1)) is None


def test_an_old_plan_is_read_from_its_reference_date() -> None:
    reference, today = date(2023, 3, 1), date(2026, 1, 1)
    assert viewpoint(reference, today, date(2023, 12, 31)) == reference
    assert viewpoint(reference, today, None) == reference
    assert viewpoint(reference, today, today) == today


def test_a_forecast_is_later_when_it_ends_after_the_plan() -> None:
    assert is_later(p("Q1 2024"), p("Q4 2023"))
    assert not is_later(p("december 2023"), p("Q4 2023"))
    for forecast, planned in ((None, p("2023")), (p("2023"), None), (p("continu"), p("2023"))):
        assert not is_later(forecast, planned)
    assert not is_later(p("2023"), p("continu"))


def test_the_table_spans_all_quarters_that_are_touched() -> None:
    assert quarter_span([p("mei 2023"), None, p("continu")], [date(2023, 11, 1)]) == [Q2, Q3, Q4]
    assert quarter_span([None, p("ooit")]) == []


def test_a_slip_of_the_pen_does_not_make_an_endless_table() -> None:
    assert len(quarter_span([p("2023"), p("2123")])) == QUARTERS_AT_MOST


def test_neighbouring_periods_of_a_kind_make_one_bar() -> None:
    cells = bars_of(
        [("build", p("Q1 2023")), ("build", p("Q2 2023")), ("implement", p("Q2 2023 - Q3 2023"))],
        YEAR,
        ready=p("Q3 2023"),
        forecast=p("1 november 2023"),
    )
    assert [cell.bars for cell in cells] == [
        (Bar("build", True, False),),
        (Bar("build", False, True), Bar("implement", True, False)),
        (Bar("implement", False, True),),
        (),
    ]
    assert [cell.ready for cell in cells] == [False, False, True, False]
    assert [cell.forecast for cell in cells] == [False, False, False, True]


def test_a_bar_that_goes_on_outside_the_table_has_no_end_in_it() -> None:
    cells = bars_of([("build", p("Q4 2022 - Q4 2023"))], [Q1, Q2])
    assert [cell.bars for cell in cells] == [(Bar("build", False, False),)] * 2
    cells = bars_of([("build", p("Q1 2023 - Q3 2023"))], [Q2, Q3])
    assert [cell.bars for cell in cells] == [
        (Bar("build", False, False),),
        (Bar("build", False, True),),
    ]
    assert bars_of([], []) == []


kinds = st.sampled_from(["prepare", "build", "implement", "embed"])
days = st.dates(date(2022, 1, 1), date(2025, 12, 31))
spans = st.tuples(days, days).map(
    lambda pair: p(f"{min(pair).isoformat()} - {max(pair).isoformat()}")
)


@given(st.lists(st.tuples(kinds, spans), max_size=6))
def test_a_cell_shows_exactly_the_kinds_that_touch_its_quarter(
    phases: list[tuple[str, Period]],
) -> None:
    quarters = list(quarters_between(date(2022, 1, 1), date(2025, 12, 31)))
    for cell in bars_of(phases, quarters):
        expected = {kind for kind, period in phases if cell.quarter in period.quarters()}
        assert {bar.kind for bar in cell.bars} == expected
    for kind in ("prepare", "build", "implement", "embed"):
        bars = [bar for cell in bars_of(phases, quarters) for bar in cell.bars if bar.kind == kind]
        assert sum(bar.first for bar in bars) == sum(bar.last for bar in bars)


def test_today_lies_at_tenths_of_its_quarter() -> None:
    assert day_line(date(2023, 1, 1), YEAR) == DayLine(Q1, 0)
    assert day_line(date(2023, 5, 16), YEAR) == DayLine(Q2, 4)
    assert day_line(date(2023, 12, 31), YEAR) == DayLine(Q4, 9)
    assert day_line(date(2024, 1, 1), YEAR) is None
    assert day_line(date(2024, 1, 1), []) is None


def test_implementation_may_not_begin_before_building() -> None:
    build, early, same = (
        ("build", p("Q2 2023")),
        ("implement", p("Q1 2023")),
        ("implement", p("Q2 2023")),
    )
    assert implementation_precedes_building([build, early])
    assert not implementation_precedes_building([build, same])
    assert not implementation_precedes_building([early])
    assert not implementation_precedes_building([build, ("implement", p("ooit"))])


def test_a_result_may_not_be_ready_after_its_programme_ends() -> None:
    assert is_ready_after_end(p("Q1 2024"), p("2023"))
    assert not is_ready_after_end(p("Q4 2023"), p("2023"))
    for ready, programme in ((None, p("2023")), (p("2023"), None), (p("continu"), p("2023"))):
        assert not is_ready_after_end(ready, programme)
    assert not is_ready_after_end(p("2023"), p("continu"))


def test_what_needs_a_result_begins_after_it_is_ready() -> None:
    needed = Planned(ready_by=p("Q2 2023"))
    late, early = Planned((("build", p("Q3 2023")),)), Planned((("build", p("Q2 2023")),))
    assert not dependency_is_broken(late, needed)
    assert dependency_is_broken(early, needed)


def test_without_phases_the_moments_on_which_both_are_ready_are_compared() -> None:
    needed = Planned((("build", p("Q2 2023")),))
    assert dependency_is_broken(Planned(ready_by=p("Q1 2023")), needed)
    assert not dependency_is_broken(Planned(ready_by=p("Q2 2023")), needed)
    assert not dependency_is_broken(Planned(), needed)
    assert not dependency_is_broken(Planned(ready_by=p("Q1 2023")), Planned())
    assert Planned((("build", p("ooit")),), p("continu")).ends is None


def test_all_conflicts_of_a_result_are_told() -> None:
    phases = (("build", p("Q3 2023")), ("implement", p("Q2 2023")))
    planned = Planned(phases, p("Q1 2024"))
    found = conflicts_of(planned, programme=p("2023"), needs=[Planned(ready_by=p("Q4 2023"))])
    assert found == list(PlanningConflict)
    assert conflicts_of(Planned()) == []


def test_what_only_leads_to_a_circle_is_not_on_it() -> None:
    needs = {1: [2], 2: [3], 3: [2, 4], 4: [5], 6: [6], 7: [1]}
    assert on_circles(needs) == {2, 3, 6}
    assert on_circles({1: [2], 2: [1, 3], 3: [4], 4: [3]}) == {1, 2, 3, 4}
    assert on_circles({}) == set()


def test_a_long_chain_is_looked_through_at_once() -> None:
    chain = {number: [number + 1] for number in range(100_000)}
    assert on_circles(chain) == set()
    assert len(on_circles({**chain, 100_000: [0]})) == 100_001


def test_a_circle_of_dependencies_is_found() -> None:
    needs = {1: [2], 2: [3], 3: [1], 4: [1], 5: [4, 3]}
    assert circle_through(1, needs)
    assert not circle_through(4, needs)
    assert not circle_through(5, {5: [4, 3], 4: [3]})
    assert not circle_through(9, needs)


@pytest.mark.parametrize(
    ("sizes", "asked", "page", "limit", "expected"),
    [
        ({1: 60, 2: 50, 3: 40}, None, 1, 100, {1: (0, 60), 3: (0, 40)}),
        ({1: 60, 2: 50, 3: 40}, 2, 1, 100, {2: (0, 50), 3: (0, 40)}),
        ({1: 60, 2: 250}, 2, 2, 100, {2: (100, 200)}),
        ({1: 60, 2: 250}, 2, 3, 100, {2: (200, 250)}),
        ({1: 50, 2: 250}, 2, 99, 100, {2: (200, 250), 1: (0, 50)}),
        ({1: 50, 2: 250}, 2, -1, 100, {2: (0, 100)}),
        ({1: 0, 2: 250, 3: 300}, None, 1, 100, {2: (0, 100)}),
        ({1: 0, 2: 250, 3: 300}, 7, 1, None, {2: (0, 250), 3: (0, 300)}),
        ({1: 0}, 1, 1, 100, {}),
        ({}, None, 1, 100, {}),
    ],
)
def test_themes_open_as_long_as_a_hundred_results_fit(
    sizes: dict[int, int],
    asked: int | None,
    page: int,
    limit: int | None,
    expected: dict[int, tuple[int, int]],
) -> None:
    assert choose_open(sizes, asked=asked, page=page, limit=limit) == expected


@given(
    sizes=st.dictionaries(st.integers(1, 30), st.integers(0, 300)),
    asked=st.none() | st.integers(1, 30),
    page=st.integers(1, 5),
)
def test_never_more_than_a_hundred_results_stand_open(
    sizes: dict[int, int], asked: int | None, page: int
) -> None:
    opened = choose_open(sizes, asked=asked, page=page)
    assert sum(last - first for first, last in opened.values()) <= 100
    assert bool(opened) == any(sizes.values())


def test_ticked_quarters_make_periods() -> None:
    later = Quarter(2024, 1)
    assert periods_of_quarters([Q4, Q1, later, Q2]) == [
        p("Q1 2023 - Q2 2023"),
        p("Q4 2023 - Q1 2024"),
    ]
    assert periods_of_quarters([Q2]) == [p("Q2 2023")]
    assert periods_of_quarters([]) == []


def test_a_grid_of_quarters_changes_only_what_was_ticked_otherwise() -> None:
    current = [("build", p("mei 2023")), ("implement", p("Q3 2023 - Q1 2024"))]
    assert replanned(current, {"build": [Q2], "implement": [Q3, Q4]}, YEAR) == current
    assert replanned(current, {"build": [Q1, Q2], "implement": [Q3]}, YEAR) == [
        ("build", p("Q1 2023 - Q2 2023")),
        ("implement", p("Q3 2023")),
        ("implement", p("Q1 2024")),
    ]
    assert replanned(current, {"embed": [Q4, Quarter(2030, 1)]}, YEAR) == [
        ("implement", p("Q1 2024")),
        ("embed", p("Q4 2023")),
    ]


@given(
    st.lists(st.tuples(kinds, spans), max_size=5),
    st.dictionaries(kinds, st.sets(st.sampled_from(YEAR))),
)
def test_after_replanning_the_grid_shows_what_was_ticked(
    phases: list[tuple[str, Period]], ticked: dict[str, set[Quarter]]
) -> None:
    shown = bars_of(replanned(phases, ticked, YEAR), YEAR)
    for cell in shown:
        expected = {kind for kind, quarters in ticked.items() if cell.quarter in quarters}
        assert {bar.kind for bar in cell.bars} == expected


def test_whole_quarters_are_written_as_quarters() -> None:
    assert in_quarters(p("Q1 2023 - Q2 2023")) == "Q1 2023 – Q2 2023"
    assert in_quarters(p("Q4 2023")) == "Q4 2023"
    assert in_quarters(p("2023")) == "Q1 2023 – Q4 2023"
    assert in_quarters(p("mei 2023")) == str(p("mei 2023"))
    assert in_quarters(p("ooit")) == "ooit"
