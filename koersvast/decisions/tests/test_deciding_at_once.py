"""Two at the same moment: one decision, and no decision past an objection."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from koersvast.decisions.models import Decision, Objection
from koersvast.decisions.services.deciding import take_decision
from koersvast.decisions.services.objections import raise_objection
from koersvast.decisions.tests.bodies import MARCH, make_circle, role
from tests.plugins.at_once import AtOnce

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_decisions_at_the_same_moment_one_is_taken(
    at_once: AtOnce, cast: Any, small: Any
) -> None:
    circle = make_circle(cast, small.plan)
    jobs = [
        lambda actor=who.actor, outcome=outcome: take_decision(
            actor=actor, proposal=circle.proposal, outcome=outcome, decided_on=MARCH
        )
        for who, outcome in ((circle.clerk, "as_proposed"), (cast.secretary, "rejected"))
    ]
    found = at_once(*jobs)
    assert sorted(type(each).__name__ for each in found) == ["Decision", "ValidationError"]
    assert Decision.objects.count() == 1


def test_a_decision_and_an_objection_at_the_same_moment_never_both_count(
    at_once: AtOnce, cast: Any, small: Any
) -> None:
    circle = make_circle(cast, small.plan)
    given: dict[str, Any] = {"proposal": circle.proposal}
    found = at_once(
        lambda: take_decision(
            actor=circle.clerk.actor, outcome="as_proposed", decided_on=MARCH, **given
        ),
        lambda: raise_objection(
            actor=circle.member.actor,
            role=role("member"),
            reason="Wacht.",
            raised_on=MARCH,
            **given,
        ),
    )
    assert sum(isinstance(each, ValidationError) for each in found) == 1
    assert Decision.objects.count() + Objection.objects.count() == 1
