"""The pages of an assignment: read it, draft and change it, offer it, agree to it, end it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.policy import policies, require
from koersvast.core.services import Conflict
from koersvast.decisions.models import Decision
from koersvast.work.assignment_forms import AssignmentForm, DayForm, VersionForm, decided_form
from koersvast.work.assignment_pages import page_of
from koersvast.work.editing import show_refusal
from koersvast.work.models import Assignment, Party
from koersvast.work.rules.assignments import PARTIES
from koersvast.work.selectors.assignments import latest_version
from koersvast.work.selectors.errands import (
    ShownAssignment,
    in_headings,
    shown_of,
    vacant_parties,
    with_versions,
)
from koersvast.work.services import (
    ConflictingVersion,
    agree,
    change_assignment,
    draft_assignment,
    fulfil,
    offer,
    set_decided,
    withdraw,
)
from koersvast.work.views import actor_of, find_work

DECIDED = "work/forms/decided.html"


def find_assignment(actor: Actor, pk: int) -> ShownAssignment:
    """Return a visible assignment with its versions; Http404 otherwise."""
    row = with_versions(Assignment.objects.visible_to(actor)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return shown_of(actor, row)


def assignment_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an assignment."""
    actor = actor_of(request)
    shown = find_assignment(actor, pk)
    return render(request, "work/assignment_page.html", page_of(actor, shown))


def assignment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft an assignment for a work."""
    actor = actor_of(request)
    work = find_work(actor, pk)
    require(policies.of(Assignment).may_add(actor, Assignment(work=work)))
    form = AssignmentForm(
        request.POST or None, actor=actor, initial=AssignmentForm.starting_for(work)
    )
    back = reverse("work-tab", args=[pk, "assignment"])
    context = {"form": form, "work": work, "back": back}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        terms = {name: said[name] for name in ("kind", *PARTIES)}
        assignment = Assignment(work=work, **terms)
        try:
            draft_assignment(actor=actor, assignment=assignment, texts=said)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("Drafted. Offer it when it is ready."))
            return redirect("assignment-page", assignment.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "work/assignment_form.html", context, status=status)


def assignment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft, or make the next version of what was offered."""
    actor = actor_of(request)
    shown = find_assignment(actor, pk)
    assignment = shown.assignment
    require(policies.of(assignment).may_change(actor, assignment))
    latest = shown.latest.version if shown.latest else None
    initial = AssignmentForm.starting_from(assignment, latest)
    form = AssignmentForm(request.POST or None, actor=actor, initial=initial)
    context: dict[str, Any] = {"form": form, "shown": shown, "work": assignment.work}
    context["back"] = reverse("assignment-page", args=[pk])
    if request.method == "POST" and form.is_valid() and _changed(request, shown, form, context):
        return redirect("assignment-page", pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "work/assignment_form.html", context, status=status)


def _changed(
    request: HttpRequest, shown: ShownAssignment, form: AssignmentForm, context: dict[str, Any]
) -> bool:
    """Store a change; False when it is refused, and the form and `context` say why."""
    actor, changes = actor_of(request), dict(form.cleaned_data)
    try:
        version = change_assignment(
            actor=actor, assignment=shown.assignment, changes=changes, seen=form.seen
        )
    except ValidationError as error:
        put_errors(form, error)
        latest = latest_version(shown.assignment)
        if latest is not None and isinstance(error, ConflictingVersion | Conflict):
            form.show_now(latest)
        if isinstance(error, ConflictingVersion):
            context |= conflict_of(error)
        return False
    messages.success(request, _("Saved: %(record)s") % {"record": version})
    return True


def conflict_of(error: ConflictingVersion) -> dict[str, Any]:
    """Return what the screen shows of another version than the one that somebody saw."""
    return {"conflict": error, "differences": in_headings(error.found)}


