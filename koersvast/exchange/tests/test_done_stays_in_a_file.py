"""What was decided on and what was done is not moved by a file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from koersvast.core.actors import Actor
from koersvast.core.upsert import Outcome
from koersvast.decisions.models import Advice, Procedure
from koersvast.decisions.tests.council import DECIDED, Council, course_of_three, make_council
from koersvast.exchange.services import import_plan
from koersvast.exchange.writer import plan_data, to_json
from tests.cast import Cast, SmallPlan


@pytest.fixture
def council(cast: Cast, small: SmallPlan) -> Council:
    return make_council(cast, small.plan)


@pytest.fixture
def given(council: Council) -> Advice:
    return council.advised()


@pytest.fixture
def course(cast: Cast, small: SmallPlan) -> Procedure:
    return course_of_three(cast, small.plan)


def bring_back(actor: Actor, written: Any) -> Outcome:
    """Import what was written as that actor."""
    return import_plan(actor=actor, content=json.dumps(written).encode(), json=True)


@pytest.mark.parametrize("changes", [{"given_on": "2023-06-01"}, {"given_on": None}])
def test_a_file_does_not_move_it_either(
    council: Council, given: Advice, changes: dict[str, Any]
) -> None:
    actor = council.cast.secretary.actor
    council.decide(DECIDED)
    written = json.loads(to_json(plan_data(council.plan, actor)))
    assert bring_back(actor, written).stored
    (row,) = written["decisions"]["advices"]
    row |= changes
    if changes["given_on"] is None:
        for name in ("given_on", "outcome", "text"):
            del row[name]
    outcome = bring_back(actor, written)
    assert "taken after this advice" in outcome.problems[0].message
    assert not outcome.stored


def test_a_file_does_not_change_it_but_by_opening_it(
    cast: Cast, small: SmallPlan, course: Procedure
) -> None:
    actor = cast.secretary.actor
    written = json.loads(to_json(plan_data(small.plan, actor)))

    assert bring_back(actor, written).stored
    row = written["decisions"]["procedures"][0]["steps"][1]
    row["kind"] = "placement"
    outcome = bring_back(actor, written)
    assert any("“Twee” is done" in problem.message for problem in outcome.problems)
    assert not outcome.stored
    del row["done"], row["done_on"]
    assert bring_back(actor, written).stored
