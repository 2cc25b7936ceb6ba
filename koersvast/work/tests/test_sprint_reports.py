"""Reporting what the lines of a programme did in a sprint."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from koersvast.core.periods import parse_period
from koersvast.core.policy import policies
from koersvast.core.services import Conflict, add_record, change_record, delete_record
from koersvast.organisation.models import Role
from koersvast.work.models import Responsibility, Sprint, SprintNote, Work
from koersvast.work.services import LineReport, SprintRefused, report_sprint

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint(small: Any) -> Sprint:
    """Return a sprint of W; the employee leads its line T2."""
    employee = Role.objects.get(code="employee")
    Responsibility.objects.create(work=small.works["T2"], kind="lead", role=employee)
    return Sprint.objects.create(
        plan=small.plan,
        code="S1",
        work=small.works["W"],
        title="Sprint 1",
        period=parse_period("18 juli 2022 - 26 augustus 2022"),
    )


def told(work: Work, done: str = "Gedaan", **more: Any) -> LineReport:
    return LineReport(work, done, **more)


def test_a_secretary_reports_for_all_lines_at_once(cast: Any, small: Any, sprint: Sprint) -> None:
    lines = [told(small.works["T1"]), told(small.works["T2"], expected=parse_period("Q1 2023"))]
    news = report_sprint(actor=cast.secretary.actor, sprint=sprint, lines=lines)
    assert [note.work.code for note in news] == ["T1", "T2"]
    assert news[1].history.get().history_user == cast.secretary.user


def test_a_lead_reports_his_own_line_and_no_other(cast: Any, small: Any, sprint: Sprint) -> None:
    actor = cast.employee.actor
    report_sprint(actor=actor, sprint=sprint, lines=[told(small.works["T2"])])
    for other in ("T1", "W"):
        with pytest.raises(PermissionDenied):
            report_sprint(actor=actor, sprint=sprint, lines=[told(small.works[other])])
    assert SprintNote.objects.get().work == small.works["T2"]


def test_who_answers_for_the_programme_reports_for_every_line(
    cast: Any, small: Any, sprint: Sprint
) -> None:
    lines = [told(small.works[code]) for code in ("W", "T1", "T2")]
    assert len(report_sprint(actor=cast.director.actor, sprint=sprint, lines=lines)) == 3


@pytest.mark.parametrize("who", ["reader", "outsider"])
def test_nobody_else_reports(cast: Any, small: Any, sprint: Sprint, who: str) -> None:
    with pytest.raises(PermissionDenied):
        report_sprint(actor=cast.all()[who].actor, sprint=sprint, lines=[told(small.works["T2"])])


def test_a_work_outside_the_programme_is_refused_and_nothing_is_stored(
    cast: Any, small: Any, sprint: Sprint
) -> None:
    lines = [told(small.works["T1"]), told(small.works["X"])]
    with pytest.raises(SprintRefused) as refused:
        report_sprint(actor=cast.secretary.actor, sprint=sprint, lines=lines)
    assert set(refused.value.problems) == {small.works["X"].pk}
    assert "Los project" in str(refused.value.problems[small.works["X"].pk])
    assert not SprintNote.objects.exists()


def test_a_line_far_below_the_programme_belongs_to_it(
    cast: Any, small: Any, sprint: Sprint
) -> None:
    deep = small.works["T1"]
    for code in ("T1a", "T1b"):
        deep = Work.objects.create(
            plan=small.plan, code=code, title=code, kind="project", parent=deep
        )
    assert report_sprint(actor=cast.secretary.actor, sprint=sprint, lines=[told(deep)])


def test_the_same_report_is_stored_once_and_an_empty_line_is_left_alone(
    cast: Any, small: Any, sprint: Sprint
) -> None:
    actor = cast.secretary.actor
    lines = [told(small.works["T1"]), told(small.works["T2"], " ")]
    assert len(report_sprint(actor=actor, sprint=sprint, lines=lines)) == 1
    assert report_sprint(actor=actor, sprint=sprint, lines=lines) == []
    assert SprintNote.objects.get().version == 1


def test_a_report_is_changed_and_its_history_keeps_both(
    cast: Any, small: Any, sprint: Sprint
) -> None:
    actor, line = cast.secretary.actor, small.works["T1"]
    report_sprint(actor=actor, sprint=sprint, lines=[told(line)])
    (note,) = report_sprint(actor=actor, sprint=sprint, lines=[told(line, "Meer", version=1)])
    assert [row.done for row in note.history.order_by("version")] == ["Gedaan", "Meer"]


def test_an_expectation_needs_words_and_a_report_is_not_emptied(
    cast: Any, small: Any, sprint: Sprint
) -> None:
    actor, line = cast.secretary.actor, small.works["T1"]
    only_expected = told(line, "", expected=parse_period("Q1 2023"))
    with pytest.raises(SprintRefused):
        report_sprint(actor=actor, sprint=sprint, lines=[only_expected])
    report_sprint(actor=actor, sprint=sprint, lines=[told(line)])
    with pytest.raises(SprintRefused):
        report_sprint(actor=actor, sprint=sprint, lines=[told(line, "", version=1)])
    assert SprintNote.objects.get().done == "Gedaan"


def test_two_who_report_on_one_line_do_not_overwrite_each_other(
    cast: Any, small: Any, sprint: Sprint
) -> None:
    line = small.works["T2"]
    report_sprint(actor=cast.secretary.actor, sprint=sprint, lines=[told(line, version=0)])
    with pytest.raises(SprintRefused) as refused:
        report_sprint(
            actor=cast.employee.actor, sprint=sprint, lines=[told(line, "Anders", version=0)]
        )
    assert isinstance(refused.value.problems[line.pk], Conflict)


def test_a_note_that_was_deleted_meanwhile_is_told_of(
    cast: Any, small: Any, sprint: Sprint
) -> None:
    with pytest.raises(SprintRefused) as refused:
        lines = [told(small.works["T1"], version=3)]
        report_sprint(actor=cast.secretary.actor, sprint=sprint, lines=lines)
    assert refused.value.problems[small.works["T1"].pk].code == "deleted"


def test_a_sprint_that_is_gone_is_not_found(cast: Any, small: Any, sprint: Sprint) -> None:
    delete_record(actor=cast.secretary.actor, record=Sprint.objects.get())
    with pytest.raises(Http404):
        report_sprint(actor=cast.secretary.actor, sprint=sprint, lines=[])


def test_the_form_of_the_register_refuses_a_work_of_another_programme_too(
    cast: Any, small: Any, sprint: Sprint
) -> None:
    note = SprintNote(sprint=sprint, work=small.works["X"], done="Iets")
    with pytest.raises(ValidationError):
        add_record(actor=cast.secretary.actor, record=note)


def test_a_sprint_does_not_move_away_from_what_was_reported(
    cast: Any, small: Any, sprint: Sprint
) -> None:
    actor = cast.secretary.actor
    report_sprint(actor=actor, sprint=sprint, lines=[told(small.works["T1"])])
    with pytest.raises(ValidationError):
        change_record(actor=actor, record=sprint, changes={"work": small.works["X"]})
    assert change_record(actor=actor, record=sprint, changes={"title": "De eerste"}) == ["title"]


def test_leads_may_begin_to_add_and_only_their_own_line_is_let_through(
    cast: Any, small: Any, sprint: Sprint
) -> None:
    policy, actor = policies.of(SprintNote), cast.employee.actor
    rows = [SprintNote(sprint=sprint, work=small.works[code], done="x") for code in ("T1", "T2")]
    assert policy.may_add(actor) and not policy.may_add(cast.reader.actor)
    assert policy.may_add_each(actor, rows) == [False, True]
    assert policy.may_add_each(cast.secretary.actor, rows) == [True, True]
    assert not policy.may_change(cast.employee.actor, SprintNote(sprint=sprint))
