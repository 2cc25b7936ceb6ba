"""What is left of a source, per year and nature, and what is more than that: the rules."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.core.money import Total
from koersvast.funding.rules import Draw, Left, Purse, excess_of, left_of, overdraws, spread_of

PM = Total(pm=True)
Year = int | None


def euros(amount: int) -> Total:
    return Total(Decimal(amount))


def draw(amount: int, year: Year = None, *, beyond: bool = False) -> Draw:
    return Draw(Decimal(amount), year, beyond)


def purse(offered: dict[Year, int | str], *draws: Draw, structural: bool = False) -> Purse:
    amounts = [
        (year, PM if isinstance(amount, str) else euros(amount)) for year, amount in offered.items()
    ]
    return Purse(structural, amounts, draws)


def lefts(source: Purse) -> dict[Year, int]:
    return {year: int(left.left.amount) for year, left in spread_of(source).items()}


def test_huizen_has_635069_left_of_a_million_every_year() -> None:
    draws = [draw(127_000, 2023), draw(237_931, 2023)]
    assert left_of([euros(1_000_000)], draws).left == euros(635_069)
    assert lefts(purse({2023: 1_000_000}, *draws, structural=True)) == {2023: 635_069}


def test_pm_in_a_source_is_carried_into_what_is_left() -> None:
    left = left_of([euros(100), PM], [draw(60)])
    assert left.left == Total(Decimal(40), pm=True)


def test_drawing_too_much_is_seen() -> None:
    assert Left(euros(100), Decimal(101)).is_overdrawn
    assert not Left(euros(100), Decimal(100)).is_overdrawn


def test_a_structural_amount_holds_until_another_is_stated_and_a_draw_holds_ever_after() -> None:
    source = purse({2023: 100, 2026: 60}, draw(30, 2024), structural=True)
    assert lefts(source) == {2023: 100, 2024: 70, 2026: 30}


def test_what_is_structural_without_a_year_holds_in_every_year() -> None:
    assert lefts(purse({None: 100}, draw(30), structural=True)) == {None: 70}
    assert lefts(purse({None: 100, 2024: 5}, draw(30), draw(1, 2023), structural=True)) == {
        2023: 69,
        2024: 74,
    }


def test_what_is_given_back_is_free_again_from_its_year_on() -> None:
    source = purse({2023: 100}, draw(60, 2023), draw(-60, 2025), structural=True)
    assert lefts(source) == {2023: 40, 2025: 100}


def test_an_incidental_year_takes_its_own_amount_first_and_then_what_has_no_year() -> None:
    source = purse({2023: 100, None: 50}, draw(120, 2023), draw(10, 2024), draw(5))
    assert lefts(source) == {2023: 0, 2024: 0, None: 15}
    assert lefts(purse({2023: 100}, draw(30, 2023))) == {2023: 70}
    assert lefts(purse({None: 100}, draw(120, 2023))) == {2023: -20, None: 0}


def test_a_source_of_which_nothing_is_known_has_nothing_left() -> None:
    assert lefts(purse({})) == {} and lefts(purse({}, structural=True)) == {}


@pytest.mark.parametrize(
    ("source", "lacks"),
    [
        (purse({2023: 100}, draw(100, 2023)), 0),
        (purse({2023: 100, 2024: 50}, draw(120, 2023)), 20),
        (purse({2023: 100, None: 50}, draw(120, 2023)), 0),
        (purse({2023: 100, None: 50}, draw(120, 2023), draw(31)), 1),
        (purse({2023: 100}, draw(60, 2023), draw(40)), 0),
        (purse({2023: 100}, draw(60, 2023), draw(45)), 5),
        (purse({2023: "pm"}, draw(5, 2023)), 5),
    ],
)
def test_what_an_incidental_source_lacks_is_told_in_one_amount(source: Purse, lacks: int) -> None:
    assert excess_of(source) == {None: lacks}


@pytest.mark.parametrize(
    ("source", "lacks"),
    [
        (purse({2023: 100, 2024: 50}, draw(80, 2023), structural=True), {2023: 0, 2024: 30}),
        (purse({2023: 100}, draw(80, 2022), structural=True), {2022: 80, 2023: 0}),
        (purse({None: 100}, draw(101), structural=True), {None: 1}),
        (purse({2023: 100, 2024: "pm"}, draw(80, 2023), structural=True), {2023: 0, 2024: 0}),
        (purse({2023: 100, 2024: "pm"}, draw(80), structural=True), {2023: 0, 2024: 0}),
        (purse({2023: "pm"}, draw(80), structural=True), {2023: 80}),
        (purse({2023: 100, 2024: "pm"}, draw(8, 2024), structural=True), {2023: 0, 2024: 8}),
    ],
)
def test_what_a_structural_source_lacks_is_told_per_year(
    source: Purse, lacks: dict[Year, int]
) -> None:
    assert excess_of(source) == lacks


FULL = purse({2023: 100}, draw(60, 2023))


@pytest.mark.parametrize(
    ("before", "after", "refused"),
    [
        (FULL, FULL.with_draw(draw(40, 2023)), False),
        (FULL, FULL.with_draw(draw(41, 2023)), True),
        (FULL, FULL.with_draw(draw(1, 2024)), True),
        (FULL, FULL.with_draw(draw(80, 2023, beyond=True)), False),
        (FULL, purse({2023: 60}, draw(60, 2023)), False),
        (FULL, purse({2023: 59}, draw(60, 2023)), True),
        (FULL, purse({2023: 100}, draw(60, 2023), structural=True), False),
        (FULL, purse({2024: 100}, draw(60, 2023), structural=True), True),
    ],
)
def test_no_more_is_drawn_than_is_left_unless_a_decision_allows_it(
    before: Purse, after: Purse, refused: bool
) -> None:
    assert overdraws(before, after) is refused


def test_after_a_draw_beyond_what_is_left_nobody_draws_on_words_alone() -> None:
    beyond = FULL.with_draw(draw(80, 2023, beyond=True))
    assert overdraws(beyond, beyond.with_draw(draw(1, 2023)))
    assert overdraws(beyond, purse({2023: 99}, *beyond.draws))
    assert not overdraws(beyond, beyond.with_draw(draw(1, 2023, beyond=True)))
    assert overdraws(beyond, FULL.with_draw(draw(80, 2023)))


def test_a_structural_decision_allows_more_from_its_year_on_only() -> None:
    source = purse({2023: 100}, draw(100, 2023), structural=True)
    beyond = source.with_draw(draw(50, 2025, beyond=True))
    assert not overdraws(source, beyond)
    assert overdraws(beyond, beyond.with_draw(draw(1, 2024)))


def test_what_was_overdrawn_already_may_become_less_or_stay_so() -> None:
    over = purse({2023: 100}, draw(160, 2023))
    assert not overdraws(over, purse({2023: 100}, draw(150, 2023)))
    assert not overdraws(over, over)
    assert overdraws(over, over.with_draw(draw(1)))


years = st.one_of(st.none(), st.integers(2020, 2026))
amounts = st.lists(st.tuples(years, st.integers(-1000, 1000)), max_size=8)


@given(amounts, amounts)
def test_the_years_of_an_incidental_source_together_leave_what_the_whole_leaves(
    offered: list[tuple[int | None, int]], drawn: list[tuple[int | None, int]]
) -> None:
    plain = [(year, euros(amount)) for year, amount in offered]
    draws = [draw(amount, year) for year, amount in drawn]
    whole = left_of((total for _year, total in plain), draws)
    spread = spread_of(Purse(False, plain, draws))
    assert Total.of(left.left for left in spread.values()) == whole.left


@given(amounts, amounts, st.booleans())
def test_a_draw_that_takes_nothing_is_never_too_much(
    offered: list[tuple[int | None, int]], drawn: list[tuple[int | None, int]], structural: bool
) -> None:
    plain = {year: amount for year, amount in offered}
    source = purse(dict(plain), *(draw(amount, year) for year, amount in drawn))
    source = Purse(structural, source.offered, source.draws)
    assert not overdraws(source, source.with_draw(draw(0, 2023)))
