"""The pages of works."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.kit import exports
from koersvast.core.kit.register import registers
from koersvast.core.policy import require
from koersvast.core.registries import Tab, registries
from koersvast.work.editing import PARTS, Part, parts_for, show_refusal
from koersvast.work.models import Result, Work
from koersvast.work.selectors import (
    facts_of,
    filtered_results,
    responsibilities_of,
    visible_work,
)
from koersvast.work.tabs import wanted_of


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def find_work(actor: Actor, pk: int) -> Work:
    """Return a visible work; Http404 otherwise."""
    work = visible_work(actor, pk)
    if work is None:
        raise Http404
    return work


def is_partial(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part of the page (and not for the page of its history)."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.history_restore_request


def work_page(request: HttpRequest, pk: int, tab: str = "") -> HttpResponse:
    """Show a work with one of its tabs; htmx gets the tabs and the open one only."""
    actor = actor_of(request)
    work = find_work(actor, pk)
    tabs = registries.tabs_of(actor, work)
    opened = next((each for each in tabs if each.name == tab or not tab), None)
    if opened is None:
        raise Http404
    context = {
        "work": work,
        "tabs": [tab_link(work, each, opened) for each in tabs],
        "tab": opened,
        "may": parts_for(actor, work),
        **opened.data(request, work),
    }
    if is_partial(request):
        return render(request, "work/tab.html", context)
    return render(request, "work/page.html", {**context, **head_of(request, work)})


def tab_link(work: Work, tab: Tab, opened: Tab) -> dict[str, Any]:
    """Return a tab as `components/tabs.html` shows it."""
    url = reverse("work-tab", args=[work.pk, tab.name])
    return {"label": tab.label, "url": url, "current": tab is opened, "count": None}


def head_of(request: HttpRequest, work: Work) -> dict[str, Any]:
    """Return what stands above the tabs."""
    actor = actor_of(request)
    facts = facts_of(actor, work)
    return {
        "above": facts.shape.ancestors(work.pk),
        "below": [w for w in facts.shape.works.values() if w.parent_id == work.pk],
        "responsibilities": responsibilities_of(actor, work.pk),
        "tiles": registries.tiles_of(request, work),
        "may_edit": registers.get("works").policy.may_change(actor, work),
    }


def work_part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Show the form of a part of a work, and store it."""
    actor = actor_of(request)
    work = find_work(actor, pk)
    found = find_part(actor, work, part)
    form = found.form(actor, work, request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        if stored(request, found, work, form):
            return redirect("work-page", pk)
        status = 422
    back = reverse("work-page", args=[pk])
    context = {"part": found, "form": form, "record": work, "back": back, "work": work}
    return render(request, "work/edit.html", context, status=status)


def find_part(actor: Actor, record: Work | Result, name: str) -> Part:
    """Return a part of a record; Http404 where there is none, refused who may not change it."""
    part = PARTS[type(record)].get(name)
    if part is None:
        raise Http404
    require(part.may(actor, record))
    return part


def stored(request: HttpRequest, part: Part, record: Any, form: Any) -> bool:
    """Store what a form says, with a message; False when it cannot be, and the form says why."""
    if not form.is_valid():
        return False
    try:
        news = part.save(actor_of(request), record, form)
    except ValidationError as error:
        show_refusal(form, error)
        return False
    message = _("Saved: %(record)s") if news else _("Nothing changed: %(record)s")
    messages.success(request, message % {"record": record})
    return True


def work_export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Send the results of a work and all below it, as they are filtered, as a spreadsheet."""
    if kind not in exports.KINDS:
        raise Http404
    actor = actor_of(request)
    work = find_work(actor, pk)
    rows = filtered_results(actor, facts_of(actor, work).keys, wanted_of(request))
    return exports.respond(
        registers.get("results"), rows.order_by("work", "position", "code"), kind
    )
