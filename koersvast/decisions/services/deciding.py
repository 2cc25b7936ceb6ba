"""Taking a decision on a proposal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone

from koersvast.core.actors import Actor
from koersvast.core.locking import locked
from koersvast.core.periods import Period
from koersvast.core.policy import require
from koersvast.core.services import add_record
from koersvast.decisions.deciding_sentences import SENTENCES
from koersvast.decisions.models import Decision, DecisionUnit, Objection, Proposal
from koersvast.decisions.policy import may_decide
from koersvast.decisions.rules.deciding import ADOPTING, Raised, Taking, refusal_to_take
from koersvast.decisions.selectors.proposals import is_ended
from koersvast.decisions.services.council import refuse_before_advice, refuse_out_of_order
from koersvast.organisation.models import Unit

CODE_LENGTH = 55
"""What of the code of a proposal stands in that of its decision; a point and a number follow."""


@transaction.atomic
def take_decision(
    *,
    actor: Actor,
    proposal: Proposal,
    outcome: str,
    decided_on: date,
    amendment: str = "",
    explanation: str = "",
    units: Iterable[Unit] = (),
) -> Decision:
    """Record what the body decided on a proposal, and which units it changes.

    The proposal is locked: of two decisions at the same moment the second sees the first. Raises
    PermissionDenied; ValidationError with what the decision rule, the objections, the advice of the
    works council, the order of a procedure or an earlier decision forbid; Http404 when the proposal
    is gone.
    """
    stored = locked(proposal)
    require(may_decide(actor, stored))
    _refuse(stored, outcome, decided_on, amendment)
    if outcome in ADOPTING:
        refuse_before_advice(stored, Period.day(decided_on))
        refuse_out_of_order(actor, stored, decided_on)
    decision = Decision(
        plan=stored.plan,
        code=_code(stored),
        position=_position(stored),
        proposal=stored,
        body=stored.body,
        title=stored.title,
        decided_on=Period.day(decided_on),
        outcome=outcome,
        amendment=amendment,
        explanation=explanation,
    )
    add_record(actor=actor, record=decision)
    for unit in units:
        add_record(actor=actor, record=DecisionUnit(decision=decision, unit=unit))
    return decision


def _refuse(proposal: Proposal, outcome: str, decided_on: date, amendment: str) -> None:
    settled = Objection.objects.filter(proposal=proposal).values_list("settled_on", flat=True)
    taking = Taking(
        rule=proposal.body.rule,
        outcome=outcome,
        decided_on=decided_on,
        amendment=amendment,
        ended=is_ended(proposal),
        objections=tuple(Raised(day) for day in settled),
    )
    refusal = refusal_to_take(taking, timezone.localdate())
    if refusal is not None:
        field, sentence = SENTENCES[refusal]
        raise ValidationError({field or NON_FIELD_ERRORS: str(sentence)})


def _code(proposal: Proposal) -> str:
    """Return a free code that begins with that of the proposal: "V1.1"."""
    start = f"{proposal.code[:CODE_LENGTH]}."
    used = Decision.objects.filter(plan=proposal.plan_id, code__startswith=start)
    taken = set(used.values_list("code", flat=True))
    return next(code for n in range(1, len(taken) + 2) if (code := f"{start}{n}") not in taken)


def _position(proposal: Proposal) -> int:
    """Return the place behind the decisions of the plan."""
    last = Decision.objects.filter(plan=proposal.plan_id).order_by("-position").first()
    return last.position + 1 if last else 1
