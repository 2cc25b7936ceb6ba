"""A step that is done keeps what said that it was its turn: kind, place and what it waits for."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from koersvast.core.actors import SYSTEM
from koersvast.core.services import change_record
from koersvast.decisions.models import Procedure, Step
from koersvast.decisions.services.procedures import (
    add_step,
    move_step,
    reopen_step,
)
from koersvast.decisions.tests.council import course_of_three
from tests.cast import Cast, SmallPlan


@pytest.fixture
def course(cast: Cast, small: SmallPlan) -> Procedure:
    return course_of_three(cast, small.plan)


def step(procedure: Procedure, title: str) -> Step:
    found: Step = procedure.steps.get(title=title)
    return found


@pytest.mark.parametrize("changes", [{"waits": True}, {"kind": "decision"}, {"position": 9}])
def test_a_step_that_is_done_keeps_its_turn(
    cast: Cast, course: Procedure, changes: dict[str, Any]
) -> None:
    actor, done = cast.secretary.actor, step(course, "Twee")
    with pytest.raises(PermissionDenied, match="“Twee” is gedaan"):
        change_record(actor=actor, record=done, changes=changes)
    assert change_record(actor=actor, record=done, changes={"title": "Twee", "term": "mei"})
    assert change_record(actor=actor, record=step(course, "Een"), changes={"kind": "intention"})
    reopen_step(actor=actor, step=done)
    assert change_record(actor=actor, record=done, changes=changes)


def test_the_system_changes_it(course: Procedure) -> None:
    assert change_record(actor=SYSTEM, record=step(course, "Twee"), changes={"waits": True})


@pytest.mark.parametrize(("title", "by"), [("Een", 1), ("Drie", -1), ("Twee", 1)])
def test_nothing_moves_over_a_step_that_is_done(
    cast: Cast, course: Procedure, title: str, by: int
) -> None:
    with pytest.raises(ValidationError, match="“Twee” is gedaan"):
        move_step(actor=cast.secretary.actor, step=step(course, title), by=by)
    address = reverse("step-move", args=[step(course, title).pk])
    way = {"up": "1"} if by < 0 else {}
    page = cast.secretary.client.post(address, way, follow=True)
    assert "“Twee” is gedaan" in page.content.decode()
    assert [each.title for each in course.steps.order_by("position")] == ["Een", "Twee", "Drie"]


def test_other_steps_still_move_and_those_that_stay_are_not_written(
    cast: Cast, course: Procedure
) -> None:
    add_step(actor=cast.secretary.actor, procedure=course, values={"title": "Vier"})
    version = step(course, "Twee").version
    assert move_step(actor=cast.secretary.actor, step=step(course, "Vier"), by=-1)
    titles = [each.title for each in course.steps.order_by("position")]
    assert titles == ["Een", "Twee", "Vier", "Drie"]
    assert step(course, "Twee").version == version
