"""The pages on which one looks: the calendar of decisions, a body, a proposal."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from koersvast.core.actors import Actor
from koersvast.core.kit.details import detail_context
from koersvast.core.kit.register import registers
from koersvast.core.policy import policies
from koersvast.decisions.advice_parts import offers_asking
from koersvast.decisions.document import document_of
from koersvast.decisions.models import Body, DecisionMoment, Membership, Proposal
from koersvast.decisions.rules.calendar import Per
from koersvast.decisions.selectors.calendar import calendar, decisions_of, planned
from koersvast.decisions.selectors.proposals import lies_before
from koersvast.direction.models import Plan
from koersvast.organisation.selectors import holding_on


def reader_of(request: HttpRequest) -> Actor:
    """Return who looks; Http404 for somebody without access."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may_read:
        raise Http404
    return actor


def visible_or_404(rows: Any, pk: int) -> Any:
    """Return the row with that key of the rows that the actor sees; Http404 otherwise."""
    record = rows.filter(pk=pk).first()
    if record is None:
        raise Http404
    return record


def chosen(wanted: str, rows: Any) -> Any:
    """Return the row that the address names; None when it names none, Http404 when it is absent."""
    if not wanted:
        return None
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
        raise Http404
    return visible_or_404(rows, int(wanted))


def calendar_page(request: HttpRequest) -> HttpResponse:
    """Show when bodies decide (`?plan=`, `?body=`), per quarter or per month (`?per=month`)."""
    actor = reader_of(request)
    plans, bodies = Plan.objects.visible_to(actor), Body.objects.visible_to(actor)
    plan = chosen(request.GET.get("plan", ""), plans)
    body = chosen(request.GET.get("body", ""), bodies)
    per = Per.MONTH if request.GET.get("per") == Per.MONTH else Per.QUARTER
    context = {
        "parts": calendar(actor, per, plan=plan and plan.pk, body=body and body.pk),
        "plans": plans,
        "bodies": bodies,
        "plan": plan,
        "body": body,
        "per": per,
        "may_add": policies.of(DecisionMoment).may_add(actor),
        "may_propose": policies.of(Proposal).may_add(actor),
    }
    return render(request, "decisions/calendar.html", context)


def body_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a body: how it decides, its members today, what lies before it and what it decided."""
    actor = reader_of(request)
    rows = Body.objects.visible_to(actor).select_related("secretary_role")
    body: Body = visible_or_404(rows, pk)
    members = Membership.objects.visible_to(actor).filter(body=body).select_related("role")
    moments = DecisionMoment.objects.visible_to(actor).filter(body=body).select_related("plan")
    context = {
        "record": body,
        "members": members.filter(holding_on(timezone.localdate())).order_by("role__name"),
        "others": members.exclude(holding_on(timezone.localdate())).order_by("-valid_to"),
        "moments": planned(actor, moments.order_by(F("when").asc(nulls_last=True), "pk")),
        "proposals": lies_before(actor, pk),
        "decisions": decisions_of(actor, pk),
        "may_add_member": policies.of(Membership).may_add(actor, Membership(body=body)),
        "may_propose": policies.of(Proposal).may_add(actor),
        **_kit_context(actor, body),
    }
    return render(request, "decisions/body.html", context)


def proposal_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a proposal as a document to read, with what became of it."""
    actor = reader_of(request)
    links = ("plan", "body", "moment", "drafting_role", "unit", "portfolio_role", "author")
    rows = Proposal.objects.visible_to(actor).select_related(*links, "secrecy_body")
    proposal: Proposal = visible_or_404(rows, pk)
    context = {
        "record": proposal,
        "document": document_of(actor, proposal, timezone.localdate()),
        "may_ask": offers_asking(actor, proposal),
        **_kit_context(actor, proposal),
    }
    return render(request, "decisions/proposal.html", context)


def _kit_context(actor: Actor, record: Any) -> dict[str, Any]:
    """Return what the kit's own page shows: what hangs on the record, and what is allowed."""
    register = registers.of(record)
    return {"register": register, **detail_context(register, actor, record)} if register else {}
