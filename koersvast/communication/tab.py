"""Communication as a tab of a work."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from koersvast.communication import selectors
from koersvast.communication.models import CommunicationMoment
from koersvast.communication.policy import completable
from koersvast.communication.rules import Standing
from koersvast.core.actors import Actor
from koersvast.core.policy import policies
from koersvast.work.models import Work
from koersvast.work.policy import may_change_work
from koersvast.work.selectors import facts_of

BEHIND_SHOWN = 25
"""So many of what was done; the rest stands on the page of all messages."""


def has_communication(actor: Actor, work: Work) -> bool:
    """Tell whether the work, or one below it, has messages, or the actor may plan them."""
    keys = facts_of(actor, work).keys
    return selectors.visible_moments(actor, works=keys).exists() or may_change_work(actor, work.pk)


def communication_tab(request: HttpRequest, work: Work) -> dict[str, Any]:
    """Return the messages of a work and all below it: what is late, what comes, what was done."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    keys = facts_of(actor, work).keys
    rows = selectors.shown(actor, selectors.visible_moments(actor, works=keys))
    late, ahead, behind = selectors.next_first(rows)
    moment = CommunicationMoment(plan=work.plan, work=work)
    add = urlencode({"plan": work.plan_id, "work": work.pk, "next": request.path})
    return {
        "late": late,
        "ahead": ahead,
        "untold": sum(1 for row in rows if row.standing is Standing.NOT_TOLD),
        "behind": behind[:BEHIND_SHOWN],
        "more_behind": max(0, len(behind) - BEHIND_SHOWN),
        "any": bool(rows),
        "completable": completable(actor, [row.moment for row in rows]),
        "may_plan": policies.of(moment).may_add(actor, moment),
        "add_url": f"{reverse('communication-moment-new')}?{add}",
        "filter_query": urlencode({"work": work.pk}),
        "here": request.path,
    }
