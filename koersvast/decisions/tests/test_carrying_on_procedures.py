"""Procedures from start to end: their steps in order, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation

from koersvast.core.periods import Period, parse_period
from koersvast.decisions.models import Advice, Decision, Procedure, Proposal, Step
from koersvast.decisions.procedure_templates import templates
from koersvast.decisions.services.advice import give_advice, notify_council
from koersvast.decisions.services.deciding import take_decision
from koersvast.decisions.services.procedures import (
    add_step,
    complete_step,
    copy_procedure,
    link_decision,
    link_proposal,
    move_step,
    reopen_step,
    start_procedure,
)
from koersvast.decisions.tests.council import MARCH, Council, close, make_council, refused
from koersvast.direction.models import Plan
from koersvast.organisation.models import Role
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
    """Return a procedure: intended decision, advice, decision, placement, start."""
    procedure = start_procedure(
        actor=council.cast.secretary.actor, plan=council.plan, code="PR1", title="Reorganisatie"
    )
    for kind in ("intention", "advice", "decision", "placement", "start"):
        values = {"title": kind.capitalize(), "kind": kind}
        add_step(actor=council.cast.secretary.actor, procedure=procedure, values=values)
    return procedure


def step(procedure: Procedure, kind: str) -> Step:
    found: Step = procedure.steps.get(kind=kind)
    return found


def complete(council: Council, procedure: Procedure, kind: str, on: date = MARCH) -> bool:
    actor = council.cast.secretary.actor
    return complete_step(actor=actor, step=step(procedure, kind), on=on)


def why_not(council: Council, procedure: Procedure, kind: str, on: date = MARCH) -> str:
    with pytest.raises(ValidationError) as error:
        complete(council, procedure, kind, on)
    assert not step(procedure, kind).done
    return refused(error)


def linked(council: Council, procedure: Procedure) -> None:
    actor = council.cast.secretary.actor
    link_proposal(actor=actor, step=step(procedure, "intention"), proposal=council.proposal)


def test_a_procedure_starts_with_the_steps_of_its_template(council: Council) -> None:
    bodies = {"college": council.college, "works_council": council.works_council}
    procedure = start_procedure(
        actor=council.cast.secretary.actor,
        plan=council.plan,
        code="PR1",
        title="Reorganisatie",
        template=templates()["reorganisatie"],
        bodies=bodies,
    )
    steps = list(procedure.steps.order_by("position"))
    assert [each.code for each in steps] == [f"2.{number}" for number in range(1, 9)]
    assert [each.code for each in steps if each.kind == "advice"] == ["2.3", "2.5"]
    assert [each.body for each in steps[:3]] == [council.college] * 2 + [council.works_council]
    assert procedure.template == "reorganisatie"
    assert all(each.waits and not each.done for each in steps)


def test_a_procedure_of_ones_own_gets_its_steps_one_by_one(council: Council) -> None:
    actor = council.cast.secretary.actor
    procedure = start_procedure(actor=actor, plan=council.plan, code="PR1", title="Eigen")
    add_step(actor=actor, procedure=procedure, values={"title": "Eerst", "code": "2"})
    add_step(actor=actor, procedure=procedure, values={"title": "Dan"})
    rows = list(procedure.steps.order_by("position").values_list("code", "title", "position"))
    assert rows == [("2", "Eerst", 1), ("3", "Dan", 2)]


def test_a_copy_takes_over_the_steps_and_not_what_became_of_them(
    council: Council, course: Procedure
) -> None:
    linked(council, course)
    complete(council, course, "intention")
    actor = council.cast.secretary.actor
    copy = copy_procedure(actor=actor, procedure=course, plan=council.plan, code="PR2", title="Na")
    steps = list(copy.steps.order_by("position"))
    assert [each.kind for each in steps] == [e.kind for e in course.steps.order_by("position")]
    assert not any(each.done or each.proposal_id or each.due for each in steps)
    assert copy.position == course.position + 1


def test_only_editors_start_and_keep_procedures(council: Council, course: Procedure) -> None:
    actor = council.cast.director.actor
    with pytest.raises(PermissionDenied):
        start_procedure(actor=actor, plan=council.plan, code="PR9", title="Nee")
    with pytest.raises(PermissionDenied):
        copy_procedure(actor=actor, procedure=course, plan=council.plan, code="P", title="Nee")
    with pytest.raises(PermissionDenied):
        add_step(actor=actor, procedure=course, values={"title": "Nee"})
    with pytest.raises(PermissionDenied):
        move_step(actor=actor, step=step(course, "advice"), by=1)
    assert Procedure.objects.count() == 1


def test_a_step_moves_up_and_down_and_not_over_the_end(council: Council, course: Procedure) -> None:
    actor = council.cast.secretary.actor
    assert move_step(actor=actor, step=step(course, "advice"), by=-1)
    assert move_step(actor=actor, step=step(course, "placement"), by=1)
    kinds = list(course.steps.order_by("position").values_list("kind", flat=True))
    assert kinds == ["advice", "intention", "decision", "start", "placement"]
    assert not move_step(actor=actor, step=step(course, "advice"), by=-1)
    assert not move_step(actor=actor, step=step(course, "placement"), by=1)


def test_a_proposal_is_that_of_the_steps_up_to_the_decision(
    council: Council, course: Procedure
) -> None:
    own = Proposal.objects.create(plan=council.plan, code="V2", body=council.college, title="Eigen")
    decision = step(course, "decision")
    decision.proposal = own
    decision.save()
    linked(council, course)
    found = {each.kind: each.proposal for each in course.steps.all()}
    assert found["intention"] == found["advice"] == council.proposal
    assert found["decision"] == own
    assert found["placement"] is None


def test_what_one_does_not_see_or_is_of_another_plan_is_not_linked(
    council: Council, course: Procedure
) -> None:
    actor = council.cast.secretary.actor
    other = Plan.objects.create(code="Q", title="Ander", reference_date=MARCH)
    elsewhere = Proposal.objects.create(plan=other, code="V1", body=council.college, title="Elders")
    decision = Decision.objects.create(
        plan=other, code="B1", body=council.college, title="Elders", outcome="as_proposed"
    )
    with pytest.raises(ValidationError, match="another plan"):
        link_proposal(actor=actor, step=step(course, "intention"), proposal=elsewhere)
    with pytest.raises(ValidationError, match="another plan"):
        link_decision(actor=actor, step=step(course, "decision"), decision=decision)
    close(council.proposal)
    with pytest.raises(PermissionDenied):
        linked(council, course)
    with pytest.raises(PermissionDenied):
        link_decision(actor=actor, step=step(course, "decision"), decision=council.decide(MARCH))


def test_a_decision_on_no_proposal_is_linked_by_itself(council: Council, course: Procedure) -> None:
    actor, chosen = council.cast.secretary.actor, step(course, "decision")
    decision = Decision.objects.create(
        plan=council.plan, code="B1", body=council.college, title="Start", outcome="as_proposed"
    )
    link_decision(actor=actor, step=chosen, decision=decision)
    assert step(course, "decision").decision == decision
    link_decision(actor=actor, step=chosen, decision=decision)
    assert step(course, "decision").version == 2
    link_decision(actor=actor, step=chosen, decision=None)
    assert step(course, "decision").decision is None


def test_a_step_out_of_order_is_refused(council: Council, course: Procedure) -> None:
    assert "First comes the step “Intention”" in why_not(council, course, "advice")
    assert "Choose the proposal" in why_not(council, course, "intention")


def test_a_day_in_the_future_is_refused(council: Council, course: Procedure) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert "not come yet" in why_not(council, course, "intention", tomorrow)


def test_advice_is_not_asked_in_a_step_before_its_turn(council: Council, course: Procedure) -> None:
    with pytest.raises(ValidationError) as error:
        council.ask(step=step(course, "advice"))
    assert "First comes the step" in refused(error)
    assert not Advice.objects.exists()


def test_the_reorganisation_goes_step_by_step(council: Council, course: Procedure) -> None:
    actor, member = council.cast.secretary.actor, council.cast.employee.actor
    linked(council, course)
    assert complete(council, course, "intention")
    assert not complete(council, course, "intention")
    assert "No advice was asked" in why_not(council, course, "advice")

    advice = council.ask(step=step(course, "advice"), consultation_on=parse_period("2023-03-05"))
    assert step(course, "advice").advice == advice
    assert "no term was agreed" in why_not(council, course, "advice")
    assert "First comes the step “Advice”" in why_not(council, course, "decision")
    give_advice(actor=member, advice=advice, on=date(2023, 3, 20), outcome="negative")
    assert "not surely given before" in why_not(council, course, "advice", date(2023, 3, 19))
    assert complete(council, course, "advice", date(2023, 3, 20))

    assert "No decision has been taken" in why_not(council, course, "decision")
    decision = council.decide(date(2023, 3, 25))
    assert complete(council, course, "decision", date(2023, 3, 25))
    assert step(course, "decision").decision == decision

    assert "not been told" in why_not(council, course, "placement", date(2023, 3, 26))
    notify_council(
        actor=actor, decision=decision, on=date(2023, 3, 27), followed=False, deviation="Te duur."
    )
    assert "27 Apr 2023" in why_not(council, course, "placement", date(2023, 4, 26))
    assert complete(council, course, "placement", date(2023, 4, 27))
    assert complete(council, course, "start", date(2023, 7, 1))
    done = step(course, "start")
    assert (done.done, done.done_on) == (True, Period.day(date(2023, 7, 1)))
    assert done.history.first().history_user == council.cast.secretary.user


def test_advice_is_asked_once_in_a_step_and_anew_after_it_was_withdrawn(
    council: Council, course: Procedure
) -> None:
    linked(council, course)
    complete(council, course, "intention")
    first = council.ask(step=step(course, "advice"))
    with pytest.raises(ValidationError, match="asked already"):
        council.ask(step=step(course, "advice"))
    first.withdrawn = True
    first.save()
    again = council.ask(step=step(course, "advice"))
    assert again.pk != first.pk
    assert step(course, "advice").advice == again


def test_a_step_is_opened_again_from_the_last_one_back(council: Council, course: Procedure) -> None:
    actor = council.cast.secretary.actor
    linked(council, course)
    complete(council, course, "intention")
    council.ask(step=step(course, "advice"), agreed_term=date(2023, 3, 10))
    complete(council, course, "advice", date(2023, 3, 11))
    with pytest.raises(ValidationError, match="First open “Advice” again"):
        reopen_step(actor=actor, step=step(course, "intention"))
    assert reopen_step(actor=actor, step=step(course, "advice"))
    assert reopen_step(actor=actor, step=step(course, "intention"))
    assert not reopen_step(actor=actor, step=step(course, "intention"))
    found = step(course, "intention")
    assert (found.done, found.done_on) == (False, None)


def test_the_role_of_a_step_and_the_secretary_of_its_body_do_it(
    council: Council, course: Procedure
) -> None:
    linked(council, course)
    chosen, director = step(course, "intention"), council.cast.director.actor
    with pytest.raises(PermissionDenied):
        complete_step(actor=director, step=chosen, on=MARCH)
    chosen.role = Role.objects.get(code="director")
    chosen.save()
    assert complete_step(actor=director, step=chosen, on=MARCH)
    chosen.role, chosen.body = None, council.college
    chosen.save()
    with pytest.raises(PermissionDenied):
        reopen_step(actor=director, step=chosen)
    council.college.secretary_role = Role.objects.get(code="director")
    council.college.save()
    assert reopen_step(actor=director, step=chosen)
    for name in ("reader", "outsider"):
        with pytest.raises(PermissionDenied):
            complete_step(actor=getattr(council.cast, name).actor, step=chosen, on=MARCH)


def test_who_does_the_step_asks_its_advice(council: Council, course: Procedure) -> None:
    linked(council, course)
    complete(council, course, "intention")
    chosen = step(course, "advice")
    chosen.role = Role.objects.get(code="director")
    chosen.save()
    assert council.ask(by=council.cast.director, step=chosen).pk


def test_who_does_not_see_the_proposal_does_not_do_the_step(
    council: Council, course: Procedure
) -> None:
    linked(council, course)
    close(council.proposal)
    with pytest.raises(PermissionDenied):
        complete(council, course, "intention")


def test_a_refusal_names_nothing_that_one_does_not_see(council: Council, course: Procedure) -> None:
    linked(council, course)
    for kind in ("intention", "advice", "decision"):
        chosen = step(course, kind)
        chosen.done = True
        chosen.save()
    advice = council.ask(title="Geheim advies")
    chosen = step(course, "advice")
    chosen.advice = advice
    chosen.save()
    actor: Any = council.cast.secretary.actor
    assert "Nieuwe structuur" in why_not(council, course, "placement")
    close(council.proposal)
    with pytest.raises(ValidationError) as error:
        complete_step(actor=actor, step=step(course, "placement"), on=MARCH)
    assert "structuur" not in refused(error)
    assert "Geheim" not in refused(error)


def adopt(council: Council, outcome: str = "as_proposed", **given: Any) -> Decision:
    values = {"actor": council.cast.secretary.actor, "decided_on": date(2023, 3, 25), **given}
    return take_decision(proposal=council.proposal, outcome=outcome, **values)


def not_adopted(council: Council) -> str:
    with pytest.raises(ValidationError) as error:
        adopt(council)
    assert not Decision.objects.exists()
    return refused(error)


def test_advice_that_a_procedure_asks_for_cannot_be_left_unasked(
    council: Council, course: Procedure
) -> None:
    linked(council, course)
    complete(council, course, "intention")
    told = not_adopted(council)
    assert "“Advice”" in told
    assert "No advice was asked" in told
    assert "“Reorganisatie”" in told
    chosen = step(course, "advice")
    chosen.done = True
    chosen.save()
    assert "No advice was asked" in not_adopted(council)
    assert adopt(council, "postponed")


def test_a_proposal_is_adopted_in_its_turn(council: Council, course: Procedure) -> None:
    linked(council, course)
    complete(council, course, "intention")
    advice = council.ask(step=step(course, "advice"), consultation_on=parse_period("2023-03-05"))
    member = council.cast.employee.actor
    give_advice(actor=member, advice=advice, on=date(2023, 3, 20), outcome="positive")
    assert "First comes the step “Advice”" in not_adopted(council)
    complete(council, course, "advice", date(2023, 3, 20))
    assert adopt(council)


def test_a_procedure_that_only_carries_a_proposal_out_does_not_hold_it_up(
    council: Council, course: Procedure
) -> None:
    actor = council.cast.secretary.actor
    link_proposal(actor=actor, step=step(course, "placement"), proposal=council.proposal)
    assert adopt(council)


def test_what_holds_a_decision_up_is_not_named_to_who_does_not_see_it(
    council: Council, course: Procedure
) -> None:
    linked(council, course)
    other = Proposal.objects.create(
        plan=council.plan, code="V2", body=council.college, title="Anders"
    )
    advice = council.ask(title="Geheim advies", proposal=other)
    chosen = step(course, "advice")
    chosen.advice = advice
    chosen.save()
    assert "Geheim advies" in not_adopted(council)
    close(other)
    told = not_adopted(council)
    assert "Geheim" not in told
    assert "does not allow it yet" in told
