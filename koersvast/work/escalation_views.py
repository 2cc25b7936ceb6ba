"""The pages of an escalation: raise it, read it, change it, answer it, close it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.policy import policies, require
from koersvast.work.assignment_forms import AnswerForm, DayForm, EscalationForm
from koersvast.work.assignment_policy import may_answer, may_raise
from koersvast.work.assignment_views import find_assignment, put_errors
from koersvast.work.models import Escalation
from koersvast.work.selectors.assignments import deal_of
from koersvast.work.selectors.escalations import ShownEscalation, shown_escalations
from koersvast.work.services import (
    answer_escalation,
    change_escalation,
    close_escalation,
    raise_escalation,
)
from koersvast.work.views import actor_of

FORM = "work/errand_form.html"


def find_escalation(actor: Actor, pk: int) -> ShownEscalation:
    """Return a visible escalation; Http404 otherwise."""
    rows = shown_escalations(actor, Escalation.objects.visible_to(actor).filter(pk=pk))
    if not rows:
        raise Http404
    return rows[0]


def escalation_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Raise a dilemma on an assignment."""
    actor = actor_of(request)
    assignment = find_assignment(actor, pk).assignment
    require(may_raise(actor, assignment))
    own = [role for role in deal_of(assignment).parties.values() if role in actor.role_ids]
    escalation = Escalation(assignment=assignment, plan=assignment.plan)
    form = EscalationForm(
        request.POST or None,
        actor=actor,
        instance=escalation,
        initial={"raised_by": own[0] if own else None},
    )
    context = {
        "form": form,
        "title": _("Raise a dilemma"),
        "record": assignment,
        "back": reverse("assignment-page", args=[pk]),
    }

    def act() -> None:
        raise_escalation(actor=actor, escalation=form.instance)

    if _done(request, form, act, _("Raised. Who is to answer sees it on the first page.")):
        return redirect("escalation-page", form.instance.pk)
    return render(request, FORM, context, status=_status(request))


def _done(request: HttpRequest, form: Any, act: Any, message: str) -> bool:
    """Do what a form says, with a message; False when it is not sent, or says why not."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except ValidationError as error:
        put_errors(form, error)
        return False
    messages.success(request, message)
    return True


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


def escalation_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an escalation."""
    actor = actor_of(request)
    shown = find_escalation(actor, pk)
    row = shown.escalation
    is_open = row.closed_on is None
    may_change = policies.of(row).may_change(actor, row)
    context = {
        "shown": shown,
        "row": row,
        "may_answer": is_open and may_answer(actor, row),
        "may_change": is_open and may_change and not shown.answered,
        "may_close": is_open and may_change and shown.answered,
        "may_delete": may_change,
    }
    return render(request, "work/escalation_page.html", context)


def escalation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a dilemma that has no answer yet."""
    actor = actor_of(request)
    row = find_escalation(actor, pk).escalation
    require(policies.of(row).may_change(actor, row))
    typed = Escalation.objects.get(pk=pk)
    form = EscalationForm(request.POST or None, actor=actor, instance=typed)

    def act() -> None:
        change_escalation(actor=actor, escalation=row, changes=form.cleaned_data)

    if _done(request, form, act, _("Saved: %(record)s") % {"record": row}):
        return redirect("escalation-page", pk)
    return _form_page(request, form, row, _("Change the dilemma"))


def escalation_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a dilemma."""
    actor = actor_of(request)
    row = find_escalation(actor, pk).escalation
    require(may_answer(actor, row))
    first = {"answer": row.answer, "decision": row.decision}
    form = AnswerForm(request.POST or None, actor=actor, plan=row.plan_id, initial=first)

    def act() -> None:
        answer_escalation(actor=actor, escalation=row, **form.cleaned_data)

    if _done(request, form, act, _("Answered.")):
        return redirect("escalation-page", pk)
    return _form_page(request, form, row, _("Answer the dilemma"))


def escalation_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a dilemma that was answered."""
    actor = actor_of(request)
    row = find_escalation(actor, pk).escalation
    require(policies.of(row).may_change(actor, row))
    form = DayForm(request.POST or None)
    del form.fields["reason"]

    def act() -> None:
        close_escalation(actor=actor, escalation=row, on=form.cleaned_data["on"])

    if _done(request, form, act, _("Closed.")):
        return redirect("escalation-page", pk)
    return _form_page(request, form, row, _("Close the dilemma"))


def _form_page(request: HttpRequest, form: Any, row: Escalation, title: str) -> HttpResponse:
    back = reverse("escalation-page", args=[row.pk])
    context = {"form": form, "title": title, "record": row, "back": back}
    return render(request, FORM, context, status=_status(request))
