"""The forms and buttons of steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koersvast.core.actors import Actor
from koersvast.core.policy import policies, require
from koersvast.decisions.advice_forms import AskForm
from koersvast.decisions.advice_policy import does_step
from koersvast.decisions.advice_views import actor_of, find, form_page, saved
from koersvast.decisions.models import Procedure, Step
from koersvast.decisions.procedure_forms import LinkForm, StepForm
from koersvast.decisions.selectors.procedures import links_of
from koersvast.decisions.services.advice import ask_advice
from koersvast.decisions.services.procedures import (
    add_step,
    complete_step,
    link_decision,
    link_proposal,
    move_step,
    reopen_step,
)


def find_step(actor: Actor, pk: int) -> Step:
    """Return a visible step; Http404 otherwise."""
    rows = Step.objects.visible_to(actor).select_related("procedure__plan", "body", "role")
    step: Step = find(rows, pk)
    return step


def _back(step: Step) -> str:
    return f"{reverse('procedure-page', args=[step.procedure_id])}#step-{step.pk}"


def step_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a step to a procedure."""
    actor = actor_of(request)
    procedure = find(Procedure.objects.visible_to(actor), pk)
    require(policies.of(procedure).may_change(actor, procedure))
    data = request.POST if request.method == "POST" else None
    form = StepForm(data, instance=Step(procedure=procedure), actor=actor)

    def add() -> None:
        add_step(actor=actor, procedure=procedure, values=form.changes())

    if saved(request, form, add, procedure):
        return redirect("procedure-page", pk)
    back = reverse("procedure-page", args=[pk])
    return form_page(request, form, _("Add a step"), procedure, back)


def step_part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Show a form of a step (link, ask), and store it."""
    actor = actor_of(request)
    step = find_step(actor, pk)
    forms = {"link": _link, "ask": _ask}
    if part not in forms:
        raise Http404
    return forms[part](request, actor, step)


def _link(request: HttpRequest, actor: Actor, step: Step) -> HttpResponse:
    require(does_step(actor, step))
    data = request.POST if request.method == "POST" else None
    form = LinkForm(data, actor=actor, step=step)

    def link() -> None:
        said = form.cleaned_data
        if said["proposal"]:
            link_proposal(actor=actor, step=step, proposal=said["proposal"])
        if "decision" in said:
            link_decision(actor=actor, step=step, decision=said["decision"])

    if saved(request, form, link, step):
        return redirect(_back(step))
    return form_page(request, form, _("What this step is about"), step, _back(step))


def _ask(request: HttpRequest, actor: Actor, step: Step) -> HttpResponse:
    require(does_step(actor, step) and step.kind == Step.Kind.ADVICE)
    plan = step.procedure.plan
    data = request.POST if request.method == "POST" else None
    form = AskForm(data, actor=actor, plan=plan, initial=_asked_before(actor, step))

    def ask() -> None:
        question, on = form.question(), form.cleaned_data["on"]
        ask_advice(actor=actor, plan=plan, question=question, on=on, step=step)

    if saved(request, form, ask, step):
        return redirect(_back(step))
    lead = _("With the reasons, the consequences for staff and the measures for those.")
    return form_page(request, form, _("Ask advice"), step, _back(step), lead)


def _asked_before(actor: Actor, step: Step) -> dict[str, Any]:
    """Return the first values: those of advice that was prepared, else of the step."""
    links = links_of(actor, [step])
    advice = links.advice_of(step)
    found: dict[str, Any] = {
        "title": step.title,
        "body": step.body,
        "proposal": links.proposal_of(step),
    }
    if advice is not None and not advice.withdrawn:
        names = AskForm.base_fields.keys() - {"on", "proposal"}
        found |= {name: getattr(advice, name) for name in names}
    return found


@require_POST
def step_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when a step was done, or with an empty day that it is open again."""
    actor = actor_of(request)
    step = find_step(actor, pk)
    text = request.POST.get("on", "")
    try:
        if "open" in request.POST:
            reopen_step(actor=actor, step=step)
        else:
            complete_step(actor=actor, step=step, on=_day(text))
        messages.success(request, _("Saved: %(record)s") % {"record": step})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(_back(step))


def _day(text: str) -> Any:
    """Return the day in a form; today when it is empty. Raises ValidationError."""
    try:
        day = parse_date(text) if text else timezone.localdate()
    except ValueError:
        day = None
    if day is None:
        raise ValidationError(_("This is not a day that exists. Choose another one."))
    return day


@require_POST
def step_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a step up or down."""
    actor = actor_of(request)
    step = find_step(actor, pk)
    try:
        move_step(actor=actor, step=step, by=-1 if "up" in request.POST else 1)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(_back(step))
