"""The page of a result, its forms, and its row in the planning."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koersvast.core.actors import Actor
from koersvast.core.kit.register import registers
from koersvast.core.registries import registries
from koersvast.work.editing import parts_for
from koersvast.work.forms import DoneForm, quarters_text, read_quarters
from koersvast.work.models import Action, Result
from koersvast.work.policy import completable
from koersvast.work.rules import day_line
from koersvast.work.selectors import (
    latest_update,
    result_details,
    row_of,
    shape_of,
    viewpoint_of,
    visible_result,
)
from koersvast.work.services import complete_action
from koersvast.work.tabs import COLUMNS_BEFORE
from koersvast.work.views import actor_of, find_part, is_partial, stored

RELATED_ROWS = 100


def find_result(actor: Actor, pk: int) -> Result:
    """Return a visible result; Http404 otherwise."""
    result = visible_result(actor, pk)
    if result is None:
        raise Http404
    return result


def result_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a result; htmx gets the result only, or nothing to close it (`?close=1`)."""
    result = find_result(actor_of(request), pk)
    if is_partial(request) and "close" in request.GET:
        return HttpResponse("")
    return render_result(request, result)


def render_result(request: HttpRequest, result: Result) -> HttpResponse:
    """Return the page of a result, or for htmx the result only."""
    context = body_of(request, result)
    if is_partial(request):
        return render(request, "work/result_body.html", {**context, "partial": True})
    shape = shape_of(actor_of(request), plan=result.plan_id)
    above = shape.ancestors(result.work_id)
    return render(request, "work/result_page.html", {**context, "above": above})


def body_of(request: HttpRequest, result: Result) -> dict[str, Any]:
    """Return everything that is shown of a result."""
    actor = actor_of(request)
    update = latest_update(actor, result)
    details = result_details(actor, result)
    related = [
        {"label": each.label, "name": each.name, "rows": first_of(each.data(actor, result))}
        for each in registries.related_of(Result)
    ]
    may = parts_for(actor, result)
    return {
        "result": result,
        "row": row_of(result, update, []),
        "may": may,
        "may_done": completable(actor, result, details.actions),
        "may_delete": registers.get("results").policy.may_delete(actor, result),
        "details": details,
        "today": timezone.localdate(),
        "tiles": registries.tiles_of(request, result),
        "related": [each for each in related if each["rows"]],
    }


def first_of(rows: Iterable[Any]) -> list[Any]:
    """Return the first rows of a related list."""
    return list(islice(rows, RELATED_ROWS))


def result_part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Show the form of a part of a result, and store it."""
    actor = actor_of(request)
    result = find_result(actor, pk)
    found = find_part(actor, result, part)
    form = found.form(actor, result, request.POST if request.method == "POST" else None)
    if form.is_bound and stored(request, found, result, form):
        return changed(request, pk)
    template = "work/edit_form.html" if is_partial(request) else "work/edit.html"
    back = reverse("result-page", args=[pk])
    context = {"part": found, "form": form, "record": result, "back": back, "result": result}
    return render(request, template, context, status=422 if form.is_bound else 200)


def changed(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a change: go to the result, or for htmx show it anew and tell its row."""
    if not is_partial(request):
        return redirect("result-page", pk)
    response = render_result(request, find_result(actor_of(request), pk))
    response["HX-Retarget"] = f"#result-{pk}"
    response["HX-Reswap"] = "outerHTML"
    response["HX-Trigger"] = f"result-{pk}-changed"
    return response


def result_row(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the row of a result in a planning of the given quarters (`?quarters=`)."""
    actor = actor_of(request)
    result = find_result(actor, pk)
    quarters = read_quarters(request.GET.get("quarters", ""))
    row = row_of(result, latest_update(actor, result), quarters)
    seen_from = viewpoint_of(actor, result.plan, timezone.localdate())
    context = {
        "row": row,
        "line": day_line(seen_from, quarters),
        "quarters_text": quarters_text(quarters),
        "columns": len(quarters) + COLUMNS_BEFORE,
    }
    return render(request, "work/planning_row.html", context)


@require_POST
def action_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when an action was done, or that it is open again."""
    actor = actor_of(request)
    action = Action.objects.visible_to(actor).select_related("result").filter(pk=pk).first()
    if action is None:
        raise Http404
    form = DoneForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This is not a day that exists. Choose another one."))
        return changed(request, action.result_id)
    try:
        complete_action(actor=actor, action=action, on=form.cleaned_data["on"])
        messages.success(request, _("Saved: %(record)s") % {"record": action})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return changed(request, action.result_id)
