"""What the works council's rights refuse to whoever decides."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from koersvast.core.periods import Period
from koersvast.decisions.advice_sentences import sentence_of
from koersvast.decisions.models import Proposal
from koersvast.decisions.rules.works_council import refusal_to_decide
from koersvast.decisions.selectors.advice import asked_on


def refuse_before_advice(proposal: Proposal, on: Period) -> None:
    """Refuse a decision on `on` before the advice or consent that it needs (WOR 25, 27).

    Whoever takes a decision on a proposal asks this first, with the proposal locked. Raises
    ValidationError with the sentence.
    """
    if refusal := refusal_to_decide(asked_on(proposal.pk), on):
        raise ValidationError(sentence_of(refusal), code="advice")
