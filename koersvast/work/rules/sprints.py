"""Sprints: whose notes belong to them, which overlap, and how an expectation moved (H)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from koersvast.core.periods import Period

Key = TypeVar("Key", bound=Hashable)


class Shift(StrEnum):
    """How the expected completion stands to the one that was told before.

    FIRST: told for the first time. OTHER: one of the two has no days to compare. DROPPED: told
    before, no longer.
    """

    FIRST = "first"
    SAME = "same"
    EARLIER = "earlier"
    LATER = "later"
    OTHER = "other"
    DROPPED = "dropped"


def stands_below(parents: Mapping[Key, Key | None], work: Key, programme: Key) -> bool:
    """Tell whether `work` is the programme itself, or stands anywhere below it."""
    passed: set[Key] = set()
    at: Key | None = work
    while at is not None and at not in passed:
        if at == programme:
            return True
        passed.add(at)
        at = parents.get(at)
    return False


def shift(before: Period | None, now: Period | None) -> Shift | None:
    """Return how an expectation moved; None where nothing was told, before and now.

    The last days are compared: "Q1 2023" after "eind maart 2023" is the same moment.
    """
    if before is None:
        return None if now is None else Shift.FIRST
    if now is None:
        return Shift.DROPPED
    if before.span == now.span and before.is_readable:
        return Shift.SAME
    if before.last is None or now.last is None:
        return Shift.SAME if before.text == now.text else Shift.OTHER
    if before.last == now.last:
        return Shift.SAME
    return Shift.LATER if now.last > before.last else Shift.EARLIER


def shifts(told: Sequence[Period | bool | None]) -> list[Shift | None]:
    """Return per sprint, in order of time, how the expectation moved since it was last told.

    `told` has per sprint the expectation (None: a note without one), or False where nothing was
    reported: what was not reported is not dropped.
    """
    found: list[Shift | None] = []
    last: Period | None = None
    for expected in told:
        if isinstance(expected, bool):
            found.append(None)
            continue
        found.append(shift(last, expected))
        last = expected
    return found


def overlapping(periods: Mapping[Key, Period]) -> list[tuple[Key, Key]]:
    """Return the pairs that share a day, each once, in the order given."""
    keys = list(periods)
    return [
        (one, other)
        for number, one in enumerate(keys)
        for other in keys[number + 1 :]
        if periods[one].overlaps(periods[other])
    ]


def in_time(periods: Mapping[Key, Period]) -> list[Key]:
    """Return the keys in order of time; what has no days comes last, in the order given."""
    return sorted(periods, key=lambda key: _begin(periods[key]))


def _begin(period: Period) -> tuple[bool, str]:
    first = period.first
    return (first is None, first.isoformat() if first else "")