def assignment_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to offer the latest version, and do it."""
    actor = actor_of(request)
    shown = find_assignment(actor, pk)
    require(policies.of(shown.assignment).may_change(actor, shown.assignment))
    context: dict[str, Any] = {"shown": shown, "what": "offer"}
    context["title"] = _("Offer the assignment")
    if shown.latest:
        context["vacant"] = vacant_parties(actor, shown.latest, timezone.localdate())
    if request.method == "POST":
        form = VersionForm(request.POST)
        number = form.cleaned_data["version"] if form.is_valid() else 0

        def act() -> None:
            offer(actor=actor, assignment=shown.assignment, version_number=number)

        return _confirmed(request, shown, context, act, _("Offered. The parties can agree now."))
    return render(request, "work/assignment_confirm.html", context)


def assignment_agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Show exactly what one agrees to, and agree."""
    actor = actor_of(request)
    shown = find_assignment(actor, pk)
    wanted = str(request.POST.get("party", request.GET.get("party", "")))
    party = wanted if wanted in Party.values else shown.to_agree
    label = Party(party).label if party else ""
    context = {"shown": shown, "what": "agree", "party": party, "party_label": label}
    context["title"] = _("Agree to the assignment")
    if request.method == "POST":
        form = VersionForm(request.POST)
        number = form.cleaned_data["version"] if form.is_valid() else 0

        def act() -> None:
            agree(actor=actor, assignment=shown.assignment, version_number=number, party=party)

        return _confirmed(request, shown, context, act, _("You agreed."))
    require(bool(shown.to_agree), _("This assignment does not wait for your agreement."))
    return render(request, "work/assignment_confirm.html", context)


def _confirmed(
    request: HttpRequest,
    shown: ShownAssignment,
    context: dict[str, Any],
    act: Any,
    done: str,
) -> HttpResponse:
    """Do what somebody confirmed; refused, show why, with what differs from what he saw."""
    try:
        act()
    except ValidationError as error:
        context["problems"] = error.messages
        if isinstance(error, ConflictingVersion):
            context |= {**conflict_of(error), "problems": error.messages[:1]}
        return render(request, "work/assignment_confirm.html", context, status=422)
    messages.success(request, done)
    return redirect("assignment-page", shown.assignment.pk)


ENDS = {"fulfil": fulfil, "withdraw": withdraw}


def assignment_end(request: HttpRequest, pk: int, how: str) -> HttpResponse:
    """Say on which day an assignment was fulfilled or withdrawn."""
    if how not in ENDS:
        raise Http404
    actor = actor_of(request)
    shown = find_assignment(actor, pk)
    require(policies.of(shown.assignment).may_change(actor, shown.assignment))
    form = DayForm(request.POST or None)
    if how == "fulfil":
        del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        try:
            ENDS[how](actor=actor, assignment=shown.assignment, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect("assignment-page", pk)
    title = _("Fulfilled") if how == "fulfil" else _("Withdraw the assignment")
    context = {"form": form, "title": title, "record": shown.assignment}
    context["back"] = reverse("assignment-page", args=[pk])
    status = 422 if request.method == "POST" else 200
    return render(request, "work/errand_form.html", context, status=status)


def assignment_decisions(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the decisions that change an assignment."""
    actor = actor_of(request)
    assignment = find_assignment(actor, pk).assignment
    require(policies.of(assignment).may_change(actor, assignment))
    form: Any = decided_form(actor, assignment, Decision, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            set_decided(
                actor=actor,
                record=assignment,
                model=Decision,
                rows=said["rows"],
                seen=said["seen"],
            )
        except ValidationError as error:
            show_refusal(form, error)
        else:
            return redirect("assignment-page", pk)
    context = {"form": form, "title": _("Decisions that change it"), "record": assignment}
    context |= {"back": reverse("assignment-page", args=[pk]), "template": DECIDED}
    status = 422 if request.method == "POST" else 200
    return render(request, "work/errand_form.html", context, status=status)


def put_errors(form: Any, error: ValidationError) -> None:
    """Put what is wrong into a form, each at its field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error.error_list)
        return
    for name, found in error.error_dict.items():
        known = name != NON_FIELD_ERRORS and name in form.fields
        form.add_error(name if known else None, found)
