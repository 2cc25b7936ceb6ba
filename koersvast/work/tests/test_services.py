"""Writes of work: who may, what is checked, what history keeps, what happens twice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from koersvast.core.periods import parse_period
from koersvast.core.services import Conflict
from koersvast.direction.models import Goal, Plan
from koersvast.organisation.models import Role
from koersvast.work.models import Action, Dependency, Phase, Result, StatusUpdate
from koersvast.work.services import (
    Changed,
    Overtaken,
    add_action,
    complete_action,
    moments_seen,
    phases_seen,
    report_status,
    seen_of,
    set_expertise,
    set_goals,
    set_needs,
    set_phases,
    set_ready_by,
)

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 1)
BUILD = ("build", parse_period("Q1 2023 - Q2 2023"))
IMPLEMENT = ("implement", parse_period("Q3 2023"))


def test_an_owner_reports_on_the_own_result_only(cast: Any, small: Any) -> None:
    actor = cast.employee.actor
    report = report_status(actor=actor, result=small.results["R1"], on=DAY, time="attention")
    assert report.stored
    assert report.update.history.get().history_user == cast.employee.user
    with pytest.raises(PermissionDenied):
        report_status(actor=actor, result=small.results["R3"], on=DAY, time="attention")
    with pytest.raises(PermissionDenied):
        report_status(actor=cast.reader.actor, result=small.results["R1"], on=DAY, time="attention")


def test_a_contractor_reports_on_the_work_and_all_below(cast: Any, small: Any) -> None:
    actor = cast.director.actor
    assert report_status(actor=actor, work=small.works["W"], on=DAY, time="on_course").stored
    assert report_status(actor=actor, result=small.results["R3"], on=DAY, done=True).stored
    with pytest.raises(PermissionDenied):
        report_status(actor=actor, work=small.works["X"], on=DAY, time="on_course")


def test_an_update_of_the_same_day_replaces_and_the_same_update_is_stored_once(
    cast: Any, small: Any
) -> None:
    actor, result = cast.employee.actor, small.results["R1"]
    first = report_status(
        actor=actor, result=result, on=DAY, time="attention", words=" Loopt. ", version=0
    )
    again = report_status(
        actor=actor, result=result, on=DAY, time="attention", words="Loopt.", version=0
    )
    assert (first.stored, again.stored) == (True, False)
    changed = report_status(actor=actor, result=result, on=DAY, time="off_course", version=1)
    assert changed.stored
    update = StatusUpdate.objects.get(result=result)
    assert (update.time, update.words, update.version) == ("off_course", "", 2)
    assert update.history.count() == 2


def test_two_who_report_on_the_same_day_do_not_undo_each_other(cast: Any, small: Any) -> None:
    actor, result = cast.secretary.actor, small.results["R1"]
    report_status(actor=actor, result=result, on=DAY, time="attention", version=0)
    with pytest.raises(Conflict):
        report_status(actor=actor, result=result, on=DAY, time="on_course", version=0)
    report_status(actor=actor, result=result, on=DAY, time="off_course", version=1)
    with pytest.raises(Conflict):
        report_status(actor=actor, result=result, on=DAY, time="on_course", version=1)
    StatusUpdate.objects.all().delete()
    with pytest.raises(ValidationError):
        report_status(actor=actor, result=result, on=DAY, time="on_course", version=2)


def test_what_is_reported_is_not_illustrative_any_more(cast: Any, small: Any) -> None:
    result = small.results["R1"]
    StatusUpdate.objects.create(result=result, date=DAY, time="on_course", illustrative=True)
    report = report_status(actor=cast.employee.actor, result=result, on=DAY, time="on_course")
    assert report.stored and not report.update.illustrative


def test_an_update_says_something_about_a_day_that_has_come(cast: Any, small: Any) -> None:
    actor, result = cast.secretary.actor, small.results["R1"]
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        report_status(actor=actor, result=result, on=tomorrow, time="on_course")
    assert list(refused.value.message_dict) == ["date"]
    with pytest.raises(ValidationError):
        report_status(actor=actor, result=result, on=DAY)
    with pytest.raises(ValidationError):
        report_status(actor=actor, result=result, on=DAY, time="green")
    assert not StatusUpdate.objects.exists()


def test_phases_are_replaced_and_what_stays_is_not_touched(cast: Any, small: Any) -> None:
    actor, result = cast.director.actor, small.results["R1"]
    kept = Phase.objects.get(result=result, kind="implement")
    later = ("build", parse_period("Q2 2023"))
    assert set_phases(actor=actor, result=result, phases=[later, IMPLEMENT]) == Changed(1, 0, 1)
    assert Phase.objects.get(result=result, kind="implement") == kept
    assert kept.history.count() == 1
    removed = Phase.history.get(history_type="-")
    assert removed.history_user == cast.director.user
    assert not set_phases(actor=actor, result=result, phases=[IMPLEMENT, later])


def test_phases_of_others_are_refused(cast: Any, small: Any) -> None:
    for player in (cast.employee, cast.reader, cast.outsider):
        with pytest.raises(PermissionDenied):
            set_phases(actor=player.actor, result=small.results["R1"], phases=[])
    with pytest.raises(PermissionDenied):
        set_phases(actor=cast.director.actor, result=small.results["R4"], phases=[BUILD])


def test_a_phase_has_days_and_a_known_kind(cast: Any, small: Any) -> None:
    actor, result = cast.secretary.actor, small.results["R1"]
    for phase in (("build", parse_period("continuous")), ("dream", parse_period("Q1 2023"))):
        with pytest.raises(ValidationError):
            set_phases(actor=actor, result=result, phases=[phase])
    assert result.phases.count() == 2


def test_two_who_plan_the_same_result_do_not_undo_each_other(cast: Any, small: Any) -> None:
    actor, result = cast.secretary.actor, small.results["R1"]
    seen = seen_of(phases_seen(result.phases.all()))
    set_phases(actor=actor, result=result, phases=[BUILD], seen=seen)
    with pytest.raises(Overtaken):
        set_phases(actor=actor, result=result, phases=[IMPLEMENT], seen=seen)
    assert not set_phases(actor=actor, result=result, phases=[BUILD], seen=seen)
    assert [phase.kind for phase in result.phases.all()] == ["build"]


def test_ready_by_moments_keep_their_rows_and_order(cast: Any, small: Any) -> None:
    actor, result = cast.director.actor, small.results["R1"]
    first, second = (parse_period("Q3 2023"), "ingericht"), (parse_period("Q4 2023"), "in gebruik")
    assert set_ready_by(actor=actor, result=result, moments=[first, second]) == Changed(1, 1, 0)
    assert [str(moment) for moment in result.ready_by.all()] == ["Q3 2023", "Q4 2023"]
    assert not set_ready_by(actor=actor, result=result, moments=[first, second])
    seen = seen_of(moments_seen(result.ready_by.all()))
    assert set_ready_by(actor=actor, result=result, moments=[first], seen=seen) == Changed(0, 0, 1)
    with pytest.raises(Overtaken):
        set_ready_by(actor=actor, result=result, moments=[], seen=seen)
    with pytest.raises(PermissionDenied):
        set_ready_by(actor=cast.employee.actor, result=result, moments=[])


def test_goals_of_a_work_and_of_a_result(cast: Any, small: Any) -> None:
    actor, goals = cast.director.actor, small.goals
    result, work = small.results["R1"], small.works["W"]
    wanted = [goals["D1"], goals["D3"]]
    assert set_goals(actor=actor, record=result, goals=wanted) == Changed(2, 0, 1)
    assert not set_goals(actor=actor, record=result, goals=wanted[::-1])
    assert set_goals(actor=actor, record=work, goals=wanted) == Changed(1, 0, 0)
    with pytest.raises(Overtaken):
        set_goals(actor=actor, record=work, goals=[], seen=seen_of([0]))
    with pytest.raises(PermissionDenied):
        set_goals(actor=cast.reader.actor, record=work, goals=[])
    other = Plan.objects.create(code="N", title="n", reference_date=DAY)
    strange = Goal.objects.create(plan=other, code="N", level="strategic", title="n")
    with pytest.raises(ValidationError):
        set_goals(actor=actor, record=work, goals=[strange])


def test_dependencies_make_no_circle(cast: Any, small: Any) -> None:
    actor, results = cast.director.actor, small.results
    one, two, three = results["R1"], results["R2"], results["R3"]
    assert set_needs(actor=actor, result=two, needs=[one]) == Changed(1, 0, 0)
    assert not set_needs(actor=actor, result=two, needs=[one])
    assert set_needs(actor=actor, result=three, needs=[two]) == Changed(1, 0, 0)
    for circle in ([three], [one]):
        with pytest.raises(ValidationError):
            set_needs(actor=actor, result=one, needs=circle)
    assert Dependency.objects.count() == 2
    assert set_needs(actor=actor, result=three, needs=[one]) == Changed(1, 0, 1)
    with pytest.raises(PermissionDenied):
        set_needs(actor=cast.employee.actor, result=one, needs=[two])
    other = Plan.objects.create(code="N", title="n", reference_date=DAY)
    strange = Result.objects.create(plan=other, code="N", work=small.works["X"], title="n")
    with pytest.raises(ValidationError):
        set_needs(actor=actor, result=one, needs=[strange])


def test_expertise_keeps_its_order_and_drops_what_is_empty_or_double(cast: Any, small: Any) -> None:
    actor, result = cast.director.actor, small.results["R1"]
    texts = ["Control", "  ", "I&A ", "Control"]
    assert set_expertise(actor=actor, result=result, texts=texts) == Changed(2, 0, 0)
    assert set_expertise(actor=actor, result=result, texts=["I&A", "Inkoop"]) == Changed(1, 1, 1)
    assert [row.text for row in result.expertise.all()] == ["I&A", "Inkoop"]
    texts = ["I&A", "Inkoop", "HR"]
    assert set_expertise(actor=actor, result=result, texts=texts) == Changed(1, 0, 0)
    assert set_expertise(actor=actor, result=result, texts=texts[:2]) == Changed(0, 0, 1)
    assert not set_expertise(actor=actor, result=result, texts=["I&A", "Inkoop"])
    with pytest.raises(ValidationError):
        set_expertise(actor=actor, result=result, texts=["x" * 201])
    with pytest.raises(PermissionDenied):
        set_expertise(actor=cast.employee.actor, result=result, texts=[])


def test_an_action_gets_the_next_code_and_is_added_once(cast: Any, small: Any) -> None:
    actor, result = cast.director.actor, small.results["R1"]
    action = add_action(actor=actor, result=result, text=" Train ", due=parse_period("Q2 2023"))
    assert (action.code, action.position, action.text) == ("R1.2", 2, "Train")
    again = add_action(actor=actor, result=result, text="Train", due=parse_period("Q2 2023"))
    assert again == action
    complete_action(actor=actor, action=action, on=DAY)
    third = add_action(actor=actor, result=result, text="Train", due=parse_period("Q2 2023"))
    assert third.code == "R1.3"
    with pytest.raises(ValidationError):
        add_action(actor=actor, result=result, text="  ")
    with pytest.raises(PermissionDenied):
        add_action(actor=cast.employee.actor, result=result, text="x")


def test_who_does_an_action_says_that_it_is_done(cast: Any, small: Any) -> None:
    action = Action.objects.get(code="R1.1")
    assert complete_action(actor=cast.employee.actor, action=action, on=DAY)
    assert not complete_action(actor=cast.employee.actor, action=action, on=DAY)
    assert (action.done_on, action.version) == (DAY, 2)
    assert complete_action(actor=cast.director.actor, action=action, on=None)
    other = Action.objects.create(
        plan=small.plan,
        code="R3.1",
        result=small.results["R3"],
        text="x",
        role=Role.objects.get(code="employee"),
    )
    assert complete_action(actor=cast.employee.actor, action=other, on=DAY)
    for player in (cast.reader, cast.outsider):
        with pytest.raises(PermissionDenied):
            complete_action(actor=player.actor, action=other, on=None)
    with pytest.raises(ValidationError):
        complete_action(
            actor=cast.director.actor, action=other, on=timezone.localdate() + timedelta(days=1)
        )
