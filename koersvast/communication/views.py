"""All messages, the calendar per week, the matrix, and what each audience hears."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from koersvast.communication import selectors
from koersvast.communication.models import CommunicationMoment
from koersvast.communication.policy import completable
from koersvast.communication.rules import Standing, Week, read_week, week_of
from koersvast.communication.wanted import Wanted, rows_of, wanted_of
from koersvast.core.actors import Actor
from koersvast.core.kit.views import page_number
from koersvast.core.policy import policies

PER_PAGE = 100
WEEKS = (5, 13, 26)
"""How many weeks a calendar may show at once; the middle one when nobody asks."""
STANDINGS = {
    Standing.LATE: pgettext_lazy("message", "late"),
    Standing.DUE: pgettext_lazy("message", "due now"),
    Standing.WAITING: pgettext_lazy("message", "waiting"),
    Standing.PLANNED: pgettext_lazy("message", "planned"),
    Standing.RECURRING: pgettext_lazy("message", "recurring"),
    Standing.UNDATED: pgettext_lazy("message", "no date yet"),
    Standing.NOT_TOLD: pgettext_lazy("message", "not told"),
    Standing.DONE: pgettext_lazy("message", "done"),
    Standing.CANCELLED: pgettext_lazy("message", "cancelled"),
}
FIRST, LAST = Week(1901, 1), Week(2199, 1)
"""How far a calendar turns."""


def reader_of(request: HttpRequest) -> Actor:
    """Return who asks; Http404 for who may read nothing."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may_read:
        raise Http404
    return actor


def view_tabs(wanted: Wanted, current: str) -> list[dict[str, Any]]:
    """Return the views of communication as tabs, each with the plan and work that are asked for."""
    views = (
        ("communication", _("Messages")),
        ("communication-calendar", _("Calendar")),
        ("communication-matrix", _("Matrix")),
        ("communication-audiences", _("Per audience")),
    )
    query = f"?{wanted.narrowed}" if wanted.narrowed else ""
    return [
        {"label": label, "url": f"{reverse(name)}{query}", "current": name == current}
        | {"count": None}
        for name, label in views
    ]


def show(request: HttpRequest, name: str, wanted: Wanted, **context: Any) -> HttpResponse:
    """Render a view of communication."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    start = {key: wanted.asked[key] for key in ("plan", "work") if wanted.asked[key]}
    context |= {
        "wanted": wanted,
        "tabs": view_tabs(wanted, name),
        "view_url": reverse(name),
        "may_plan": policies.of(CommunicationMoment).may_add(actor),
        "add_url": f"{reverse('communication-moment-new')}?{urlencode(start)}",
        "here": request.get_full_path(),
    }
    return render(request, f"communication/{name.removeprefix('communication-')}.html", context)


@require_safe
def messages_page(request: HttpRequest) -> HttpResponse:
    """Show all messages: late first, then what comes next, then what was done."""
    actor = reader_of(request)
    wanted = wanted_of(actor, request.GET)
    rows = [row for row in rows_of(actor, wanted) if wanted.fits(row)]
    late, ahead, behind = selectors.next_first(rows)
    page = Paginator([*late, *ahead, *behind], PER_PAGE).get_page(page_number(request))
    return show(
        request,
        "communication",
        wanted,
        page=page,
        late=len(late),
        untold=sum(1 for row in rows if row.standing is Standing.NOT_TOLD),
        standings=[(each.value, label) for each, label in STANDINGS.items()],
        completable=completable(actor, [row.moment for row in page.object_list]),
        query=wanted.query(),
    )


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the messages per week; `?from=2021-W24&weeks=13`."""
    actor = reader_of(request)
    wanted = wanted_of(actor, request.GET)
    rows = [
        row
        for row in rows_of(actor, wanted)
        if wanted.fits(row) and row.standing is not Standing.CANCELLED
    ]
    count = next((n for n in WEEKS if str(n) == request.GET.get("weeks")), WEEKS[1])
    today = timezone.localdate()
    first = read_week(request.GET.get("from", "")) or selectors.first_week(rows, today, count)
    first = min(max(first, FIRST), LAST)
    loose = [row for row in rows if selectors.is_loose(row)]
    return show(
        request,
        "communication-calendar",
        wanted,
        weeks=selectors.weeks_with(rows, first, count),
        counts=WEEKS,
        count=count,
        first=first,
        final=first.plus(count - 1),
        previous=wanted.query(**{"from": max(first.plus(-count), FIRST), "weeks": count}),
        next=wanted.query(**{"from": min(first.plus(count), LAST), "weeks": count}),
        this_week=week_of(today),
        loose=loose,
    )


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Show how many messages each audience gets by each channel."""
    actor = reader_of(request)
    wanted = wanted_of(actor, request.GET)
    rows = rows_of(actor, wanted)
    found = selectors.matrix_of(rows, wanted.audiences, wanted.channels)
    return show(request, "communication-matrix", wanted, matrix=found)


@require_safe
def audiences(request: HttpRequest) -> HttpResponse:
    """Show per audience what it hears, when, by which channel and from whom."""
    actor = reader_of(request)
    wanted = wanted_of(actor, request.GET)
    rows = [row for row in rows_of(actor, wanted) if wanted.fits(row)]
    found = selectors.heard_by(rows, wanted.audiences)
    asked = wanted.asked["audience"]
    if asked:
        found = [each for each in found if each.key == asked]
    return show(
        request,
        "communication-audiences",
        wanted,
        heard=found,
        unreached=[each for each in found if not each.reached],
    )
