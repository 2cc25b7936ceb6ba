"""The home page and its export, help, and the health of the service."""

from __future__ import annotations

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from koersvast.core.kit.exports import KINDS
from koersvast.core.outlook import outlooks
from koersvast.direction.models import Plan
from koersvast.portal.access import actor_of, for_readers
from koersvast.portal.home_attention import attention, from_one_day, next_dates, starts_of
from koersvast.portal.home_tree import tree_of, tree_sheet
from koersvast.work.rules import Status


@require_safe
@for_readers
def home(request: HttpRequest) -> HttpResponse:
    """Show the organisation on course: roadmap, tree of all work, what comes, what is wrong."""
    actor = actor_of(request)
    plans = list(Plan.objects.visible_to(actor))
    tree = tree_of(actor, request.GET, plans)
    shown = [plan for plan in plans if tree.wanted.plan in (None, plan.pk)]
    starts = starts_of(actor, shown)
    ahead = from_one_day(starts)
    return render(
        request,
        "portal/home.html",
        {
            "plans": plans,
            "shown_plans": shown,
            "tree": tree,
            "statuses": list(Status),
            "export_kinds": list(KINDS),
            "coming": next_dates(actor, ahead, {row.work.pk for row in tree.all}),
            "coming_from": next(iter(ahead.values()), None),
            "waits": outlooks.waits(actor),
            "attention": attention(actor, starts, tree.all),
        },
    )


@require_safe
@for_readers
def home_export(request: HttpRequest, kind: str) -> HttpResponse:
    """Send the tree, as it is filtered, as CSV, XLSX or ODS."""
    if kind not in KINDS:
        raise Http404
    actor = actor_of(request)
    tree = tree_of(actor, request.GET, list(Plan.objects.visible_to(actor)))
    content_type, write = KINDS[kind]
    name = str(_("Organisation on course"))
    response = HttpResponse(write(tree_sheet(actor, tree), name), content_type=content_type)
    today = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="koersvast-{today}.{kind}"'
    return response


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Explain the screens, the words and the keys."""
    return render(request, "portal/help.html", {"statuses": list(Status)})


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Say that the service and its database answer; open to everybody, and says nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    response = HttpResponse("ok", content_type="text/plain")
    response["Cache-Control"] = "no-store"
    return response
