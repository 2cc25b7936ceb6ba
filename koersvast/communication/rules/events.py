"""From a message to what stands in somebody's calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from koersvast.communication.rules.rhythm import (
    Rhythm,
    Unit,
    anchor_of,
    is_anchored,
    occurrences,
)
from koersvast.communication.rules.weeks import Stretch, stretch_of
from koersvast.core.periods import Period, Precision

LAST_OF_ANY_MONTH = 28
"""Every month has this day; a later one is "the last day" in a shorter month."""


class State(StrEnum):
    """How sure an event is (RFC 5545, 3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Revision:
    """Which version of an event it is: `sequence` only goes up, `modified` is of that version."""

    sequence: int
    modified: datetime


@dataclass(frozen=True)
class Event:
    """An event of whole days, both counted in. `repeats` is a rule of RFC 5545 (3.3.10)."""

    uid: str
    days: Stretch
    summary: str
    revision: Revision
    state: State = State.CONFIRMED
    description: str = ""
    url: str = ""
    repeats: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Time:
    """When an event is; `mark` tells it from other times of the same message."""

    days: Stretch
    mark: str = ""
    repeats: tuple[tuple[str, Any], ...] = ()


def uid_of(namespace: UUID, model: str, key: int, mark: str = "") -> str:
    """Return the name of an event in all calendars of the world, for ever.

    It is made of the installation, the kind of row and its key: title, date and address may change.
    """
    name = f"{model}:{key}:{mark}" if mark else f"{model}:{key}"
    return f"{uuid5(namespace, name)}@koersvast"


def times_of(
    when: Period | None, rhythm: Rhythm | None, window: Stretch, until: date | None = None
) -> list[Time]:
    """Return when something stands in a calendar; [] for what has no date.

    One time for a day, week or longer. A rhythm with its first day or week told repeats by rule,
    up to and including `until`. Any other rhythm that can be read stands there once for each time
    that touches `window`.
    """
    if rhythm is None:
        days = stretch_of(when)
        return [Time(days)] if days is not None else []
    anchor = anchor_of(rhythm, when)
    if anchor is None:
        return []
    days = stretch_of(anchor)
    by_rule = anchor.precision in {Precision.DAY, Precision.WEEK} and is_anchored(rhythm, anchor)
    if days is not None and by_rule:
        return [Time(days, repeats=_rule(rhythm, days.first, until))]
    found = occurrences(rhythm, when, window)
    if not found and days is not None and rhythm.every > 1:
        return [Time(days)]
    return [
        Time(each, each.first.isoformat()) for each in found if until is None or each.first <= until
    ]


def _rule(rhythm: Rhythm, first: date, until: date | None) -> tuple[tuple[str, Any], ...]:
    """Return a rhythm as a rule; the 31st is the last day of a shorter month."""
    rule: list[tuple[str, Any]] = []
    if rhythm.months:
        rule += [("FREQ", "MONTHLY"), ("INTERVAL", rhythm.months)]
        if first.day > LAST_OF_ANY_MONTH:
            rule += [("BYMONTHDAY", list(range(LAST_OF_ANY_MONTH, first.day + 1)))]
            rule += [("BYSETPOS", -1)]
    else:
        often = "DAILY" if rhythm.unit is Unit.DAY else "WEEKLY"
        rule += [("FREQ", often), ("INTERVAL", rhythm.every)]
    if until is not None:
        rule.append(("UNTIL", max(until, first)))
    return tuple(rule)
