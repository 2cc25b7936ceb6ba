"""What must happen after a decision on which the works council advised (WOR).

- 25.5: the council is told in writing, with the reasons why the decision deviates.
- 25.6: unless it follows the advice, a decision is not carried out until a month after the day on
  which the council was told, or until the council says that one need not wait. In that month the
  council can appeal (26).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from koersvast.decisions.rules.requests import (
    ADVICE,
    NEGATIVE,
    Decided,
    Refusal,
    Request,
    Why,
    earliest,
    latest,
    refusal_of,
)
from koersvast.decisions.rules.works_council import binding

AS_PROPOSED = "as_proposed"


def month_after(day: date) -> date:
    """Return the day one month later; the last of the month where it has no such day."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def refusal_to_notify(
    decided: Decided, notified_on: date, followed: bool | None, deviation: str
) -> Refusal | None:
    """Return why the council may not be told like this; None when it may (art. 25.5).

    `followed` tells whether the decision follows the advice that was given; None: none was.
    """
    if not decided.taken:
        return Refusal(Why.NOT_DECIDED, decided.title)
    if decided.decided_on is not None and notified_on < earliest(decided.decided_on):
        return Refusal(Why.TOLD_EARLIER, decided.title, earliest(decided.decided_on))
    given = [each for each in advised(decided) if each.given_on is not None]
    if given and followed is None:
        return refusal_of(given[0], Why.FOLLOWED_UNKNOWN)
    if given and not followed and not deviation.strip():
        return refusal_of(given[0], Why.NO_DEVIATION)
    against = [each for each in given if goes_against(decided, each)]
    return refusal_of(against[0], Why.NOT_FOLLOWED) if against and followed else None


def goes_against(decided: Decided, request: Request) -> bool:
    """Tell whether a decision cannot follow advice: negative, and adopted as proposed."""
    return request.outcome == NEGATIVE and decided.outcome == AS_PROPOSED


def advised(decided: Decided) -> list[Request]:
    """Return the requests for advice of the act that hold for a decision."""
    return [each for each in binding(decided.requests) if each.kind == ADVICE]


@dataclass(frozen=True)
class Execution:
    """From which day a decision may be carried out; `refusal` tells what that day waits for."""

    starts: date | None = None
    refusal: Refusal | None = None


def execution_of(decided: Decided) -> Execution:
    """Return from which day a decision may be carried out (art. 25.6).

    Without an advice that it follows, a decision waits a month, also when no advice was given or
    nobody told whether it follows it. A decision of which the day is not told waits for nothing
    but that month.
    """
    if not decided.taken:
        return Execution(refusal=Refusal(Why.NOT_DECIDED, decided.title))
    starts = latest(decided.decided_on) if decided.decided_on else date.min
    for request in advised(decided):
        follows = request.followed and not goes_against(decided, request)
        if follows and request.given_on is not None:
            continue
        ends = [request.waived_on] if request.waived_on else []
        if decided.notified_on is not None:
            ends.append(month_after(decided.notified_on))
        if not ends:
            return Execution(refusal=Refusal(Why.NOT_TOLD, decided.title))
        starts = max(starts, min(ends))
    return Execution(starts)


def refusal_to_execute(decided: Decided, on: date) -> Refusal | None:
    """Return why a decision may not be carried out on a day; None when it may."""
    execution = execution_of(decided)
    if execution.refusal is not None:
        return execution.refusal
    if execution.starts is not None and on < execution.starts:
        return Refusal(Why.WAITS, decided.title, execution.starts)
    return None
