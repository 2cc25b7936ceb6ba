"""What plan check looks at in communication: who is never reached, and what is told too early."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from koersvast.communication.models import Audience, CommunicationMoment, MomentAudience
from koersvast.communication.rules import Message, comes_before, told_too_early
from koersvast.communication.selectors.awaited import awaited_by, key_of
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
from koersvast.decisions.models import Advice, DecisionUnit
from koersvast.work.models import WorkDecision, WorkProposal
from koersvast.work.selectors.checking import works_in

MANY = 5
"""So many audiences that nobody reaches are told of in one finding."""
FEW = 3
"""More messages than this are told of in one finding."""


def messages_in(scope: Scope) -> list[CommunicationMoment]:
    """Return the messages of the plan that were not cancelled; one query."""
    rows = scope.rows(CommunicationMoment).filter(cancelled_on__isnull=True)
    return list(rows.order_by("position", "code"))


def _works(message: CommunicationMoment) -> tuple[int, ...]:
    return (message.work_id,) if message.work_id else ()


@rule(
    "COMM-01",
    Severity.WARNING,
    title=_("Audience that is never reached"),
    why=_("The plan names them because they should know; nothing in it tells them."),
    mend=_("Plan a message for the audience, or take it out."),
    source="D bijlage, M 10",
)
def never_reached(scope: Scope) -> Iterator[Finding]:
    """Look for audiences that no message is for."""
    links = scope.rows(MomentAudience, "moment").filter(moment__cancelled_on__isnull=True)
    reached = set(links.order_by().values_list("audience_id", flat=True))
    words = Lack(
        _("No message is for the audience %(name)s."),
        _("No message is for %(count)d of the %(all)d audiences of this plan: %(names)s."),
        few=MANY,
    )
    yield from gaps(
        scope,
        list(scope.rows(Audience).order_by("position", "code")),
        lambda row: row.pk not in reached,
        words,
        field="",
        place=lambda row: Place(),
    )


@rule(
    "COMM-02",
    Severity.ERROR,
    title=_("Message before its decision"),
    why=_("Who hears of a decision that was not taken yet, hears that it no longer matters."),
    mend=_("Move the message to after the decision."),
    source="M tabel 15, M 10",
)
def before_decision(scope: Scope) -> Iterator[Finding]:
    """Look for messages planned, or gone out, before what they wait for."""
    rows = scope.once(messages_in)
    known = awaited_by(scope.actor, rows)
    for row in rows:
        waits = known.get(key_of(row) or ("", 0))
        if waits is None:
            continue
        message = Message(
            when=row.when, done=row.done, done_on=row.done_on, awaited=waits.seen_from(scope.day)
        )
        values: dict[str, Any] = {"name": named(row), "awaited": named(waits.record)}
        if told_too_early(message):
            sentence = _("%(name)s went out, while %(awaited)s was not there yet.")
            yield Finding(row, sentence, values, "done_on", _works(row))
        elif not row.done and comes_before(row.when, waits.when):
            values |= {"when": row.when, "expected": waits.when}
            sentence = _(
                "%(name)s is planned for %(when)s, but waits for %(awaited)s in %(expected)s."
            )
            yield Finding(row, sentence, values, "when", _works(row))


@rule(
    "COMM-03",
    Severity.WARNING,
    title=_("Change for people that nobody is told of"),
    why=_("Who is touched by a change should not have to hear it from others."),
    mend=_("Plan a message to whom it touches, and let it wait for the decision."),
    source="M 10, A 7.3, WOR art. 25 lid 5",
)
def change_untold(scope: Scope) -> Iterator[Finding]:
    """Look for decisions that change units, and proposals with consequences for staff, without a
    message that waits for them or that stands at a work they are about.
    """
    told: dict[str, set[int]] = {"decision": set(), "proposal": set(), "decision_moment": set()}
    at: set[int] = set()
    for row in scope.once(messages_in):
        for name, keys in told.items():
            keys.add(getattr(row, f"{name}_id") or 0)
        at.add(row.work_id or 0)
    tree = scope.once(works_in)
    about = {"decision": WorkDecision, "proposal": WorkProposal}
    works: dict[str, dict[int, set[int]]] = {name: {} for name in about}
    for name, model in about.items():
        for work, key in scope.rows(model, "work").values_list("work_id", f"{name}_id"):
            works[name].setdefault(key, set()).add(work)
    for name, record in _changes(scope):
        own = works[name].get(record.pk, set())
        proposal = record.proposal if name == "decision" else record
        moment = proposal.moment_id if proposal else None
        heard = (
            record.pk in told[name]
            or (proposal is not None and proposal.pk in told["proposal"])
            or (moment is not None and moment in told["decision_moment"])
            or any(key in at for key in own if key in tree.works)
        )
        if not heard:
            sentence = _("%(name)s changes something for staff, and no message tells them.")
            yield Finding(record, sentence, {"name": named(record)}, works=tuple(sorted(own)))


def _changes(scope: Scope) -> Iterator[tuple[str, Any]]:
    """Yield what changes something for staff: decisions on units, proposals with consequences."""
    links = scope.rows(DecisionUnit, "decision").select_related("decision__proposal")
    dropped = ("rejected", "withdrawn", "postponed")
    decided = {
        link.decision_id: link.decision for link in links.order_by("decision__position", "pk")
    }
    for decision in decided.values():
        if decision.outcome not in dropped:
            yield "decision", decision
    proposals = {each.proposal_id for each in decided.values()}
    advices = scope.rows(Advice).filter(proposal__isnull=False, withdrawn=False)
    for advice in advices.exclude(consequences="").select_related("proposal").order_by("pk"):
        if advice.proposal_id not in proposals:
            proposals.add(advice.proposal_id)
            yield "proposal", advice.proposal


@rule(
    "COMM-04",
    Severity.INFORMATION,
    title=_("Message for nobody"),
    why=_("A message without an audience is sent to nobody, or to everybody."),
    mend=_("Say whom the message is for."),
    source="D bijlage, M 10",
)
def without_audience(scope: Scope) -> Iterator[Finding]:
    """Look for messages that name no audience, told at once."""
    links = scope.rows(MomentAudience, "moment").order_by()
    having = set(links.values_list("moment_id", flat=True))
    rows = [row for row in scope.once(messages_in) if row.pk not in having]
    if rows:
        values = {
            "count": len(rows),
            "all": len(scope.once(messages_in)),
            "names": [f"{row} ({row.code})" for row in rows],
        }
        sentence = ngettext_lazy(
            "%(count)d of the %(all)d messages names no audience: %(names)s.",
            "%(count)d of the %(all)d messages name no audience: %(names)s.",
            "count",
        )
        works = tuple(sorted({row.work_id for row in rows if row.work_id}))
        yield Finding(rows[0], sentence, values, "audiences", works)


@rule(
    "DATUM-04",
    Severity.INFORMATION,
    title=_("Message past its date and not done"),
    why=_("Either nobody was told, or nobody noted that they were."),
    mend=_("Say that the message went out, or give it a new date."),
    source="M (signaallijsten)",
)
def messages_past(scope: Scope) -> Iterator[Finding]:
    """Look for messages before the reference date of which nobody said that they went out."""
    late = [
        row
        for row in scope.once(messages_in)
        if row.when and row.when.last and row.when.last < scope.day
        and not row.done and not row.rhythm
    ]  # fmt: skip
    if len(late) > FEW:
        values = {"count": len(late), "day": scope.day, "names": [row.code for row in late]}
        sentence = _(
            "%(count)d messages were planned before %(day)s and not reported as done: %(names)s."
        )
        works = tuple(sorted({row.work_id for row in late if row.work_id}))
        yield Finding(scope.plan, sentence, values, works=works)
        return
    for row in late:
        sentence = _("%(name)s was planned for %(when)s and is not reported as done.")
        values = {"name": named(row), "when": row.when}
        yield Finding(row, sentence, values, "when", _works(row))


def register_checks() -> None:
    """Register the rules."""
    checks.add(never_reached, before_decision, change_untold, without_audience, messages_past)
