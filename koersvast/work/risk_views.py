"""The pages on which the risks of a work change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koersvast.core.policy import require
from koersvast.risk.models import Risk
from koersvast.work.editing import show_refusal
from koersvast.work.models import Work
from koersvast.work.policy import may_change_work
from koersvast.work.risk_forms import AddRiskForm, LinkRiskForm
from koersvast.work.risk_services import add_risk, link_risk, unlink_risk
from koersvast.work.risk_tab import own_role
from koersvast.work.views import actor_of, find_work


def kept_work(request: HttpRequest, pk: int) -> Work:
    """Return a work that the actor answers for; refuse others."""
    work = find_work(actor_of(request), pk)
    require(may_change_work(actor_of(request), work.pk))
    return work


def risk_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a risk or precondition to a work."""
    actor, work = actor_of(request), kept_work(request, pk)
    kind = request.GET.get("kind", Risk.Kind.RISK)
    initial = {"kind": kind, "owner_role": own_role(actor, work)}
    data = request.POST if request.method == "POST" else None
    form = AddRiskForm(data, actor=actor, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            risk = add_risk(actor=actor, work=work, **form.cleaned_data)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Added: %(record)s") % {"record": risk})
            return redirect("risk-page", risk.pk)
    return form_page(request, work, form, _("Add a risk"))


def risk_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a risk that is there as one of a work."""
    actor, work = actor_of(request), kept_work(request, pk)
    form = LinkRiskForm(request.POST if request.method == "POST" else None, actor=actor, work=work)
    if form.is_bound and form.is_valid():
        risk = form.cleaned_data["risk"]
        link_risk(actor=actor, work=work, risk=risk)
        messages.success(request, _("Added: %(record)s") % {"record": risk})
        return redirect("work-tab", work.pk, "risks")
    return form_page(request, work, form, _("Name a risk that is registered already"))


def form_page(request: HttpRequest, work: Work, form: Any, title: str) -> HttpResponse:
    """Show a form; with what is wrong when it was sent."""
    back = reverse("work-tab", args=[work.pk, "risks"])
    context = {"work": work, "form": form, "title": title, "back": back}
    return render(request, "work/risk_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def risk_unlink(request: HttpRequest, pk: int, risk: int) -> HttpResponse:
    """Take a risk off a work."""
    actor, work = actor_of(request), kept_work(request, pk)
    found: Risk | None = Risk.objects.visible_to(actor).filter(pk=risk).first()
    if found is None:
        raise Http404
    unlink_risk(actor=actor, work=work, risk=found)
    messages.success(
        request,
        _("“%(risk)s” is no longer a risk of this work; the risk itself stays.") % {"risk": found},
    )
    return redirect("work-tab", work.pk, "risks")
