"""What the works council's rights and the order of a procedure refuse to whoever decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.core.actors import SYSTEM, Actor
from koersvast.core.periods import Period
from koersvast.decisions.advice_sentences import in_step, not_its_turn, sentence_of
from koersvast.decisions.deciding_sentences import SENTENCES
from koersvast.decisions.models import Body, Decision, Objection, Procedure, Proposal, Step
from koersvast.decisions.rules.deciding import Raised, Why, standing
from koersvast.decisions.rules.procedures import block_of_adopting, places_about
from koersvast.decisions.rules.requests import latest
from koersvast.decisions.rules.works_council import refusal_to_adopt
from koersvast.decisions.selectors.advice import asked_on
from koersvast.decisions.selectors.procedures import links_of, procedures_about


def refuse_before_advice(proposal: Proposal, on: Period) -> None:
    """Refuse a decision on `on` before the advice or consent that it needs (WOR 25, 27).

    Whoever takes a decision on a proposal asks this first, with the proposal locked. Raises
    ValidationError with the sentence.
    """
    if refusal := refusal_to_adopt(asked_on(proposal.pk), on):
        raise ValidationError(sentence_of(refusal), code="advice")


def refuse_out_of_order(actor: Actor, proposal: Proposal, on: date) -> None:
    """Refuse to adopt a proposal before the steps that come first in its procedures.

    Advice that a procedure asks for was given or its term has passed, also when nobody asked it
    yet. The procedures are locked. Raises ValidationError with the sentence; it names nothing that
    the actor does not see.
    """
    found = Procedure.objects.filter(pk__in=procedures_about(proposal.pk))
    for procedure in found.select_for_update(of=("self",)).order_by("pk"):
        rows = procedure.steps.order_by("position", "pk")
        steps: list[Step] = list(rows)
        if sentence := _out_of_order(actor, proposal, steps, on):
            raise ValidationError(not_its_turn(procedure.title, sentence), code="order")


def _out_of_order(actor: Actor, proposal: Proposal, steps: Sequence[Step], on: date) -> str:
    """Return why it is not the turn of the decision on a proposal; empty when it is."""
    links = links_of(SYSTEM, steps)
    named = [links.proposal_of(step) for step in steps]
    own = [None if each is None else each.pk == proposal.pk for each in named]
    about = places_about([step.kind for step in steps], own)
    if not about:
        return ""
    facts = [links.facts_of(step) for step in steps]
    found = block_of_adopting(facts, about, on, asked_on(proposal.pk))
    if found is None:
        return ""
    place, block = found
    if block.refusal and not links_of(actor, steps).advice_of(steps[place]):
        return _("What this builds on does not allow it yet.")
    return in_step(steps[place].title, block)


def refusal_to_put_back(decision: Decision) -> str:
    """Return why a deleted decision cannot be put back as it was taken; "" when it can be.

    What was asked on its proposal, or raised against it, since it was deleted comes first.
    """
    proposal, on = decision.proposal, decision.decided_on or Period.day(timezone.localdate())
    if proposal is None or decision.outcome not in Decision.ADOPTED:
        return ""
    if refusal := refusal_to_adopt(asked_on(proposal.pk), on):
        return sentence_of(refusal)
    settled = Objection.objects.filter(proposal=proposal).values_list("settled_on", flat=True)
    by_consent = decision.body.rule == Body.Rule.CONSENT
    stands = by_consent and standing([Raised(day) for day in settled], latest(on))
    return str(SENTENCES[Why.OBJECTION][1]) if stands else ""
