"""When a decision may be recorded, when a proposal is closed, and what differs between texts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from koersvast.decisions.rules.closed import Closing, is_closed
from koersvast.decisions.rules.deciding import Raised, Taking, Why, ends, refusal_to_take, standing
from koersvast.decisions.rules.texts import (
    clashing,
    own_changes,
    read_seen,
    seen_of,
    to_write,
    written_seen,
)

TODAY = date(2023, 3, 1)
DAY = timedelta(days=1)


def refusal(**given: Any) -> Why | None:
    values = {"rule": "majority", "outcome": "as_proposed", "decided_on": TODAY, **given}
    return refusal_to_take(Taking(**values), TODAY)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, None),
        ({"rule": ""}, None),
        ({"outcome": ""}, Why.NO_OUTCOME),
        ({"outcome": "maybe"}, Why.NO_OUTCOME),
        ({"decided_on": TODAY + DAY}, Why.IN_FUTURE),
        ({"ended": True}, Why.DECIDED_ALREADY),
        ({"outcome": "amended"}, Why.NO_AMENDMENT),
        ({"outcome": "amended", "amendment": "  "}, Why.NO_AMENDMENT),
        ({"outcome": "amended", "amendment": "Later"}, None),
        ({"outcome": "postponed", "amendment": "Later"}, Why.NOT_AMENDED),
    ],
)
def test_a_decision_is_recorded_as_it_can_have_been_taken(
    given: dict[str, Any], why: Why | None
) -> None:
    assert refusal(**given) == why


def test_postponed_and_noted_leave_a_proposal_open_and_a_day_without_outcome_does_not() -> None:
    outcomes = ("as_proposed", "amended", "rejected", "withdrawn", "postponed", "noted", "")
    assert [ends(each, dated=False) for each in outcomes] == [True] * 4 + [False] * 3
    assert [ends(each, dated=True) for each in ("postponed", "")] == [False, True]


@pytest.mark.parametrize(
    ("outcome", "why"),
    [
        ("as_proposed", Why.ADVISES_ONLY),
        ("amended", Why.ADVISES_ONLY),
        ("rejected", Why.ADVISES_ONLY),
        ("noted", None),
        ("postponed", None),
        ("withdrawn", None),
    ],
)
def test_a_body_that_advises_adopts_and_rejects_nothing(outcome: str, why: Why | None) -> None:
    amendment = "Anders" if outcome == "amended" else ""
    assert refusal(rule="advice", outcome=outcome, amendment=amendment) == why


@pytest.mark.parametrize(
    ("rule", "outcome", "settled_on", "why"),
    [
        ("consent", "as_proposed", None, Why.OBJECTION),
        ("consent", "amended", None, Why.OBJECTION),
        ("consent", "as_proposed", TODAY + DAY, Why.OBJECTION),
        ("consent", "as_proposed", TODAY, None),
        ("consent", "postponed", None, None),
        ("consent", "rejected", None, None),
        ("majority", "as_proposed", None, None),
    ],
)
def test_under_consent_nothing_is_adopted_while_an_objection_stands(
    rule: str, outcome: str, settled_on: date | None, why: Why | None
) -> None:
    objections = (Raised(TODAY), Raised(settled_on))
    amendment = "Anders" if outcome == "amended" else ""
    given = {"rule": rule, "outcome": outcome, "amendment": amendment}
    assert refusal(objections=objections, **given) == why


def test_an_objection_stands_until_the_day_on_which_it_was_settled() -> None:
    assert standing([Raised(TODAY)], TODAY - DAY) == 1
    assert standing([Raised(TODAY), Raised(), Raised(TODAY - DAY)], TODAY) == 1


@pytest.mark.parametrize(
    ("closing", "closed"),
    [
        (Closing(), False),
        (Closing(openness="public"), False),
        (Closing(openness="confidential"), True),
        (Closing(openness="something new"), True),
        (Closing(embargo_until=TODAY), True),
        (Closing(embargo_until=TODAY - DAY), False),
        (Closing(secret=True), True),
        (Closing(secret=True, lifted_on=TODAY + DAY), True),
        (Closing(secret=True, lifted_on=TODAY), False),
        (Closing(lifted_on=TODAY - DAY), False),
        (Closing(openness="confidential", secret=True, lifted_on=TODAY), True),
        (Closing(openness="public", embargo_until=TODAY), True),
    ],
)
def test_each_of_openness_secrecy_and_embargo_closes_by_itself(
    closing: Closing, closed: bool
) -> None:
    assert is_closed(closing, TODAY) is closed


def test_what_somebody_saw_travels_in_a_form_and_comes_back() -> None:
    seen = seen_of({"advice": "Doen", "reason": "Nodig", "annexes": ""})
    assert list(seen) == ["advice", "reason"]
    assert read_seen(written_seen(seen)) == seen
    assert read_seen("advice: x :y") == {"": "y"}


def test_of_two_who_write_at_once_each_heading_is_looked_at_by_itself() -> None:
    saw = seen_of({"advice": "Doen", "reason": "Nodig", "finances": "Nul", "annexes": "1"})
    wanted = {
        "advice": "Doen",  # left alone, changed by somebody else
        "reason": "Hard nodig",  # changed by both
        "finances": "",  # taken away, left alone by the other
        "annexes": "2",  # changed by both into the same
        "execution": "Nu",  # new
    }
    stored = {"advice": "Laten", "reason": "Onnodig", "finances": "Nul", "annexes": "2"}
    assert own_changes(wanted, saw) == ["reason", "finances", "annexes", "execution"]
    headings = to_write(stored, wanted, saw)
    assert headings == ["reason", "finances", "execution"]
    assert clashing(stored, headings, saw) == ["reason"]
