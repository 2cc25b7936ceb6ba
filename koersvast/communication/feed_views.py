"""Calendars by an address with a token, and the page on which one makes and withdraws these."""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from koersvast.communication import ical, throttle
from koersvast.communication.models import CalendarFeed
from koersvast.communication.selectors import calendar_of, feed_by_hash
from koersvast.communication.services import (
    hash_of,
    make_feed,
    renew_feed,
    unchanged_since,
    withdraw_feed,
)
from koersvast.communication.views import reader_of
from koersvast.core.actors import Actor
from koersvast.core.kit.register import url_of
from koersvast.core.kit.views import number
from koersvast.work.models import Work
from koersvast.work.selectors import shape_of

CLOSED = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
"""What every answer to an address with a token says: keep it to yourself."""
WITHDRAWN_SHOWN = 20


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Send the calendar of a token; 404 with a sentence for an unknown or withdrawn one."""
    with translation.override(settings.LANGUAGE_CODE):
        response = _answer(request, token)
    for name, value in CLOSED.items():
        response[name] = value
    return response


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    found = feed_by_hash(hash_of(token))
    if found is None:
        if throttle.is_slowed(request):
            return _sentence(_("Too many unknown addresses were asked for. Try again later."), 429)
        throttle.count_miss(request)
        sentence = _(
            "This calendar address does not work (any more). Sign in to Koersvast and make a new "
            "one under “My calendar subscriptions”."
        )
        return _sentence(sentence, 404)
    body = ical.written(calendar_of(found, lambda row: request.build_absolute_uri(url_of(row))))
    fingerprint = sha256(body).hexdigest()
    since = int(unchanged_since(feed=found, fingerprint=fingerprint).timestamp())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = f'"{fingerprint}"'
    response["Last-Modified"] = http_date(since)
    response["Content-Disposition"] = 'inline; filename="koersvast.ics"'
    answer = get_conditional_response(
        request, etag=response["ETag"], last_modified=since, response=response
    )
    return answer or response


def _sentence(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)


def subscriptions(request: HttpRequest, actor: Actor, token: str = "") -> HttpResponse:
    """Show somebody's subscriptions; with a token its address, this once."""
    own = CalendarFeed.objects.visible_to(actor).select_related("work")
    path = reverse("calendar-feed", args=[token]) if token else ""
    context = {
        "address": request.build_absolute_uri(path) if path else "",
        "feeds": own.filter(withdrawn_at__isnull=True),
        "withdrawn": own.filter(withdrawn_at__isnull=False)[:WITHDRAWN_SHOWN],
        "works": shape_of(actor).works.values(),
        "chosen": number(request.GET.get("work", "")),
    }
    return render(request, "communication/subscriptions.html", context)


class SubscriptionsPage(View):
    """One's own subscriptions; makes a new one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the subscriptions."""
        return subscriptions(request, reader_of(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make a subscription; `work` is the key of a work, or empty for one's own moments.

        The answer shows the address, and no other page can: it is kept nowhere.
        """
        actor = reader_of(request)
        asked = request.POST.get("work", "")
        work = Work.objects.visible_to(actor).filter(pk=number(asked) or 0).first()
        if asked and work is None:
            raise Http404
        try:
            _feed, token = make_feed(actor=actor, work=work)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("calendar-feeds")
        return subscriptions(request, actor, token)


def own_feed(request: HttpRequest, pk: int) -> tuple[Actor, CalendarFeed]:
    """Return a subscription of who asks; Http404 for anybody else's."""
    actor = reader_of(request)
    found = CalendarFeed.objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return actor, found


@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a subscription a new address, and show it."""
    actor, found = own_feed(request, pk)
    try:
        token = renew_feed(actor=actor, feed=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("calendar-feeds")
    return subscriptions(request, actor, token)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a subscription."""
    actor, found = own_feed(request, pk)
    withdraw_feed(actor=actor, feed=found)
    said = _("Withdrawn: the address of “%(feed)s” answers no more.")
    messages.success(request, said % {"feed": found})
    return redirect("calendar-feeds")
