"""How high a risk is: levels, places, classes, trend, and what it is expected to cost."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.risk.models import Score
from koersvast.risk.rules import (
    AFTER,
    BEFORE,
    IMPACTS,
    Classes,
    Judgement,
    Position,
    Rating,
    Scales,
    Trend,
    age_in_days,
    bounds_in_order,
    expected_loss,
    impacts_of,
    money_level,
    position_of,
    standing_of,
    trend_of,
)

DAY = date(2023, 2, 1)
NONE = Scales()
EUROS = Scales({1: Decimal(100), 2: Decimal(200), 3: None}, {2: 25})

levels = st.integers(1, 5)
maybe = st.none() | levels
judgements = st.builds(
    Judgement,
    on=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    moment=st.sampled_from([BEFORE, AFTER]),
    probability=levels,
    money=maybe,
    time=maybe,
    quality=maybe,
    image=maybe,
    likely=st.none() | st.integers(0, 400).map(Decimal),
)


def judged(probability: int, *, on: date = DAY, moment: str = BEFORE, **levels: Any) -> Judgement:
    return Judgement(on, moment, probability, **levels)


def test_moments_and_impacts_are_those_of_the_model() -> None:
    assert Score.Moment.values == [BEFORE, AFTER]
    assert {*IMPACTS} <= {field.name for field in Score._meta.fields}


def test_the_highest_impact_counts() -> None:
    assert position_of(judged(3, time=2, image=4), NONE) == Position(3, 4)


def test_a_score_without_an_impact_has_no_place() -> None:
    assert position_of(judged(3), NONE) is None
    assert position_of(None, NONE) is None


@given(judgements)
def test_a_place_follows_from_the_highest_given_level(each: Judgement) -> None:
    place = position_of(each, NONE)
    given_levels = [getattr(each, name) for name in IMPACTS if getattr(each, name)]
    assert (place.impact if place else None) == max(given_levels, default=None)


bounds = st.lists(st.integers(2, 25), min_size=2, max_size=3, unique=True).map(
    lambda found: Classes(*sorted(found), *([None] if len(found) == 2 else []))
)


@given(bounds, levels, levels)
def test_the_class_never_falls_when_probability_or_impact_rises(
    classes: Classes, one: int, two: int
) -> None:
    order = list(Rating)
    here = order.index(classes.rating_of(one * two))
    assert order.index(classes.rating_of(min(one + 1, 5) * two)) >= here


@given(bounds)
def test_every_height_is_in_one_class(classes: Classes) -> None:
    heights = [
        (height, span.rating)
        for span in classes.spans
        for height in range(span.lowest, span.highest + 1)
    ]
    assert sorted(height for height, _rating in heights) == list(range(1, 26))
    assert all(classes.rating_of(height) is rating for height, rating in heights)


def test_classes_begin_at_the_bounds_of_the_municipality() -> None:
    own = Classes(3, 8, 15)
    found = [own.rating_of(height) for height in (2, 3, 7, 8, 14, 15)]
    low, medium, high, critical = Rating
    assert found == [low, medium, medium, high, high, critical]


def test_without_a_bound_nothing_is_critical() -> None:
    assert Classes(5, 12, None).rating_of(25) is Rating.HIGH
    assert Classes(5, 12, None).spans[0].rating is Rating.HIGH


def test_a_standing_has_the_class_that_the_municipality_gives_it() -> None:
    strict = Scales(classes=Classes(2, 3, 4))
    assert standing_of([judged(2, time=2)], strict).rating is Rating.CRITICAL
    assert standing_of([judged(2, time=2)], NONE).rating is Rating.LOW


@pytest.mark.parametrize(
    ("likely", "level"), [(0, 1), (100, 1), ("100.01", 2), (200, 2), (201, 3), (10**9, 3)]
)
def test_euros_fall_in_the_lowest_level_whose_bound_they_do_not_pass(
    likely: Any, level: int
) -> None:
    assert money_level(Decimal(likely), EUROS.bounds) == level


def test_more_than_every_bound_is_the_highest_level() -> None:
    assert money_level(Decimal(9), {1: Decimal(1), 2: Decimal(2)}) == 2


def test_no_level_follows_from_nothing() -> None:
    assert money_level(None, EUROS.bounds) is None
    assert money_level(Decimal(1), {}) is None
    assert money_level(Decimal(1), {1: None, 2: None}) is None


@given(st.integers(0, 400).map(Decimal), st.integers(0, 400).map(Decimal))
def test_more_euros_are_never_a_lower_level(one: Decimal, two: Decimal) -> None:
    low, high = sorted([one, two])
    below, above = money_level(low, EUROS.bounds), money_level(high, EUROS.bounds)
    assert below is not None and above is not None and below <= above


def test_a_level_that_is_given_goes_before_what_euros_say() -> None:
    assert impacts_of(judged(1, money=1, likely=Decimal(150)), EUROS) == {"money": 1}
    assert impacts_of(judged(1, likely=Decimal(150)), EUROS) == {"money": 2}


def test_bounds_go_up_and_the_levels_that_do_not_are_named() -> None:
    assert bounds_in_order(EUROS.bounds) == []
    assert bounds_in_order({1: Decimal(5), 2: None, 3: Decimal(5), 4: Decimal(6)}) == [3]
    assert bounds_in_order({2: Decimal(5), 1: Decimal(9), 3: Decimal(7)}) == [2, 3]


@given(st.dictionaries(levels, st.none() | st.integers(0, 9).map(Decimal)))
def test_bounds_without_a_wrong_level_go_up(bounds: dict[int, Decimal | None]) -> None:
    known = [bounds[level] for level in sorted(bounds) if bounds[level] is not None]
    rising = all(one < two for one, two in pairwise(known))  # type: ignore[operator]
    assert (bounds_in_order(bounds) == []) is rising


def test_the_newest_score_of_each_moment_counts() -> None:
    old = judged(5, time=5, on=DAY - timedelta(days=9))
    new = judged(4, time=3)
    after = judged(2, time=2, moment=AFTER)
    standing = standing_of([new, after, old], NONE)
    assert (standing.place_before, standing.place_after) == (Position(4, 3), Position(2, 2))
    assert standing.now == Position(2, 2) and standing.rating is Rating.LOW
    assert standing.moved and standing.current == after and standing.latest == after


def test_before_measures_counts_as_long_as_nobody_judged_after_them() -> None:
    standing = standing_of([judged(4, time=3)], NONE)
    assert standing.now == Position(4, 3) and standing.rating is Rating.HIGH
    assert standing.latest == standing.current == standing.before
    assert not standing.moved


def test_a_score_after_measures_without_an_impact_does_not_hide_the_one_before() -> None:
    standing = standing_of([judged(4, time=3), judged(1, moment=AFTER)], NONE)
    assert standing.now == Position(4, 3)
    assert standing.current == standing.before


def test_a_risk_that_was_never_judged_stands_nowhere() -> None:
    standing = standing_of([], NONE)
    assert (standing.now, standing.rating, standing.latest, standing.trend) == (None,) * 4


def test_the_trend_compares_with_the_score_before_of_the_same_moment() -> None:
    first = judged(2, time=2, on=DAY - timedelta(days=2))
    between = judged(5, time=5, moment=AFTER, on=DAY - timedelta(days=1))
    last = judged(1, time=2, moment=AFTER)
    assert standing_of([first, last], NONE).trend is None
    assert standing_of([first, between, last], NONE).trend is Trend.DOWN
    assert standing_of([first, judged(3, time=2)], NONE).trend is Trend.UP


def test_the_same_height_is_no_trend_up_or_down() -> None:
    assert trend_of(Position(2, 3), Position(3, 2)) is Trend.SAME
    assert trend_of(Position(2, 3), None) is None
    assert trend_of(None, Position(2, 3)) is None


@given(st.lists(judgements, max_size=6, unique_by=lambda each: (each.on, each.moment)))
def test_the_order_in_which_scores_are_read_does_not_matter(each: list[Judgement]) -> None:
    assert standing_of(each, EUROS) == standing_of(reversed(each), EUROS)


def test_expected_loss_is_the_share_of_the_likely_euros() -> None:
    assert expected_loss(judged(2, likely=Decimal("150.50")), EUROS) == Decimal(38)


def test_without_percentage_or_euros_no_loss_is_expected() -> None:
    assert expected_loss(judged(3, likely=Decimal(150)), EUROS) is None
    assert expected_loss(judged(2), EUROS) is None
    assert expected_loss(None, EUROS) is None


def test_an_age_is_in_days_and_not_negative() -> None:
    assert age_in_days(judged(1), DAY + timedelta(days=3)) == 3
    assert age_in_days(judged(1), DAY - timedelta(days=3)) is None
    assert age_in_days(None, DAY) is None
