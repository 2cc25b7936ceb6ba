"""Procedures with their steps as the rules look at them, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from koersvast.core.actors import Actor
from koersvast.decisions.models import Advice, Decision, Procedure, Proposal, Step
from koersvast.decisions.rules.procedures import (
    A_YEAR,
    Standing,
    StepFacts,
    held_up,
    is_stuck,
    read_from,
    standing_of,
    to_do,
)
from koersvast.decisions.rules.requests import Decided
from koersvast.decisions.selectors.advice import decided_of, decided_on, request_of


@dataclass(frozen=True)
class Links:
    """What steps hang on, as far as somebody sees it; by key."""

    proposals: dict[int, Proposal]
    advices: dict[int, Advice]
    decisions: dict[int, Decision]
    decided: dict[int, Decided]

    def advice_of(self, step: Step) -> Advice | None:
        """Return the advice that is asked in a step."""
        return self.advices.get(step.advice_id or 0)

    def decision_of(self, step: Step) -> Decision | None:
        """Return the decision that was taken in a step."""
        return self.decisions.get(step.decision_id or 0)

    def proposal_of(self, step: Step) -> Proposal | None:
        """Return the proposal of a step, its own or that of its advice or decision."""
        advice, decision = self.advice_of(step), self.decision_of(step)
        keys = (step.proposal_id, *(each.proposal_id for each in (advice, decision) if each))
        return next((self.proposals[key] for key in keys if key in self.proposals), None)

    def facts_of(self, step: Step) -> StepFacts:
        """Return what the rules look at in a step."""
        advice = self.advice_of(step)
        return StepFacts(
            key=step.pk,
            title=step.title,
            kind=step.kind,
            due=step.due,
            done=step.done,
            waits=step.waits,
            has_proposal=self.proposal_of(step) is not None,
            request=request_of(advice) if advice else None,
            decided=self.decided_of(step),
        )

    def decided_of(self, step: Step) -> Decided | None:
        """Return what was decided in a step: by its own decision, else on its proposal."""
        decision, proposal = self.decision_of(step), self.proposal_of(step)
        on_proposal = self.decided.get(proposal.pk) if proposal else None
        if decision is None:
            return on_proposal
        own = decided_on(decision.title, [decision], [])
        if on_proposal is None:
            return own
        return replace(own, requests=on_proposal.requests)


@dataclass(frozen=True)
class Course:
    """A procedure with its steps, and how each stands on the day `seen_from`."""

    procedure: Procedure
    steps: list[Step]
    links: Links
    standing: list[Standing]
    seen_from: date

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done for step in self.steps)

    @property
    def to_do(self) -> list[tuple[Step, Standing]]:
        """The steps that can be done now, the longest late first."""
        return self._with_steps(to_do(self.standing))

    @property
    def held_up(self) -> list[tuple[Step, Standing]]:
        """The steps that are blocked, or late while they wait; the longest late first."""
        return self._with_steps(held_up(self.standing))

    def _with_steps(self, standing: Iterable[Standing]) -> list[tuple[Step, Standing]]:
        steps = {step.pk: step for step in self.steps}
        return [(steps[each.step.key], each) for each in standing]

    @property
    def is_stuck(self) -> bool:
        """True when a step is late, or waits for more than its turn."""
        return is_stuck(self.standing)

    @property
    def urgency(self) -> tuple[bool, bool, date]:
        """Sorts: late ones first, longest late first; then stuck ones; then the others."""
        late = min((each.late_since for each in self.standing if each.late_since), default=None)
        return (late is None, not self.is_stuck, late or date.max)


def links_of(actor: Actor, steps: Iterable[Step]) -> Links:
    """Return what steps hang on, as far as the actor sees it; six queries."""
    steps = list(steps)
    advices = _seen(actor, Advice, {step.advice_id for step in steps})
    decisions = _seen(actor, Decision, {step.decision_id for step in steps})
    keys = {step.proposal_id for step in steps}
    keys |= {each.proposal_id for each in (*advices.values(), *decisions.values())}
    proposals = _seen(actor, Proposal, keys)
    return Links(proposals, advices, decisions, decided_of(actor, proposals))


def _seen(actor: Actor, model: Any, keys: set[int | None]) -> dict[int, Any]:
    wanted = [key for key in keys if key is not None]
    found: dict[int, Any] = model._default_manager.visible_to(actor).in_bulk(wanted)
    return found


def courses(actor: Actor, procedures: Iterable[Procedure], today: date) -> list[Course]:
    """Return procedures as they stand, in the order given; seven queries."""
    procedures = list(procedures)
    rows: dict[int, list[Step]] = {procedure.pk: [] for procedure in procedures}
    found = Step.objects.visible_to(actor).filter(procedure__in=rows)
    for step in found.select_related("body", "role").order_by("position", "pk"):
        rows[step.procedure_id].append(step)
    links = links_of(actor, (step for steps in rows.values() for step in steps))
    return [_course(each, rows[each.pk], links, today) for each in procedures]


def _course(procedure: Procedure, steps: list[Step], links: Links, today: date) -> Course:
    dues = [step.due for step in steps]
    seen_from = read_from(procedure.plan.reference_date, today, dues)
    standing = standing_of([links.facts_of(step) for step in steps], seen_from)
    return Course(procedure, steps, links, standing, seen_from)


def steps_and_facts(actor: Actor, procedure: Procedure) -> tuple[list[Step], list[StepFacts]]:
    """Return the steps of a procedure, in order, with what the rules look at."""
    rows = procedure.steps.select_related("body", "role").order_by("position", "pk")
    steps: list[Step] = list(rows)
    links = links_of(actor, steps)
    return steps, [links.facts_of(step) for step in steps]


def procedures_about(proposal: int) -> list[int]:
    """Return the keys of the procedures with a step about a proposal, whoever looks."""
    through = ("proposal", "advice__proposal", "decision__proposal")
    links = [Q(**{name: proposal}) for name in through]
    steps: Any = Step.objects.filter(links[0] | links[1] | links[2])
    return sorted(set(steps.values_list("procedure_id", flat=True)))


def procedures_with(decision: Decision) -> list[Procedure]:
    """Return the procedures in which a decision, or its proposal, stands in a step."""
    links = Q(steps__decision=decision)
    if decision.proposal_id is not None:
        links |= Q(steps__proposal=decision.proposal_id)
    return list(Procedure.objects.filter(links).distinct().order_by("pk"))


def late_count(actor: Actor) -> int:
    """Return how many procedures have a late step; old ones are left out. One query."""
    today = timezone.localdate()
    dated = Step.objects.visible_to(actor).filter(due__lt=date.max)
    going_on = dated.filter(due__gte=today - A_YEAR)
    late = dated.filter(done=False, due__lt=today)
    rows: Any = Procedure.objects.visible_to(actor).filter(pk__in=late.values("procedure"))
    return int(rows.filter(pk__in=going_on.values("procedure")).count())
