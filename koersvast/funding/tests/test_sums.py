"""Sums, balance and the tree: the rules on plain lines."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.core.money import Total
from koersvast.funding import rules
from koersvast.funding.rules import EVERY_YEAR, Ledger, Line, Sum

PM = Total(pm=True)
"""A busy machine is no fault of the rules."""
cents = st.integers(-(10**11), 10**11).map(lambda n: Decimal(n).scaleb(-2))
totals = st.one_of(cents.map(Total), st.just(PM))
years = st.one_of(st.none(), st.integers(2020, 2030))


def euros(amount: int) -> Total:
    return Total(Decimal(amount))


@st.composite
def lines(draw: st.DrawFn, works: st.SearchStrategy[int | None] = st.none()) -> Line:  # noqa: B008
    return Line(
        side=draw(st.sampled_from(["cost", "coverage"])),
        total=draw(totals),
        year=draw(years),
        nature=draw(st.sampled_from(["incidental", "structural"])),
        category=draw(st.sampled_from(["", "hire"])),
        work=draw(works),
        regular=draw(st.booleans()),
    )


@st.composite
def trees(draw: st.DrawFn) -> dict[int, int | None]:
    """Trees of any shape: each work hangs below an earlier one, or stands at the top."""
    size = draw(st.integers(1, 12))
    parents: dict[int, int | None] = {1: None}
    for work in range(2, size + 1):
        parents[work] = draw(st.one_of(st.none(), st.integers(1, work - 1)))
    return parents


MAASTRICHT = Ledger(
    [
        Line("cost", euros(1_295_000), 2023, "incidental"),
        Line("cost", euros(-180_000), 2023, "incidental"),
        Line("cost", euros(884_000), 2024, "incidental"),
        Line("cost", euros(2_028_000), 2023, "structural"),
        Line("cost", euros(2_801_000), 2024, "structural"),
        Line("cost", euros(2_901_000), 2025, "structural"),
        Line("coverage", euros(1_000_000), 2023, "structural"),
        Line("coverage", euros(1_000_000), 2024, "structural"),
        Line("coverage", euros(1_000_000), 2025, "structural"),
        Line("coverage", euros(2_143_000), 2023, "incidental"),
        Line("coverage", euros(784_000), 2024, "incidental"),
        Line("coverage", PM, 2025, "incidental"),
    ]
)


def test_a_negative_cost_lowers_the_sum_of_its_year_and_nature() -> None:
    assert MAASTRICHT.sum("cost", nature="incidental", year=2023).total == euros(1_115_000)


def test_the_cost_of_a_year_is_that_of_all_its_natures() -> None:
    assert MAASTRICHT.sum("cost", year=2024) == Sum(euros(3_685_000), 2)


def test_the_balance_is_coverage_minus_cost() -> None:
    assert MAASTRICHT.balance(2023).total == euros(0)
    assert MAASTRICHT.balance(2024).total == euros(-1_901_000)


def test_pm_in_the_coverage_is_carried_into_the_balance() -> None:
    assert MAASTRICHT.balance(2025).total == Total(Decimal(-1_901_000), pm=True)
    assert MAASTRICHT.balance().total.pm


def test_a_shortfall_is_given_as_a_positive_amount_per_year() -> None:
    assert rules.shortfalls(MAASTRICHT) == {
        2024: euros(1_901_000),
        2025: Total(Decimal(1_901_000), pm=True),
    }


def test_money_without_a_year_pays_in_the_year_that_needs_it() -> None:
    needed = [Line("cost", euros(60), 2024), Line("cost", euros(50), 2025)]
    paid = [Line("coverage", euros(110), None)]
    assert rules.shortfalls(Ledger([*needed, *paid])) == {}
    paid = [Line("coverage", euros(100), None)]
    assert rules.shortfalls(Ledger([*needed, *paid])) == {2025: euros(10)}


def test_structural_money_without_a_year_is_there_every_year() -> None:
    needed = [Line("cost", euros(60), 2024, "structural"), Line("cost", euros(70), 2025)]
    lasting = Line("coverage", euros(60), None, "structural")
    assert rules.shortfalls(Ledger([*needed, lasting])) == {2025: euros(10)}
    once = Line("coverage", euros(5), None)
    assert rules.shortfalls(Ledger([*needed, lasting, once])) == {2025: euros(5)}


def test_cost_without_a_year_is_paid_out_of_what_years_have_to_spare() -> None:
    given = [Line("coverage", euros(60), 2024), Line("coverage", euros(50), 2025)]
    assert rules.shortfalls(Ledger([*given, Line("cost", euros(110), None)])) == {}
    lacking = rules.shortfalls(Ledger([*given, Line("cost", euros(120), None)]))
    assert lacking == {None: euros(10)}


def test_a_sum_with_pm_shows_the_known_part_and_pm() -> None:
    ledger = Ledger([Line("cost", euros(784_000), 2024), Line("cost", PM, 2024)])
    assert ledger.sum("cost").total == Total(Decimal(784_000), pm=True)


def test_what_is_within_regular_means_is_in_no_sum() -> None:
    line = Line("cost", euros(420_000), 2023, regular=True)
    assert rules.sum_of([line]) == rules.NOTHING
    assert Ledger([line]).is_empty


def test_an_amount_in_total_has_a_column_of_its_own_and_is_not_divided() -> None:
    ledger = Ledger([Line("cost", euros(100), 2023), Line("cost", euros(50), None)])
    assert ledger.columns == [2023, None]
    assert ledger.sum("cost", year=2023).total == euros(100)
    assert ledger.sum("cost", year=None).total == euros(50)
    assert ledger.sum("cost", year=EVERY_YEAR).total == euros(150)


def test_years_without_an_amount_between_two_others_are_columns_too() -> None:
    ledger = Ledger([Line("cost", euros(1), 2023), Line("coverage", euros(1), 2026)])
    assert ledger.years == [2023, 2024, 2025, 2026]


def test_a_ledger_of_nothing_has_no_columns() -> None:
    assert Ledger([]).years == Ledger([]).columns == []
    assert Ledger([]).is_empty
    assert Ledger([]).natures("cost") == []


def test_the_natures_of_a_side_are_those_that_have_an_amount() -> None:
    assert MAASTRICHT.natures("cost") == ["incidental", "structural"]
    assert Ledger([Line("cost", euros(1), 2023, "structural")]).natures("coverage") == []


def test_the_level_is_the_last_amount_and_the_first_year_since_which_it_holds() -> None:
    amounts = [euros(n) for n in (2028, 2801, 2901, 2901, 2901)]
    level = rules.level_of([2023, 2024, 2025, 2026, 2027], amounts)
    assert level == rules.Level(euros(2901), 2025, 2027)


def test_a_level_that_always_held_begins_in_the_first_year() -> None:
    assert rules.level_of([2023, 2024], [euros(5), euros(5)]) == rules.Level(euros(5), 2023, 2024)


@pytest.mark.parametrize(("years", "amounts"), [([], []), ([2023], [euros(0)])])
def test_there_is_no_level_without_an_amount_at_the_end(
    years: list[int], amounts: list[Total]
) -> None:
    assert rules.level_of(years, amounts) is None


def test_a_level_of_pm_is_a_level() -> None:
    assert rules.level_of([2023], [PM]) == rules.Level(PM, 2023, 2023)


@given(st.lists(lines()))
def test_the_years_together_are_the_whole(given_lines: list[Line]) -> None:
    ledger = Ledger(given_lines)
    for side in ("cost", "coverage"):
        per_column = [ledger.sum(side, year=column) for column in ledger.columns]
        assert sum(per_column, rules.NOTHING) == ledger.sum(side)
        per_nature = [ledger.sum(side, nature=nature) for nature in ledger.natures(side)]
        assert sum(per_nature, rules.NOTHING) == ledger.sum(side)


@given(st.lists(lines()))
def test_balance_and_cost_together_are_the_coverage(given_lines: list[Line]) -> None:
    ledger = Ledger(given_lines)
    for column in [*ledger.columns, EVERY_YEAR]:
        balance, cost = ledger.balance(column).total, ledger.sum("cost", year=column).total
        coverage = ledger.sum("coverage", year=column).total
        assert (balance + cost).amount == coverage.amount
        assert balance.pm == (cost.pm or coverage.pm)


@given(st.lists(lines()))
def test_pm_never_gets_lost(given_lines: list[Line]) -> None:
    expected = any(line.total.pm for line in rules.counted(given_lines))
    assert rules.sum_of(given_lines).total.pm == expected


@given(trees(), st.lists(lines(works=st.integers(1, 12))))
def test_the_sum_of_a_subtree_is_the_sum_of_its_parts(
    parents: dict[int, int | None], given_lines: list[Line]
) -> None:
    own = rules.sums_by(given_lines, lambda line: line.work or 0)
    sums = rules.roll_up(own, parents)
    for work in parents:
        below = rules.below(parents, work)
        assert sums[work] == rules.sum_of(line for line in given_lines if line.work in below)
        children = [sums[child] for child, parent in parents.items() if parent == work]
        assert sums[work] == own.get(work, rules.NOTHING) + sum(children, rules.NOTHING)


@given(trees())
def test_the_tops_of_the_tree_share_no_work_and_miss_none(parents: dict[int, int | None]) -> None:
    tops = [rules.below(parents, work) for work, parent in parents.items() if parent is None]
    assert sorted(work for top in tops for work in top) == sorted(parents)


def test_a_circle_in_the_tree_is_walked_once() -> None:
    parents: dict[int, int | None] = {1: 2, 2: 1}
    assert rules.below(parents, 1) == {1, 2}
    rolled = rules.roll_up({1: Sum(euros(5), 1)}, parents)
    assert rolled[1] == Sum(euros(5), 1)


def test_the_amounts_of_a_work_outside_the_tree_are_in_no_sum_of_the_tree() -> None:
    assert rules.roll_up({9: Sum(euros(5), 1)}, {1: None}) == {1: rules.NOTHING}
