"""What plan check looks at in decisions: advice, moments, the order of a procedure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from koersvast.core.checks import (
    Finding,
    Lack,
    Place,
    Scope,
    Severity,
    checks,
    gaps,
    named,
    rule,
)
from koersvast.core.visibility import with_seen_links
from koersvast.decisions.models import (
    Advice,
    Body,
    Decision,
    DecisionMoment,
    DecisionUnit,
    Objection,
    Step,
)
from koersvast.decisions.rules.requests import OF_THE_ACT, comes_first
from koersvast.decisions.selectors.advice import is_taken

NEEDED = ("reasons", "consequences", "measures", "consultation_on", "agreed_term")
"""What a request for advice holds (WOR art. 25), in the order in which it is made."""


def advices_in(scope: Scope) -> list[Advice]:
    """Return the advice of the plan, with its proposal; one query."""
    rows = scope.rows(Advice).select_related("proposal", "body")
    return list(rows.order_by("position", "code"))


def asked_in(scope: Scope) -> set[int]:
    """Return the proposals on which advice of the works council is registered, or why it is not
    asked.
    """
    return {
        each.proposal_id
        for each in scope.once(advices_in)
        if each.proposal_id and each.body.kind == Body.Kind.WORKS_COUNCIL and not each.withdrawn
    }


def decisions_in(scope: Scope) -> list[Decision]:
    """Return the decisions of the plan, with their proposal; one query."""
    rows = scope.rows(Decision).select_related("proposal", "body")
    return list(rows.order_by("position", "code"))


@rule(
    "BESL-03",
    Severity.WARNING,
    title=_("Request for advice that is not complete"),
    why=_(
        "The works council advises on an intended decision with reasons, consequences and "
        "measures, after a meeting and within an agreed term; else it can be challenged."
    ),
    mend=_("Complete the request, and agree on a meeting and a term."),
    source="WOR art. 25",
)
def advice_incomplete(scope: Scope) -> Iterator[Finding]:
    """Look for what requests under the act lack and what advice that was given went without."""
    for each in scope.once(advices_in):
        if each.kind not in OF_THE_ACT or each.withdrawn or each.not_asked_ground:
            continue
        needed = [name for name in NEEDED if each.kind == "advice" or name != "measures"]
        missing = [name for name in needed if not getattr(each, name)]
        if each.given_on is not None and "agreed_term" in missing:
            missing.remove("agreed_term")
        if missing:
            model: Any = Advice
            labels = [model._meta.get_field(name).verbose_name for name in missing]
            values = {"name": named(each), "missing": labels}
            sentence = _("%(name)s lacks: %(missing)s.")
            yield Finding(each, sentence, values, missing[0], facts=[each.code, *missing])


@rule(
    "BESL-04",
    Severity.WARNING,
    title=_("Change of the organisation without advice"),
    why=_("An important change of the organisation asks for advice of the works council first."),
    mend=_("Ask for advice on the proposal, or name the ground for not asking."),
    source="WOR art. 25 lid 1",
)
def change_without_advice(scope: Scope) -> Iterator[Finding]:
    """Look for decisions that change units, and procedures that place people, on which no advice
    of the works council is known.
    """
    links = scope.rows(DecisionUnit, "decision").order_by("pk")
    changed: dict[int, int] = defaultdict(int)
    for key in links.values_list("decision_id", flat=True):
        changed[key] += 1
    asked = scope.once(asked_in)
    for decision in scope.once(decisions_in):
        dropped = decision.outcome in ("rejected", "withdrawn", "postponed")
        if (
            decision.pk in changed
            and not dropped
            and (decision.proposal_id is None or decision.proposal_id not in asked)
        ):
            values = {
                "name": named(decision), "body": str(decision.body), "count": changed[decision.pk],
            }  # fmt: skip
            sentence = _(
                "%(name)s (%(body)s) changes %(count)d units; no advice of the works council on it "
                "is registered."
            )
            yield Finding(decision, sentence, values, "units")
    yield from _placed_without_advice(scope)


def _placed_without_advice(scope: Scope) -> Iterator[Finding]:
    """Yield procedures that place people and in which nobody advises, nor on their proposals."""
    for steps in scope.once(procedures_in).values():
        placing = next((step for step in steps if step.kind == Step.Kind.PLACEMENT), None)
        asked = any(
            step.kind == Step.Kind.ADVICE or step.proposal_id in scope.once(asked_in)
            for step in steps
        )
        if placing and not asked:
            values = {
                "procedure": named(placing.procedure), "step": f"{placing.code} {placing}",
            }  # fmt: skip
            sentence = _(
                "%(procedure)s places people in step %(step)s; in no step the works council is "
                "asked for advice."
            )
            yield Finding(placing.procedure, sentence, values, "steps")


@rule(
    "BESL-05",
    Severity.ERROR,
    title=_("Decided before the advice"),
    why=_("Advice that comes after the decision can no longer matter to it."),
    mend=_("Correct the days, or decide anew after the advice."),
    source="WOR art. 25 lid 2 en 5",
)
def decided_before_advice(scope: Scope) -> Iterator[Finding]:
    """Look for decisions before the day of the advice, and procedures in that order."""
    given: dict[int, list[Advice]] = defaultdict(list)
    for each in scope.once(advices_in):
        if each.proposal_id and each.kind in OF_THE_ACT and not each.withdrawn:
            given[each.proposal_id].append(each)
    for decision in scope.once(decisions_in):
        if not is_taken(decision) or decision.decided_on is None:
            continue
        for each in given.get(decision.proposal_id or 0, ()):
            if each.given_on is not None and not comes_first(each.given_on, decision.decided_on):
                if not (each.given_on.first and decision.decided_on.last):
                    continue
                if each.given_on.first <= decision.decided_on.last:
                    continue
                values = {
                    "decision": named(decision), "decided": decision.decided_on,
                    "advice": named(each), "given": each.given_on,
                }  # fmt: skip
                sentence = _(
                    "%(decision)s was taken in %(decided)s, before %(advice)s was given in "
                    "%(given)s."
                )
                yield Finding(decision, sentence, values, "decided_on", about=each.code)
    yield from _steps_before_advice(scope)


def _steps_before_advice(scope: Scope) -> Iterator[Finding]:
    """Yield procedures in which a proposal is decided on in a step above the advice on it."""
    for steps in scope.once(procedures_in).values():
        for index, step in enumerate(steps):
            proposal = step.decision.proposal_id if step.decision else None
            later = [
                each for each in steps[index + 1 :]
                if each.advice and proposal and each.advice.proposal_id == proposal
                and not each.advice.withdrawn
            ]  # fmt: skip
            for each in later:
                values = {
                    "step": f"{step.code} {step}", "decision": named(step.decision),
                    "advice": f"{each.code} {each}", "procedure": named(step.procedure),
                }  # fmt: skip
                sentence = _(
                    "In %(procedure)s step %(step)s takes %(decision)s, while the advice on it is "
                    "only asked in step %(advice)s."
                )
                yield Finding(step.procedure, sentence, values, "steps", about=step.code)


def procedures_in(scope: Scope) -> dict[int, list[Step]]:
    """Return procedure -> its steps in order, with what the actor sees of their links."""
    found: dict[int, list[Step]] = defaultdict(list)
    rows = scope.rows(Step, "procedure").select_related("procedure")
    rows = rows.order_by("procedure__position", "procedure__code", "position", "pk")
    for step in with_seen_links(rows, scope.actor):
        found[step.procedure_id].append(step)
    return found


@rule(
    "BESL-06",
    Severity.WARNING,
    title=_("Procedure that skips the decision"),
    why=_("People are placed on the ground of a decision; an intention is not one."),
    mend=_("Add the step in which the body decides, after the advice."),
    source="WOR art. 25 lid 5, M illustratie 4",
)
def decision_skipped(scope: Scope) -> Iterator[Finding]:
    """Look for procedures that carry out an intention without a decision after the advice."""
    for steps in scope.once(procedures_in).values():
        decided, advised = False, None
        for step in steps:
            if step.kind == Step.Kind.ADVICE:
                decided, advised = False, step
            elif step.kind == Step.Kind.DECISION:
                decided = True
            elif step.kind in (Step.Kind.PLACEMENT, Step.Kind.START) and advised and not decided:
                values = {
                    "procedure": named(step.procedure), "step": f"{step.code} {step}",
                    "advice": f"{advised.code} {advised}",
                }  # fmt: skip
                sentence = _(
                    "%(procedure)s goes from step %(advice)s to step %(step)s; the decision "
                    "between them is missing."
                )
                yield Finding(step.procedure, sentence, values, "steps")
                break


@rule(
    "BESL-07",
    Severity.WARNING,
    title=_("Decision moment without a date"),
    why=_("What has no date is on no agenda, and what waits for it waits without an end."),
    mend=_("Give the date, or as much of it as is known: a month or a quarter."),
    source="H (beslismomenten), M tabel 15",
)
def moment_without_date(scope: Scope) -> Iterator[Finding]:
    """Look for decision moments that have no period."""
    rows = list(scope.rows(DecisionMoment).select_related("body").order_by("position", "code"))
    words = Lack(
        _("Decision moment %(name)s has no date."),
        _("%(count)d of the %(all)d decision moments of this plan have no date: %(names)s."),
    )
    yield from gaps(
        scope, rows, lambda row: row.when is None, words, field="when", place=lambda row: Place()
    )


@rule(
    "BESL-08",
    Severity.INFORMATION,
    title=_("Decision of which the day is not told"),
    why=_("From the day of a decision its terms run, and what rests on it can begin."),
    mend=_("Fill in the day, or as much of it as is known."),
    source="H (doel), M 6",
)
def decision_without_day(scope: Scope) -> Iterator[Finding]:
    """Look for decisions without a day, told at once."""
    rows = [row for row in scope.once(decisions_in) if row.decided_on is None]
    if rows:
        values = {
            "count": len(rows),
            "all": len(scope.once(decisions_in)),
            "names": [row.code for row in rows],
        }
        sentence = _("Of %(count)d of the %(all)d decisions the day is not told: %(names)s.")
        yield Finding(rows[0], sentence, values, "decided_on")


@rule(
    "BESL-09",
    Severity.ERROR,
    title=_("Adopted over an objection that stands"),
    why=_("A body that decides by consent decides when nobody has a reasoned objection left."),
    mend=_("Settle the objection, or decide anew."),
    source="J 1.1",
)
def adopted_over_objection(scope: Scope) -> Iterator[Finding]:
    """Look for proposals that a body adopted by consent while an objection was not settled."""
    open_ones: dict[int, list[Objection]] = defaultdict(list)
    rows = scope.rows(Objection, "proposal").filter(settled_on__isnull=True)
    for each in rows.select_related("role").order_by("pk"):
        open_ones[each.proposal_id].append(each)
    for decision in scope.once(decisions_in):
        own = open_ones.get(decision.proposal_id or 0, [])
        consent = decision.body.rule == Body.Rule.CONSENT
        if own and consent and decision.outcome in Decision.ADOPTED:
            values = {"name": named(decision), "body": str(decision.body), "count": len(own)}
            sentence = ngettext_lazy(
                "%(body)s adopted %(name)s by consent, while %(count)d objection is not settled.",
                "%(body)s adopted %(name)s by consent, while %(count)d objections are not settled.",
                "count",
            )
            yield Finding(decision, sentence, values, "outcome")


@rule(
    "DATUM-05",
    Severity.INFORMATION,
    title=_("Decision moment past, and no decision known"),
    why=_("Either the body did not decide, or what waits for its decision does not know it did."),
    mend=_("Record what the body decided, or give the moment a new date."),
    source="J (uitvoering), H (beslismomenten)",
)
def moments_past(scope: Scope) -> Iterator[Finding]:
    """Look for decision moments before the reference date on which nothing was decided."""
    decided = scope.once(decisions_in)
    settled = {row.proposal.moment_id for row in decided if row.proposal}
    rows = scope.rows(DecisionMoment).filter(when__isnull=False).order_by("position", "code")

    def lacks(row: DecisionMoment) -> bool:
        on_the_day = (
            each.decided_on is not None and row.when and each.decided_on.overlaps(row.when)
            for each in decided
            if each.body_id == row.body_id
        )
        return row.pk not in settled and not any(on_the_day)

    words = Lack(
        _("The moment of %(name)s is past; what was decided is not registered."),
        _("%(count)d of the %(all)d decision moments that are past have no decision: %(names)s."),
    )
    yield from gaps(
        scope,
        [row for row in rows if row.when.last is not None and row.when.last < scope.day],
        lacks,
        words,
        field="when",
        place=lambda row: Place(),
    )


@rule(
    "DATUM-07",
    Severity.WARNING,
    title=_("Step of a procedure past its date and not done"),
    why=_("The steps after it wait, and with them the people whom the procedure is about."),
    mend=_("Say that the step is done, or give it and the steps after it a new date."),
    source="M illustratie 4, A 7.1",
)
def steps_past(scope: Scope) -> Iterator[Finding]:
    """Look for steps whose date is past, told once for each procedure."""
    for steps in scope.once(procedures_in).values():
        late = [
            step for step in steps
            if not step.done and step.due and step.due.last and step.due.last < scope.day
        ]  # fmt: skip
        if late:
            values = {
                "procedure": named(late[0].procedure),
                "count": len(late),
                "names": [f"{step.code} {step}" for step in late],
                "when": max(step.due for step in late if step.due),
            }
            sentence = ngettext_lazy(
                "In %(procedure)s a step was to be done in %(when)s and is not done: %(names)s.",
                "In %(procedure)s %(count)d steps were to be done in %(when)s at the latest and "
                "are not done: %(names)s.",
                "count",
            )
            yield Finding(late[0].procedure, sentence, values, "steps")


def register_checks() -> None:
    """Register the rules."""
    checks.add(
        advice_incomplete,
        change_without_advice,
        decided_before_advice,
        decision_skipped,
        moment_without_date,
        moments_past,
        steps_past,
        decision_without_day,
        adopted_over_objection,
    )
