"""What apps add to the first page: dates that come, and what asks for attention."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from koersvast.core.actors import Actor
from koersvast.core.periods import Period
from koersvast.core.registries import Label


@dataclass(frozen=True)
class Coming:
    """A date ahead: when, what, of which kind, and where that is found."""

    when: Period
    what: str
    kind: Label
    url: str


@dataclass(frozen=True)
class Link:
    """A name with its page."""

    text: str
    url: str


@dataclass(frozen=True)
class Point:
    """Something that asks for attention: a mark, a sentence, where it is and names with it."""

    mark: Label
    text: str
    url: str = ""
    tone: str = "warn"
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Waiting:
    """Something that waits for who looks: what to do, with what, where, by which day."""

    what: str
    text: str
    url: str
    by: date | None = None


Starts = Mapping[Any, date]
"""The plans that are shown, each with the day from which it is read."""


def nothing(_actor: Actor, _starts: Starts) -> Iterable[Any]:
    """Add nothing."""
    return ()


def nobody(_actor: Actor) -> Iterable[Any]:
    """Let nothing wait."""
    return ()


@dataclass(frozen=True)
class Outlook:
    """What an app adds. Each function asks a fixed number of queries, whatever the plans hold.

    `dates` yields the first `DATES_SHOWN` dates ahead; `points` what asks for attention; `waits`
    what waits for the actor himself.
    """

    name: str
    dates: Callable[[Actor, Starts], Iterable[Coming]] = nothing
    points: Callable[[Actor, Starts], Iterable[Point]] = nothing
    waits: Callable[[Actor], Iterable[Waiting]] = nobody
    order: int = 100


DATES_SHOWN = 8
NAMED = 3
"""Names in one line of what asks for attention; the line counts all."""


class Outlooks:
    """All that apps have registered, in order."""

    def __init__(self) -> None:
        self._outlooks: list[Outlook] = []

    def add(self, *items: Outlook) -> None:
        """Register what an app adds to the first page."""
        self._outlooks = sorted([*self._outlooks, *items], key=lambda each: each.order)

    def dates(self, actor: Actor, starts: Starts) -> list[Coming]:
        """Return the first dates ahead, of all apps together."""
        found = [each for outlook in self._outlooks for each in outlook.dates(actor, starts)]
        return sorted(found, key=lambda each: each.when)[:DATES_SHOWN]

    def points(self, actor: Actor, starts: Starts) -> list[Point]:
        """Return what asks for attention, in the order of the apps."""
        return [each for outlook in self._outlooks for each in outlook.points(actor, starts)]

    def waits(self, actor: Actor) -> list[Waiting]:
        """Return what waits for the actor, what has to be done by the first day first."""
        found = [each for outlook in self._outlooks for each in outlook.waits(actor)]
        return sorted(found, key=lambda each: each.by or date.max)


outlooks = Outlooks()
