"""What is left of a source: the rules."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.core.money import Total
from koersvast.funding.rules import Draw, left_of, spread_of

PM = Total(pm=True)
"""A busy machine is no fault of the rules."""


def euros(amount: int) -> Total:
    return Total(Decimal(amount))


def test_huizen_has_635069_left_of_a_million() -> None:
    draws = [Draw(Decimal(127_000)), Draw(Decimal(237_931))]
    assert left_of([euros(1_000_000)], draws).left == euros(635_069)


def test_pm_in_a_source_is_carried_into_what_is_left_but_is_no_money_yet() -> None:
    left = left_of([euros(100), PM], [Draw(Decimal(60))])
    assert left.left == Total(Decimal(40), pm=True)
    assert left.allows(Decimal(40)) and not left.allows(Decimal("40.01"))


def test_drawing_too_much_is_seen() -> None:
    assert left_of([euros(100)], [Draw(Decimal(101))]).is_overdrawn
    assert not left_of([euros(100)], [Draw(Decimal(100))]).is_overdrawn


@pytest.mark.parametrize("amount", [Decimal(-5), Decimal(0)])
def test_giving_back_is_always_possible(amount: Decimal) -> None:
    assert left_of([euros(0)], [Draw(Decimal(10))]).allows(amount)


def test_what_is_left_is_given_per_year_with_the_loose_amounts_behind() -> None:
    spread = spread_of(
        [(2024, euros(50)), (2023, euros(100)), (None, euros(5))],
        [Draw(Decimal(30), 2023), Draw(Decimal(7)), Draw(Decimal(1), 2025)],
    )
    assert list(spread) == [2023, 2024, 2025, None]
    assert [left.left.amount for left in spread.values()] == [70, 50, -1, -2]


def test_a_source_without_loose_amounts_has_no_loose_column() -> None:
    assert list(spread_of([(2023, euros(1))], [])) == [2023]


years = st.one_of(st.none(), st.integers(2020, 2026))
amounts = st.lists(st.tuples(years, st.integers(-1000, 1000)), max_size=8)


@given(amounts, amounts)
def test_the_years_together_leave_what_the_whole_leaves(
    offered: list[tuple[int | None, int]], drawn: list[tuple[int | None, int]]
) -> None:
    plain = [(year, euros(amount)) for year, amount in offered]
    draws = [Draw(Decimal(amount), year) for year, amount in drawn]
    whole = left_of((total for _year, total in plain), draws)
    spread = spread_of(plain, draws)
    assert Total.of(left.left for left in spread.values()) == whole.left
