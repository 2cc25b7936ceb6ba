"""How a message stands: planned, due, late, waiting, done, cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from koersvast.communication.rules.weeks import Stretch, stretch_of, weeks_of
from koersvast.core.periods import Period


class Standing(StrEnum):
    """How a message stands, what asks for attention first."""

    LATE = "late"
    DUE = "due"
    WAITING = "waiting"
    PLANNED = "planned"
    RECURRING = "recurring"
    UNDATED = "undated"
    NOT_TOLD = "not_told"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Awaited:
    """What a message waits for. `when` is when it is expected or was taken; `there` tells whether
    it is there: the decision taken, the milestone reached, the moment past."""

    when: Period | None = None
    there: bool = False


@dataclass(frozen=True)
class Message:
    """What decides how a message stands. `done` is None when nobody told; `told_on` is the day from
    which its plan speaks."""

    when: Period | None = None
    recurs: bool = False
    done: bool | None = None
    done_on: date | None = None
    cancelled_on: date | None = None
    awaited: Awaited | None = None
    told_on: date | None = None


def standing(message: Message, today: date) -> Standing:
    """Return how a message stands on a day.

    What waits for a decision that was not taken is waiting, and not late: sending it is wrong, not
    overdue. What was due before the day from which its plan speaks, and of which the plan does not
    tell whether it was done, is not late: nobody told. Due later, silence is late.
    """
    if message.cancelled_on is not None:
        return Standing.CANCELLED
    if message.done:
        return Standing.DONE
    if message.awaited is not None and not message.awaited.there:
        return Standing.WAITING
    days = stretch_of(message.when)
    if message.recurs:
        return _recurring(days, today)
    if days is None:
        return Standing.UNDATED
    if message.done is None and message.told_on is not None and days.last < message.told_on:
        return Standing.NOT_TOLD
    return _dated(days, today)


def _recurring(days: Stretch | None, today: date) -> Standing:
    if days is not None and days.first > today:
        return Standing.PLANNED
    return Standing.RECURRING


def _dated(days: Stretch, today: date) -> Standing:
    if days.last < today:
        return Standing.LATE
    return Standing.DUE if days.first <= today else Standing.PLANNED


def comes_before(when: Period | None, awaited: Period | None) -> bool:
    """Tell whether a message is planned wholly before what it waits for; a fault of planning."""
    own, other = stretch_of(when), stretch_of(awaited)
    return own is not None and other is not None and own.last < other.first


def told_too_early(message: Message) -> bool:
    """Tell whether a message went out before what it waits for was there."""
    if not message.done or message.awaited is None:
        return False
    if not message.awaited.there:
        return True
    other = stretch_of(message.awaited.when)
    return message.done_on is not None and other is not None and message.done_on < other.first


def is_exact(when: Period | None) -> bool:
    """Tell whether a message has one day."""
    days = stretch_of(when)
    return days is not None and days.days == 1


def is_rough(when: Stretch) -> bool:
    """Tell whether days reach over more than one week: only roughly known when."""
    return len(list(weeks_of(when))) > 1
