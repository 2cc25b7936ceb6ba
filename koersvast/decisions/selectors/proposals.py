"""A proposal with what hangs on it, and what lies before a body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from koersvast.core.actors import Actor
from koersvast.decisions.models import (
    Decision,
    Membership,
    Objection,
    Proposal,
    Reader,
    Section,
)
from koersvast.decisions.policy import may_decide
from koersvast.decisions.rules.deciding import ENDING, ends
from koersvast.organisation.models import Role
from koersvast.organisation.selectors import holding_on

ORDER = {heading: rank for rank, heading in enumerate(Section.Heading.values)}


def sections_of(actor: Actor, proposal: Proposal) -> list[Section]:
    """Return the headings that have a text, in their fixed order."""
    rows: Iterable[Section] = Section.objects.visible_to(actor).filter(proposal=proposal)
    return sorted(rows, key=lambda each: ORDER[each.heading])


def objections_of(actor: Actor, proposal: Proposal) -> list[Objection]:
    """Return the objections in the order in which they were raised."""
    rows = Objection.objects.visible_to(actor).filter(proposal=proposal)
    return list(rows.select_related("role").order_by("raised_on", "pk"))


def readers_of(actor: Actor, proposal: Proposal) -> list[Role]:
    """Return the roles that were named as readers."""
    rows = Reader.objects.visible_to(actor).filter(proposal=proposal).select_related("role")
    return [each.role for each in rows.order_by("role__name")]


@dataclass(frozen=True)
class Taken:
    """A decision on a proposal with the units it changes."""

    decision: Decision
    units: list[str]


def decisions_on(actor: Actor, proposal: Proposal) -> list[Taken]:
    """Return the decisions on a proposal in order; three queries."""
    rows = Decision.objects.visible_to(actor).filter(proposal=proposal).select_related("body")
    return [
        Taken(each, [str(link.unit) for link in each.unit_links.all()])
        for each in rows.prefetch_related("unit_links__unit")
    ]


def has_ended(taken: Iterable[Taken], proposal: Proposal) -> bool:
    """Tell whether the body has nothing left to decide on a proposal."""
    return any(
        ends(each.decision.outcome, dated=each.decision.decided_on is not None)
        for each in taken
        if each.decision.body_id == proposal.body_id
    )


def is_ended(proposal: Proposal) -> bool:
    """Tell the same of what is stored, whoever looks."""
    return bool(_ending(proposal.body_id).filter(proposal=proposal).exists())


def _ending(body: int) -> Any:
    """Return the decisions of a body that end a proposal; see `rules.deciding.ends`."""
    told, untold = Q(outcome__in=ENDING), Q(outcome="", decided_on__isnull=False)
    return Decision.objects.filter(told | untold, body=body, proposal__isnull=False)


def lies_before(actor: Actor, body: int) -> list[Proposal]:
    """Return the proposals to a body on which it has yet to decide, as far as the actor sees."""
    rows = Proposal.objects.visible_to(actor).filter(body=body)
    rows = rows.exclude(pk__in=_ending(body).values("proposal"))
    return list(rows.select_related("moment", "portfolio_role"))


def objecting_roles(actor: Actor, proposal: Proposal) -> list[Role]:
    """Return in whose name the actor records an objection: the members of the body today; for who
    is not its secretary or an editor, those roles that he holds himself.
    """
    today = timezone.localdate()
    members = Membership.objects.filter(holding_on(today), body=proposal.body_id)
    roles = Role.objects.visible_to(actor).filter(memberships__in=members).distinct()
    if not may_decide(actor, proposal):
        roles = roles.filter(pk__in=actor.role_ids)
    return list(roles)
