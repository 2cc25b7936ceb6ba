"""Taking a decision on a proposal: what is stored, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from koersvast.core.actors import SYSTEM
from koersvast.core.periods import Period
from koersvast.core.policy import policies
from koersvast.core.services import (
    CannotRestore,
    add_record,
    change_record,
    delete_record,
    restore_batch,
)
from koersvast.decisions.models import Advice, Body, Decision, Objection, Proposal
from koersvast.decisions.services.deciding import take_decision
from koersvast.decisions.tests.bodies import MARCH, Circle, make_circle, refused
from koersvast.organisation.models import Unit
from tests.cast import Cast, SmallPlan


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The sentences are compared as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def circle(cast: Cast, small: SmallPlan) -> Circle:
    return make_circle(cast, small.plan)


def take(circle: Circle, outcome: str = "as_proposed", **given: Any) -> Decision:
    values = {"actor": circle.clerk.actor, "decided_on": MARCH, **given}
    return take_decision(proposal=circle.proposal, outcome=outcome, **values)


def test_the_secretary_records_a_decision_with_the_units_it_changes(circle: Circle) -> None:
    unit = Unit.objects.get(code="concern")
    decision = take(circle, "amended", amendment="Later.", explanation="Na gesprek.", units=[unit])
    assert (decision.code, decision.body, decision.plan) == ("V1.1", circle.body, circle.plan)
    assert decision.decided_on == Period.day(MARCH)
    assert [link.unit for link in decision.unit_links.all()] == [unit]
    assert Decision.history.get().history_user == circle.clerk.user


def test_a_postponed_proposal_comes_back_and_is_decided_once(circle: Circle) -> None:
    take(circle, "postponed")
    second = take(circle, decided_on=MARCH + timedelta(days=1))
    assert (second.code, second.position) == ("V1.2", 2)
    assert "already decided" in refused(take, circle=circle)
    assert Decision.objects.count() == 2


def test_what_another_body_decided_does_not_end_it(circle: Circle) -> None:
    other = Body.objects.create(code="o", name="Ander", kind="college")
    Decision.objects.create(
        plan=circle.plan,
        code="X",
        body=other,
        proposal=circle.proposal,
        title="X",
        outcome="rejected",
    )
    assert take(circle)


def test_under_consent_an_objection_has_to_be_settled_first(circle: Circle) -> None:
    objection = Objection.objects.create(proposal=circle.proposal, reason="Te krap")
    assert "objection still stands" in refused(take, circle=circle)
    assert not Decision.objects.exists()
    objection.settled_on = MARCH
    objection.save()
    assert take(circle)


def test_an_objection_that_stands_is_not_taken_away(circle: Circle) -> None:
    objection = Objection.objects.create(proposal=circle.proposal, reason="Te krap")
    other = Proposal.objects.create(plan=circle.plan, code="V2", body=circle.body, title="Ander")
    for player in (circle.clerk, circle.cast.secretary):
        with pytest.raises(PermissionDenied, match="still stands"):
            delete_record(actor=player.actor, record=objection)
        with pytest.raises(PermissionDenied, match="still stands"):
            change_record(actor=player.actor, record=objection, changes={"proposal": other})
    change_record(actor=circle.clerk.actor, record=objection, changes={"answer": "Ruimer"})
    change_record(actor=circle.clerk.actor, record=objection, changes={"settled_on": MARCH})
    delete_record(actor=circle.clerk.actor, record=objection)
    loose = Objection.objects.create(proposal=circle.proposal, reason="Te krap")
    delete_record(actor=SYSTEM, record=loose)
    assert not Objection.objects.exists()


def test_a_body_that_advises_only_notes(circle: Circle) -> None:
    Body.objects.update(rule="advice")
    circle.proposal.refresh_from_db()
    assert "adopts and rejects nothing" in refused(take, circle=circle)
    assert take(circle, "noted")


def test_nothing_is_adopted_before_the_advice_of_the_works_council(circle: Circle) -> None:
    Advice.objects.create(
        plan=circle.plan,
        code="A1",
        title="Advies",
        body=circle.body,
        proposal=circle.proposal,
        requested_on=Period.day(date(2023, 2, 1)),
    )
    assert "Advies" in refused(take, circle=circle)
    assert take(circle, "postponed")


def test_what_is_filled_in_wrongly_is_told_at_its_field(circle: Circle) -> None:
    assert "Choose how it ended" in refused(take, circle=circle, outcome="")
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert "has yet to come" in refused(take, circle=circle, decided_on=tomorrow)
    assert "Write what was amended" in refused(take, circle=circle, outcome="amended")
    told = refused(take, circle=circle, outcome="rejected", amendment="x")
    assert "Something was amended" in told


def test_only_the_secretary_of_the_body_and_editors_who_see_it_decide(circle: Circle) -> None:
    cast = circle.cast
    for player in (cast.reader, circle.author, circle.member, circle.holder, cast.outsider):
        with pytest.raises(PermissionDenied):
            take(circle, actor=player.actor)
    circle.close()
    with pytest.raises(PermissionDenied):
        take(circle, actor=cast.secretary.actor)
    assert take(circle, actor=circle.clerk.actor)


def test_how_a_decision_on_a_proposal_ended_is_not_changed_by_a_form(circle: Circle) -> None:
    decision = take(circle)
    actor = circle.cast.secretary.actor
    for changes in ({"outcome": "rejected"}, {"decided_on": Period.day(date(2023, 2, 1))}):
        with pytest.raises(PermissionDenied, match="taken on the page"):
            change_record(actor=actor, record=decision, changes=changes)
    assert change_record(actor=actor, record=decision, changes={"explanation": "Toelichting"})
    loose = Decision.objects.create(plan=circle.plan, code="L", body=circle.body, title="Los")
    assert change_record(actor=actor, record=loose, changes={"outcome": "rejected"})
    with pytest.raises(PermissionDenied, match="taken on the page"):
        change_record(actor=actor, record=loose, changes={"proposal": circle.proposal})


def test_who_may_add_which_decision(circle: Circle) -> None:
    policy, cast = policies.of(Decision), circle.cast
    loose = Decision(plan=circle.plan, body=circle.body)
    assert policy.may_add(cast.secretary.actor)
    assert policy.may_add(circle.clerk.actor)
    assert not policy.may_add(circle.member.actor)
    assert policy.may_add(circle.clerk.actor, loose)
    assert not policy.may_add(circle.member.actor, loose)
    assert not policy.may_add(circle.clerk.actor, Proposal(plan=circle.plan))
    circle.close()
    hidden = Decision(plan=circle.plan, body=circle.body, proposal=circle.proposal)
    assert not policy.may_add(cast.secretary.actor, hidden)
    gone = Decision(plan=circle.plan, body=circle.body, proposal_id=999_999)
    assert not policy.may_add(cast.secretary.actor, gone), "nobody knows whether it was closed"


def test_a_code_that_is_taken_is_passed_over(circle: Circle) -> None:
    Decision.objects.create(plan=circle.plan, code="V1.1", body=circle.body, title="Bezet")
    assert take(circle).code == "V1.2"


def test_undo_does_not_put_back_a_decision_after_another_one(circle: Circle) -> None:
    first = take(circle)
    batch = delete_record(actor=circle.clerk.actor, record=first)
    take(circle, "rejected")
    with pytest.raises(CannotRestore, match="since"):
        restore_batch(actor=circle.clerk.actor, batch=batch)
    postponed = Decision.objects.get()
    second = delete_record(actor=circle.clerk.actor, record=postponed)
    assert restore_batch(actor=circle.clerk.actor, batch=second)


def test_undo_puts_back_a_decision_without_a_proposal(circle: Circle) -> None:
    alone = Decision.objects.create(
        plan=circle.plan, code="Z", body=circle.body, title="Los", outcome="rejected"
    )
    batch = delete_record(actor=circle.clerk.actor, record=alone)
    assert restore_batch(actor=circle.clerk.actor, batch=batch)


def test_no_decision_of_the_register_ended_on_a_day_that_has_yet_to_come(circle: Circle) -> None:
    tomorrow = Period.day(timezone.localdate() + timedelta(days=1))
    values: dict[str, Any] = {"plan": circle.plan, "code": "Z", "body": circle.body, "title": "Los"}
    early = Decision(**values, outcome="noted", decided_on=tomorrow)
    actor = circle.cast.secretary.actor
    with pytest.raises(PermissionDenied, match="has yet to come"):
        add_record(actor=actor, record=early)
    planned = Decision(**values, decided_on=tomorrow)
    add_record(actor=actor, record=planned)
    with pytest.raises(PermissionDenied, match="has yet to come"):
        change_record(actor=actor, record=planned, changes={"outcome": "noted"})
    today: dict[str, Any] = {"decided_on": Period.day(timezone.localdate()), "outcome": "noted"}
    assert change_record(actor=actor, record=planned, changes=today)
    with pytest.raises(PermissionDenied, match="has yet to come"):
        change_record(actor=actor, record=planned, changes={"decided_on": tomorrow})
    planned.delete()
    add_record(actor=SYSTEM, record=early)
