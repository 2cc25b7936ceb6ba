"""The pages of plan check: the findings of a plan, the rules, accepting a finding."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from koersvast.checks.asking import asked_of
from koersvast.checks.forms import AcceptForm
from koersvast.checks.listing import SOURCES, STATES, Wanted, counted, sheet, themes_of
from koersvast.checks.models import CheckCount, NormSetting
from koersvast.checks.panels import PER_PAGE
from koersvast.checks.policy import may_accept
from koersvast.checks.selectors import Judged, judged, norms_of, seen_acceptance
from koersvast.checks.services import accept_finding, note_outcome, withdraw_acceptance
from koersvast.checks.showing import shown_to
from koersvast.core.actors import Actor
from koersvast.core.checks import Norm, Norms, Severity, checks, norm_kinds
from koersvast.core.kit.exports import KINDS
from koersvast.core.kit.views import page_number
from koersvast.core.policy import policies, require
from koersvast.direction.models import Plan

MOST_AT_ONCE = 1000
"""So many findings on a page that is made to print."""
MOST_OTHERS = 8
"""So many other plans are named."""


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks; what one may not see is not found."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may_read:
        raise Http404
    return actor


def without(request: HttpRequest, *keys: str) -> str:
    """Return the query of the address without some keys."""
    query = request.GET.copy()
    for key in keys:
        query.pop(key, None)
    return query.urlencode()


def others_of(plans: list[Plan], plan: Plan | None) -> list[tuple[Plan, int]]:
    """Return the other plans with what their last check left; the menu counts these too."""
    pairs = ((each, CheckCount.of(each)) for each in plans if each != plan)
    return [(each, count) for each, count in pairs if count][:MOST_OTHERS]


@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """Show what plan check finds in a plan."""
    actor = actor_of(request)
    asked = asked_of(actor, request.GET.dict())
    plan = asked.plan if asked else None
    if plan:
        note_outcome(plan)
    rows = asked.rows(actor) if asked else []
    wanted = Wanted.read(request.GET.dict())
    chosen = wanted.sorted([row for row in rows if wanted.keeps(row)])
    per_page = MOST_AT_ONCE if request.GET.get("all") else PER_PAGE
    page = Paginator(chosen, per_page).get_page(page_number(request))
    plans = list(Plan.objects.visible_to(actor).select_related("check_count"))
    context = {
        "plan": plan,
        "plans": plans,
        "others": others_of(plans, plan),
        "asked": asked,
        "list_query": asked.query if asked else "",
        "wanted": wanted,
        "page": page,
        "rows": shown_to(actor, page.object_list, request.get_full_path()),
        "counts": counted(rows),
        "accepted": sum(1 for row in rows if not row.is_open),
        "severities": list(Severity),
        "themes": themes_of(row.found.rule for row in rows),
        "states": STATES,
        "query": without(request, "page"),
        "export_kinds": list(KINDS),
        "here": request.get_full_path(),
    }
    return render(request, "checks/findings.html", context)


@require_safe
def findings_export(request: HttpRequest, kind: str) -> HttpResponse:
    """Send the findings of the list as they are filtered, as a spreadsheet."""
    actor = actor_of(request)
    asked = asked_of(actor, request.GET.dict())
    if kind not in KINDS or asked is None:
        raise Http404
    wanted = Wanted.read(request.GET.dict())
    rows = wanted.sorted([row for row in asked.rows(actor) if wanted.keeps(row)])
    content_type, write = KINDS[kind]
    response = HttpResponse(write(sheet(rows), str(_("Plan check"))), content_type=content_type)
    today = timezone.localdate().isoformat()
    name = f"plan-check-{asked.plan.code}-{today}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _find(actor: Actor, plan: Plan, token: str) -> Judged:
    row = next((each for each in judged(actor, plan) if each.found.token == token), None)
    if row is None:
        raise Http404
    return row


def _back(request: HttpRequest, plan: Plan) -> str:
    """Return where one came from, when that is a page of ours; else the list of the plan."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return f"{reverse('checks')}?{urlencode({'plan': plan.pk})}"


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Accept a finding with a reason; it comes back when its facts change or the term ends."""
    actor = actor_of(request)
    plan = Plan.objects.visible_to(actor).filter(pk=pk).first()
    if plan is None:
        raise Http404
    row = _find(actor, plan, token)
    require(may_accept(actor, row.found))
    given = row.acceptance
    initial = {"reason": given.reason, "until": given.until} if given else {}
    form = AcceptForm(request.POST or None, initial=initial)
    back = _back(request, plan)
    if request.method == "POST" and form.is_valid() and _stored(actor, plan, row, form):
        messages.success(request, _("The finding is accepted. It counts no longer."))
        return redirect(back)
    context = {"form": form, "row": row, "plan": plan, "back": back}
    status = 422 if request.method == "POST" else 200
    return render(request, "checks/accept.html", context, status=status)


def _stored(actor: Actor, plan: Plan, row: Judged, form: AcceptForm) -> bool:
    given = form.cleaned_data
    reason, until, seen = given["reason"], given["until"], given["facts"]
    try:
        accept_finding(
            actor=actor, plan=plan, found=row.found, reason=reason, until=until, seen=seen
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an accepted finding count again."""
    actor = actor_of(request)
    acceptance = seen_acceptance(actor, pk)
    if acceptance is None:
        raise Http404
    withdraw_acceptance(actor=actor, acceptance=acceptance)
    messages.success(request, _("The finding counts again."))
    return redirect(_back(request, acceptance.plan))


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules with their reasons, and the norms that they ask for."""
    actor = actor_of(request)
    norms = norms_of(actor)
    given = {row.code: row for row in NormSetting.objects.visible_to(actor)}
    wanted = Wanted.read(request.GET.dict())
    context = {
        "rules": [each for each in checks.all() if wanted.keeps_rule(each)],
        "wanted": wanted,
        "severities": list(Severity),
        "themes": themes_of(checks.all()),
        "sources": SOURCES,
        "norms": [
            (norm, given.get(norm.name), _value(norm, norms), _take_over(norm))
            for norm in norm_kinds.all()
        ],
        "may_set": policies.of(NormSetting).may_add(actor),
    }
    return render(request, "checks/rules.html", context)


def _value(norm: Norm, norms: Norms) -> Any:
    """Return what holds: a number, words in order, or None where there is no norm."""
    return sorted(norms.list(norm.name)) if norm.words else norms.number(norm.name)


def _take_over(norm: Norm) -> str:
    """Return the address of the form that sets a norm, filled with what a source gives."""
    example = norm.example if norm.example is not None else norm.default
    value = {"value": example} if isinstance(example, int) else {}
    query = {"code": norm.name, **value, "next": reverse("check-rules")}
    return f"{reverse('register-add', args=['norms'])}?{urlencode(query)}"
