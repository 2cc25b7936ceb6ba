"""A few messages of the small plan, for the tests of communication."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from koersvast.communication.models import (
    Audience,
    Channel,
    CommunicationMoment,
    MomentAudience,
    MomentChannel,
    MomentPoint,
    MomentRole,
)
from koersvast.core.periods import parse_period
from koersvast.decisions.models import Body, Decision, Proposal
from koersvast.organisation.models import Person, Role
from tests.cast import Player, SmallPlan

TAGS = re.compile(r"<[^>]+>")
SECRET = "Geheime verkoop van het stadhuis"


@dataclass(frozen=True)
class Messages:
    """Audiences "raad" and "pers" (never reached), channel "brief" and "intranet"."""

    small: SmallPlan
    council: Audience
    press: Audience
    letter: Channel
    intranet: Channel

    def moment(self, code: str, when: str = "", **fields: Any) -> CommunicationMoment:
        """Make a message to the council by letter, in which the employee's role acts."""
        links = {
            "audiences": fields.pop("audiences", [self.council]),
            "channels": fields.pop("channels", [self.letter]),
            "roles": fields.pop("roles", [Role.objects.get(code="employee")]),
        }
        points = fields.pop("points", [])
        given = {
            "plan": self.small.plan,
            "work": self.small.works["T1"],
            "title": f"Bericht {code}",
        }
        moment = CommunicationMoment.objects.create(
            code=code, when=parse_period(when) if when else None, **{**given, **fields}
        )
        for audience in links["audiences"]:
            MomentAudience.objects.create(moment=moment, audience=audience)
        for channel in links["channels"]:
            MomentChannel.objects.create(moment=moment, channel=channel)
        for role in links["roles"]:
            MomentRole.objects.create(moment=moment, role=role)
        for position, text in enumerate(points, start=1):
            MomentPoint.objects.create(moment=moment, position=position, text=text)
        return moment


def make_messages(small: SmallPlan) -> Messages:
    """Make the audiences and channels of the small plan."""
    plan = small.plan
    return Messages(
        small,
        Audience.objects.create(plan=plan, code="raad", name="Gemeenteraad", position=1),
        Audience.objects.create(plan=plan, code="pers", name="Pers", position=2),
        Channel.objects.create(plan=plan, code="brief", name="Raadsbrief", position=1),
        Channel.objects.create(plan=plan, code="intranet", name="Intranet", position=2),
    )


def closed_proposal(small: SmallPlan, author: Person | None) -> Proposal:
    """Make a confidential proposal that only its author may know of."""
    body = Body.objects.get_or_create(
        code="college", defaults={"name": "College", "kind": "college"}
    )[0]
    return Proposal.objects.create(
        plan=small.plan,
        code="V1",
        body=body,
        title=SECRET,
        openness="confidential",
        author=author,
    )


def closed_decision(small: SmallPlan, author: Person | None) -> Decision:
    """Make a decision on a confidential proposal."""
    proposal = closed_proposal(small, author)
    return Decision.objects.create(
        plan=small.plan, code="B1", body=proposal.body, proposal=proposal, title=SECRET
    )


def text_of(player: Player, address: str) -> str:
    """Return the words of a page."""
    answer = player.client.get(address)
    assert answer.status_code == 200, address
    return " ".join(TAGS.sub(" ", answer.content.decode()).split())
