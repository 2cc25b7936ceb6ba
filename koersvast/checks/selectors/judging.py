"""What plan check found, held against what was accepted of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import F, Sum
from django.utils import timezone

from koersvast.checks.models import Acceptance, CheckCount
from koersvast.checks.selectors.keeping import outcome_of, run
from koersvast.checks.selectors.told import Told
from koersvast.core.actors import SYSTEM, Actor
from koersvast.core.checks import Severity
from koersvast.direction.models import Plan


class State(StrEnum):
    """How a finding stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Judged:
    """A finding, and its acceptance if somebody gave one.

    CHANGED: it was accepted when its facts were others. EXPIRED: its term is over. Both are open.
    """

    found: Told
    state: State = State.OPEN
    acceptance: Acceptance | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it still asks for attention."""
        return self.state is not State.ACCEPTED


def judged(
    actor: Actor, plan: Plan, works: Iterable[int] | None = None, *, today: date | None = None
) -> list[Judged]:
    """Return what plan check finds in a plan as the actor sees it, the gravest first.

    `works` narrows to findings on these. The rules look only when something changed since.
    """
    found, wanted = outcome_of(actor, plan), None if works is None else frozenset(works)
    if wanted is not None:
        found = [each for each in found if wanted.intersection(each.works)]
    return _held_against_acceptances(plan, found, today or timezone.localdate())


def seen_acceptance(actor: Actor, pk: int) -> Acceptance | None:
    """Return an acceptance that the actor sees: in the list of them, or at a finding he has."""
    rows: Any = Acceptance.objects.select_related("plan").filter(pk=pk)
    listed: Acceptance | None = rows.visible_to(actor).first()
    other: Acceptance | None = rows.first()
    if listed is not None or other is None:
        return listed
    return other if any(row.acceptance == other for row in judged(actor, other.plan)) else None


def check_plan(plan: Plan, actor: Actor = SYSTEM) -> list[Judged]:
    """Return all findings of a plan from a look of its own; so does the command line."""
    return _held_against_acceptances(plan, run(actor, plan), timezone.localdate())


def _held_against_acceptances(plan: Plan, found: Iterable[Told], day: date) -> list[Judged]:
    """Return findings with what was accepted of them: who has a finding, sees that it was."""
    rows = Acceptance.objects.filter(plan=plan).select_related("accepted_by")
    given = {row.key: row for row in rows}
    return [_judged(each, given.get(each.key), day) for each in found]


def _judged(found: Told, acceptance: Acceptance | None, day: date) -> Judged:
    if acceptance is None or (acceptance.is_own and not acceptance.holds(found.digest)):
        return Judged(found)
    if not acceptance.holds(found.digest):
        return Judged(found, State.CHANGED, acceptance)
    if acceptance.until is not None and acceptance.until < day:
        return Judged(found, State.EXPIRED, acceptance)
    return Judged(found, State.ACCEPTED, acceptance)


def counts_of(rows: Iterable[Judged]) -> dict[Severity, int]:
    """Return how many findings of each severity still ask for attention."""
    found = dict.fromkeys(Severity, 0)
    for row in rows:
        if row.is_open:
            found[row.found.severity] += 1
    return found


def waiting_count(actor: Actor) -> int | None:
    """Return how many errors and warnings the last checks left; None before any. One query."""
    rows = CheckCount.objects.filter(plan__in=Plan.objects.visible_to(actor))
    found = rows.aggregate(count=Sum(F("errors") + F("warnings")))["count"]
    return None if found is None else int(found)
