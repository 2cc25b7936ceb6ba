"""The pages of procedures."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.kit.register import registers
from koersvast.core.policy import policies, require
from koersvast.decisions.advice_views import actor_of, find, form_page, saved
from koersvast.decisions.models import Procedure
from koersvast.decisions.procedure_forms import StartForm, bodies_for
from koersvast.decisions.procedure_pages import held_up, lines_of
from koersvast.decisions.selectors.procedures import Course, courses
from koersvast.decisions.services.procedures import copy_procedure, start_procedure
from koersvast.direction.models import Plan

LONGEST_SEARCH = 200


def procedures(request: HttpRequest) -> HttpResponse:
    """Show of every procedure what can be done now and what blocks it, the longest late first."""
    actor = actor_of(request)
    query, plan = request.GET.get("q", "")[:LONGEST_SEARCH].strip(), request.GET.get("plan", "")
    rows: Any = Procedure.objects.visible_to(actor).select_related("plan")
    for word in query.split():
        rows = rows.filter(Q(title__icontains=word) | Q(code__icontains=word))
    if plan:
        rows = rows.filter(plan_id=plan) if plan.isascii() and plan.isdigit() else rows.none()
    found = sorted(courses(actor, rows, timezone.localdate()), key=lambda each: each.urgency)
    context = {
        "lines": [{"course": each, "held_up": held_up(each)[:1]} for each in found],
        "plans": Plan.objects.visible_to(actor),
        "plan": plan,
        "q": query,
        "may_add": policies.of(Procedure).may_add(actor),
        "register": registers.get("procedures"),
    }
    return render(request, "decisions/procedures.html", context)


def find_course(actor: Actor, pk: int) -> Course:
    """Return a visible procedure as it stands; Http404 otherwise."""
    procedure = find(Procedure.objects.visible_to(actor).select_related("plan"), pk)
    return courses(actor, [procedure], timezone.localdate())[0]


def procedure_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a procedure: its steps in order, how each stands, and what one can do."""
    actor = actor_of(request)
    course = find_course(actor, pk)
    register = registers.get("procedures")
    context = {
        "course": course,
        "procedure": course.procedure,
        "lines": lines_of(actor, course),
        "held_up": held_up(course),
        "today": timezone.localdate(),
        "may_change": register.policy.may_change(actor, course.procedure),
        "may_delete": register.policy.may_delete(actor, course.procedure),
    }
    return render(request, "decisions/procedure.html", context)


def procedure_start(request: HttpRequest) -> HttpResponse:
    """Start a procedure: from a template, as another one, or without steps yet."""
    actor = actor_of(request)
    require(policies.of(Procedure).may_add(actor))
    form = StartForm(request.POST if request.method == "POST" else None, actor=actor)
    started: list[Procedure] = []
    if saved(request, form, lambda: started.append(_start(actor, form)), form.data.get("title")):
        return redirect("procedure-page", started[0].pk)
    lead = _("Choose a template, take over the steps of another procedure, or add your own steps.")
    back = registers.get("procedures").list_url
    return form_page(request, form, _("Start a procedure"), _("Procedures"), back, lead)


def _start(actor: Actor, form: StartForm) -> Procedure:
    said = {name: form.cleaned_data[name] for name in ("plan", "code", "title")}
    if form.example is not None:
        return copy_procedure(actor=actor, procedure=form.example, **said)
    template = form.template
    bodies = bodies_for(actor, template) if template else {}
    return start_procedure(actor=actor, template=template, bodies=bodies, **said)
