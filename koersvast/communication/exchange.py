"""Communication in a plan file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from koersvast.communication import schemas
from koersvast.communication.models import (
    WAITS_FOR,
    Audience,
    Channel,
    CommunicationMoment,
    MomentAudience,
    MomentChannel,
    MomentPoint,
    MomentRole,
)
from koersvast.communication.models.moments import ONE_AT_MOST
from koersvast.core.parts import Part, Values, listed, parts, rows, scalars

AUDIENCES, CHANNELS = "communication.audiences", "communication.channels"
WAITED_FOR_ELSEWHERE = listed(
    decision="decisions.decisions",
    proposal="decisions.proposals",
    decision_moment="decisions.moments",
)

moment_children = {
    "audiences": scalars(
        MomentAudience, "audience", link="moment", refs=listed(audience=AUDIENCES)
    ),
    "channels": scalars(MomentChannel, "channel", link="moment", refs=listed(channel=CHANNELS)),
    "points": scalars(MomentPoint, "text", link="moment", numbered=True),
    "roles": scalars(MomentRole, "role", link="moment", refs=listed(role="organisation.roles")),
}


def waiting_problems(rows: Sequence[tuple[tuple[Any, ...], Values]]) -> list[tuple[int, str]]:
    """Return which moments wait for two things at once: number of the row, and a sentence."""
    return [
        (number, str(ONE_AT_MOST))
        for number, (_key, values) in enumerate(rows)
        if sum(values[name] is not None for name in WAITS_FOR) > 1
    ]


def register_parts() -> None:
    """Add audiences, channels and communication moments to the plan file."""
    parts.add(
        Part(
            "communication", "audiences", schemas.AudienceRow, rows(Audience, schemas.AudienceRow)
        ),
        Part("communication", "channels", schemas.ChannelRow, rows(Channel, schemas.ChannelRow)),
        Part(
            "communication",
            "moments",
            schemas.MomentRow,
            rows(
                CommunicationMoment,
                schemas.MomentRow,
                refs=listed(
                    work="work.works",
                    **WAITED_FOR_ELSEWHERE,
                    milestone="work.milestones",
                ),
                children=moment_children,
                check=waiting_problems,
            ),
        ),
    )
