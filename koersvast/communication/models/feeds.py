"""Subscriptions to a calendar: what stands behind the address that somebody gives his calendar."""

from __future__ import annotations

from typing import Any, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.models import Tracked, VisibleQuerySet
from koersvast.work.models import Work

HASH_LENGTH = 64
"""Of SHA-256, in hexadecimal digits."""


class OwnFeeds(VisibleQuerySet):
    """Subscriptions; everybody sees his own and nobody those of others."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the actor's own subscriptions."""
        mine = super().visible_to(actor)
        return mine.filter(user_id=actor.user_id) if actor.user_id is not None else mine.none()


class CalendarFeed(Tracked):
    """A subscription to a calendar: a person's own moments, or those of a work and all below it.

    The address holds a token, of which only a hash is kept: who reads the database cannot read
    the calendar. Whoever knows the address sees what `user` may see at that moment.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="calendar_feeds",
        verbose_name=_("account"),
    )
    work = models.ForeignKey(
        Work,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="calendar_feeds",
        verbose_name=_("work"),
    )
    token_hash = models.CharField(_("hash of the token"), max_length=HASH_LENGTH, unique=True)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects: ClassVar[Any] = OwnFeeds.as_manager()

    class Meta:
        verbose_name = _("calendar subscription")
        verbose_name_plural = _("calendar subscriptions")
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return str(self.work) if self.work else str(_("my moments"))


class FeedState(models.Model):
    """Since when a calendar is what it is now, to answer "anything new?" with no.

    Written when a calendar is fetched and has changed; no fact of a plan, so without history.
    """

    feed = models.OneToOneField(
        CalendarFeed, models.CASCADE, related_name="state", verbose_name=_("calendar subscription")
    )
    fingerprint = models.CharField(_("fingerprint"), max_length=HASH_LENGTH)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("state of a calendar")
        verbose_name_plural = _("states of calendars")

    def __str__(self) -> str:
        return self.fingerprint


class FeedNamespace(models.Model):
    """What tells the events of this installation from those of any other; one row."""

    uuid = models.UUIDField(_("namespace"), default=uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("namespace of calendars")
        verbose_name_plural = _("namespaces of calendars")

    def __str__(self) -> str:
        return str(self.uuid)
