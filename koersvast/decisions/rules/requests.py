"""What the rules of the works council look at: requests, decisions, and refusals.

A day that is known as a period only ("Q4 2022") is read so that nothing is allowed too early: what
must come first on its last day, what must come after it on its first day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from koersvast.core.periods import Period

ADVICE, CONSENT, OTHER = "advice", "consent", "other"
POSITIVE, CONDITIONAL, NEGATIVE = "positive", "conditional", "negative"
OF_THE_ACT = (ADVICE, CONSENT)
"""The kinds of request that the Wet op de ondernemingsraden knows."""


class Why(StrEnum):
    """Why something may not be done yet."""

    WITHDRAWN = "withdrawn"
    ALREADY_ASKED = "already_asked"
    ALREADY_GIVEN = "already_given"
    NO_REASONS = "no_reasons"
    NO_CONSEQUENCES = "no_consequences"
    NO_MEASURES = "no_measures"
    DECIDED_ALREADY = "decided_already"
    NOT_ASKED = "not_asked"
    ASKED_LATER = "asked_later"
    NOT_CONSULTED = "not_consulted"
    CONSULTED_LATER = "consulted_later"
    NO_TERM = "no_term"
    TERM_RUNS = "term_runs"
    GIVEN_LATER = "given_later"
    STAFF = "staff"
    NO_CONSENT = "no_consent"
    CONSENT_REFUSED = "consent_refused"
    CONSENT_CONDITIONAL = "consent_conditional"
    NOT_DECIDED = "not_decided"
    TOLD_EARLIER = "told_earlier"
    FOLLOWED_UNKNOWN = "followed_unknown"
    NO_DEVIATION = "no_deviation"
    NOT_TOLD = "not_told"
    WAITS = "waits"
    ASKED_ANEW = "asked_anew"
    NOT_FOLLOWED = "not_followed"


@dataclass(frozen=True)
class Refusal:
    """Why something may not be done: about which request or decision, and until which day."""

    why: Why
    about: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Request:
    """What is asked of a body on an intended decision; names as in `Advice`."""

    title: str = ""
    kind: str = ADVICE
    requested_on: Period | None = None
    reasons: str = ""
    consequences: str = ""
    measures: str = ""
    consultation_on: Period | None = None
    agreed_term: date | None = None
    given_on: Period | None = None
    outcome: str = ""
    followed: bool | None = None
    waived_on: date | None = None
    leave_on: date | None = None
    withdrawn: bool = False
    not_asked_ground: str = ""


def earliest(period: Period) -> date:
    """Return the first day that a period can mean; unreadable: any day."""
    return period.first or date.min


def latest(period: Period) -> date:
    """Return the last day that a period can mean; unreadable: any day."""
    return period.last or date.max


def comes_first(first: Period, then: Period) -> bool:
    """Tell whether `first` surely lies before `then`, or on the same day."""
    return latest(first) <= earliest(then)


@dataclass(frozen=True)
class Decided:
    """What was decided on an intended decision, and what was asked on it before.

    `taken` without `decided_on`: it was taken, but the day is not told. `outcome` as in `Decision`.
    """

    title: str = ""
    taken: bool = False
    decided_on: Period | None = None
    notified_on: date | None = None
    requests: Sequence[Request] = ()
    outcome: str = ""

    @property
    def adopted(self) -> bool:
        """Tell whether it was adopted; of which only the day is told, was."""
        return self.taken and self.outcome in ("", "as_proposed", "amended")


def refusal_of(request: Request, why: Why, day: date | None = None) -> Refusal:
    """Return a refusal about a request."""
    return Refusal(why, request.title, day)
