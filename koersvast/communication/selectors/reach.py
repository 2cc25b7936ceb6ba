"""Which audience hears what by which channel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from koersvast.communication.models import Audience, Channel
from koersvast.communication.rules import Standing
from koersvast.communication.selectors.moments import Shown
from koersvast.core.actors import Actor

NONE = "none"
"""In an address: no audience told, no channel told."""


def key_of(row: Any) -> str:
    """Return an audience or channel as an address names it."""
    return str(row.pk) if row is not None else NONE


@dataclass(frozen=True)
class Cell:
    """How many messages an audience gets by a channel."""

    channel: str
    count: int


@dataclass(frozen=True)
class Line:
    """An audience (None: none told) with its cells; in `total` a message by two channels is one."""

    audience: Audience | None
    cells: list[Cell]
    total: int

    @property
    def key(self) -> str:
        """The audience as an address names it."""
        return key_of(self.audience)


@dataclass(frozen=True)
class Matrix:
    """Audiences down, channels across, each with a message; None stands for "none told".

    `left_out` are the audiences without one, `unused` the channels without one.
    """

    channels: list[Channel | None]
    lines: list[Line]
    left_out: list[Audience]
    unused: list[Channel]


def matrix_of(
    rows: Iterable[Shown], audiences: Sequence[Audience], channels: Sequence[Channel]
) -> Matrix:
    """Return the matrix of the messages that were not cancelled."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    totals: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.standing is Standing.CANCELLED:
            continue
        for audience in keys_of(row.audiences):
            totals[audience] += 1
            for channel in keys_of(row.channels):
                counts[audience, channel] += 1
    used = {channel for _audience, channel in counts}
    across = [each for each in (*channels, None) if key_of(each) in used]
    down = [each for each in (*audiences, None) if key_of(each) in totals]

    def cells(key: str) -> list[Cell]:
        keys = [key_of(channel) for channel in across]
        return [Cell(channel, counts.get((key, channel), 0)) for channel in keys]

    return Matrix(
        across,
        [Line(each, cells(key_of(each)), totals[key_of(each)]) for each in down],
        [each for each in audiences if key_of(each) not in totals],
        [each for each in channels if key_of(each) not in used],
    )


def keys_of(rows: Sequence[Any]) -> list[str]:
    """Return audiences or channels as addresses name them; `NONE` where there are none."""
    return [key_of(row) for row in rows] or [NONE]


def audiences_of(actor: Actor, plan: int | None = None) -> QuerySet[Any]:
    """Return the visible audiences, of one plan where that is given."""
    rows: QuerySet[Any] = Audience.objects.visible_to(actor).select_related("plan")
    return rows.filter(plan_id=plan) if plan is not None else rows


def channels_of(actor: Actor, plan: int | None = None) -> QuerySet[Any]:
    """Return the visible channels, of one plan where that is given."""
    rows: QuerySet[Any] = Channel.objects.visible_to(actor).select_related("plan")
    return rows.filter(plan_id=plan) if plan is not None else rows


@dataclass(frozen=True)
class Hears:
    """What an audience hears, in the order of dates; `audience` None: none is told."""

    audience: Audience | None
    rows: list[Shown]

    @property
    def key(self) -> str:
        """The audience as an address names it."""
        return key_of(self.audience)

    @property
    def reached(self) -> bool:
        """Whether anything is or was planned for it, that was not cancelled."""
        return any(row.standing is not Standing.CANCELLED for row in self.rows)


def heard_by(rows: Iterable[Shown], audiences: Sequence[Audience]) -> list[Hears]:
    """Return per audience what it hears, also of those who hear nothing."""
    heard: dict[str, list[Shown]] = defaultdict(list)
    for row in rows:
        for audience in keys_of(row.audiences):
            heard[audience].append(row)
    found = [Hears(each, heard.get(key_of(each), [])) for each in audiences]
    return [*found, Hears(None, heard[NONE])] if NONE in heard else found
