"""Which messages a page is asked for: `?plan=&work=&audience=&channel=&standing=`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from koersvast.communication import selectors
from koersvast.communication.models import Audience, Channel
from koersvast.communication.rules import Standing
from koersvast.communication.selectors import NONE, Shown
from koersvast.core.actors import Actor
from koersvast.direction.models import Plan
from koersvast.work.models import Work
from koersvast.work.selectors import Shape, shape_of

NAMES = ("plan", "work", "audience", "channel", "standing")


@dataclass(frozen=True)
class Wanted:
    """What was asked, and what there is to choose from. What does not exist finds nothing."""

    asked: dict[str, str]
    plans: list[Plan]
    shape: Shape
    audiences: list[Audience]
    channels: list[Channel]

    @property
    def plan(self) -> Plan | None:
        """The plan, when one is asked for."""
        return next((row for row in self.plans if str(row.pk) == self.asked["plan"]), None)

    @property
    def work(self) -> Work | None:
        """The work, when one is asked for."""
        works = self.shape.works.values()
        return next((row for row in works if str(row.pk) == self.asked["work"]), None)

    @property
    def works(self) -> list[tuple[Work, str]]:
        """The works to choose from, each with its title moved in by its depth."""
        return [
            (work, f"{'– ' * self.shape.depths[key]}{work.title}")
            for key, work in self.shape.works.items()
            if self.plan is None or work.plan_id == self.plan.pk
        ]

    @property
    def active(self) -> bool:
        """Whether anything is asked for."""
        return any(self.asked.values())

    def query(self, **changes: Any) -> str:
        """Return the question as part of an address, with changes; what is empty is left out."""
        asked = {**self.asked, **{name: str(value) for name, value in changes.items()}}
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def narrowed(self) -> str:
        """Plan and work as part of an address: what every view of communication asks."""
        return self.query(audience="", channel="", standing="")

    def fits(self, row: Shown) -> bool:
        """Tell whether a message is of the audience, channel and standing that are asked for."""
        asked = self.asked
        return (
            _one_of(asked["audience"], row.audiences)
            and _one_of(asked["channel"], row.channels)
            and asked["standing"] in ("", _open_or(row, asked["standing"]))
        )


def _one_of(asked: str, rows: list[Any]) -> bool:
    if asked == NONE:
        return not rows
    return not asked or asked in {str(row.pk) for row in rows}


def _open_or(row: Shown, asked: str) -> str:
    """Return how a message stands, in the word that was asked for."""
    if asked == "kept":
        return "kept" if row.standing is not Standing.CANCELLED else ""
    return row.standing.value


def wanted_of(actor: Actor, data: Mapping[str, str]) -> Wanted:
    """Return what the address asks for; four queries."""
    asked = {name: data.get(name, "").strip()[:20] for name in NAMES}
    plans = list(Plan.objects.visible_to(actor))
    shape = shape_of(actor)
    chosen = next((row.pk for row in plans if str(row.pk) == asked["plan"]), None)
    return Wanted(
        asked,
        plans,
        shape,
        list(selectors.audiences_of(actor, chosen)),
        list(selectors.channels_of(actor, chosen)),
    )


def rows_of(actor: Actor, wanted: Wanted) -> list[Shown]:
    """Return the messages of the plan and the work that are asked for, before any other filter."""
    moments = selectors.visible_moments(actor)
    if wanted.asked["plan"]:
        moments = moments.filter(plan=wanted.plan) if wanted.plan else moments.none()
    if wanted.asked["work"]:
        keys = wanted.shape.subtree(wanted.work.pk) if wanted.work else []
        moments = moments.filter(work_id__in=keys)
    return selectors.shown(actor, moments)
