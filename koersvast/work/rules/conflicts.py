"""Where a planning contradicts itself (rule 5 of the domain)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from koersvast.core.periods import Period

K = TypeVar("K", bound=Hashable)


class PlanningConflict(StrEnum):
    """What is wrong with the planning of a result."""

    IMPLEMENT_BEFORE_BUILD = "implement_before_build"
    READY_AFTER_END = "ready_after_end"
    DEPENDENCY_BROKEN = "dependency_broken"


@dataclass(frozen=True)
class Planned:
    """What is planned for a result: its phases (kind and period) and when it is ready."""

    phases: tuple[tuple[str, Period], ...] = ()
    ready_by: Period | None = None

    @property
    def starts(self) -> date | None:
        """The first day of its first phase."""
        return min((p.first for _kind, p in self.phases if p.first), default=None)

    @property
    def ends(self) -> date | None:
        """The last day on which it is ready; without ready-by the last day of its phases."""
        if self.ready_by is not None and self.ready_by.last is not None:
            return self.ready_by.last
        return max((p.last for _kind, p in self.phases if p.last), default=None)


def implementation_precedes_building(phases: Iterable[tuple[str, Period]]) -> bool:
    """Tell whether implementation begins before building does; building on meanwhile is fine."""
    first: dict[str, date] = {}
    for kind, period in phases:
        if period.first is not None:
            first[kind] = min(first.get(kind, period.first), period.first)
    return "build" in first and "implement" in first and first["implement"] < first["build"]


def is_ready_after_end(ready_by: Period | None, programme: Period | None) -> bool:
    """Tell whether a result is ready after the last day of its programme."""
    if ready_by is None or programme is None or not ready_by.last or not programme.last:
        return False
    return ready_by.last > programme.last


def dependency_is_broken(result: Planned, needs: Planned) -> bool:
    """Tell whether `result` is planned before what it `needs` is ready.

    It may begin after the last day on which that is ready. Without phases of its own, it may not
    be ready earlier. What has no dates breaks nothing.
    """
    ready = needs.ends
    if ready is None:
        return False
    if result.starts is not None:
        return result.starts <= ready
    return result.ends is not None and result.ends < ready


def conflicts_of(
    result: Planned, *, programme: Period | None = None, needs: Iterable[Planned] = ()
) -> list[PlanningConflict]:
    """Return everything that is wrong with the planning of one result."""
    found = []
    if implementation_precedes_building(result.phases):
        found.append(PlanningConflict.IMPLEMENT_BEFORE_BUILD)
    if is_ready_after_end(result.ready_by, programme):
        found.append(PlanningConflict.READY_AFTER_END)
    if any(dependency_is_broken(result, needed) for needed in needs):
        found.append(PlanningConflict.DEPENDENCY_BROKEN)
    return found


def circle_through(start: K, needs: Mapping[K, Iterable[K]]) -> bool:
    """Tell whether following the dependencies from `start` comes back at `start`."""
    seen: set[K] = set()
    waiting = list(needs.get(start, ()))
    while waiting:
        key = waiting.pop()
        if key == start:
            return True
        if key not in seen:
            seen.add(key)
            waiting.extend(needs.get(key, ()))
    return False


def on_circles(needs: Mapping[K, Iterable[K]]) -> set[K]:
    """Return what is on a circle of dependencies, or on a way from one circle to another.

    Found by taking away again and again what waits for nothing, then what nothing waits for: in
    time that grows with the number of dependencies, however long a chain is.
    """
    waiting = _without_ends(needs)
    within = {key: [each for each in needs[key] if each in waiting] for key in waiting}
    return _without_ends(_turned(within))


def _turned(edges: Mapping[K, Iterable[K]]) -> dict[K, list[K]]:
    """Return what waits for each, of what each waits for."""
    found: dict[K, list[K]] = {}
    for key, own in edges.items():
        for each in own:
            found.setdefault(each, []).append(key)
    return found


def _without_ends(edges: Mapping[K, Iterable[K]]) -> set[K]:
    """Return what is left when all that leads nowhere is taken away again and again."""
    left = {key: len(set(own)) for key, own in edges.items()}
    back = _turned({key: set(own) for key, own in edges.items()})
    ends = [key for key in back if key not in left] + [key for key in left if not left[key]]
    for end in ends:
        left.pop(end, None)
        for key in back.get(end, ()):
            left[key] -= 1
            if not left[key]:
                ends.append(key)
    return set(left)
