"""The tables of communication."""

from koersvast.communication.models.feeds import CalendarFeed, FeedNamespace, FeedState
from koersvast.communication.models.moments import (
    WAITS_FOR,
    Audience,
    Channel,
    CommunicationMoment,
    MomentAudience,
    MomentChannel,
    MomentPoint,
    MomentRole,
)

__all__ = [
    "WAITS_FOR",
    "Audience",
    "CalendarFeed",
    "Channel",
    "CommunicationMoment",
    "FeedNamespace",
    "FeedState",
    "MomentAudience",
    "MomentChannel",
    "MomentPoint",
    "MomentRole",
]
