"""When a decision may be taken as it is recorded (J 1.1: decision rules; rule of the body).

Pure: facts in, an answer out. What the works council's rights add stands in `works_council`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

ADOPTING = frozenset({"as_proposed", "amended"})
ENDING = ADOPTING | {"rejected", "withdrawn"}
"""Outcomes after which there is nothing left to decide; postponed and noted leave it open."""
OUTCOMES = ENDING | {"postponed", "noted"}
CONSENT, ADVICE, AMENDED = "consent", "advice", "amended"


class Why(StrEnum):
    """Why a decision cannot be taken like this."""

    NO_OUTCOME = "no_outcome"
    IN_FUTURE = "in_future"
    DECIDED_ALREADY = "decided_already"
    ADVISES_ONLY = "advises_only"
    NO_AMENDMENT = "no_amendment"
    NOT_AMENDED = "not_amended"
    OBJECTION = "objection"


@dataclass(frozen=True)
class Raised:
    """A reasoned objection; it stands until the day on which it was settled."""

    settled_on: date | None = None


@dataclass(frozen=True)
class Taking:
    """What somebody wants to record: how it ended, on which day, by which rule.

    `ended`: the body has nothing left to decide on the proposal, see `ends`.
    """

    rule: str
    outcome: str
    decided_on: date
    amendment: str = ""
    ended: bool = False
    objections: tuple[Raised, ...] = ()


def ends(outcome: str, *, dated: bool) -> bool:
    """Tell whether a decision ends a proposal: one of which only the day is told, does."""
    return outcome in ENDING or (not outcome and dated)


def standing(objections: Iterable[Raised], on: date) -> int:
    """Return how many objections still stand on a day."""
    return sum(each.settled_on is None or each.settled_on > on for each in objections)


def refusal_to_take(taking: Taking, today: date) -> Why | None:
    """Return why a decision may not be recorded like this; None when it may.

    Under consent a proposal is adopted when nobody has a reasoned objection (J 1.1). A body that
    advises adopts and rejects nothing. A body of which the rule is not told is not held to one.
    """
    if taking.outcome not in OUTCOMES:
        return Why.NO_OUTCOME
    if taking.decided_on > today:
        return Why.IN_FUTURE
    if taking.ended:
        return Why.DECIDED_ALREADY
    if taking.rule == ADVICE and taking.outcome in ADOPTING | {"rejected"}:
        return Why.ADVISES_ONLY
    if (taking.outcome == AMENDED) != bool(taking.amendment.strip()):
        return Why.NO_AMENDMENT if taking.outcome == AMENDED else Why.NOT_AMENDED
    adopts = taking.outcome in ADOPTING
    if adopts and taking.rule == CONSENT and standing(taking.objections, taking.decided_on):
        return Why.OBJECTION
    return None
