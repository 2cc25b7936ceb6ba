"""A body that decides by consent, with its secretary, members, and a proposal of the employee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from koersvast.decisions.models import Body, Membership, Proposal
from koersvast.decisions.services.proposals import add_proposal
from koersvast.direction.models import Plan
from koersvast.organisation.models import Role
from tests.cast import Cast, Player, make_player

MARCH = date(2023, 3, 1)


@dataclass(frozen=True)
class Circle:
    """Who meets, and what lies before them. The author is the employee of the cast."""

    cast: Cast
    plan: Plan
    body: Body
    clerk: Player
    member: Player
    holder: Player
    proposal: Proposal

    @property
    def author(self) -> Player:
        """Who added the proposal."""
        return self.cast.employee

    def close(self) -> None:
        """Make the proposal confidential."""
        Proposal.objects.filter(pk=self.proposal.pk).update(openness="confidential")
        self.proposal.refresh_from_db()


def role(code: str) -> Role:
    """Return the role with that code."""
    found: Role = Role.objects.get_or_create(code=code, defaults={"name": code.capitalize()})[0]
    return found


def make_circle(cast: Cast, plan: Plan, rule: str = "consent") -> Circle:
    """Create it."""
    body = Body.objects.create(
        code="kring", name="Kring", kind="management_team", rule=rule, secretary_role=role("clerk")
    )
    Membership.objects.create(body=body, role=role("member"))
    proposal = Proposal(
        plan=plan, code="V1", title="Anders werken", body=body, portfolio_role=role("holder")
    )
    add_proposal(actor=cast.employee.actor, proposal=proposal, texts={"advice": "Doen."})
    return Circle(
        cast=cast,
        plan=plan,
        body=body,
        clerk=make_player("clerk", 2, role("clerk")),
        member=make_player("member", 2, role("member")),
        holder=make_player("holder", 1, role("holder")),
        proposal=proposal,
    )


def refused(call: Any, **given: Any) -> str:
    """Return the sentences with which a call is refused."""
    with pytest.raises(ValidationError) as told:
        call(**given)
    return " ".join(told.value.messages)
