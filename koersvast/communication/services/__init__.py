"""Every write of communication that touches more than one row."""

from koersvast.communication.services.feeds import (
    hash_of,
    make_feed,
    renew_feed,
    unchanged_since,
    withdraw_feed,
)
from koersvast.communication.services.messages import (
    Links,
    change_message,
    complete_message,
    links_of,
    mark_of,
    plan_message,
)

__all__ = [
    "Links",
    "change_message",
    "complete_message",
    "hash_of",
    "links_of",
    "make_feed",
    "mark_of",
    "plan_message",
    "renew_feed",
    "unchanged_since",
    "withdraw_feed",
]
