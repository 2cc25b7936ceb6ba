"""Advice from asking to telling the council: what is stored, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation

from koersvast.core.actors import SYSTEM
from koersvast.core.deletions import delete_record
from koersvast.core.periods import Period, parse_period
from koersvast.core.services import change_record
from koersvast.decisions.models import Advice, Proposal
from koersvast.decisions.services.advice import (
    arrange_advice,
    give_advice,
    notify_council,
    record_leave,
    waive_waiting,
    withdraw_request,
)
from koersvast.decisions.services.council import refuse_before_advice
from koersvast.decisions.tests.council import MARCH, Council, close, make_council, refused
from koersvast.direction.models import Plan
from koersvast.organisation.models import Role
from tests.cast import Cast, SmallPlan

MEETING = parse_period("2023-03-10")
APRIL = date(2023, 4, 3)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The sentences are compared as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def council(cast: Cast, small: SmallPlan) -> Council:
    return make_council(cast, small.plan)


@pytest.fixture
def asked(council: Council) -> Advice:
    return council.ask(consultation_on=MEETING, agreed_term=date(2023, 3, 31))


def give(council: Council, advice: Advice, **changes: Any) -> Advice:
    values = {"on": date(2023, 3, 20), "outcome": "positive", **changes}
    return give_advice(actor=council.cast.employee.actor, advice=advice, **values)


def left_out(council: Council) -> Advice:
    """Store that advice is not asked, and why."""
    return Advice.objects.create(
        plan=council.plan,
        code="AD9",
        body=council.works_council,
        title="Niet gevraagd",
        proposal=council.proposal,
        not_asked_ground="Politiek primaat",
    )


def test_who_asks_advice_stores_what_the_act_wants_told(council: Council) -> None:
    advice = council.ask()
    advice.refresh_from_db()
    assert (advice.code, advice.requested_on) == ("AD1", Period.day(MARCH))
    assert advice.proposal == council.proposal
    assert advice.history.first().history_user == council.cast.secretary.user


def test_a_second_request_gets_the_next_free_code(council: Council) -> None:
    Advice.objects.create(plan=council.plan, code="AD2", body=council.works_council, title="X")
    assert council.ask().code == "AD3"
    assert council.ask(title="Advies op de gevolgen").code == "AD4"


def test_a_button_that_is_pressed_twice_asks_once(council: Council) -> None:
    first = council.ask(consultation_on=MEETING)
    with pytest.raises(ValidationError, match="was asked already"):
        council.ask(consultation_on=MEETING)
    assert council.ask(consultation_on=MEETING, reasons="Andere redenen.")
    withdraw_request(actor=council.cast.secretary.actor, advice=first, on=None)
    assert council.ask(consultation_on=MEETING)


@pytest.mark.parametrize(
    ("left_out", "word"),
    [("reasons", "reasons"), ("consequences", "consequences"), ("measures", "measures")],
)
def test_asking_without_reasons_consequences_or_measures_is_refused(
    council: Council, left_out: str, word: str
) -> None:
    with pytest.raises(ValidationError) as error:
        council.ask(**{left_out: ""})
    assert word in refused(error)
    assert not Advice.objects.exists()


def test_asking_after_the_decision_is_refused(council: Council) -> None:
    council.decide(MARCH - timedelta(days=1))
    with pytest.raises(ValidationError) as error:
        council.ask()
    assert "too late to matter" in refused(error)


def test_a_rejected_proposal_may_be_asked_on_again(council: Council) -> None:
    council.decide(MARCH - timedelta(days=1), outcome="rejected")
    assert council.ask().requested_on == Period.day(MARCH)


def test_a_day_in_the_future_is_refused(council: Council) -> None:
    with pytest.raises(ValidationError, match="not come yet"):
        council.ask(on=timezone.localdate() + timedelta(days=1))


def test_the_act_knows_only_works_councils(council: Council) -> None:
    with pytest.raises(ValidationError) as error:
        council.ask(body=council.college)
    assert "works council" in refused(error)
    assert council.ask(body=council.college, kind="other").kind == "other"


def test_a_term_that_ends_before_anybody_could_advise_is_refused(council: Council) -> None:
    with pytest.raises(ValidationError, match="ends before"):
        council.ask(agreed_term=MARCH)


def test_advice_that_was_prepared_is_asked_once(council: Council) -> None:
    prepared = Advice.objects.create(
        plan=council.plan, code="AD1", body=council.works_council, title="Voorbereid"
    )
    advice = council.ask(advice=prepared)
    assert (advice.pk, advice.version) == (prepared.pk, 2)
    with pytest.raises(ValidationError, match="asked already"):
        council.ask(advice=prepared)


def test_advice_may_be_asked_without_a_proposal_in_the_register(council: Council) -> None:
    advice = council.ask(proposal=None)
    assert advice.proposal is None
    withdrawn = withdraw_request(actor=council.cast.secretary.actor, advice=advice, on=None)
    assert (withdrawn.withdrawn, withdrawn.withdrawn_on) == (True, None)


def test_who_may_not_ask_is_refused(council: Council) -> None:
    for name in ("employee", "reader", "director"):
        with pytest.raises(PermissionDenied):
            council.ask(by=getattr(council.cast, name))


def test_who_keeps_the_proposal_asks(council: Council) -> None:
    council.proposal.drafting_role = Role.objects.get(code="director")
    council.proposal.save()
    assert council.ask(by=council.cast.director).pk


def test_nobody_asks_on_a_proposal_that_he_does_not_see(council: Council) -> None:
    close(council.proposal)
    with pytest.raises(PermissionDenied):
        council.ask()


def test_asking_on_a_proposal_of_another_plan_is_refused(council: Council) -> None:
    other = Plan.objects.create(code="Q", title="Ander", reference_date=MARCH)
    elsewhere = Proposal.objects.create(plan=other, code="V1", body=council.college, title="Elders")
    with pytest.raises(ValidationError, match="another plan"):
        council.ask(proposal=elsewhere)


def test_meeting_and_term_are_recorded_until_advice_is_given(council: Council) -> None:
    advice, actor = council.ask(), council.cast.employee.actor
    term = date(2023, 3, 31)
    assert arrange_advice(actor=actor, advice=advice, consultation_on=MEETING, agreed_term=term)
    advice.refresh_from_db()
    assert (advice.consultation_on, advice.agreed_term) == (MEETING, term)
    assert not arrange_advice(actor=actor, advice=advice, consultation_on=MEETING, agreed_term=term)
    with pytest.raises(ValidationError, match="ends before"):
        arrange_advice(actor=actor, advice=advice, consultation_on=None, agreed_term=MARCH)
    give(council, advice)
    with pytest.raises(ValidationError, match="given already"):
        arrange_advice(actor=actor, advice=advice, consultation_on=None, agreed_term=None)
    with pytest.raises(PermissionDenied):
        arrange_advice(
            actor=council.cast.director.actor, advice=advice, consultation_on=None, agreed_term=None
        )


def test_a_member_of_the_council_gives_its_advice(council: Council, asked: Advice) -> None:
    advice = give(council, asked, outcome="conditional", text="Mits er plaatsen blijven.")
    advice.refresh_from_db()
    assert (advice.outcome, advice.given_on) == ("conditional", parse_period("2023-03-20"))
    with pytest.raises(ValidationError, match="given already"):
        give(council, asked)


def test_the_secretary_of_the_council_gives_its_advice(council: Council, asked: Advice) -> None:
    council.works_council.secretary_role = Role.objects.get(code="director")
    council.works_council.save()
    actor = council.cast.director.actor
    assert give_advice(actor=actor, advice=asked, on=date(2023, 3, 20), outcome="negative").pk


@pytest.mark.parametrize("name", ["director", "reader", "outsider"])
def test_who_is_not_of_the_council_does_not_give_its_advice(
    council: Council, asked: Advice, name: str
) -> None:
    actor = getattr(council.cast, name).actor
    with pytest.raises(PermissionDenied):
        give_advice(actor=actor, advice=asked, on=date(2023, 3, 20), outcome="positive")


def test_a_member_does_not_give_advice_on_what_he_does_not_see(
    council: Council, asked: Advice
) -> None:
    close(council.proposal)
    with pytest.raises(PermissionDenied):
        give(council, asked)


def test_advice_without_a_meeting_before_it_is_refused(council: Council) -> None:
    advice = council.ask()
    with pytest.raises(ValidationError) as error:
        give(council, advice)
    assert "consultation meeting" in refused(error)
    advice.refresh_from_db()
    assert advice.given_on is None


def test_advice_that_says_nothing_is_refused(council: Council, asked: Advice) -> None:
    with pytest.raises(ValidationError, match="Say what"):
        give(council, asked, outcome="")


def test_a_withdrawn_request_is_not_given_and_frees_only_on_a_ground(
    council: Council, asked: Advice
) -> None:
    with pytest.raises(ValidationError):
        refuse_before_advice(council.proposal, parse_period("2023-03-15"))
    actor = council.cast.secretary.actor
    withdraw_request(actor=actor, advice=asked, on=date(2023, 3, 14))
    asked.refresh_from_db()
    assert (asked.withdrawn, asked.withdrawn_on) == (True, parse_period("2023-03-14"))
    with pytest.raises(ValidationError, match="asked and withdrawn"):
        refuse_before_advice(council.proposal, parse_period("2023-03-15"))
    left_out(council)
    refuse_before_advice(council.proposal, parse_period("2023-03-15"))
    for again in (
        lambda: give(council, asked),
        lambda: withdraw_request(actor=actor, advice=asked, on=None),
    ):
        with pytest.raises(ValidationError, match="withdrawn"):
            again()


def test_a_request_that_has_its_effect_is_not_withdrawn(council: Council, asked: Advice) -> None:
    actor = council.cast.secretary.actor
    council.decide(APRIL)
    with pytest.raises(ValidationError, match="decision was taken"):
        withdraw_request(actor=actor, advice=asked, on=APRIL)
    give(council, asked)
    with pytest.raises(ValidationError, match="given already"):
        withdraw_request(actor=actor, advice=asked, on=APRIL)


def test_what_was_never_asked_is_not_withdrawn(council: Council) -> None:
    prepared = Advice.objects.create(
        plan=council.plan, code="AD1", body=council.works_council, title="Voorbereid"
    )
    with pytest.raises(ValidationError, match="not been asked"):
        withdraw_request(actor=council.cast.secretary.actor, advice=prepared, on=MARCH)
    with pytest.raises(PermissionDenied):
        withdraw_request(actor=council.cast.employee.actor, advice=prepared, on=MARCH)


def test_nobody_decides_before_the_advice_or_the_agreed_term(
    council: Council, asked: Advice
) -> None:
    with pytest.raises(ValidationError) as error:
        refuse_before_advice(council.proposal, parse_period("2023-03-31"))
    assert "31 Mar 2023" in refused(error)
    refuse_before_advice(council.proposal, parse_period("2023-04-01"))
    give(council, asked)
    refuse_before_advice(council.proposal, parse_period("2023-03-20"))


def test_the_council_says_that_one_need_not_wait(council: Council, asked: Advice) -> None:
    actor = council.cast.employee.actor
    waive_waiting(actor=actor, advice=asked, on=APRIL)
    asked.refresh_from_db()
    assert asked.waived_on == APRIL
    with pytest.raises(PermissionDenied):
        waive_waiting(actor=council.cast.director.actor, advice=asked, on=APRIL)


def test_only_advice_of_the_act_makes_one_wait(council: Council) -> None:
    advice = council.ask(kind="other")
    with pytest.raises(ValidationError, match="Nothing waits"):
        waive_waiting(actor=council.cast.employee.actor, advice=advice, on=APRIL)


def test_the_leave_of_the_court_takes_the_place_of_consent(council: Council, asked: Advice) -> None:
    consent = council.ask(kind="consent", title="Instemming")
    withdraw_request(actor=council.cast.secretary.actor, advice=asked, on=MARCH)
    left_out(council)
    with pytest.raises(ValidationError) as error:
        refuse_before_advice(council.proposal, parse_period("2024-01-01"))
    assert "without consent" in refused(error)
    record_leave(actor=council.cast.secretary.actor, advice=consent, on=APRIL)
    refuse_before_advice(council.proposal, parse_period("2023-04-03"))
    with pytest.raises(ValidationError, match="Only consent"):
        record_leave(actor=council.cast.secretary.actor, advice=asked, on=APRIL)
    with pytest.raises(PermissionDenied):
        record_leave(actor=council.cast.employee.actor, advice=consent, on=APRIL)


def test_the_council_is_told_with_the_reasons_why_the_decision_deviates(
    council: Council, asked: Advice
) -> None:
    advice, decision = give(council, asked), council.decide(date(2023, 3, 25))
    council.ask(kind="consent", title="Instemming over iets anders", on=date(2023, 3, 2))
    actor = council.cast.secretary.actor
    with pytest.raises(ValidationError) as error:
        notify_council(actor=actor, decision=decision, on=APRIL, followed=False)
    assert "reasons why the decision deviates" in refused(error)
    notify_council(actor=actor, decision=decision, on=APRIL, followed=False, deviation="Te duur.")
    decision.refresh_from_db()
    advice.refresh_from_db()
    assert (decision.notified_on, decision.deviation) == (APRIL, "Te duur.")
    assert (advice.followed, advice.version) == (False, 3)
    notify_council(actor=actor, decision=decision, on=APRIL, followed=False, deviation="Duur.")
    advice.refresh_from_db()
    assert advice.version == 3


def test_a_decision_that_follows_the_advice_needs_no_reasons(
    council: Council, asked: Advice
) -> None:
    advice, decision = give(council, asked), council.decide(date(2023, 3, 25))
    actor = council.cast.secretary.actor
    notify_council(actor=actor, decision=decision, on=APRIL, followed=True, deviation="Niets.")
    decision.refresh_from_db()
    advice.refresh_from_db()
    assert (advice.followed, decision.deviation) == (True, "")


def test_who_does_not_keep_the_decision_tells_nobody(council: Council) -> None:
    decision = council.decide(date(2023, 3, 25))
    with pytest.raises(PermissionDenied):
        notify_council(actor=council.cast.reader.actor, decision=decision, on=APRIL, followed=None)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "other"},
        {"proposal": None},
        {"consequences": "", "not_asked_ground": "Politiek primaat"},
        {"reasons": "Anders"},
        {"measures": ""},
        {"requested_on": None},
    ],
)
def test_what_was_asked_stays_as_it_was_asked(
    council: Council, asked: Advice, changes: dict[str, Any]
) -> None:
    actor = council.cast.secretary.actor
    with pytest.raises(PermissionDenied, match="stays as it is"):
        change_record(actor=actor, record=asked, changes=changes)
    assert change_record(actor=actor, record=asked, changes={"note": "Zie verslag"})
    assert change_record(actor=actor, record=asked, changes={"requested_on": MEETING})
    assert change_record(actor=SYSTEM, record=asked, changes=changes)
    assert change_record(actor=actor, record=left_out(council), changes={"reasons": "Anders"})


def test_what_was_asked_is_not_deleted(council: Council, asked: Advice) -> None:
    actor = council.cast.secretary.actor
    with pytest.raises(PermissionDenied, match="is not deleted"):
        delete_record(actor=actor, record=asked)
    delete_record(actor=actor, record=left_out(council))
    assert list(Advice.objects.all()) == [asked]
    delete_record(actor=SYSTEM, record=asked)
    assert not Advice.objects.exists()
