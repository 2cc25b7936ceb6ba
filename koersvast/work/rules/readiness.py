"""When a result is ready."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from koersvast.core.periods import Period


class ReadyKind(StrEnum):
    """How a result says when it is ready."""

    DATED = "dated"
    CONTINUOUS = "continuous"
    CONDITIONAL = "conditional"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Readiness:
    """When a result is ready: `when` for a dated one (or the text that is not understood)."""

    kind: ReadyKind
    when: Period | None = None
    afterwards: bool = False
    condition: str = ""


def readiness(moments: Iterable[Period], continuity: str = "", condition: str = "") -> Readiness:
    """Return when a result is ready: the last dated moment, else continuous, else a condition.

    `continuity` is "", "afterwards" (it goes on after its last moment) or "continuous". Moments
    that are not understood count only when nothing else is known, and then as their text.
    """
    given = list(moments)
    dated = [moment for moment in given if moment.last is not None]
    afterwards = continuity == "afterwards"
    if dated:
        goes_on = continuity != "" or any(moment.is_continuous for moment in given)
        return Readiness(ReadyKind.DATED, max(dated), goes_on, condition)
    if continuity or any(moment.is_continuous for moment in given):
        return Readiness(ReadyKind.CONTINUOUS, None, afterwards, condition)
    if condition:
        return Readiness(ReadyKind.CONDITIONAL, None, False, condition)
    if given:
        return Readiness(ReadyKind.UNREADABLE, given[-1])
    return Readiness(ReadyKind.UNKNOWN)
