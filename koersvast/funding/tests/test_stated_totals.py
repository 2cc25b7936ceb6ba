"""Stated totals against their lines: the rules, and the selector that feeds them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from koersvast.core.actors import SYSTEM
from koersvast.core.money import Total, round_to
from koersvast.funding import rules
from koersvast.funding.models import CostAmount, CostItem, StatedTotal
from koersvast.funding.rules import Line, Measure, Stated, StatedScope, Verdict, evaluate
from koersvast.funding.selectors import plan_totals, stated_checks

PM = Total(pm=True)
"""A busy machine is no fault of the rules."""


def line(amount: int | Total, year: int | None = 2023, **more: Any) -> Line:
    total = amount if isinstance(amount, Total) else Total(Decimal(amount))
    return Line(**{"side": "cost", "total": total, "year": year, **more})


def stated(amount: int, precision: int = 1, **more: Any) -> Stated:
    scope = {key: more.pop(key) for key in list(more) if key in StatedScope.__dataclass_fields__}
    measure = more.pop("measure", Measure.COST)
    return Stated(measure, Decimal(amount), Decimal(precision), scope=StatedScope(**scope), **more)


def test_a_total_agrees_when_the_lines_round_to_it() -> None:
    found = evaluate(stated(1_900_000, 100_000), [line(1_901_000)])
    assert (found.differs, found.verdict) == (False, Verdict.AGREES)
    assert found.computed == Total(Decimal(1_901_000))
    assert found.difference == 0


@pytest.mark.parametrize("lines", [1_999_000, 2_179_000])
def test_a_total_differs_when_the_lines_round_to_something_else(lines: int) -> None:
    found = evaluate(stated(2_143_000, 1000), [line(lines)])
    assert found.verdict is Verdict.DIFFERS
    assert found.difference == lines - 2_143_000


def test_a_total_without_a_single_line_cannot_be_compared() -> None:
    found = evaluate(stated(800_000), [])
    assert (found.differs, found.verdict) == (True, Verdict.NO_LINES)


def test_a_stated_zero_without_lines_agrees() -> None:
    assert not evaluate(stated(0), []).differs


def test_a_difference_with_pm_among_the_lines_may_be_that_pm() -> None:
    found = evaluate(stated(1_857_000), [line(784_000), line(PM)])
    assert (found.differs, found.verdict) == (True, Verdict.PM)
    assert found.computed == Total(Decimal(784_000), pm=True)


def test_the_known_part_may_agree_while_there_is_pm() -> None:
    assert not evaluate(stated(784_000), [line(784_000), line(PM)]).differs


def test_regular_means_are_not_among_the_lines() -> None:
    assert evaluate(stated(5), [line(5), line(7, regular=True)]).lines == (line(5),)


def test_coverage_is_compared_with_coverage_only() -> None:
    lines = [line(5), line(7, side="coverage")]
    assert not evaluate(stated(7, measure=Measure.COVERAGE), lines).differs
    assert not evaluate(stated(5, measure=Measure.COST), lines).differs


def test_a_balance_is_coverage_minus_cost_and_a_shortfall_its_opposite() -> None:
    lines = [line(50), line(20, side="coverage")]
    assert not evaluate(stated(-30, measure=Measure.BALANCE), lines).differs
    assert not evaluate(stated(30, measure=Measure.SHORTFALL), lines).differs


def test_a_total_in_each_of_the_years_is_compared_year_by_year() -> None:
    lines = [line(1_901_000, 2024), line(1_901_000, 2025), line(5, 2023)]
    total = stated(1_900_000, 100_000, per_year=True, first_year=2024, last_year=2025)
    found = evaluate(total, lines)
    assert [each.year for each in found.compared] == [2024, 2025]
    assert not found.differs


def test_one_year_that_differs_makes_the_whole_differ() -> None:
    total = stated(10, per_year=True, first_year=2023, last_year=2025)
    found = evaluate(total, [line(10, 2023), line(11, 2024)])
    assert found.verdict is Verdict.DIFFERS
    assert (found.worst.year, found.difference) == (2024, Decimal(1))
    assert [each.verdict for each in found.compared] == [
        Verdict.AGREES,
        Verdict.DIFFERS,
        Verdict.NO_LINES,
    ]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({}, [2023, 2024]),
        ({"first_year": 2024}, [2024]),
        ({"last_year": 2023}, [2023]),
        ({"first_year": 2022, "last_year": 2023}, [2022, 2023]),
    ],
)
def test_an_open_end_reaches_as_far_as_the_lines_do(
    scope: dict[str, int], expected: list[int]
) -> None:
    found = evaluate(stated(10, per_year=True, **scope), [line(10, 2023), line(10, 2024)])
    assert [each.year for each in found.compared] == expected


def test_a_yearly_total_without_years_or_lines_is_compared_with_nothing() -> None:
    found = evaluate(stated(10, per_year=True), [])
    assert [(each.year, each.verdict) for each in found.compared] == [(None, Verdict.NO_LINES)]


@pytest.mark.parametrize(
    ("scope", "holds"),
    [
        ({}, True),
        ({"works": frozenset({1, 2})}, True),
        ({"works": frozenset({2})}, False),
        ({"nature": "incidental"}, True),
        ({"nature": "structural"}, False),
        ({"category": "hire"}, True),
        ({"category": "material"}, False),
        ({"first_year": 2023}, True),
        ({"first_year": 2024}, False),
        ({"last_year": 2022}, False),
        ({"last_year": 2023}, True),
        ({"marks": frozenset({"3.1"})}, True),
        ({"marks": frozenset({"K1", "K9"})}, True),
        ({"marks": frozenset({"7.2"})}, False),
    ],
)
def test_a_scope_narrows_by_what_it_names(scope: dict[str, Any], holds: bool) -> None:
    it = line(5, nature="incidental", category="hire", work=1, mark="3.1", code="K1")
    assert StatedScope(**scope).holds(it) is holds


def test_a_mark_never_selects_a_line_without_one() -> None:
    assert not StatedScope(marks=frozenset({""})).holds(line(5))


def test_a_scope_with_years_leaves_out_amounts_without_a_year() -> None:
    assert StatedScope().holds(line(5, None))
    assert not StatedScope(first_year=2023).holds(line(5, None))


@given(
    st.lists(st.integers(-(10**9), 10**9), max_size=6),
    st.sampled_from([1, 100, 1000, 100_000, 1_000_000]),
)
def test_the_rounded_sum_of_the_lines_always_agrees(amounts: list[int], step: int) -> None:
    rounded = int(round_to(Decimal(sum(amounts)), Decimal(step)))
    lines = [line(amount) for amount in amounts]
    assert not evaluate(stated(rounded, step), lines).differs
    assert evaluate(stated(rounded + step, step), lines).differs


@given(st.lists(st.integers(-100, 100), min_size=1, max_size=6), st.integers(-100, 100))
def test_a_total_differs_exactly_when_its_verdict_is_not_that_it_agrees(
    amounts: list[int], total: int
) -> None:
    found = evaluate(stated(total), [line(amount) for amount in amounts])
    assert found.differs == (found.verdict is not Verdict.AGREES) == (found.difference != 0)


def add(small: Any, code: str, **fields: Any) -> StatedTotal:
    return StatedTotal.objects.create(plan=small.plan, code=code, title=code, **fields)


def test_a_total_of_a_work_holds_for_all_below_it(small: Any) -> None:
    add(small, "G1", measure="cost", amount=150, work=small.works["W"], precision=1)
    add(small, "G2", measure="cost", amount=150, work=small.works["T2"], precision=1)
    first, second = stated_checks(SYSTEM, small.plan.pk)
    assert first.evaluation.computed == Total(Decimal(150), pm=True)
    assert (first.evaluation.differs, second.evaluation.differs) == (False, True)


def test_a_total_by_marks_finds_lines_by_mark_and_by_code(small: Any) -> None:
    item = CostItem.objects.create(
        plan=small.plan, code="K3", result=small.results["R1"], title="x", nature="incidental",
        mark="3.1",
    )  # fmt: skip
    CostAmount.objects.create(item=item, year=2023, amount=7)
    add(small, "G1", measure="cost", amount=157, marks="3.1, K1")
    add(small, "G2", measure="coverage", amount=80, marks="B1")
    add(small, "G3", measure="cost", amount=7, marks="3.1", work=small.works["T1"])
    assert [each.evaluation.differs for each in stated_checks(SYSTEM, small.plan.pk)] == [False] * 3


def test_totals_are_narrowed_to_works(small: Any) -> None:
    add(small, "G1", measure="cost", amount=1)
    add(small, "G2", measure="cost", amount=1, work=small.works["T1"])
    works = [small.works["T1"].pk]

    def codes(*, whole_plan: bool) -> list[str]:
        found = stated_checks(SYSTEM, small.plan.pk, works, whole_plan=whole_plan)
        return [each.record.code for each in found]

    assert codes(whole_plan=True) == ["G1", "G2"]
    assert codes(whole_plan=False) == ["G2"]
    assert stated_checks(SYSTEM, small.plan.pk, [small.works["X"].pk], whole_plan=False) == []


def test_the_totals_of_a_plan_are_sums_balance_works_and_stated_totals(small: Any) -> None:
    add(small, "G1", measure="cost", amount=100, first_year=2023, last_year=2023)
    found = plan_totals(small.plan)
    assert found.ledger.balance(2023).total == Total(Decimal(-20), pm=True)
    assert [(each.code, each.sum.total.amount) for each in found.works] == [
        ("T1", Decimal(150)),
        ("T2", Decimal(0)),
        ("W", Decimal(150)),
    ]
    assert [each.evaluation.differs for each in found.checks] == [False]


def test_a_stated_total_has_a_step_and_years_in_order(small: Any) -> None:
    total = StatedTotal(plan=small.plan, code="G", title="x", measure="cost", amount=1, precision=0)
    with pytest.raises(ValidationError, match=r"nul|zero"):
        total.clean()
    total.precision, total.first_year, total.last_year = Decimal(1), 2024, 2023
    with pytest.raises(ValidationError) as refused:
        total.clean()
    assert "last_year" in refused.value.message_dict


def test_years_of_a_scope_are_bounded_by_rules_alone() -> None:
    assert rules.evaluate(stated(0, per_year=True, first_year=2023), []).compared[0].year == 2023
