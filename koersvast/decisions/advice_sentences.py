"""What the rules of the works council and of procedures refuse, in sentences that help."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.core.display import display
from koersvast.decisions.rules.procedures import Block, Hitch
from koersvast.decisions.rules.requests import Refusal, Why

OF_COUNCIL: dict[Why, Promise] = {
    Why.WITHDRAWN: gettext_lazy("“%(about)s” was withdrawn. Ask anew when advice is needed again."),
    Why.ALREADY_ASKED: gettext_lazy("“%(about)s” was asked already."),
    Why.ALREADY_GIVEN: gettext_lazy("“%(about)s” was given already."),
    Why.NO_REASONS: gettext_lazy(
        "“%(about)s” cannot be asked without the reasons for the intended decision; add them."
    ),
    Why.NO_CONSEQUENCES: gettext_lazy(
        "“%(about)s” cannot be asked without the consequences for staff; add them."
    ),
    Why.NO_MEASURES: gettext_lazy(
        "“%(about)s” cannot be asked without the measures for those consequences; add them."
    ),
    Why.DECIDED_ALREADY: gettext_lazy(
        "“%(about)s” comes too late to matter: the decision was taken. Ask before one decides."
    ),
    Why.NOT_ASKED: gettext_lazy("“%(about)s” has not been asked yet; ask it first."),
    Why.ASKED_LATER: gettext_lazy(
        "By the days that are known, “%(about)s” was not surely asked before this. Give the day on "
        "which it was asked."
    ),
    Why.NOT_CONSULTED: gettext_lazy(
        "“%(about)s” needs at least one consultation meeting first; record on which day it was."
    ),
    Why.CONSULTED_LATER: gettext_lazy(
        "By the days that are known, the consultation meeting on “%(about)s” was not surely before "
        "the advice. Give the day of the meeting."
    ),
    Why.NO_TERM: gettext_lazy(
        "“%(about)s” has not been given, and no term was agreed. Wait for the advice, or agree on "
        "a term and record it."
    ),
    Why.TERM_RUNS: gettext_lazy(
        "“%(about)s” has not been given, and the agreed term runs up to and including %(day)s. "
        "Wait for the advice or the end of the term."
    ),
    Why.GIVEN_LATER: gettext_lazy(
        "By the days that are known, “%(about)s” was not surely given before this. Give the day on "
        "which it was given, or a later day for the decision."
    ),
    Why.STAFF: gettext_lazy(
        "“%(about)s” was left out on a ground that does not hold for the consequences for staff. "
        "Ask advice on those first."
    ),
    Why.NO_CONSENT: gettext_lazy(
        "“%(about)s” has not been given: no decision without consent or the leave of the court."
    ),
    Why.CONSENT_REFUSED: gettext_lazy(
        "“%(about)s” was refused: no decision without consent or the leave of the court."
    ),
    Why.CONSENT_CONDITIONAL: gettext_lazy(
        "“%(about)s” was given under conditions. Record that the decision follows them, or ask "
        "the court for leave."
    ),
    Why.NOT_DECIDED: gettext_lazy("No decision has been taken yet on “%(about)s”."),
    Why.TOLD_EARLIER: gettext_lazy(
        "“%(about)s” was decided on %(day)s; the works council is told on that day or later."
    ),
    Why.FOLLOWED_UNKNOWN: gettext_lazy("Say whether the decision follows “%(about)s”."),
    Why.NO_DEVIATION: gettext_lazy("Give the reasons why the decision deviates from “%(about)s”."),
    Why.NOT_TOLD: gettext_lazy(
        "The decision on “%(about)s” has not been told to the works council yet. Unless it follows "
        "the advice, carrying it out waits until a month after that."
    ),
    Why.WAITS: gettext_lazy(
        "The decision on “%(about)s” may be carried out from %(day)s: a month after the works "
        "council was told, or earlier when it says that one need not wait."
    ),
    Why.ASKED_ANEW: gettext_lazy(
        "“%(about)s” was asked and withdrawn. Before this is adopted, ask anew, or record in "
        "advice of its own on what ground it is not asked."
    ),
    Why.NOT_FOLLOWED: gettext_lazy(
        "“%(about)s” is negative, and the decision was taken as proposed: it does not follow the "
        "advice. Record that it deviates, with the reasons."
    ),
}
OF_STEPS: dict[Hitch, Promise] = {
    Hitch.BEFORE: gettext_lazy("First comes the step “%(about)s”, which is not done yet."),
    Hitch.NO_PROPOSAL: gettext_lazy("Choose the proposal that holds the intended decision first."),
    Hitch.NO_ADVICE: gettext_lazy("No advice was asked in this step yet; ask it first."),
    Hitch.UNDECIDED: gettext_lazy("In the step “%(about)s” nothing was decided yet."),
    Hitch.NO_DECISION: gettext_lazy(
        "There is no decision to go by yet. Choose the proposal or the decision of the step first."
    ),
}
MISSING: dict[Why, Promise] = {
    Why.NO_REASONS: gettext_lazy("the reasons"),
    Why.NO_CONSEQUENCES: gettext_lazy("the consequences for staff"),
    Why.NO_MEASURES: gettext_lazy("the measures"),
    Why.NOT_ASKED: gettext_lazy("the day on which it was asked"),
    Why.NOT_CONSULTED: gettext_lazy("a consultation meeting"),
    Why.NO_TERM: gettext_lazy("an agreed term"),
}


def sentence_of(refusal: Refusal | None) -> str:
    """Return a refusal in a sentence; empty when nothing is refused."""
    if refusal is None:
        return ""
    values = {"about": refusal.about, "day": display(refusal.day)}
    return str(OF_COUNCIL[refusal.why]) % values


def sentence_of_block(block: Block | None) -> str:
    """Return in a sentence what blocks a step; empty when nothing does."""
    if block is None:
        return ""
    if block.refusal is not None:
        return sentence_of(block.refusal)
    return str(OF_STEPS[block.hitch]) % {"about": block.about}


def in_step(step: str, block: Block) -> str:
    """Return what blocks a step with the title of that step before it."""
    return _("Step “%(step)s”: %(why)s") % {"step": step, "why": sentence_of_block(block)}


def not_its_turn(procedure: str, why: str) -> str:
    """Return that a decision comes too early in a procedure, and why."""
    sentence = _("In the procedure “%(procedure)s” it is not the turn of this decision. %(why)s")
    return sentence % {"procedure": procedure, "why": why}
