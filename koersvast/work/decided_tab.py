"""The tab of a work with what was and will be decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from koersvast.core.actors import Actor
from koersvast.core.kit.register import url_of
from koersvast.core.visibility import with_seen_links
from koersvast.decisions.models import Decision, DecisionMoment, Proposal
from koersvast.work.models import Milestone, Work, WorkDecision, WorkProposal
from koersvast.work.policy import may_change_work
from koersvast.work.selectors import facts_of, viewpoint_of

ROWS_SHOWN = 200


@dataclass(frozen=True)
class Ahead:
    """A decision moment with what waits for it: a proposal or a milestone."""

    moment: DecisionMoment
    row: Proposal | Milestone
    is_ahead: bool

    @property
    def url(self) -> str:
        """Where what waits is found."""
        return url_of(self.row)


def has_decided(actor: Actor, work: Work) -> bool:
    """Tell whether the tab has content, or may get it."""
    if may_change_work(actor, work.pk):
        return True
    keys = facts_of(actor, work).keys
    found = [
        model.objects.visible_to(actor).filter(work_id__in=keys)
        for model in (WorkProposal, WorkDecision)
    ]
    waiting = Milestone.objects.visible_to(actor).filter(
        work_id__in=keys, decision_moment__isnull=False
    )
    return any(rows.exists() for rows in (*found, waiting))


def decided_tab(request: HttpRequest, work: Work) -> dict[str, Any]:
    """Return moments ahead first, then decisions, then proposals; of the work and all below it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    keys = facts_of(actor, work).keys
    proposals = _linked(actor, Proposal, keys)
    milestones: Any = Milestone.objects.visible_to(actor).filter(work_id__in=keys)
    waiting = milestones.filter(decision_moment__isnull=False)
    waiting = waiting.select_related("decision_moment__body", "work")
    rows: list[Any] = [(row.moment, row) for row in proposals if row.moment]
    rows += [(row.decision_moment, row) for row in waiting]
    today = viewpoint_of(actor, work.plan, timezone.localdate())
    found = [Ahead(moment, row, _is_ahead(moment, today)) for moment, row in rows]
    return {
        "ahead": sorted(found, key=_order),
        "decisions": _linked(actor, Decision, keys),
        "proposals": proposals,
        "may_link": may_change_work(actor, work.pk),
    }


def _linked(actor: Actor, model: type[Any], keys: Any) -> list[Any]:
    """Return the proposals or decisions about these works that the actor sees."""
    rows = model.objects.visible_to(actor).filter(Q(work_links__work_id__in=keys)).distinct()
    rows = with_seen_links(rows.select_related("body"), actor)
    if model is Proposal:
        rows = rows.select_related("body", "moment__body")
        return list(rows.order_by("position", "code")[:ROWS_SHOWN])
    return list(rows.order_by("-decided_on", "position", "code")[:ROWS_SHOWN])


def _is_ahead(moment: DecisionMoment, today: Any) -> bool:
    return moment.when is None or moment.when.last is None or moment.when.last >= today


def _order(each: Ahead) -> tuple[bool, bool, Any, int]:
    when = each.moment.when
    return (not each.is_ahead, when is None, str(when.first) if when else "", each.moment.pk)
