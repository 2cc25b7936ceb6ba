"""Where a procedure stands: which step is done, can be done now, is late, and what blocks it.

Pure: steps and dates in, an answer out. Steps come in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from koersvast.core.periods import Period
from koersvast.decisions.rules.execution import refusal_to_execute
from koersvast.decisions.rules.requests import OF_THE_ACT, Decided, Refusal, Request, Why
from koersvast.decisions.rules.works_council import binding, refusal_to_adopt, refusal_to_decide

STEP, INTENTION, DECISION, ADVICE = "step", "intention", "decision", "advice"
CARRIED_OUT = ("placement", "start")
"""Kinds of step in which a decision is carried out."""
A_YEAR = timedelta(days=365)


class Hitch(StrEnum):
    """What keeps a step from being done."""

    BEFORE = "before"
    NO_PROPOSAL = "no_proposal"
    NO_ADVICE = "no_advice"
    NO_DECISION = "no_decision"
    UNDECIDED = "undecided"
    COUNCIL = "council"


class State(StrEnum):
    """How a step stands. It waits for its turn, or is blocked when its turn has come."""

    DONE = "done"
    NOW = "now"
    LATE = "late"
    WAITING = "waiting"
    BLOCKED = "blocked"


READY = (State.NOW, State.LATE)
"""How a step stands that can be done."""


@dataclass(frozen=True)
class StepFacts:
    """A step. `decided` is what became of its proposal, `request` the advice asked in it."""

    key: int = 0
    title: str = ""
    kind: str = STEP
    due: Period | None = None
    done: bool = False
    waits: bool = True
    has_proposal: bool = False
    request: Request | None = None
    decided: Decided | None = None


@dataclass(frozen=True)
class Block:
    """What blocks a step: the step before it, something that is not there, or a rule."""

    hitch: Hitch
    about: str = ""
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Standing:
    """How a step stands on a day; `late_since` is the last day on which it was in time."""

    step: StepFacts
    state: State
    block: Block | None = None
    late_since: date | None = None

    @property
    def is_stuck(self) -> bool:
        """True when it is late, or blocked by more than the order of the steps."""
        return self.late_since is not None or self.state is State.BLOCKED


def block_of(steps: Sequence[StepFacts], place: int, on: date) -> Block | None:
    """Return what blocks the step at `place` on a day; None when it can be done."""
    step = steps[place]
    before = steps[place - 1] if place else None
    if step.waits and before is not None and not before.done:
        return Block(Hitch.BEFORE, before.title)
    if step.kind == INTENTION and not step.has_proposal:
        return Block(Hitch.NO_PROPOSAL)
    if step.request is not None or step.kind == ADVICE:
        return _waits_for_advice(step.request, on)
    if step.kind == DECISION:
        return _waits_for_decision(steps, place)
    if step.kind in CARRIED_OUT:
        return _waits_for_execution(steps[:place], on)
    return None


def _waits_for_advice(request: Request | None, on: date) -> Block | None:
    """Return why a step of advice is not done: the same that keeps the decision from being taken.

    That advice was given may be known as a period only; by now that is behind us.
    """
    if request is None:
        return Block(Hitch.NO_ADVICE)
    refusal = refusal_to_decide([request], Period.day(on))
    return Block(Hitch.COUNCIL, refusal.about, refusal) if refusal else None


def _waits_for_decision(steps: Sequence[StepFacts], place: int) -> Block | None:
    decided = steps[place].decided
    if decided is None:
        return Block(Hitch.NO_DECISION)
    refusal = Refusal(Why.NOT_DECIDED, decided.title) if not decided.taken else None
    refusal = refusal or refusal_of_decision(steps, place)
    return Block(Hitch.COUNCIL, refusal.about, refusal) if refusal else None


def refusal_of_decision(steps: Sequence[StepFacts], place: int) -> Refusal | None:
    """Return why what was decided in the step at `place` came too early; None when it did not.

    That is before what was asked on it, on its proposal or in a step above it on no proposal, was
    answered. What was not adopted, or on a day that is not told, is not asked this.
    """
    decided = steps[place].decided
    if decided is None or decided.decided_on is None or not decided.adopted:
        return None
    asked = [request for each in loose_before(steps, place) if (request := steps[each].request)]
    return refusal_to_adopt(_with_requests(decided, asked).requests, decided.decided_on)


def loose_before(steps: Sequence[StepFacts], place: int) -> list[int]:
    """Return the steps with advice on no proposal, since the decision step before `place`.

    Such advice is on what is decided in the first decision step after it, or in that step.
    """
    found: list[int] = []
    for number, step in enumerate(steps[: place + 1]):
        if number and steps[number - 1].kind == DECISION:
            found = []
        if step.request is not None and (step.decided is None or number == place):
            found.append(number)
    return found


def _waits_for_execution(before: Iterable[StepFacts], on: date) -> Block | None:
    """Return which decision of the steps before may not be carried out yet.

    That is each decision step, and each intended decision on which advice was asked. A decision
    step that is done while no decision is recorded tells what a source tells, and blocks nothing.
    Advice on no proposal is on the decision of the first decision step after it. Is there none, it
    must be answered; and what the act asks advice on has a decision.
    """
    loose: list[Request] = []
    for step in before:
        own = [step.request] if step.request is not None else []
        asked = bool(binding(own))
        if step.decided is None:
            loose += own
        if step.kind != DECISION and not (asked and step.decided is not None):
            continue
        if step.decided is None:
            if step.done:
                loose = []
                continue
            return Block(Hitch.UNDECIDED, step.title)
        there = [*loose, *own] if step.kind == DECISION else own
        if refusal := refusal_to_execute(_with_requests(step.decided, there), on):
            return Block(Hitch.COUNCIL, refusal.about, refusal)
        if step.kind == DECISION:
            loose = []
    return _waits_for_loose(loose, on)


def _waits_for_loose(loose: Sequence[Request], on: date) -> Block | None:
    """Return why nothing is carried out yet after advice on no proposal, with no decision step."""
    if refusal := refusal_to_adopt(loose, Period.day(on)):
        return Block(Hitch.COUNCIL, refusal.about, refusal)
    of_the_act = [each for each in binding(loose) if each.kind in OF_THE_ACT]
    if of_the_act:
        refusal = Refusal(Why.NOT_DECIDED, of_the_act[0].title)
        return Block(Hitch.COUNCIL, refusal.about, refusal)
    return None


def _with_requests(decided: Decided, others: Iterable[Request]) -> Decided:
    """Return a decision with what the steps before it asked, each request once."""
    known = decided.requests
    return replace(decided, requests=(*known, *(each for each in others if each not in known)))


def late_since(step: StepFacts, on: date) -> date | None:
    """Return the last day on which a step was in time, when that lies before `on`."""
    if step.done or step.due is None or step.due.last is None or step.due.last >= on:
        return None
    return step.due.last


def standing_of(steps: Sequence[StepFacts], on: date) -> list[Standing]:
    """Return how each step stands on a day."""
    found = []
    for place, step in enumerate(steps):
        if step.done:
            found.append(Standing(step, State.DONE))
            continue
        block, late = block_of(steps, place, on), late_since(step, on)
        found.append(Standing(step, _state_of(block, late), block, late))
    return found


def _state_of(block: Block | None, late: date | None) -> State:
    if block is None:
        return State.LATE if late else State.NOW
    return State.WAITING if block.hitch is Hitch.BEFORE else State.BLOCKED


def to_do(standing: Iterable[Standing]) -> list[Standing]:
    """Return the steps that can be done now, the longest late first."""
    return _late_first(each for each in standing if each.state in READY)


def held_up(standing: Iterable[Standing]) -> list[Standing]:
    """Return what is blocked, or late while it waits for its turn; the longest late first."""
    return _late_first(each for each in standing if each.is_stuck and each.state not in READY)


def _late_first(standing: Iterable[Standing]) -> list[Standing]:
    return sorted(standing, key=lambda each: each.late_since or date.max)


def is_stuck(standing: Iterable[Standing]) -> bool:
    """Tell whether a procedure needs somebody: a step is late, or waits for more than its turn."""
    return any(each.is_stuck for each in standing)


def read_from(reference: date, today: date, dues: Iterable[Period | None]) -> date:
    """Return the day from which a procedure is read: today, for an old one that of its plan.

    Old is a procedure whose last date lies more than a year back. Read from the reference date of
    its plan, it does not drown in overdue dates.
    """
    ends = [due.last for due in dues if due is not None and due.last is not None]
    return reference if ends and max(ends) + A_YEAR < today else today


def subject_of(kinds: Sequence[str], place: int) -> range:
    """Return the places of the steps that are about the proposal brought at `place`.

    Those are the steps from there up to and including the decision on it, or up to the next
    intended decision.
    """
    end = place + 1
    while end < len(kinds) and kinds[end] != INTENTION:
        end += 1
        if kinds[end - 1] == DECISION:
            break
    return range(place, end)


def places_about(kinds: Sequence[str], own: Sequence[bool | None]) -> set[int]:
    """Return the places of the steps that are about a proposal.

    `own` tells of each step whether it names that proposal itself; None: it names no proposal. Such
    a step is about that of the steps that it stands with: from an intended decision to a decision.
    """
    bearing = (INTENTION, ADVICE, DECISION)
    found = {place for place, names in enumerate(own) if names and kinds[place] in bearing}
    for group in _groups(kinds):
        if found & {*group}:
            found |= {each for each in group if own[each] is None and kinds[each] in bearing}
    return found


def _groups(kinds: Sequence[str]) -> list[range]:
    """Return the steps in groups: each begins with an intended decision or ends with a decision."""
    starts = {0, *(place for place, kind in enumerate(kinds) if kind == INTENTION)}
    starts |= {place + 1 for place, kind in enumerate(kinds) if kind == DECISION}
    order = [*sorted(start for start in starts if start < len(kinds)), len(kinds)]
    return [range(first, last) for first, last in pairwise(order)]


def block_of_adopting(
    steps: Sequence[StepFacts], about: set[int], on: date, asked: Sequence[Request] = ()
) -> tuple[int, Block] | None:
    """Return what keeps the proposal of the steps at `about` from being adopted, and at which step.

    Each step with advice up to the decision on it must be answered, also when it was ticked without
    advice; what was withdrawn there was asked anew, there or in `asked` (what is asked on the
    proposal). The decision comes in its turn: what it waits for is done, and what that waits for.
    """
    last = max((place for place in about if steps[place].kind == DECISION), default=max(about))
    bearing = sorted(each for each in about | {*loose_before(steps, last)} if each <= last)
    for place in bearing:
        request = steps[place].request
        waits = steps[place].kind == ADVICE or request is not None
        if waits and (block := _waits_for_advice(request, on)):
            return place, block
        if request is not None and request.withdrawn:
            others = [each for one in bearing if (each := steps[one].request)]
            if refusal := refusal_to_adopt([*others, *asked], Period.day(on)):
                return place, Block(Hitch.COUNCIL, refusal.about, refusal)
    found = None
    while last > 0 and steps[last].waits:
        last -= 1
        if not steps[last].done:
            found = last + 1, Block(Hitch.BEFORE, steps[last].title)
    return found
