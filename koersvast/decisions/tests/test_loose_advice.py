"""Advice on no proposal holds for the next decision of its procedure; and decisions put back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import translation

from koersvast.core.actors import SYSTEM
from koersvast.core.periods import Period, parse_period
from koersvast.core.services import (
    CannotRestore,
    change_record,
    delete_record,
    restore_batch,
)
from koersvast.decisions.models import Advice, Body, Decision, Objection, Procedure, Step
from koersvast.decisions.selectors.loose_advice import advices_on, decision_after
from koersvast.decisions.services.advice import give_advice, notify_council
from koersvast.decisions.services.deciding import take_decision
from koersvast.decisions.services.procedures import complete_step, link_decision, link_proposal
from koersvast.decisions.tests.council import Council, make_council
from tests.cast import Cast, SmallPlan


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The sentences are compared as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def council(cast: Cast, small: SmallPlan) -> Council:
    return make_council(cast, small.plan)


@pytest.fixture
def course(council: Council) -> Procedure:
    """A procedure that goes from advice to decision to start."""
    procedure = Procedure.objects.create(plan=council.plan, code="PR", title="Reorganisatie")
    for number, kind in enumerate(("advice", "decision", "start"), start=1):
        Step.objects.create(
            procedure=procedure, code=str(number), position=number, title=kind.title(), kind=kind
        )
    return procedure


def step(procedure: Procedure, kind: str) -> Step:
    """Return the step of that kind."""
    found: Step = procedure.steps.get(kind=kind)
    return found


@pytest.fixture
def advice(council: Council, course: Procedure) -> Advice:
    """Advice on no proposal, given on 20 March."""
    asked = council.ask(
        step=step(course, "advice"), proposal=None, consultation_on=parse_period("2023-03-05")
    )
    member = council.cast.employee.actor
    return give_advice(actor=member, advice=asked, on=date(2023, 3, 20), outcome="negative")


def decided(council: Council, day: int) -> Decision:
    """Return a decision on no proposal, of a day in March."""
    return Decision.objects.create(
        plan=council.plan,
        code=f"L{day}",
        body=council.college,
        title=f"Los besluit {day}",
        decided_on=Period.day(date(2023, 3, day)),
        outcome="amended",
    )


def test_a_decision_on_no_proposal_does_not_come_before_the_advice_above_it(
    council: Council, course: Procedure, advice: Advice
) -> None:
    actor = council.cast.secretary.actor
    early, later = decided(council, 10), decided(council, 25)
    for kind in ("advice", "decision"):
        with pytest.raises(ValidationError, match="not surely given before"):
            link_decision(actor=actor, step=step(course, kind), decision=early)
        assert step(course, kind).decision is None
    link_decision(actor=actor, step=step(course, "decision"), decision=later)
    with pytest.raises(PermissionDenied, match="stands in the step"):
        change_record(actor=actor, record=later, changes={"decided_on": early.decided_on})
    change_record(actor=actor, record=early, changes={"decided_on": later.decided_on})
    change_record(actor=SYSTEM, record=later, changes={"decided_on": Period.day(date(2023, 3, 9))})
    complete_step(actor=actor, step=step(course, "advice"), on=date(2023, 3, 26))
    with pytest.raises(ValidationError, match="not surely given before"):
        complete_step(actor=actor, step=step(course, "decision"), on=date(2023, 3, 26))
    link_decision(actor=actor, step=step(course, "decision"), decision=None)
    Step.objects.filter(advice=advice).update(kind="intention")
    link_decision(actor=actor, step=step(course, "intention"), decision=early)


def test_a_proposal_is_not_adopted_before_the_loose_advice_in_its_procedure(
    council: Council, course: Procedure, advice: Advice
) -> None:
    actor = council.cast.secretary.actor
    link_proposal(actor=actor, step=step(course, "decision"), proposal=council.proposal)
    complete_step(actor=actor, step=step(course, "advice"), on=date(2023, 3, 26))
    taken: dict[str, Any] = {"actor": actor, "proposal": council.proposal, "outcome": "as_proposed"}
    with pytest.raises(ValidationError, match="not surely given before"):
        take_decision(**taken, decided_on=date(2023, 3, 10))
    Step.objects.filter(advice=advice).update(kind="step")
    with pytest.raises(ValidationError, match="not surely given before"):
        take_decision(**taken, decided_on=date(2023, 3, 10))
    take_decision(**taken, decided_on=date(2023, 3, 25))


def test_of_advice_on_no_proposal_is_told_whether_the_decision_follows_it(
    council: Council, course: Procedure, advice: Advice
) -> None:
    actor = council.cast.secretary.actor
    decision = decided(council, 25)
    assert decision_after(actor, advice) is None
    link_decision(actor=actor, step=step(course, "decision"), decision=decision)
    assert decision_after(actor, advice) == decision
    page = council.cast.secretary.client.get(reverse("advice-page", args=[advice.pk]))
    assert reverse("decision-told", args=[decision.pk]) in page.content.decode()
    told: dict[str, Any] = {"actor": actor, "decision": decision, "on": date(2023, 3, 27)}
    for followed in (None, False):
        with pytest.raises(ValidationError):
            notify_council(**told, followed=followed)
    notify_council(**told, followed=False, deviation="Te duur.")
    advice.refresh_from_db()
    assert advice.followed is False
    assert advices_on(decided(council, 26)) == set()
    Decision.objects.filter(pk=decision.pk).update(outcome="rejected")
    assert decision_after(actor, advice) is None


def test_the_decision_on_a_proposal_is_that_of_the_loose_advice_above_it(
    council: Council, course: Procedure, advice: Advice
) -> None:
    actor = council.cast.secretary.actor
    link_proposal(actor=actor, step=step(course, "decision"), proposal=council.proposal)
    assert decision_after(actor, advice) is None
    own = council.ask(title="Nog een", kind="other")
    decision = council.decide(date(2023, 3, 25))
    assert decision_after(actor, advice) == decision
    assert advices_on(decision) == {advice.pk, own.pk}
    Step.objects.create(
        procedure=course,
        code="0",
        position=0,
        title="Eerder",
        kind="decision",
        body=council.college,
    )
    assert decision_after(actor, advice) == decision
    step(course, "start").delete()
    course.steps.filter(position__lte=2, kind="decision").delete()
    assert decision_after(actor, advice) is None


def test_a_decision_is_not_put_back_before_what_was_asked_since(council: Council) -> None:
    actor, on = council.cast.secretary.actor, date(2023, 3, 25)
    batch = delete_record(actor=actor, record=council.decide(on))
    council.ask(on=date(2023, 4, 1))
    with pytest.raises(CannotRestore, match="has not been given"):
        restore_batch(actor=actor, batch=batch)
    Advice.objects.all().delete()
    Body.objects.filter(pk=council.college.pk).update(rule="consent")
    objection = Objection.objects.create(proposal=council.proposal, reason="Nee")
    with pytest.raises(CannotRestore, match="objection"):
        restore_batch(actor=actor, batch=batch)
    objection.delete()
    assert restore_batch(actor=actor, batch=batch)


def test_a_decision_that_adopts_nothing_is_put_back(council: Council) -> None:
    actor = council.cast.secretary.actor
    batch = delete_record(actor=actor, record=council.decide(date(2023, 3, 25), "rejected"))
    council.ask(on=date(2023, 4, 1))
    assert restore_batch(actor=actor, batch=batch)
