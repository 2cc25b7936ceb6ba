"""Reads of escalations: how they stand, and which wait for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, IntegerField, Q, Value, When
from django.utils import timezone

from koersvast.core.actors import Access, Actor
from koersvast.core.visibility import with_seen_links
from koersvast.decisions.models import Decision, Membership
from koersvast.organisation.selectors import holding_on
from koersvast.work.models import Escalation
from koersvast.work.rules.escalations import EscalationState, escalation_state


@dataclass(frozen=True)
class ShownEscalation:
    """An escalation as one actor sees it; a decision that he does not see is no answer to him."""

    escalation: Escalation
    today: date

    @property
    def answered(self) -> bool:
        """Tell whether there is an answer that the actor sees."""
        return bool(self.escalation.answer) or self.escalation.decision is not None

    @property
    def state(self) -> EscalationState:
        """How far it is."""
        row = self.escalation
        return escalation_state(
            answered=self.answered,
            answer_by=row.answer_by,
            closed_on=row.closed_on,
            today=self.today,
        )


RELATIONS = ("assignment__work", "raised_by", "to_role", "to_body")


def shown_escalations(actor: Actor, rows: Any) -> list[ShownEscalation]:
    """Return escalations as they are shown, what is late first; two queries."""
    today = timezone.localdate()
    found = with_seen_links(rows.select_related(*RELATIONS), actor)
    shown = [ShownEscalation(row, today) for row in found]
    order = list(EscalationState)
    return sorted(
        shown,
        key=lambda each: (
            order.index(each.state),
            each.escalation.answer_by or date.max,
            each.escalation.pk,
        ),
    )


def state_of_escalations(actor: Actor) -> Case:
    """Return `rules.escalations.escalation_state` for the database."""
    states, today = EscalationState, timezone.localdate()
    return Case(
        When(closed_on__isnull=False, then=Value(states.CLOSED.value)),
        When(_answered(actor), then=Value(states.ANSWERED.value)),
        When(answer_by__lt=today, then=Value(states.LATE.value)),
        default=Value(states.RAISED.value),
        output_field=CharField(),
    )


def rank_of_escalations(actor: Actor) -> Case:
    """Return the order in which escalations are shown: late, waiting, answered, closed."""
    today = timezone.localdate()
    return Case(
        When(closed_on__isnull=False, then=Value(3)),
        When(_answered(actor), then=Value(2)),
        When(answer_by__lt=today, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )


def _answered(actor: Actor) -> Q:
    seen = Decision.objects.visible_to(actor).order_by().values("pk")
    return ~Q(answer="") | Q(decision__in=seen)


def escalations_to(actor: Actor) -> list[ShownEscalation]:
    """Return the escalations that wait for an answer of the actor: put to a role of his, or to a
    body of which he is secretary or member; two queries.
    """
    if actor.access < Access.EMPLOYEE or not actor.role_ids:
        return []
    mine = Membership.objects.filter(
        holding_on(timezone.localdate()), role_id__in=actor.role_ids
    ).values("body")
    asked = (
        Q(to_role_id__in=actor.role_ids)
        | Q(to_body__secretary_role_id__in=actor.role_ids)
        | Q(to_body__in=mine)
    )
    rows = Escalation.objects.visible_to(actor).filter(asked, closed_on=None)
    return [each for each in shown_escalations(actor, rows) if not each.answered]
