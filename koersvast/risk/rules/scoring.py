"""How high a risk is, and whether that goes up or down.

A risk is as high as probability x impact, and its impact is the highest of its impacts on money,
time, quality and image. Levels are 1 (lowest) to 5.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from koersvast.risk.rules.classes import Rating
from koersvast.risk.rules.scales import Scales, money_level

BEFORE, AFTER = "before", "after"
"""The moment of a score: before measures, or after them."""

IMPACTS = ("money", "time", "quality", "image")

WHOLE_EUROS = Decimal(1)


class Trend(StrEnum):
    """A score compared with the one before it."""

    UP = "up"
    SAME = "same"
    DOWN = "down"


@dataclass(frozen=True)
class Judgement:
    """A score as plain data: levels as they were given, likely euros."""

    on: date
    moment: str
    probability: int
    money: int | None = None
    time: int | None = None
    quality: int | None = None
    image: int | None = None
    likely: Decimal | None = None
    key: int = 0
    illustrative: bool = False


@dataclass(frozen=True, order=True)
class Position:
    """A place on the heat map."""

    probability: int
    impact: int

    @property
    def height(self) -> int:
        """Probability x impact, 1 to 25."""
        return self.probability * self.impact


@dataclass(frozen=True)
class Standing:
    """How a risk stands: its newest scores with their places, and where it goes.

    `now` is the place after measures, and as long as nobody judged that, the one before them;
    `rating` is its class. A score that gives no impact has no place.
    """

    before: Judgement | None = None
    after: Judgement | None = None
    place_before: Position | None = None
    place_after: Position | None = None
    trend: Trend | None = None
    rating: Rating | None = None

    @property
    def now(self) -> Position | None:
        """Where the risk stands now."""
        return self.place_after or self.place_before

    @property
    def latest(self) -> Judgement | None:
        """The score that was given last; after measures where both are of one day."""
        given = [each for each in (self.before, self.after) if each is not None]
        return max(given, key=lambda each: (each.on, each.moment == AFTER), default=None)

    @property
    def current(self) -> Judgement | None:
        """The score that `now` is about."""
        return self.after if self.place_after else self.before

    @property
    def moved(self) -> bool:
        """True when the measures bring it to another place."""
        return None not in (self.place_before, self.place_after) and (
            self.place_before != self.place_after
        )


def impacts_of(judgement: Judgement, scales: Scales) -> dict[str, int]:
    """Return the level of every impact that is given.

    Money that has no level of its own gets the one its likely euros fall in.
    """
    levels = {
        "money": judgement.money or money_level(judgement.likely, scales.bounds),
        "time": judgement.time,
        "quality": judgement.quality,
        "image": judgement.image,
    }
    return {name: level for name, level in levels.items() if level is not None}


def position_of(judgement: Judgement | None, scales: Scales) -> Position | None:
    """Return the place of a score: its highest impact counts; None where it gives none."""
    if judgement is None:
        return None
    impacts = impacts_of(judgement, scales)
    return Position(judgement.probability, max(impacts.values())) if impacts else None


def trend_of(newest: Position | None, previous: Position | None) -> Trend | None:
    """Return whether a risk became higher; None when there is nothing to compare with."""
    if newest is None or previous is None:
        return None
    if newest.height == previous.height:
        return Trend.SAME
    return Trend.UP if newest.height > previous.height else Trend.DOWN


def standing_of(judgements: Iterable[Judgement], scales: Scales) -> Standing:
    """Return how a risk stands after all its scores.

    The newest score of each moment counts. The trend compares the one that counts now with the
    one before it of the same moment.
    """
    newest: dict[str, list[Judgement]] = {BEFORE: [], AFTER: []}
    for each in sorted(judgements, key=lambda each: each.on, reverse=True):
        newest[each.moment].append(each)
    befores, afters = newest[BEFORE], newest[AFTER]
    place_before = position_of(befores[0] if befores else None, scales)
    place_after = position_of(afters[0] if afters else None, scales)
    counting = afters if place_after else befores
    previous = counting[1] if len(counting) > 1 else None
    now = place_after or place_before
    return Standing(
        before=befores[0] if befores else None,
        after=afters[0] if afters else None,
        place_before=place_before,
        place_after=place_after,
        trend=trend_of(now, position_of(previous, scales)),
        rating=scales.classes.rating_of(now.height) if now else None,
    )


def expected_loss(judgement: Judgement | None, scales: Scales) -> Decimal | None:
    """Return the likely euros times the chance, in whole euros.

    None when the score gives no likely euros, or the municipality gives no percentage for its
    level of probability.
    """
    if judgement is None or judgement.likely is None:
        return None
    percentage = scales.percentages.get(judgement.probability)
    if percentage is None:
        return None
    return (judgement.likely * percentage / 100).quantize(WHOLE_EUROS, ROUND_HALF_UP)


def age_in_days(judgement: Judgement | None, seen_from: date) -> int | None:
    """Return how many days before a day a score was given; None for one of later."""
    if judgement is None or judgement.on > seen_from:
        return None
    return (seen_from - judgement.on).days
