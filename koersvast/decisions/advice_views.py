"""The pages of advice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.kit.register import registers
from koersvast.core.policy import require
from koersvast.core.services import Conflict
from koersvast.decisions.advice_forms import AskForm, ToldForm
from koersvast.decisions.advice_pages import course_of, facts_of, texts_of
from koersvast.decisions.advice_parts import PARTS, parts_for
from koersvast.decisions.advice_policy import may_ask, may_notify
from koersvast.decisions.models import Advice, Decision, Proposal
from koersvast.decisions.services.advice import ask_advice, notify_council


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks; who may not read finds nothing."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may_read:
        raise Http404
    return actor


def find(rows: Any, pk: int) -> Any:
    """Return a visible row; Http404 otherwise."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def find_advice(actor: Actor, pk: int) -> Advice:
    """Return visible advice; Http404 otherwise."""
    rows = Advice.objects.visible_to(actor).select_related("plan", "body", "proposal__body")
    advice: Advice = find(rows, pk)
    return advice


def advice_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show advice: its dates in order, what is missing, and what it keeps from being done."""
    actor = actor_of(request)
    advice = find_advice(actor, pk)
    register = registers.get("advices")
    facts = facts_of(actor, advice, timezone.localdate())
    context = {
        "advice": advice,
        "facts": facts,
        "course": course_of(advice, facts),
        "texts": texts_of(advice),
        "parts": parts_for(actor, advice),
        "may_tell": facts.decision is not None and may_notify(actor, facts.decision),
        "may_change": register.policy.may_change(actor, advice),
        "may_delete": register.policy.may_delete(actor, advice),
    }
    return render(request, "decisions/advice.html", context)


def advice_part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Show the form of something to do with advice, and do it."""
    actor = actor_of(request)
    advice = find_advice(actor, pk)
    found = PARTS.get(part)
    if found is None:
        raise Http404
    require(found.may(actor, advice))
    form = found.form(actor, advice, request.POST if request.method == "POST" else None)
    back = reverse("advice-page", args=[pk])
    if saved(request, form, lambda: found.save(actor, advice, form), advice):
        return redirect(back)
    return form_page(request, form, found.title, advice, back, found.lead)


def advice_ask(request: HttpRequest, proposal: int) -> HttpResponse:
    """Ask advice on a proposal."""
    actor = actor_of(request)
    proposals = Proposal.objects.visible_to(actor).select_related("plan")
    about: Proposal = find(proposals, proposal)
    require(may_ask(actor, Advice(proposal=about, plan=about.plan)))
    form = AskForm(
        request.POST if request.method == "POST" else None,
        actor=actor,
        plan=about.plan,
        initial={"proposal": about, "title": _("Advice on: %s") % about},
    )
    asked: list[Advice] = []

    def ask() -> None:
        question, on = form.question(), form.cleaned_data["on"]
        asked.append(ask_advice(actor=actor, plan=about.plan, question=question, on=on))

    if saved(request, form, ask, about):
        return redirect("advice-page", asked[0].pk)
    back = registers.get("proposals").detail_url(about)
    return form_page(request, form, _("Ask advice"), about, back)


def decision_told(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the works council was told of a decision."""
    actor = actor_of(request)
    decision: Decision = find(Decision.objects.visible_to(actor).select_related("body"), pk)
    require(may_notify(actor, decision))
    initial = {"deviation": decision.deviation}
    form = ToldForm(request.POST if request.method == "POST" else None, initial=initial)
    back = registers.get("decisions").detail_url(decision)

    def tell() -> None:
        notify_council(actor=actor, decision=decision, **form.said())

    if saved(request, form, tell, decision):
        return redirect(back)
    lead = _("In writing, with the reasons where the decision deviates from the advice.")
    return form_page(request, form, _("Tell the works council"), decision, back, lead)


def saved(request: HttpRequest, form: Any, save: Any, record: Any) -> bool:
    """Store what a form says, with a message; False when it cannot be, and the form says why."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        save()
    except ValidationError as error:
        if isinstance(error, Conflict) and hasattr(form, "show_conflict"):
            form.show_conflict(error)
        errors = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        for field, found in errors.items():
            form.add_error(field if field in form.fields else None, found)
        return False
    messages.success(request, _("Saved: %(record)s") % {"record": record})
    return True


def form_page(
    request: HttpRequest, form: Any, title: Any, subject: Any, back: str, lead: Any = ""
) -> HttpResponse:
    """Show a form; 422 when what was sent could not be stored."""
    context = {"form": form, "title": title, "subject": subject, "back": back, "lead": lead}
    status = 422 if form.is_bound else 200
    return render(request, "decisions/advice_form.html", context, status=status)
