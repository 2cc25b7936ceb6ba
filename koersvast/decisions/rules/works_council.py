"""The works council (Wet op de ondernemingsraden, WOR): what must happen before a decision.

Pure: dates in, an answer out. Rule 6 of the domain, by these articles:

- 25.2: advice is asked in time to matter; 25.3: with reasons, consequences for staff and measures.
- 25.4: no advice before the matter was discussed in at least one consultation meeting.
- 25.5: one decides after the advice. No article gives a term: it is agreed, and without advice one
  may decide when an agreed reasonable term has passed.
- 27.2 and 27.4: no decision without consent, or leave of the court in its place.
- 46d: political primacy is a ground for not asking, except on the consequences for staff.

What comes after the decision stands in `execution`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from koersvast.core.periods import Period
from koersvast.decisions.rules.requests import (
    ADVICE,
    CONDITIONAL,
    CONSENT,
    NEGATIVE,
    OF_THE_ACT,
    POSITIVE,
    Refusal,
    Request,
    Why,
    comes_first,
    earliest,
    latest,
    refusal_of,
)


def refusal_to_ask(
    request: Request, asked_on: Period, decided_on: Period | None = None, *, decided: bool = False
) -> Refusal | None:
    """Return why this may not be asked on `asked_on`; None when it may.

    `decided` tells that the decision was taken; `decided_on` when, as far as that is known.
    Consent needs reasons and consequences (art. 27.2), advice measures too (art. 25.3).
    """
    if request.withdrawn:
        return refusal_of(request, Why.WITHDRAWN)
    if request.requested_on is not None:
        return refusal_of(request, Why.ALREADY_ASKED)
    if request.kind in OF_THE_ACT and not request.reasons.strip():
        return refusal_of(request, Why.NO_REASONS)
    if request.kind in OF_THE_ACT and not request.consequences.strip():
        return refusal_of(request, Why.NO_CONSEQUENCES)
    if request.kind == ADVICE and not request.measures.strip():
        return refusal_of(request, Why.NO_MEASURES)
    if decided and (decided_on is None or latest(asked_on) >= earliest(decided_on)):
        return refusal_of(request, Why.DECIDED_ALREADY)
    return None


def refusal_to_give(request: Request, given_on: Period) -> Refusal | None:
    """Return why this advice or consent may not be given on `given_on`; None when it may.

    Other advice than that of the act needs no request and no consultation meeting.
    """
    if request.withdrawn:
        return refusal_of(request, Why.WITHDRAWN)
    if request.given_on is not None:
        return refusal_of(request, Why.ALREADY_GIVEN)
    return refusal_of_order(request, given_on)


def refusal_of_order(request: Request, given_on: Period) -> Refusal | None:
    """Return what is wrong with the order asked - consulted - given on `given_on`."""
    if request.requested_on is not None and not comes_first(request.requested_on, given_on):
        return refusal_of(request, Why.ASKED_LATER)
    if request.kind not in OF_THE_ACT:
        return None
    if request.requested_on is None:
        return refusal_of(request, Why.NOT_ASKED)
    if request.consultation_on is None:
        return refusal_of(request, Why.NOT_CONSULTED)
    if not comes_first(request.consultation_on, given_on):
        return refusal_of(request, Why.CONSULTED_LATER)
    return None


def binding(requests: Iterable[Request]) -> list[Request]:
    """Return the requests that hold: not withdrawn, and not rightly left out.

    A ground for not asking (art. 46d) holds except on the consequences for staff: where it states
    those, they are asked on, here or in another request of the same kind.
    """
    there = [request for request in requests if not request.withdrawn]
    asked = {request.kind for request in there if not request.not_asked_ground.strip()}
    return [
        request
        for request in there
        if not request.not_asked_ground.strip()
        or (request.consequences.strip() and request.kind not in asked)
    ]


def refusal_to_decide(requests: Iterable[Request], decided_on: Period) -> Refusal | None:
    """Return why no decision may be taken on `decided_on`; None when it may.

    Advice: it was given, or it was asked and the agreed term has passed without it; the term
    itself counts in. Consent: it was given (under conditions: when the decision follows them), or
    the court gave leave.
    """
    for request in binding(requests):
        refuse = _without_consent if request.kind == CONSENT else _without_advice
        if refusal := refuse(request, decided_on):
            return refusal
    return None


def refusal_to_adopt(requests: Sequence[Request], decided_on: Period) -> Refusal | None:
    """Return why a proposal may not be adopted on `decided_on`; None when it may.

    As `refusal_to_decide`. Withdrawing what was asked does not make the need for it pass: it is
    asked anew, or left out on a ground (art. 46d).
    """
    told = {each.kind for each in requests if not each.withdrawn or each.not_asked_ground.strip()}
    for request in requests:
        lapsed = request.withdrawn and request.requested_on is not None
        if lapsed and request.kind in OF_THE_ACT and request.kind not in told:
            return refusal_of(request, Why.ASKED_ANEW)
    return refusal_to_decide(requests, decided_on)


def _without_advice(request: Request, decided_on: Period) -> Refusal | None:
    if request.given_on is not None:
        later = not comes_first(request.given_on, decided_on)
        return refusal_of(request, Why.GIVEN_LATER) if later else None
    if request.requested_on is None:
        staff = bool(request.not_asked_ground.strip())
        return refusal_of(request, Why.STAFF if staff else Why.NOT_ASKED)
    if request.agreed_term is None:
        return refusal_of(request, Why.NO_TERM)
    if earliest(decided_on) <= request.agreed_term:
        return refusal_of(request, Why.TERM_RUNS, request.agreed_term)
    if not comes_first(request.requested_on, decided_on):
        return refusal_of(request, Why.ASKED_LATER)
    return None


def _without_consent(request: Request, decided_on: Period) -> Refusal | None:
    if request.leave_on is not None and request.leave_on <= earliest(decided_on):
        return None
    if request.given_on is None:
        return refusal_of(request, Why.NO_CONSENT)
    if request.outcome == CONDITIONAL and not request.followed:
        return refusal_of(request, Why.CONSENT_CONDITIONAL)
    if request.outcome not in (POSITIVE, CONDITIONAL):
        negative = request.outcome == NEGATIVE
        return refusal_of(request, Why.CONSENT_REFUSED if negative else Why.NO_CONSENT)
    if not comes_first(request.given_on, decided_on):
        return refusal_of(request, Why.GIVEN_LATER)
    return None


def missing_in(request: Request) -> list[Why]:
    """Return what is not there yet of a request: what one still has to do, in order."""
    if not binding([request]):
        return []
    of_the_act = request.kind in OF_THE_ACT
    found = []
    if of_the_act and not request.reasons.strip():
        found.append(Why.NO_REASONS)
    if of_the_act and not request.consequences.strip():
        found.append(Why.NO_CONSEQUENCES)
    if request.kind == ADVICE and not request.measures.strip():
        found.append(Why.NO_MEASURES)
    if request.requested_on is None and (of_the_act or request.given_on is None):
        found.append(Why.NOT_ASKED)
    if of_the_act and request.consultation_on is None:
        found.append(Why.NOT_CONSULTED)
    if request.given_on is None and request.agreed_term is None and request.kind != CONSENT:
        found.append(Why.NO_TERM)
    return found
