"""What messages wait for, as far as the actor may know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from koersvast.communication.models import WAITS_FOR, CommunicationMoment
from koersvast.communication.rules import Awaited
from koersvast.core.actors import Actor
from koersvast.core.periods import Period
from koersvast.decisions.models import Decision, DecisionMoment, Proposal
from koersvast.work.models import Milestone

NOT_TAKEN = (Decision.Outcome.POSTPONED, Decision.Outcome.WITHDRAWN)
"""Outcomes after which what was asked has not been decided."""


@dataclass(frozen=True)
class Known:
    """Something that a message waits for: the row, when it is expected, and what is known of it."""

    record: Any
    when: Period | None = None
    reached: bool | None = None
    """Whether it is there; None when only the calendar tells."""

    def seen_from(self, today: date) -> Awaited:
        """Return how it stands on a day; what has a date in the future is not there yet."""
        first = self.when.first if self.when else None
        last = self.when.last if self.when else None
        if self.reached is None:
            return Awaited(self.when, last is not None and last < today)
        ahead = first is not None and first > today
        return Awaited(self.when, self.reached and not ahead)


Waited = dict[tuple[str, int], Known]


def awaited_by(actor: Actor, moments: Iterable[CommunicationMoment]) -> Waited:
    """Return what the moments wait for, by field and key; at most five queries.

    What the actor may not see is not there: for him such a moment waits for nothing.
    """
    rows = list(moments)
    found: Waited = {}
    for name in WAITS_FOR:
        keys = {key for row in rows if (key := getattr(row, f"{name}_id")) is not None}
        if keys:
            known = READERS[name](actor, keys)
            found |= {(name, key): value for key, value in known.items()}
    return found


def key_of(moment: CommunicationMoment) -> tuple[str, int] | None:
    """Return the field and key of what a moment waits for; None when it waits for nothing."""
    for name in WAITS_FOR:
        key = getattr(moment, f"{name}_id")
        if key is not None:
            return name, key
    return None


def _decisions(actor: Actor, keys: set[int]) -> dict[int, Known]:
    rows = Decision.objects.visible_to(actor).filter(pk__in=keys)
    return {row.pk: Known(row, row.decided_on, row.outcome not in NOT_TAKEN) for row in rows}


def _proposals(actor: Actor, keys: set[int]) -> dict[int, Known]:
    rows = Proposal.objects.visible_to(actor).filter(pk__in=keys).select_related("moment")
    taken: dict[int, Any] = {}
    decisions = Decision.objects.visible_to(actor).filter(proposal_id__in=keys)
    for decision in decisions.exclude(outcome__in=NOT_TAKEN).order_by("-pk"):
        taken[decision.proposal_id] = decision
    found = {}
    for row in rows:
        decision = taken.get(row.pk)
        expected = row.moment.when if row.moment else None
        when = decision.decided_on if decision and decision.decided_on else expected
        found[row.pk] = Known(row, when, decision is not None)
    return found


def _decision_moments(actor: Actor, keys: set[int]) -> dict[int, Known]:
    rows = DecisionMoment.objects.visible_to(actor).filter(pk__in=keys)
    return {row.pk: Known(row, row.when) for row in rows}


def _milestones(actor: Actor, keys: set[int]) -> dict[int, Known]:
    rows = Milestone.objects.visible_to(actor).filter(pk__in=keys)
    return {
        row.pk: Known(
            row,
            Period.day(row.reached_on) if row.reached_on else row.when,
            row.reached_on is not None,
        )
        for row in rows
    }


READERS: dict[str, Callable[[Actor, set[int]], dict[int, Known]]] = {
    "decision": _decisions,
    "proposal": _proposals,
    "decision_moment": _decision_moments,
    "milestone": _milestones,
}
