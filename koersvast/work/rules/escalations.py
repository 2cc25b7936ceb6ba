"""How escalations stand: a dilemma between lines is raised, answered and closed (A 4.4)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

QUESTION = (
    "title",
    "raised_by",
    "raised_on",
    "interests",
    "tried_together",
    "question",
    "to_role",
    "to_body",
)
"""Fields that say what is asked, and of whom."""


class EscalationState(StrEnum):
    """How far an escalation is; what is late comes first."""

    LATE = "late"
    RAISED = "raised"
    ANSWERED = "answered"
    CLOSED = "closed"

    @property
    def label(self) -> str | Promise:
        """The word on screen."""
        return LABELS[self]

    @property
    def tone(self) -> str:
        """The name of the colour in the style sheet."""
        return TONES[self]


LABELS: dict[EscalationState, str | Promise] = {
    EscalationState.LATE: pgettext_lazy("escalation", "late"),
    EscalationState.RAISED: pgettext_lazy("escalation", "waits for an answer"),
    EscalationState.ANSWERED: pgettext_lazy("escalation", "answered"),
    EscalationState.CLOSED: pgettext_lazy("escalation", "closed"),
}
TONES = {
    EscalationState.LATE: "off",
    EscalationState.RAISED: "warn",
    EscalationState.ANSWERED: "ok",
    EscalationState.CLOSED: "done",
}


def is_answered(*, to_body: bool, words: bool, decided: bool) -> bool:
    """Tell whether there is an answer to close an escalation on: a body answers by a decision, a
    role in words or by a decision.
    """
    return decided or (words and not to_body)


def escalation_state(
    *, answered: bool, answer_by: date | None, closed_on: date | None, today: date
) -> EscalationState:
    """Return how far an escalation is; late when no answer came by the agreed day."""
    if closed_on is not None:
        return EscalationState.CLOSED
    if answered:
        return EscalationState.ANSWERED
    late = answer_by is not None and answer_by < today
    return EscalationState.LATE if late else EscalationState.RAISED
