"""What the page of advice shows: its dates in order, what is missing, what it still blocks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.display import display
from koersvast.core.periods import Period
from koersvast.core.registries import Label
from koersvast.decisions.advice_sentences import MISSING, sentence_of
from koersvast.decisions.models import Advice, Decision
from koersvast.decisions.rules.execution import Execution, execution_of
from koersvast.decisions.rules.requests import ADVICE, CONSENT, OF_THE_ACT, Decided
from koersvast.decisions.rules.works_council import binding, missing_in, refusal_to_adopt
from koersvast.decisions.selectors.advice import decided_of, decided_on, request_of, taken_of
from koersvast.decisions.selectors.loose_advice import decision_after


@dataclass(frozen=True)
class AdviceFacts:
    """What follows from advice and from what was decided, on a day."""

    decision: Decision | None
    decided: Decided
    execution: Execution
    missing: list[Label]
    holds: bool
    refusal: str

    @property
    def may_decide(self) -> bool:
        """True when a decision can be taken on that day."""
        return not self.refusal and not self.decided.taken

    @property
    def execution_refusal(self) -> str:
        """Why it may not be carried out; empty when there is a first day for that."""
        return sentence_of(self.execution.refusal)

    @property
    def starts(self) -> date | None:
        """The first day on which it may be carried out."""
        starts = self.execution.starts
        return None if starts == date.min else starts


def facts_of(actor: Actor, advice: Advice, today: date) -> AdviceFacts:
    """Return what follows from advice on a day, as far as the actor sees it."""
    own = request_of(advice)
    key = advice.proposal_id
    decision = taken_of(actor, key) if key else decision_after(actor, advice)
    if key:
        decided = decided_of(actor, [key])[key]
    else:
        decided = decided_on(advice.title, [decision] if decision else [], [advice])
    refusal = refusal_to_adopt(decided.requests, Period.day(today))
    return AdviceFacts(
        decision=decision,
        decided=decided,
        execution=execution_of(decided),
        missing=[MISSING[why] for why in missing_in(own)],
        holds=bool(binding([own])),
        refusal=sentence_of(refusal),
    )


@dataclass(frozen=True)
class Moment:
    """A moment in the course of advice. `done` None: nothing has to happen here.

    `first`: of those that have to happen it is the first.
    """

    label: str
    when: str = ""
    done: bool | None = False
    text: str = ""
    first: bool = False

    @property
    def look(self) -> str:
        """The name of its state in the style sheet."""
        if self.done:
            return "done"
        return "now" if self.first else "waiting"


def course_of(advice: Advice, facts: AdviceFacts) -> list[Moment]:
    """Return the moments of advice in order, with a mark on the first that has to happen."""
    moments = _moments(advice, facts)
    first = next((each for each in moments if each.done is False), None)
    return [replace(each, first=each is first) for each in moments]


def _moments(advice: Advice, facts: AdviceFacts) -> list[Moment]:
    of_the_act = advice.kind in OF_THE_ACT
    found = [_moment(_("asked"), advice.requested_on)]
    if of_the_act:
        found.append(_moment(_("consultation meeting"), advice.consultation_on))
    if advice.kind != CONSENT:
        found.append(_term(advice))
    outcome = advice.get_outcome_display() if advice.outcome else ""
    found.append(_moment(_("given"), advice.given_on, outcome))
    if advice.withdrawn:
        found.append(Moment(_("withdrawn"), display(advice.withdrawn_on), True))
        return found
    if advice.kind == CONSENT and advice.leave_on:
        found.append(_moment(_("leave of the court"), advice.leave_on))
    found.append(_decision(facts))
    if advice.kind == ADVICE:
        told = facts.decision.notified_on if facts.decision else None
        found += [_moment(_("told to the works council"), told), _execution(advice, facts)]
    return found


def _moment(label: str, when: Any, text: str = "") -> Moment:
    return Moment(label, display(when) if when else "", when is not None, text)


def _term(advice: Advice) -> Moment:
    label = _("agreed term, up to and including")
    if advice.agreed_term is None and advice.given_on is not None:
        return Moment(label, "", None, _("none recorded"))
    return _moment(label, advice.agreed_term)


def _decision(facts: AdviceFacts) -> Moment:
    label = _("decided")
    if facts.decided.taken:
        when = facts.decided.decided_on
        outcome = facts.decision.get_outcome_display() if facts.decision else ""
        return Moment(label, display(when), True, outcome)
    return Moment(label, "", False, facts.refusal or _("A decision can be taken now."))


def _execution(advice: Advice, facts: AdviceFacts) -> Moment:
    label = _("may be carried out from")
    if facts.execution.refusal is not None:
        return Moment(label, "", False, facts.execution_refusal if facts.decided.taken else "")
    if advice.followed:
        text = _("The decision follows the advice.")
    elif advice.waived_on:
        text = _("The council said that it need not wait.")
    else:
        text = _("A month after the council was told.")
    return Moment(label, display(facts.starts), True, text)


TEXTS = (
    "reasons",
    "consequences",
    "measures",
    "text",
    "followed",
    "not_asked_ground",
    "note",
    "source",
)


def texts_of(advice: Advice) -> list[tuple[Label, str]]:
    """Return what is written in advice: the name of the field and its text."""
    values: dict[Any, Any] = {
        field: getattr(advice, field.name) for field in Advice._meta.concrete_fields
    }
    shown = {field.name: (field.verbose_name, value) for field, value in values.items()}
    return [
        (shown[name][0], display(shown[name][1]))
        for name in TEXTS
        if shown[name][1] not in ("", None)
    ]
