"""A plan file tells what parties agreed to; it does not agree for them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from koersvast.core.actors import SYSTEM, Actor
from koersvast.core.upsert import Outcome
from koersvast.decisions.models import Body, Decision
from koersvast.direction.models import Plan
from koersvast.exchange.services import import_plan
from koersvast.exchange.writer import plan_data, to_yaml
from koersvast.organisation.models import Role, RoleHolding
from koersvast.work.assignment_policy import may_answer
from koersvast.work.models import Agreement, Assignment, AssignmentVersion, Escalation, Work
from koersvast.work.rules.assignments import PARTIES
from koersvast.work.services import change_escalation
from koersvast.work.tests.errands import agreed, drafted, make_parties, offered

pytestmark = pytest.mark.django_db


def brought_in(actor: Actor, text: str, *, prune: bool = False) -> Outcome:
    return import_plan(actor=actor, content=text.encode(), prune=prune)


def file_of(small: Any) -> str:
    return to_yaml(plan_data(small.plan, SYSTEM))


def told(outcome: Outcome) -> str:
    return " ".join(problem.message for problem in outcome.problems)


def test_what_was_agreed_comes_back_as_it_was(cast: Any, small: Any) -> None:
    agreed(cast, small, make_parties())
    outcome = brought_in(cast.secretary.actor, file_of(small))
    assert outcome.ok, told(outcome)
    assert outcome.rows == []


def test_nobody_agrees_for_others_by_file(cast: Any, small: Any) -> None:
    assignment = agreed(cast, small, make_parties())
    text = file_of(small)
    Agreement.objects.all().delete()
    AssignmentVersion.objects.filter(assignment=assignment).update(agreed_on=None)
    outcome = brought_in(cast.secretary.actor, text)
    assert not outcome.ok
    assert "page of the assignment" in told(outcome)
    assert not Agreement.objects.exists()
    assert brought_in(SYSTEM, text).ok
    assert Agreement.objects.count() == 3


def test_a_new_assignment_comes_in_as_a_draft_only(cast: Any, small: Any) -> None:
    assignment = drafted(cast, small, make_parties())
    draft = file_of(small)
    assignment.delete()
    assert brought_in(cast.secretary.actor, draft).ok
    AssignmentVersion.objects.all().delete()
    dated = draft.replace("- number: 1\n", "- number: 1\n      offered_on: 2023-01-02\n")
    assert "offered_on" in dated
    assert not brought_in(cast.secretary.actor, dated).ok


def test_an_agreement_is_neither_changed_nor_pruned_by_file(cast: Any, small: Any) -> None:
    agreed(cast, small, make_parties())
    text = file_of(small)
    start, end = text.index("agreements:"), text.index("agreed_on", text.index("agreements:"))
    assert not brought_in(
        cast.secretary.actor, text[:end] + text[end:].replace("agreed_on: 20", "agreed_on: 19", 1)
    ).ok
    without = "\n".join(
        line for line in text.splitlines() if "party:" not in line and "agreements:" not in line
    )
    assert start
    assert not brought_in(cast.secretary.actor, without, prune=True).ok
    assert Agreement.objects.count() == 3


@pytest.mark.parametrize("party", PARTIES)
@pytest.mark.parametrize("other", ["eigen", "null"])
def test_to_whom_a_version_was_offered_is_not_changed_by_file(
    cast: Any, small: Any, other: str, party: str
) -> None:
    """Otherwise an editor makes his own role a party and agrees as that."""
    assignment = offered(cast, small, make_parties())
    own = Role.objects.create(code="eigen", name="Eigen")
    RoleHolding.objects.create(person=cast.secretary.person, role=own)
    data = plan_data(small.plan, SYSTEM)
    (row,) = data["work"]["assignments"]
    row["versions"][0] |= {each: row[each] for each in PARTIES}
    assert brought_in(cast.secretary.actor, to_yaml(data)).ok
    row["versions"][0][party] = None if other == "null" else other
    (problem,) = brought_in(cast.secretary.actor, to_yaml(data)).problems
    assert "page of the assignment" in problem.message
    stored = AssignmentVersion.objects.get(assignment=assignment)
    assert getattr(stored, party) == getattr(assignment, party)
    assert brought_in(SYSTEM, to_yaml(data)).ok


def test_the_parties_of_a_draft_are_changed_by_file(cast: Any, small: Any) -> None:
    drafted(cast, small, make_parties())
    data = plan_data(small.plan, SYSTEM)
    data["work"]["assignments"][0]["versions"][0]["contractor"] = "director"
    assert brought_in(cast.secretary.actor, to_yaml(data)).ok


def test_a_file_does_not_say_that_an_assignment_is_fulfilled(cast: Any, small: Any) -> None:
    assignment = offered(cast, small, make_parties())
    text = file_of(small).replace(
        f"code: {assignment.code}\n", f"code: {assignment.code}\n    fulfilled_on: 2023-02-01\n"
    )
    assert "fulfilled_on" in text
    assert not brought_in(cast.secretary.actor, text).ok


@pytest.mark.parametrize("name", ["fulfilled_on", "withdrawn_on"])
@pytest.mark.parametrize("other", [None, "2023-02-02", "2099-01-01"])
def test_that_an_assignment_ended_is_not_undone_or_dated_by_file(
    cast: Any, small: Any, name: str, other: str | None
) -> None:
    assignment = agreed(cast, small, make_parties())
    Assignment.objects.filter(pk=assignment.pk).update(**{name: date(2023, 3, 1)})
    data = plan_data(small.plan, SYSTEM)
    data["work"]["assignments"][0][name] = other
    assert "page of the assignment" in told(brought_in(cast.secretary.actor, to_yaml(data)))
    assert brought_in(SYSTEM, to_yaml(data)).ok


def test_an_assignment_is_not_withdrawn_by_file(cast: Any, small: Any) -> None:
    agreed(cast, small, make_parties())
    data = plan_data(small.plan, SYSTEM)
    data["work"]["assignments"][0]["withdrawn_on"] = "2023-03-01"
    assert not brought_in(cast.secretary.actor, to_yaml(data)).ok


@pytest.mark.parametrize(("make", "stays"), [(drafted, False), (offered, True), (agreed, True)])
def test_what_was_offered_does_not_move_to_another_work_by_file(
    cast: Any, small: Any, make: Any, stays: bool
) -> None:
    make(cast, small, make_parties())
    data = plan_data(small.plan, SYSTEM)
    data["work"]["assignments"][0]["work"] = "X"
    assert brought_in(cast.secretary.actor, to_yaml(data)).ok is not stays
    assert brought_in(SYSTEM, to_yaml(data)).ok


def test_who_raised_a_dilemma_does_not_answer_it(cast: Any, small: Any) -> None:
    parties = make_parties()
    assignment = offered(cast, small, parties)
    role = small.works["W"].responsibilities.get(kind="contractor").role
    escalation = Escalation(assignment=assignment, raised_by=role)
    assert not may_answer(cast.director.actor, escalation)
    escalation.raised_by = parties.roles["contractor"]
    assert may_answer(cast.director.actor, escalation)
    assert may_answer(cast.secretary.actor, escalation)


@pytest.mark.parametrize("to", ["to_role: director", "to_body: cmt"])
def test_nobody_closes_a_dilemma_without_its_answer_by_file(cast: Any, small: Any, to: str) -> None:
    body = Body.objects.create(code="cmt", name="CMT", kind="management_team")
    assignment = agreed(cast, small, make_parties())
    row = f"""
  escalations:
    - {{code: E1, assignment: {assignment.code}, title: Wie, raised_by: director, {to},
       raised_on: 2023-03-01, interests: Tempo, tried_together: Praten, question: Wie?CLOSED}}
