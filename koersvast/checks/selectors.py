"""Running plan check: what is found, and what of that was accepted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import F, Sum
from django.utils import timezone

from koersvast.checks.models import Acceptance, CheckCount, NormSetting, narrowed_models
from koersvast.core.actors import SYSTEM, Access, Actor
from koersvast.core.checks import Found, Norms, Scope, Severity, checks
from koersvast.direction.models import Plan

EVERYBODY = Actor(name="", access=Access.READER)
"""Whoever has access and no role: he sees what is for all."""


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

    found: Found
    state: State = State.OPEN
    acceptance: Acceptance | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it still asks for attention."""
        return self.state is not State.ACCEPTED


def norms_of(actor: Actor) -> Norms:
    """Return the norms of the municipality; one query. What is made up is no norm."""
    rows = list(NormSetting.objects.visible_to(actor).filter(illustrative=False))
    return Norms(
        {row.code: row.value for row in rows if row.value is not None},
        {row.code: frozenset(row.words.split()) for row in rows if row.words},
    )


def judged(
    actor: Actor, plan: Plan, works: Iterable[int] | None = None, *, today: date | None = None
) -> list[Judged]:
    """Return what plan check finds in a plan as the actor sees it, the gravest first.

    `works` narrows to findings on these. A fixed number of queries, whatever the size of the plan.
    """
    scope = Scope(plan, actor, norms_of(actor), None if works is None else frozenset(works))
    given = {row.key: row for row in Acceptance.objects.visible_to(actor).filter(plan=plan)}
    day = today or timezone.localdate()
    return [_judged(found, given.get(found.key), day) for found in checks.run(scope)]


def _judged(found: Found, acceptance: Acceptance | None, day: date) -> Judged:
    if acceptance is None:
        return Judged(found)
    if acceptance.digest != found.finding.digest:
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


def check_plan(plan: Plan, actor: Actor = SYSTEM) -> list[Judged]:
    """Return all findings of a plan, as the command line asks for them."""
    return judged(actor, plan)


def sees_as_everybody(actor: Actor) -> bool:
    """Tell whether the actor sees no more rows of plans than whoever has access; some queries."""
    return all(
        model._default_manager.visible_to(actor).count()
        == model._default_manager.visible_to(EVERYBODY).count()
        for model in narrowed_models()
    )


def waiting_count(actor: Actor) -> int | None:
    """Return how many errors and warnings the last checks left; None before any. One query."""
    rows = CheckCount.objects.filter(plan__in=Plan.objects.visible_to(actor))
    found = rows.aggregate(count=Sum(F("errors") + F("warnings")))["count"]
    return None if found is None else int(found)
