"""Procedures as they will be after an import, as the rules look at them. No query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from django.utils import timezone

from koersvast.core.parts import Clash, Sides, Values
from koersvast.core.periods import Period
from koersvast.decisions.advice_sentences import in_step, not_its_turn
from koersvast.decisions.rules.procedures import (
    StepFacts,
    block_of,
    block_of_adopting,
    places_about,
)
from koersvast.decisions.rules.requests import Decided, Request, latest
from koersvast.decisions.selectors.advice import CONCLUDED

ADVICES, DECISIONS = "decisions.advices", "decisions.decisions"
PROCEDURES, PROPOSALS = "decisions.procedures", "decisions.proposals"
ASKED = tuple(each.name for each in fields(Request))
DONE = ("title", "kind", "done", "proposal", "advice", "decision")
"""What of a step that is done is news when it differs."""


class Written:
    """The decisions, the advice and the procedures that there will be."""

    def __init__(self, sides: Mapping[str, Sides]) -> None:
        self.advices = sides[ADVICES].after
        self.decisions = sides[DECISIONS].after
        self.procedures = sides[PROCEDURES].after
        self.proposals = sides[PROPOSALS].after
        self.asked: dict[str | None, list[Request]] = defaultdict(list)
        for row in self.advices.values():
            self.asked[row["proposal"]].append(request_of(row))

    def proposal_of(self, step: Values) -> str | None:
        """Return the code of the proposal of a step: its own, or of its advice or decision."""
        linked = (self.advices.get(step["advice"]), self.decisions.get(step["decision"]))
        codes = (step["proposal"], *(each["proposal"] for each in linked if each))
        return next((code for code in codes if code is not None), None)

    def facts_of(self, step: Values) -> StepFacts:
        """Return what the rules look at in a step."""
        advice, proposal = self.advices.get(step["advice"]), self.proposal_of(step)
        return StepFacts(
            title=step["title"],
            kind=step["kind"],
            due=step["due"],
            done=step["done"],
            waits=step["waits"],
            has_proposal=proposal is not None,
            request=request_of(advice) if advice else None,
            decided=self._decided(step, proposal),
        )

    def _decided(self, step: Values, proposal: str | None) -> Decided | None:
        """Return what was decided in a step: by its own decision, else on its proposal."""
        own = self.decisions.get(step["decision"])
        if own is None and proposal is None:
            return None
        found = [own] if own else [row for row in self.decisions.values() if _on(row, proposal)]
        last = max((row for row in found if _is_taken(row)), key=_when, default=None)
        asked = tuple(self.asked[proposal]) if proposal is not None else ()
        if last is None:
            about = own or self.proposals.get(str(proposal))
            return Decided(about["title"] if about else "", requests=asked)
        told = last["notified_on"]
        return Decided(last["title"], True, last["decided_on"], told, asked, last["outcome"])

    def not_its_turn(self, proposal: str, on: date) -> str:
        """Return why a proposal may not be adopted on a day by a procedure; "" when it may be."""
        for procedure in self.procedures.values():
            steps = procedure["steps"]
            named = [self.proposal_of(step) for step in steps]
            own = [None if code is None else code == proposal for code in named]
            about = places_about([step["kind"] for step in steps], own)
            facts = [self.facts_of(step) for step in steps]
            found = block_of_adopting(facts, about, on, self.asked[proposal]) if about else None
            if found is not None:
                place, block = found
                return not_its_turn(procedure["title"], in_step(steps[place]["title"], block))
        return ""


def request_of(row: Values) -> Request:
    """Return what the rules look at in a row of advice."""
    return Request(**{name: row[name] for name in ASKED})


def out_of_order(sides: Mapping[str, Sides]) -> Iterable[Clash]:
    """Return the procedures in which a step that is new or changed is done out of order."""
    written = Written(sides)
    for code, procedure in written.procedures.items():
        before = sides[PROCEDURES].before.get(code)
        stored = [_done(step) for step in before["steps"]] if before else []
        facts = [written.facts_of(step) for step in procedure["steps"]]
        for place, step in enumerate(procedure["steps"]):
            if not step["done"] or _done(step) in stored:
                continue
            on = step["done_on"] or Period.day(timezone.localdate())
            if block := block_of(facts, place, latest(on)):
                yield Clash(in_step(step["title"], block), ((PROCEDURES, code),))


def _done(step: Values) -> tuple[Any, ...]:
    return tuple(step[name] for name in DONE)


def _on(row: Values, proposal: str | None) -> bool:
    return proposal is not None and row["proposal"] == proposal


def _is_taken(row: Values) -> bool:
    if not row["outcome"]:
        return row["decided_on"] is not None
    return row["outcome"] in CONCLUDED


def _when(row: Values) -> date:
    period: Period | None = row["decided_on"]
    return (period.last if period else None) or date.min