"""
    text = file_of(small).replace("\n  assignments:", f"{row}  assignments:", 1)
    actor, by_body = cast.secretary.actor, "body" in to
    closed = text.replace("CLOSED", ", closed_on: 2023-03-09")
    words = text.replace("CLOSED", ", answer: Beheer, closed_on: 2023-03-09")
    line = closed[: closed.index("code: E1")].count("\n") + 1
    for _stored in range(2):
        for refused in (closed, words) if by_body else (closed,):
            (problem,) = brought_in(actor, refused).problems
            assert ("cmt" in problem.message.lower()) is by_body
            assert problem.line == line
        assert brought_in(actor, text.replace("CLOSED", "")).ok
    decision = Decision.objects.create(plan=small.plan, code="B", body=body, title="Besluit")
    answered = words.replace("answer: Beheer", f"decision: {decision.code}") if by_body else words
    assert brought_in(actor, answered).ok
    assert brought_in(SYSTEM, closed).ok


QUESTION = {
    "code": "E1",
    "title": "Wie",
    "raised_by": "director",
    "raised_on": "2023-03-01",
    "interests": "Tempo",
    "tried_together": "Praten",
    "question": "Wie?",
    "to_role": "director",
}


def asked(cast: Any, small: Any, **more: Any) -> tuple[Assignment, dict[str, Any], dict[str, Any]]:
    """Store an agreed assignment and a question about it; return it, the plan file and its row."""
    assignment = agreed(cast, small, make_parties())
    data = plan_data(small.plan, SYSTEM)
    row = {**QUESTION, "assignment": assignment.code, **more}
    data["work"]["escalations"] = [row]
    outcome = brought_in(SYSTEM, to_yaml(data))
    assert outcome.ok, told(outcome)
    assert brought_in(cast.secretary.actor, to_yaml(data)).rows == []
    return assignment, data, row


@pytest.mark.parametrize(
    ("stands", "changes", "sentence"),
    [
        ({}, {"question": "Een andere vraag?", "answer_by": "2023-04-01"}, ""),
        ({}, {"to_role": None}, "to whom"),
        ({"answer": "Beheer"}, {"question": "Een andere vraag?"}, "was answered"),
        ({"answer": "Beheer"}, {"to_role": None, "to_body": "cmt"}, "was answered"),
        ({"answer": "Beheer"}, {"answer": "Beheer, na overleg"}, ""),
        ({"answer": "Beheer", "closed_on": "2023-03-09"}, {"closed_on": None}, "is closed"),
        ({"answer": "Beheer", "closed_on": "2023-03-09"}, {"answer": "Nee"}, "is closed"),
        ({"answer": "Beheer", "closed_on": "2023-03-09"}, {"question": "Wat?"}, "was answered"),
        ({"answer": "Beheer", "closed_on": "2023-03-09"}, {"note": "Nagezien"}, ""),
    ],
)
def test_a_question_that_was_answered_stays_as_it_was(
    cast: Any, small: Any, stands: dict[str, Any], changes: dict[str, Any], sentence: str
) -> None:
    Body.objects.create(code="cmt", name="CMT", kind="management_team")
    _assignment, data, row = asked(cast, small, **stands)
    row |= changes
    outcome = brought_in(cast.secretary.actor, to_yaml(data))
    assert outcome.ok is not bool(sentence)
    assert sentence in told(outcome)
    assert brought_in(SYSTEM, to_yaml(data)).ok


@pytest.mark.parametrize("ended", ["fulfilled_on", "withdrawn_on"])
def test_no_question_is_put_to_nobody_or_about_what_has_ended_by_file(
    cast: Any, small: Any, ended: str
) -> None:
    assignment, data, row = asked(cast, small)
    second = {**row, "code": "E2"}
    data["work"]["escalations"].append(second)
    del second["to_role"]
    assert "to whom" in told(brought_in(cast.secretary.actor, to_yaml(data)))
    second["to_role"] = "director"
    other = Plan.objects.create(code="Q", title="Ander", reference_date=date(2023, 1, 1))
    work = Work.objects.create(plan=other, code="T1", title="Ander", kind="project")
    namesake = Assignment.objects.create(plan=other, code=assignment.code, work=work)
    Assignment.objects.filter(pk=namesake.pk).update(**{ended: date(2023, 3, 1)})
    assert import_plan(actor=cast.secretary.actor, content=to_yaml(data).encode(), dry_run=True).ok
    Assignment.objects.filter(pk=assignment.pk).update(**{ended: date(2023, 3, 1)})
    data["work"]["assignments"][0][ended] = "2023-03-01"
    assert "can be agreed or changed" in told(brought_in(cast.secretary.actor, to_yaml(data)))
    assert brought_in(SYSTEM, to_yaml(data)).ok


@pytest.mark.parametrize("nothing", ["\u200b", " \u00a0\u200d\ufeff ", ""])
def test_what_one_does_not_see_tells_nothing_of_what_was_tried(
    cast: Any, small: Any, nothing: str
) -> None:
    _assignment, data, row = asked(cast, small)
    row["tried_together"] = nothing
    assert not brought_in(cast.secretary.actor, to_yaml(data)).ok
    stored = Escalation.objects.get()
    with pytest.raises(ValidationError) as refused:
        change_escalation(
            actor=cast.secretary.actor, escalation=stored, changes={"tried_together": nothing}
        )
    assert "tried_together" in refused.value.message_dict
