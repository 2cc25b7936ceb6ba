"""What the pages of procedures show of steps: how each stands, and what one can do."""

from __future__ import annotations

from dataclasses import dataclass

from koersvast.core.actors import Actor
from koersvast.decisions.advice_policy import does_step
from koersvast.decisions.advice_sentences import sentence_of_block
from koersvast.decisions.models import Advice, Decision, Proposal, Step
from koersvast.decisions.rules.procedures import READY, Standing, State
from koersvast.decisions.selectors.procedures import Course

ABOUT_A_PROPOSAL = (Step.Kind.INTENTION, Step.Kind.ADVICE, Step.Kind.DECISION)


@dataclass(frozen=True)
class StepLine:
    """A step as it is shown. `may_do`: the actor does it."""

    step: Step
    standing: Standing
    proposal: Proposal | None
    advice: Advice | None
    decision: Decision | None
    may_do: bool

    @property
    def look(self) -> str:
        """The name of its state in the style sheet: late outweighs the others."""
        return "late" if self.standing.late_since else str(self.standing.state)

    @property
    def waits_for(self) -> str:
        """What blocks it, in a sentence."""
        return sentence_of_block(self.standing.block)

    @property
    def waits_its_turn(self) -> bool:
        """True when nothing but the order of the steps blocks it."""
        return self.standing.state is State.WAITING

    @property
    def may_complete(self) -> bool:
        """True when it can be ticked."""
        return self.may_do and self.standing.state in READY

    @property
    def may_reopen(self) -> bool:
        """True when it was ticked."""
        return self.may_do and self.step.done

    @property
    def may_ask(self) -> bool:
        """True when advice can be asked in it."""
        asked = self.advice is not None and not self.advice.withdrawn
        is_advice = self.step.kind == Step.Kind.ADVICE and not self.step.done
        return self.may_do and is_advice and not asked and not self.waits_its_turn

    @property
    def may_link(self) -> bool:
        """True when one can say which proposal it is about."""
        open_ = not self.step.done and self.advice is None
        return self.may_do and open_ and self.step.kind in ABOUT_A_PROPOSAL


def lines_of(actor: Actor, course: Course) -> list[StepLine]:
    """Return the steps of a procedure as the actor sees them."""
    links = course.links
    return [
        StepLine(
            step,
            standing,
            links.proposal_of(step),
            links.advice_of(step),
            links.decision_of(step),
            does_step(actor, step),
        )
        for step, standing in zip(course.steps, course.standing, strict=True)
    ]


def held_up(course: Course) -> list[tuple[Step, Standing, str]]:
    """Return what is blocked, or late while it waits, each with the reason in a sentence."""
    return [(step, each, sentence_of_block(each.block)) for step, each in course.held_up]
