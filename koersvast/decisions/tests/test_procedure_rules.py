"""What is done, free, late or blocked in a procedure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from koersvast.core.periods import Period, parse_period
from koersvast.decisions.rules import procedures
from koersvast.decisions.rules.procedures import Block, Hitch, State, StepFacts
from koersvast.decisions.rules.requests import Decided, Request, Why

ON = date(2023, 3, 1)
DONE = StepFacts(1, "Eerst", done=True)
OPEN = StepFacts(2, "Daarna")
ASKED = Request(
    title="Advies", requested_on=parse_period("2023-02-01"), agreed_term=date(2023, 3, 15)
)
GIVEN = replace(ASKED, given_on=parse_period("2023-02-20"))
TAKEN = Decided("Plan", True, parse_period("2023-02-25"))
DEVIATES = replace(TAKEN, requests=(replace(GIVEN, followed=False),))


def block(*steps: StepFacts, on: date = ON) -> Block | None:
    """Return what blocks the last step."""
    return procedures.block_of(steps, len(steps) - 1, on)


def why(found: Block | None) -> Why | None:
    """Return the rule that blocks."""
    assert found is not None
    assert found.hitch is Hitch.COUNCIL
    return found.refusal.why if found.refusal else None


def test_a_step_waits_for_the_step_before_it() -> None:
    assert block(OPEN, replace(OPEN, title="Later")) == Block(Hitch.BEFORE, "Daarna")
    assert block(DONE, OPEN) is None
    assert block(OPEN) is None


def test_a_step_that_does_not_wait_can_be_done_before_the_one_above_it() -> None:
    assert block(OPEN, replace(OPEN, waits=False)) is None


def test_a_step_waits_for_the_one_above_it_and_for_no_other() -> None:
    assert block(OPEN, DONE, OPEN) is None


def test_an_intended_decision_needs_its_proposal() -> None:
    step = StepFacts(kind="intention")
    assert block(step) == Block(Hitch.NO_PROPOSAL)
    assert block(replace(step, has_proposal=True)) is None


def test_a_step_of_advice_is_not_done_before_the_advice_is_given_or_its_term_has_passed() -> None:
    step = StepFacts(kind="advice")
    assert block(step) == Block(Hitch.NO_ADVICE)
    assert why(block(replace(step, request=replace(ASKED, requested_on=None)))) is Why.NOT_ASKED
    running = replace(step, request=ASKED)
    assert why(block(running)) is Why.TERM_RUNS
    assert why(block(running, on=date(2023, 3, 15))) is Why.TERM_RUNS
    assert block(running, on=date(2023, 3, 16)) is None
    assert block(replace(step, request=GIVEN)) is None
    assert block(replace(step, request=replace(ASKED, withdrawn=True))) is None


def test_advice_that_hangs_on_another_kind_of_step_blocks_it_too() -> None:
    assert why(block(StepFacts(request=ASKED))) is Why.TERM_RUNS


def test_a_step_of_decision_is_not_done_before_the_decision_is_taken() -> None:
    step = StepFacts(kind="decision")
    assert block(step) == Block(Hitch.NO_DECISION)
    assert why(block(replace(step, decided=Decided("Plan")))) is Why.NOT_DECIDED
    assert block(replace(step, decided=TAKEN)) is None


@pytest.mark.parametrize("kind", ["placement", "start"])
def test_nothing_is_carried_out_before_the_decisions_above_it_may_be(kind: str) -> None:
    decision = StepFacts(kind="decision", title="Besluit", done=True)
    last = StepFacts(kind=kind)
    undone = replace(decision, done=False)
    assert block(undone, replace(last, waits=False)) == Block(Hitch.UNDECIDED, "Besluit")
    assert block(decision, last) is None
    assert why(block(replace(decision, decided=DEVIATES), last)) is Why.NOT_TOLD
    told = replace(decision, decided=replace(DEVIATES, notified_on=date(2023, 2, 26)))
    assert why(block(told, last, on=date(2023, 3, 25))) is Why.WAITS
    assert block(told, last, on=date(2023, 3, 26)) is None
    assert block(replace(decision, decided=TAKEN), last) is None
    assert block(DONE, last) is None


def test_what_advice_was_asked_on_is_decided_before_it_is_carried_out() -> None:
    advice = StepFacts(kind="advice", request=GIVEN, done=True)
    last = StepFacts(kind="placement")
    assert why(block(replace(advice, decided=Decided("Plan")), last)) is Why.NOT_DECIDED
    followed = replace(GIVEN, followed=True)
    assert block(replace(advice, request=followed, decided=TAKEN), last) is None
    assert why(block(advice, last)) is Why.NOT_DECIDED
    withdrawn = replace(advice, request=replace(GIVEN, withdrawn=True), decided=Decided("Plan"))
    assert block(withdrawn, last) is None


def test_advice_on_no_proposal_makes_the_next_decision_wait() -> None:
    against = replace(GIVEN, followed=False)
    advice = StepFacts(kind="advice", request=against, done=True)
    decision = StepFacts(kind="decision", decided=TAKEN, done=True)
    last = StepFacts(kind="placement")
    assert why(block(advice, decision, last)) is Why.NOT_TOLD
    told = replace(decision, decided=replace(TAKEN, notified_on=date(2023, 2, 26)))
    assert why(block(advice, told, last, on=date(2023, 3, 25))) is Why.WAITS
    assert block(advice, told, last, on=date(2023, 3, 26)) is None
    assert block(advice, told, decision, last, on=date(2023, 3, 26)) is None
    assert why(block(replace(advice, decided=TAKEN), last)) is Why.NOT_TOLD


@pytest.mark.parametrize(
    ("due", "done", "since"),
    [
        ("februari 2023", False, date(2023, 2, 28)),
        ("februari 2023", True, None),
        ("maart 2023", False, None),
        ("2023-03-01", False, None),
        ("ooit", False, None),
        (None, False, None),
    ],
)
def test_a_step_is_late_when_the_last_day_of_its_date_has_passed(
    due: str | None, done: bool, since: date | None
) -> None:
    step = StepFacts(due=parse_period(due) if due else None, done=done)
    assert procedures.late_since(step, ON) == since


def test_every_step_has_a_state() -> None:
    late = StepFacts(3, due=parse_period("januari 2023"), waits=False)
    found = procedures.standing_of([DONE, OPEN, OPEN, late], ON)
    assert [each.state for each in found] == [State.DONE, State.NOW, State.WAITING, State.LATE]
    assert found[3].late_since == date(2023, 1, 31)
    assert [each.is_stuck for each in found] == [False, False, False, True]


def test_a_step_can_be_blocked_and_late_at_once() -> None:
    step = StepFacts(kind="advice", due=parse_period("januari 2023"))
    (found,) = procedures.standing_of([step], ON)
    assert (found.state, found.late_since) == (State.BLOCKED, date(2023, 1, 31))


def test_what_can_be_done_comes_first_and_what_waits_for_its_turn_is_not_held_up() -> None:
    now, waiting = StepFacts(1, waits=False), StepFacts(2)
    late = StepFacts(3, due=parse_period("januari 2023"), waits=False)
    waiting_late = StepFacts(4, due=parse_period("februari 2023"))
    blocked = StepFacts(5, kind="advice", waits=False)
    found = procedures.standing_of([DONE, now, waiting, late, waiting_late, blocked], ON)
    assert [each.step.key for each in procedures.to_do(found)] == [3, 1]
    assert [each.step.key for each in procedures.held_up(found)] == [4, 5]
    assert procedures.held_up(procedures.standing_of([DONE, OPEN, OPEN], ON)) == []


@pytest.mark.parametrize(
    ("step", "alarming"),
    [
        (OPEN, False),
        (StepFacts(kind="advice"), True),
        (StepFacts(kind="intention"), True),
        (replace(OPEN, due=parse_period("januari 2023")), True),
    ],
)
def test_waiting_for_its_turn_is_no_alarm(step: StepFacts, alarming: bool) -> None:
    standing = procedures.standing_of([step, OPEN], ON)
    assert procedures.is_stuck(standing) is alarming


@pytest.mark.parametrize(
    ("dues", "expected"),
    [
        ([], "today"),
        (["2023-07-01"], "today"),
        (["2021-06-01", "ooit", None], "reference"),
        (["2022-02-28"], "reference"),
        (["2022-03-01"], "today"),
        (["ooit"], "today"),
    ],
)
def test_an_old_procedure_is_read_from_the_reference_date_of_its_plan(
    dues: list[str | None], expected: str
) -> None:
    reference = date(2021, 1, 1)
    periods: list[Period | None] = [parse_period(due) if due else None for due in dues]
    found = procedures.read_from(reference, ON, periods)
    assert found == (ON if expected == "today" else reference)


def test_a_proposal_is_about_the_steps_up_to_the_decision_on_it() -> None:
    kinds = ["decision", "intention", "advice", "intention", "advice", "decision", "placement"]
    assert procedures.subject_of(kinds, 1) == range(1, 3)
    assert procedures.subject_of(kinds, 3) == range(3, 6)
    assert procedures.subject_of(kinds, 6) == range(6, 7)
    assert procedures.subject_of(["intention", "advice"], 0) == range(2)


KINDS = ("decision", "intention", "advice", "intention", "advice", "decision", "placement")


@pytest.mark.parametrize(
    ("own", "about"),
    [
        ("?-?????", set()),
        ("?+?????", {1, 2}),
        ("???+???", {3, 4, 5}),
        ("?????+?", {3, 4, 5}),
        ("????+??", {3, 4, 5}),
        ("?+?-?+?", {1, 2, 4, 5}),
        ("+??????", {0}),
        ("??????+", set()),
    ],
)
def test_steps_without_a_proposal_are_about_that_of_the_steps_they_stand_with(
    own: str, about: set[int]
) -> None:
    told = [{"+": True, "-": False, "?": None}[each] for each in own]
    assert procedures.places_about(KINDS, told) == about


def test_what_a_procedure_asks_advice_on_is_not_adopted_before_the_answer() -> None:
    steps = [
        StepFacts(title="Intention", kind="intention", done=True),
        StepFacts(title="Advice", kind="advice", done=True),
        StepFacts(title="Decision", kind="decision"),
        StepFacts(title="Later", kind="advice"),
    ]
    about = {0, 1, 2, 3}
    found = procedures.block_of_adopting(steps, about, ON)
    assert found == (1, procedures.Block(procedures.Hitch.NO_ADVICE))
    steps[1] = replace(steps[1], request=GIVEN)
    assert procedures.block_of_adopting(steps, about, ON) is None
    steps[1] = replace(steps[1], done=False)
    found = procedures.block_of_adopting(steps, about, ON)
    assert found == (2, procedures.Block(procedures.Hitch.BEFORE, "Advice"))
    steps[0] = replace(steps[0], done=False)
    found = procedures.block_of_adopting(steps, about, ON)
    assert found == (1, procedures.Block(procedures.Hitch.BEFORE, "Intention"))
    steps[1], steps[2] = replace(steps[1], waits=False), replace(steps[2], waits=False)
    assert procedures.block_of_adopting(steps, about, ON) is None
    assert procedures.block_of_adopting(steps, {0}, ON) is None


def test_advice_with_no_decision_step_after_it_is_answered_and_has_a_decision() -> None:
    last = StepFacts(kind="start", waits=False)

    def started(**changes: Any) -> Block | None:
        return block(StepFacts(kind="advice", request=replace(GIVEN, **changes)), last)

    assert why(started(given_on=None, agreed_term=None)) is Why.NO_TERM
    assert why(started(given_on=None, agreed_term=date(2030, 1, 1))) is Why.TERM_RUNS
    assert why(started()) is Why.NOT_DECIDED
    assert why(started(kind="consent", outcome="positive")) is Why.NOT_DECIDED
    assert why(started(kind="consent", outcome="negative")) is Why.CONSENT_REFUSED
    assert why(started(withdrawn=True)) is Why.ASKED_ANEW
    assert started(withdrawn=True, kind="other") is None
    assert started(kind="other") is None
    told = StepFacts(kind="decision", done=True)
    assert block(StepFacts(kind="advice", request=GIVEN), told, last) is None


def test_a_decision_before_what_was_asked_on_it_does_not_end_its_step() -> None:
    early = Decided("Plan", True, parse_period("2023-02-10"))
    decision = StepFacts(kind="decision", decided=early, waits=False)
    asked = StepFacts(kind="step", request=GIVEN)
    assert why(block(asked, decision)) is Why.GIVEN_LATER
    assert procedures.refusal_of_decision([replace(decision, request=GIVEN)], 0) is not None
    with_asked = replace(decision, decided=replace(early, requests=(GIVEN,)))
    assert why(block(StepFacts(), with_asked)) is Why.GIVEN_LATER
    for fine in (
        replace(early, decided_on=parse_period("2023-03-10")),
        replace(early, decided_on=None),
        replace(early, outcome="noted"),
    ):
        assert block(asked, replace(decision, decided=fine)) is None
    before = StepFacts(kind="decision", decided=early, done=True)
    assert block(asked, before, StepFacts(kind="intention", has_proposal=True), decision) is None


def test_what_was_withdrawn_in_a_procedure_is_asked_anew_before_the_proposal_is_adopted() -> None:
    withdrawn = StepFacts(kind="advice", request=replace(GIVEN, withdrawn=True), done=True)
    steps = [withdrawn, StepFacts(kind="decision")]
    found = procedures.block_of_adopting(steps, {1}, ON)
    assert found is not None
    assert (found[0], why(found[1])) == (0, Why.ASKED_ANEW)
    assert procedures.block_of_adopting(steps, {1}, ON, [GIVEN]) is None
    other = replace(GIVEN, kind="other", given_on=None, requested_on=None)
    steps = [StepFacts(kind="step", request=other, done=True), StepFacts(kind="decision")]
    found = procedures.block_of_adopting(steps, {1}, ON)
    assert found is not None
    assert why(found[1]) is Why.NOT_ASKED
