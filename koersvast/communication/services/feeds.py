"""Making an address for a calendar, renewing it, and withdrawing it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.communication.models import CalendarFeed, FeedNamespace, FeedState
from koersvast.core.actors import Actor
from koersvast.core.locking import locked
from koersvast.core.models import User
from koersvast.core.policy import policies, require
from koersvast.core.services import add_record, sign
from koersvast.work.models import Work

TOKEN_BYTES = 32
MOST_FEEDS = 50
"""Working subscriptions of one person."""


def hash_of(token: str) -> str:
    """Return what is kept of a token. It is random and long, so that one round is enough."""
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def make_feed(*, actor: Actor, work: Work | None = None) -> tuple[CalendarFeed, str]:
    """Make a subscription, to one's own moments or to those of a work; return it and its token.

    The token is shown once: only its hash is kept. Raises PermissionDenied or ValidationError.
    """
    require(policies.of(CalendarFeed).may_add(actor))
    owner = User.objects.select_for_update().get(pk=actor.user_id or 0)  # one at a time: see below
    feed = CalendarFeed(user=owner, work=work)
    own = CalendarFeed.objects.filter(user=owner, withdrawn_at__isnull=True)
    if own.count() >= MOST_FEEDS:
        raise ValidationError(
            _("You have %(count)d subscriptions. Withdraw one that you no longer use first.")
            % {"count": MOST_FEEDS}
        )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed.token_hash = hash_of(token)
    FeedNamespace.objects.get_or_create(pk=1)
    add_record(actor=actor, record=feed)
    return feed, token


@transaction.atomic
def renew_feed(*, actor: Actor, feed: CalendarFeed) -> str:
    """Give a subscription another token; the old address answers no more. Return the token.

    Raises PermissionDenied, or ValidationError when it was withdrawn.
    """
    stored = _own(actor, feed)
    if stored.withdrawn_at is not None:
        raise ValidationError(_("This subscription was withdrawn. Make a new one."))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    stored.token_hash = hash_of(token)
    sign(stored, actor, "renewed")
    stored.save()
    return token


@transaction.atomic
def withdraw_feed(*, actor: Actor, feed: CalendarFeed) -> bool:
    """Withdraw a subscription for good; return whether that is news. Raises PermissionDenied."""
    stored = _own(actor, feed)
    if stored.withdrawn_at is not None:
        return False
    stored.withdrawn_at = timezone.now()
    sign(stored, actor, "withdrawn")
    stored.save()
    return True


@transaction.atomic
def unchanged_since(*, feed: CalendarFeed, fingerprint: str) -> datetime:
    """Return since when a calendar is what it is now, in whole seconds; a new `fingerprint` tells.

    What a calendar holds also changes with who may see what, so that no date of a message tells.
    """
    state, _made = FeedState.objects.select_for_update().get_or_create(
        feed=feed, defaults={"fingerprint": fingerprint, "changed_at": timezone.now()}
    )
    if state.fingerprint != fingerprint:
        next_second = state.changed_at + timedelta(seconds=1)  # HTTP tells time in whole seconds
        state.fingerprint, state.changed_at = fingerprint, max(timezone.now(), next_second)
        state.save()
    return state.changed_at.replace(microsecond=0)


def _own(actor: Actor, feed: CalendarFeed) -> CalendarFeed:
    stored: CalendarFeed = locked(feed)
    require(policies.of(stored).may_change(actor, stored))
    return stored
