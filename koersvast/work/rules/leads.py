"""Who leads a line, since when, and who did before (H: a working group changes its lead)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Holding:
    """Somebody who leads, from a day up to and including another; None: not told, or no end."""

    name: str
    first: date | None = None
    last: date | None = None
    key: int = 0


@dataclass(frozen=True)
class LeadLine:
    """Who leads now, who did before (the latest first) and who will (the first first)."""

    now: tuple[Holding, ...] = ()
    before: tuple[Holding, ...] = ()
    later: tuple[Holding, ...] = ()

    @property
    def is_unclear(self) -> bool:
        """Tell whether several lead at once while it is not told since when each does."""
        return len(self.now) > 1 and any(each.first is None for each in self.now)


def lead_line(holdings: Iterable[Holding], day: date) -> LeadLine:
    """Return who leads on a day, who did before and who comes after."""
    found = list(holdings)
    before = [each for each in found if each.last is not None and each.last < day]
    later = [each for each in found if each.first is not None and each.first > day]
    now = [each for each in found if each not in before and each not in later]
    return LeadLine(
        now=tuple(sorted(now, key=lambda each: each.first or date.min)),
        before=tuple(sorted(before, key=lambda each: each.last or date.min, reverse=True)),
        later=tuple(sorted(later, key=lambda each: each.first or date.max)),
    )
