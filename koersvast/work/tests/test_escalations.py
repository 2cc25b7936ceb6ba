"""A dilemma between lines: raised after one tried together, answered, closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from koersvast.core.actors import SYSTEM
from koersvast.core.policy import policies
from koersvast.core.services import change_record
from koersvast.decisions.models import Body, Decision, Membership, Proposal
from koersvast.direction.models import Plan
from koersvast.organisation.models import Role
from koersvast.work.models import Assignment, Escalation
from koersvast.work.rules.escalations import EscalationState, escalation_state, is_answered
from koersvast.work.services import (
    answer_escalation,
    close_escalation,
    raise_escalation,
    withdraw,
)
from koersvast.work.tests.errands import Parties, make_parties, offered, player

TOLD = {
    "title": "Wie gaat voor",
    "interests": "Tempo en beheer",
    "tried_together": "Twee keer om tafel",
    "question": "Wie gaat voor?",
}


@pytest.fixture
def parties(cast: Any) -> Parties:
    return make_parties()


@pytest.fixture
def errand(cast: Any, small: Any, parties: Parties) -> Assignment:
    return offered(cast, small, parties)


def dilemma(errand: Assignment, parties: Parties, **more: Any) -> Escalation:
    fields = {
        "assignment": errand,
        "raised_by": parties.roles["contractor"],
        "raised_on": date(2023, 3, 1),
        "to_role": parties.roles["administrative_principal"],
    }
    return Escalation(**fields | TOLD | more)


def raised(errand: Assignment, parties: Parties, **more: Any) -> Escalation:
    escalation = dilemma(errand, parties, **more)
    raise_escalation(actor=parties.contractor.actor, escalation=escalation)
    return escalation


def test_a_party_raises_it_and_it_gets_a_code(errand: Any, parties: Parties) -> None:
    codes = [raised(errand, parties).code for _number in range(2)]
    assert codes == [f"{errand.code}.E1", f"{errand.code}.E2"]
    assert raised(errand, parties, code="E7").code == "E7"


@pytest.mark.parametrize("missing", ["tried_together", "interests", "question"])
def test_what_was_not_told_cannot_be_raised(errand: Any, parties: Parties, missing: str) -> None:
    with pytest.raises(ValidationError) as error:
        raised(errand, parties, **{missing: "  "})
    assert [*error.value.message_dict] == [missing]
    assert not Escalation.objects.exists()


def test_the_database_wants_what_was_tried_together(errand: Any, parties: Parties) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        dilemma(errand, parties, plan=errand.plan, code="E", tried_together="").save()


def test_it_goes_to_a_role_or_a_body(errand: Any, parties: Parties) -> None:
    with pytest.raises(ValidationError) as error:
        raised(errand, parties, to_role=None)
    assert [*error.value.message_dict] == ["to_role"]


def test_a_party_raises_it_as_a_role_that_it_holds(errand: Any, parties: Parties) -> None:
    with pytest.raises(ValidationError) as error:
        raised(errand, parties, raised_by=parties.roles["political_principal"])
    assert [*error.value.message_dict] == ["raised_by"]


def test_who_keeps_the_work_raises_it_for_a_party(cast: Any, errand: Any, parties: Parties) -> None:
    for who in (cast.director, cast.secretary):
        raise_escalation(actor=who.actor, escalation=dilemma(errand, parties))


@pytest.mark.parametrize("who", ["employee", "reader", "outsider"])
def test_nobody_else_raises_or_answers_or_closes(
    cast: Any, errand: Any, parties: Parties, who: str
) -> None:
    actor, escalation = cast.all()[who].actor, raised(errand, parties)
    with pytest.raises(PermissionDenied):
        raise_escalation(actor=actor, escalation=dilemma(errand, parties))
    with pytest.raises(PermissionDenied):
        answer_escalation(actor=actor, escalation=escalation, answer="Ja")
    with pytest.raises(PermissionDenied):
        close_escalation(actor=actor, escalation=escalation, on=date(2023, 3, 2))


def test_nothing_is_raised_on_what_has_ended(cast: Any, errand: Any, parties: Parties) -> None:
    withdraw(actor=cast.secretary.actor, assignment=errand, on=timezone.localdate())
    with pytest.raises(ValidationError):
        raised(errand, parties)


def test_it_is_answered_in_words_and_then_closed(errand: Any, parties: Parties) -> None:
    escalation = raised(errand, parties)
    actor, today = parties.contractor.actor, timezone.localdate()
    with pytest.raises(ValidationError):
        close_escalation(actor=actor, escalation=escalation, on=today)
    answer_escalation(actor=parties.administrative.actor, escalation=escalation, answer=" Beheer ")
    assert escalation.answer == "Beheer"
    with pytest.raises(ValidationError):
        close_escalation(actor=actor, escalation=escalation, on=today + timedelta(days=1))
    close_escalation(actor=actor, escalation=escalation, on=today)
    for again in (
        lambda: close_escalation(actor=actor, escalation=escalation, on=today),
        lambda: answer_escalation(
            actor=parties.administrative.actor, escalation=escalation, answer="Toch niet"
        ),
    ):
        with pytest.raises(ValidationError):
            again()
    stored = Escalation.objects.get()
    assert (stored.answer, stored.closed_on, stored.version) == ("Beheer", today, 3)


def test_an_answer_says_something(errand: Any, parties: Parties) -> None:
    with pytest.raises(ValidationError):
        answer_escalation(
            actor=parties.administrative.actor, escalation=raised(errand, parties), answer=" "
        )


@pytest.mark.parametrize("how", ["secretary", "member", "former"])
def test_of_a_body_its_secretary_and_members_answer(
    cast: Any, errand: Any, parties: Parties, how: str
) -> None:
    role = Role.objects.create(code="griffier", name="Griffier")
    clerk = player("griffier", role)
    body = Body.objects.create(code="cmt", name="CMT", kind="management_team")
    if how == "secretary":
        body.secretary_role = role
        body.save()
    else:
        until = date(2020, 1, 1) if how == "former" else None
        Membership.objects.create(body=body, role=role, valid_to=until)
    escalation = raised(errand, parties, to_role=None, to_body=body)
    if how == "former":
        with pytest.raises(PermissionDenied):
            answer_escalation(actor=clerk.actor, escalation=escalation, answer="Ja")
        return
    decision = Decision.objects.create(plan=errand.plan, code="B", body=body, title="Besluit")
    answer_escalation(actor=clerk.actor, escalation=escalation, answer="Ja", decision=decision)
    assert Escalation.objects.get().answer == "Ja"


def test_a_body_answers_by_a_decision_before_it_is_closed(
    cast: Any, errand: Any, parties: Parties
) -> None:
    body = Body.objects.create(code="cmt", name="CMT", kind="management_team")
    escalation = raised(errand, parties, to_body=body)
    actor, today = cast.secretary.actor, timezone.localdate()
    for _time in range(2):
        with pytest.raises(ValidationError, match="CMT"):
            answer_escalation(actor=actor, escalation=escalation, answer="Beheer")
        with pytest.raises(ValidationError, match="CMT"):
            close_escalation(actor=actor, escalation=escalation, on=today)
        Escalation.objects.filter(pk=escalation.pk).update(answer="Beheer")  # told by a source
    for changes in ({"closed_on": today}, {"closed_on": today, "answer": "Ja"}):
        with pytest.raises(PermissionDenied, match="CMT"):
            change_record(actor=actor, record=escalation, changes=changes)
    decision = Decision.objects.create(plan=errand.plan, code="B", body=body, title="Besluit")
    answer_escalation(actor=actor, escalation=escalation, decision=decision)
    close_escalation(actor=actor, escalation=escalation, on=today)
    with pytest.raises(PermissionDenied, match="CMT"):
        change_record(actor=actor, record=escalation, changes={"decision": None})
    change_record(actor=SYSTEM, record=escalation, changes={"decision": None})
    change_record(actor=actor, record=escalation, changes={"note": "Zo was het"})
    assert Escalation.objects.get().closed_on == today


def test_who_does_not_see_the_decision_changes_the_words_beside_it(
    cast: Any, small: Any, errand: Any, parties: Parties
) -> None:
    body = Body.objects.create(code="cmt", name="CMT", kind="management_team")
    secret = Proposal.objects.create(
        plan=small.plan, code="V", body=body, title="Geheim", openness="confidential"
    )
    hidden = Decision.objects.create(
        plan=small.plan, code="B1", body=body, title="Geheim besluit", proposal=secret
    )
    escalation = raised(errand, parties, to_body=body)
    Escalation.objects.filter(pk=escalation.pk).update(decision=hidden, answer="Beheer")
    answer_escalation(actor=cast.secretary.actor, escalation=escalation, answer="Tempo")
    stored = Escalation.objects.get()
    assert (stored.answer, stored.decision) == ("Tempo", hidden)


@pytest.mark.parametrize(
    ("to_body", "words", "decided", "expected"),
    [
        (False, False, False, False),
        (False, True, False, True),
        (False, False, True, True),
        (True, True, False, False),
        (True, False, True, True),
    ],
)
def test_a_role_answers_in_words_and_a_body_by_a_decision(
    to_body: bool, words: bool, decided: bool, expected: bool
) -> None:
    assert is_answered(to_body=to_body, words=words, decided=decided) is expected


def test_it_is_answered_by_a_decision_that_one_sees(
    cast: Any, small: Any, errand: Any, parties: Parties
) -> None:
    body = Body.objects.create(code="cmt", name="CMT", kind="management_team")
    secret = Proposal.objects.create(
        plan=small.plan, code="V", body=body, title="Geheim", openness="confidential"
    )
    hidden = Decision.objects.create(
        plan=small.plan, code="B1", body=body, title="Geheim besluit", proposal=secret
    )
    other = Plan.objects.create(code="Q", title="Ander", reference_date=date(2023, 1, 1))
    elsewhere = Decision.objects.create(plan=other, code="B", body=body, title="Elders")
    known = Decision.objects.create(plan=small.plan, code="B2", body=body, title="Besluit")
    escalation, actor = raised(errand, parties), parties.administrative.actor
    for wrong in (hidden, elsewhere):
        with pytest.raises(ValidationError):
            answer_escalation(actor=actor, escalation=escalation, decision=wrong)
    answer_escalation(actor=actor, escalation=escalation, decision=known)
    assert Escalation.objects.get().decision == known


def test_a_decision_that_not_everybody_sees_needs_words_beside_it(
    small: Any, errand: Any, parties: Parties
) -> None:
    role = parties.roles["administrative_principal"]
    body = Body.objects.create(code="cmt", name="CMT", kind="management_team")
    secret = Proposal.objects.create(
        plan=small.plan,
        code="V",
        body=body,
        title="Geheim",
        openness="confidential",
        portfolio_role=role,
    )
    hidden = Decision.objects.create(
        plan=small.plan, code="B1", body=body, title="Geheim besluit", proposal=secret
    )
    escalation, actor = raised(errand, parties), parties.administrative.actor
    with pytest.raises(ValidationError):
        answer_escalation(actor=actor, escalation=escalation, decision=hidden)
    answer_escalation(actor=actor, escalation=escalation, decision=hidden, answer="Beheer")


def test_what_was_deleted_is_put_back_by_who_keeps_the_work(
    cast: Any, errand: Any, parties: Parties
) -> None:
    rows = [raised(errand, parties)]
    policy = policies.of(Escalation)
    assert policy.may_add_each(cast.director.actor, rows) == [True]
    assert policy.may_add_each(cast.secretary.actor, rows) == [True]
    assert policy.may_add_each(cast.employee.actor, rows) == [False]
    assert policy.may_add(cast.director.actor) and not policy.may_add(cast.reader.actor)
    assert policy.may_change(SYSTEM, rows[0])


@pytest.mark.parametrize(
    ("answered", "answer_by", "closed", "expected"),
    [
        (False, None, None, "raised"),
        (False, date(2023, 3, 1), None, "raised"),
        (False, date(2023, 2, 28), None, "late"),
        (True, date(2023, 2, 28), None, "answered"),
        (True, None, date(2023, 3, 1), "closed"),
    ],
)
def test_an_escalation_is_late_the_day_after_its_answer_was_due(
    answered: bool, answer_by: date | None, closed: date | None, expected: str
) -> None:
    state = escalation_state(
        answered=answered, answer_by=answer_by, closed_on=closed, today=date(2023, 3, 1)
    )
    assert state == expected
    assert state.label and state.tone


def test_every_escalation_state_has_a_word_and_a_colour() -> None:
    assert all(str(state.label) and state.tone for state in EscalationState)
