"""What communication adds to the first page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from koersvast.communication.models import CommunicationMoment
from koersvast.communication.rules import Standing
from koersvast.communication.selectors import shown
from koersvast.core.actors import Access, Actor
from koersvast.core.kit.register import url_of
from koersvast.core.outlook import (
    DATES_SHOWN,
    NAMED,
    Coming,
    Link,
    Outlook,
    Point,
    Starts,
    Waiting,
    outlooks,
)

OPEN = (Q(done=False) | Q(done__isnull=True)) & Q(cancelled_on__isnull=True, rhythm="")


def coming_messages(actor: Actor, starts: Starts) -> Iterable[Coming]:
    """Yield the first messages ahead; one query."""
    ahead = Q(pk=None)
    for plan, start in starts.items():
        ahead |= Q(plan=plan, when__gte=start)
    moments = CommunicationMoment.objects.visible_to(actor).filter(ahead, OPEN, when__lt=date.max)
    for moment in moments.order_by("when", "pk")[:DATES_SHOWN]:
        if moment.when is not None:
            yield Coming(moment.when, str(moment), _("message"), url_of(moment))


def late_messages(actor: Actor, starts: Starts) -> Iterable[Point]:
    """Yield one line with all messages that are late; 14 queries at most."""
    past = Q(pk=None)
    for plan, start in starts.items():
        past |= Q(plan=plan, when__lt=start)
    moments = CommunicationMoment.objects.visible_to(actor).filter(past, OPEN)
    late = [row for row in shown(actor, moments) if row.standing is Standing.LATE]
    if late:
        text = ngettext("%(count)d message is late", "%(count)d messages are late", len(late)) % {
            "count": len(late)
        }
        links = [Link(row.title, url_of(row.moment)) for row in late[:NAMED]]
        url = f"{reverse('communication')}?standing={Standing.LATE}"
        yield Point(pgettext_lazy("message", "late"), text, url, "warn", links)


def own_messages(actor: Actor) -> Iterable[Waiting]:
    """Yield the first messages that a role of the actor sees to by now; 14 queries at most."""
    if actor.access < Access.EMPLOYEE or not actor.role_ids:
        return
    moments = CommunicationMoment.objects.visible_to(actor).filter(
        OPEN, role_links__role_id__in=actor.role_ids, when__lt=date.max
    )
    now = (Standing.LATE, Standing.DUE)
    due = [row for row in shown(actor, moments.distinct()) if row.standing in now]
    for row in due[:DATES_SHOWN]:
        by = row.days.last if row.days else None
        yield Waiting(_("See to a message"), row.title, url_of(row.moment), by)


def register_outlook() -> None:
    """Add the messages that come, those that are late, and what waits for who looks."""
    outlooks.add(
        Outlook("communication", coming_messages, late_messages, waits=own_messages, order=40)
    )
