"""What a decision was taken on stays as it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from koersvast.core.actors import SYSTEM
from koersvast.core.periods import Period
from koersvast.core.services import change_record
from koersvast.decisions.models import Advice
from koersvast.decisions.services.advice import arrange_advice, give_advice
from koersvast.decisions.tests.council import DECIDED, MEETING, TERM, Council, make_council
from tests.cast import Cast, SmallPlan


@pytest.fixture
def council(cast: Cast, small: SmallPlan) -> Council:
    return make_council(cast, small.plan)


@pytest.fixture
def given(council: Council) -> Advice:
    return council.advised()


LATER: list[dict[str, Any]] = [
    {"given_on": Period.day(date(2023, 6, 1))},
    {"given_on": None, "outcome": "", "text": ""},
    {"outcome": "positive"},
    {"text": "Wel doen."},
    {"agreed_term": None},
    {"withdrawn": True},
    {"requested_on": Period.day(date(2023, 3, 2))},
]


@pytest.mark.parametrize("changes", LATER)
def test_advice_stays_as_it_was_when_the_decision_was_taken(
    council: Council, given: Advice, changes: dict[str, Any]
) -> None:
    actor = council.cast.secretary.actor
    values = {name: getattr(given, name) for name in changes}
    for outcome in ("postponed", "rejected"):
        council.decide(DECIDED, outcome)
        assert change_record(actor=actor, record=given, changes=changes)
        assert change_record(actor=actor, record=given, changes=values)
    council.decide(DECIDED)
    with pytest.raises(PermissionDenied, match="na dit advies"):
        change_record(actor=actor, record=given, changes=changes)
    assert change_record(actor=actor, record=given, changes={"note": "Zie verslag"})
    assert change_record(actor=SYSTEM, record=given, changes=changes)


def test_a_term_that_passed_stays_and_late_advice_may_still_come(council: Council) -> None:
    advice = council.ask(agreed_term=TERM)
    actor = council.cast.secretary.actor
    council.decide(DECIDED)
    with pytest.raises(ValidationError, match="na dit advies"):
        arrange_advice(
            actor=actor, advice=advice, consultation_on=MEETING, agreed_term=date(2023, 5, 1)
        )
    assert arrange_advice(actor=actor, advice=advice, consultation_on=MEETING, agreed_term=TERM)
    assert give_advice(actor=actor, advice=advice, on=date(2023, 5, 1), outcome="positive")
