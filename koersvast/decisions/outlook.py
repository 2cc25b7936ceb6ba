"""What decisions adds to the first page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koersvast.core.actors import Actor
from koersvast.core.kit.register import url_of
from koersvast.core.outlook import (
    DATES_SHOWN,
    NAMED,
    Coming,
    Link,
    Outlook,
    Point,
    Starts,
    outlooks,
)
from koersvast.decisions.models import DecisionMoment, Procedure
from koersvast.decisions.selectors.procedures import courses


def coming_moments(actor: Actor, starts: Starts) -> Iterable[Coming]:
    """Yield the first decision moments ahead, each with the body that decides; one query."""
    ahead = Q(pk=None)
    for plan, start in starts.items():
        ahead |= Q(plan=plan, when__gte=start)
    moments = DecisionMoment.objects.visible_to(actor).filter(ahead, when__lt=date.max)
    for moment in moments.select_related("body").order_by("when", "pk")[:DATES_SHOWN]:
        if moment.when is not None:
            yield Coming(moment.when, str(moment), _("decision: %s") % moment.body, url_of(moment))


def stuck_procedures(actor: Actor, starts: Starts) -> Iterable[Point]:
    """Yield the procedures with a late step, or one that waits for more than its turn."""
    rows = Procedure.objects.visible_to(actor).filter(plan__in=list(starts))
    today = timezone.localdate()
    stuck = [each for each in courses(actor, rows.select_related("plan"), today) if each.is_stuck]
    if not stuck:
        return
    stuck.sort(key=lambda each: each.urgency)
    number = len(stuck)
    text = ngettext(
        "%(number)d procedure waits or is late", "%(number)d procedures wait or are late", number
    )
    yield Point(
        mark=_("procedure"),
        text=text % {"number": number},
        url=reverse("procedures"),
        links=[Link(str(each.procedure), url_of(each.procedure)) for each in stuck[:NAMED]],
    )


def register_outlook() -> None:
    """Add the decision moments that come, and the procedures that are stuck."""
    outlooks.add(Outlook("decisions", dates=coming_moments, points=stuck_procedures, order=10))
