"""Advice and decisions as the rules of the works council look at them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from koersvast.core.actors import Actor
from koersvast.core.periods import Period
from koersvast.decisions.models import Advice, Decision, Proposal
from koersvast.decisions.rules.requests import Decided, Request

CONCLUDED = (*Decision.ADOPTED, Decision.Outcome.NOTED)
"""Outcomes after which something was decided; one that is not told counts when its day is."""


def request_of(advice: Advice) -> Request:
    """Return what the rules look at in advice."""
    return Request(
        title=advice.title,
        kind=advice.kind,
        requested_on=advice.requested_on,
        reasons=advice.reasons,
        consequences=advice.consequences,
        measures=advice.measures,
        consultation_on=advice.consultation_on,
        agreed_term=advice.agreed_term,
        given_on=advice.given_on,
        outcome=advice.outcome,
        followed=advice.followed,
        waived_on=advice.waived_on,
        leave_on=advice.leave_on,
        withdrawn=advice.withdrawn,
        not_asked_ground=advice.not_asked_ground,
    )


def is_taken(decision: Decision) -> bool:
    """Tell whether a decision was taken; postponed, rejected and withdrawn ones were not."""
    if decision.outcome == Decision.Outcome.NOT_TOLD:
        return decision.decided_on is not None
    return decision.outcome in CONCLUDED


def decided_on(title: str, decisions: Iterable[Decision], advices: Iterable[Advice]) -> Decided:
    """Return what became of an intended decision, by its decisions and the advice on it."""
    taken = [each for each in decisions if is_taken(each)]
    last = max(taken, key=_when, default=None)
    requests = tuple(request_of(each) for each in advices)
    if last is None:
        return Decided(title, requests=requests)
    return Decided(title, True, last.decided_on, last.notified_on, requests, last.outcome)


def _when(decision: Decision) -> tuple[date, int]:
    period: Period | None = decision.decided_on
    return ((period.last if period else None) or date.min, decision.pk)


def decided_of(actor: Actor, proposals: Iterable[int]) -> dict[int, Decided]:
    """Return per proposal what became of it, as far as the actor sees it; three queries."""
    rows: dict[int, Proposal] = Proposal.objects.visible_to(actor).in_bulk(list(proposals))
    decisions: dict[int, list[Any]] = {key: [] for key in rows}
    advices: dict[int, list[Any]] = {key: [] for key in rows}
    for model, groups in ((Decision, decisions), (Advice, advices)):
        for row in model._default_manager.filter(proposal_id__in=rows).order_by("pk"):
            groups[row.proposal_id].append(row)
    return {
        key: decided_on(str(proposal), decisions[key], advices[key])
        for key, proposal in rows.items()
    }


def taken_of(actor: Actor, proposal: int) -> Decision | None:
    """Return the last decision that was taken on a proposal."""
    rows: Any = Decision.objects.visible_to(actor).filter(proposal_id=proposal)
    return max((each for each in rows if is_taken(each)), key=_when, default=None)


def asked_on(proposal: int) -> list[Request]:
    """Return what is asked on a proposal, for the rules: whoever looks."""
    return [request_of(each) for each in Advice.objects.filter(proposal_id=proposal)]
