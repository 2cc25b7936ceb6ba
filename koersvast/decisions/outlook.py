"""What decisions adds to the first page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.kit.register import url_of
from koersvast.core.outlook import DATES_SHOWN, Coming, Outlook, Starts, outlooks
from koersvast.decisions.models import DecisionMoment


def coming_moments(actor: Actor, starts: Starts) -> Iterable[Coming]:
    """Yield the first decision moments ahead, each with the body that decides; one query."""
    ahead = Q(pk=None)
    for plan, start in starts.items():
        ahead |= Q(plan=plan, when__gte=start)
    moments = DecisionMoment.objects.visible_to(actor).filter(ahead, when__lt=date.max)
    for moment in moments.select_related("body").order_by("when", "pk")[:DATES_SHOWN]:
        if moment.when is not None:
            yield Coming(moment.when, str(moment), _("decision: %s") % moment.body, url_of(moment))


def register_outlook() -> None:
    """Add the decision moments that come."""
    outlooks.add(Outlook("decisions", dates=coming_moments, order=10))
