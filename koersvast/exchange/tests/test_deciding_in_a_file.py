"""What people write in a file about decisions, advice and objections, and what the system loads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from koersvast.decisions.models import Decision
from koersvast.exchange.tests.plans import HEAD, bring, refused, stored

BEFORE = (
    HEAD
    + """\
decisions:
  bodies:
    - {code: college, name: College, kind: college}
    - {code: kring, name: Kring, kind: management_team, rule: consent}
    - {code: or, name: Ondernemingsraad, kind: works_council}
  proposals:
    - {code: V1, body: college, title: Structuur}
    - {code: V2, body: kring, title: Anders werken, objections: [{reason: Te krap}]}
    - {code: V3, body: college, title: Vrij}
"""
)
ADVICE = "  advices:\n    - {code: AD1, body: or, proposal: V1, title: Advies, MORE}\n"
ASKED = "requested_on: 2023-02-01, agreed_term: 2023-03-01"


def file(decision: str = "", more: str = ASKED) -> str:
    row = f"  decisions:\n    - {{code: B1, title: Besluit, {decision}}}\n" if decision else ""
    return BEFORE + row + ADVICE.replace("MORE", more)


def on(day: str, proposal: str = "V1", outcome: str = "as_proposed", body: str = "college") -> str:
    return f"proposal: {proposal}, body: {body}, outcome: {outcome}, decided_on: {day}"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The sentences are compared as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("decision", "more", "sentence"),
    [
        (on("2023-02-20"), ASKED, "the agreed term runs"),
        (on("2023-02-20", outcome='""'), ASKED, "the agreed term runs"),
        (on("2023-03-20"), "withdrawn: true, requested_on: 2023-02-01", "asked and withdrawn"),
        ("proposal: V1, body: college, outcome: amended", 'note: ""', "has not been asked"),
        (on("2023-02-20", "V2", body="kring"), ASKED, "reasoned objection still stands"),
    ],
)
def test_people_bring_in_no_decision_before_its_advice_or_over_an_objection(
    cast: Any, decision: str, more: str, sentence: str
) -> None:
    actor = cast.administrator.actor
    (problem,) = refused(file(decision, more), actor=actor)
    assert "decisions.decisions B1" in problem
    assert sentence in problem
    assert not Decision.objects.exists()
    stored(file(decision, more))
    stored(file(decision, more), actor=actor)


@pytest.mark.parametrize(
    "decision",
    [
        on("2023-03-02"),
        on("2023-02-20", outcome="postponed"),
        on("2023-02-20", "V3"),
        "body: college, outcome: as_proposed",
        "proposal: V1, body: college",
    ],
)
def test_other_decisions_are_brought_in(cast: Any, decision: str) -> None:
    stored(file(decision), actor=cast.administrator.actor)


TO_COME = "body: college, outcome: noted, decided_on: 2099-05-01"


def test_nothing_was_decided_on_a_day_that_has_yet_to_come(cast: Any) -> None:
    actor = cast.administrator.actor
    (problem,) = refused(file(TO_COME), actor=actor)
    assert "decisions.decisions B1" in problem
    assert "has yet to come" in problem
    stored(file(TO_COME.replace("noted", '""')), actor=actor)
    (problem,) = refused(file(TO_COME), actor=actor)
    assert "has yet to come" in problem
    stored(file(TO_COME))
    stored(file(TO_COME), actor=actor)


def test_what_was_asked_and_what_stands_is_not_removed_by_a_file(cast: Any) -> None:
    stored(file())
    actor = cast.administrator.actor
    (problem,) = refused(BEFORE, actor=actor, prune=True)
    assert "is not deleted" in problem
    without = file().replace(", objections: [{reason: Te krap}]", "")
    (problem,) = refused(without, actor=actor, prune=True)
    assert "still stands" in problem
    assert bring(BEFORE, prune=True).ok


COURSE = """  procedures:
    - code: PR
      title: Reorganisatie
      steps:
        - {code: "1", title: Voornemen, kind: intention, proposal: V3STEP1}
        - {code: "2", title: Vraag, kind: advice, advice: AD2}
        - {code: "3", title: Slotbesluit, kind: decision, proposal: V3STEP3}
"""
LOOSE = "    - {code: AD2, body: or, title: Los advies, MORE}\n"
GIVEN = f"{ASKED}, consultation_on: 2023-02-10, given_on: 2023-02-20, outcome: positive"
DONE = ", done: true, done_on: 2023-02-20"


def course(decision: str = "", *, first: str = "", loose: str = ASKED, last: str = "") -> str:
    steps = COURSE.replace("STEP1", first).replace("STEP3", last)
    return file(decision) + LOOSE.replace("MORE", loose) + steps


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "“Los advies” has not been given"),
        ({"loose": GIVEN}, "First comes the step “Voornemen”"),
        ({"loose": GIVEN, "first": DONE}, "First comes the step “Vraag”"),
    ],
)
def test_people_bring_in_no_decision_before_its_turn(cast: Any, given: Any, sentence: str) -> None:
    actor = cast.administrator.actor
    text = course(on("2023-02-25", "V3"), **given)
    (problem,) = refused(text, actor=actor)
    assert problem.startswith(f"{text[: text.index('code: B1')].count(chr(10)) + 1}: ")
    assert "decisions.decisions B1" in problem
    assert "procedure “Reorganisatie”" in problem
    assert sentence in problem
    stored(text)
    stored(text, actor=actor)


def test_a_decision_in_its_turn_is_brought_in(cast: Any) -> None:
    actor = cast.administrator.actor
    text = course(on("2023-02-25", "V3"), first=DONE, loose=GIVEN, last=DONE)
    stored(text.replace("advice: AD2}", f"advice: AD2{DONE}}}"), actor=actor)


def test_a_decision_that_adopts_nothing_has_no_turn(cast: Any) -> None:
    stored(course(on("2023-02-25", "V3", "rejected")), actor=cast.administrator.actor)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"last": DONE}, "First comes the step “Vraag”"),
        ({"last": f"{DONE}, waits: false"}, "No decision has been taken yet on “Vrij”"),
        ({"last": f"{DONE}, waits: false, decision: B1", "early": True}, "not surely given before"),
        ({"last": f"{DONE}, waits: false, decision: B2"}, "No decision has been taken yet on"),
    ],
)
def test_people_do_no_step_out_of_order_by_file(cast: Any, given: Any, sentence: str) -> None:
    actor = cast.administrator.actor
    day = "2023-02-02" if given.pop("early", False) else "2023-02-25"
    text = course(f"body: college, outcome: noted, decided_on: {day}", loose=GIVEN, **given)
    if "B1" in text.split("procedures:")[1]:
        text = text.replace("outcome: noted", "outcome: as_proposed")
        text = text.replace(", proposal: V3", "")
    undecided = "    - {code: B2, title: Nog niet, body: college, outcome: postponed}\n"
    text = text.replace("  advices:", f"{undecided}  advices:")
    (problem,) = refused(text, actor=actor)
    assert "decisions.procedures PR" in problem
    assert "Slotbesluit" in problem
    assert sentence in problem
    stored(text)
    stored(text, actor=actor)
