"""Rules about decisions that work waits for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from koersvast.core.checks import Finding, Scope, Severity, named, rule
from koersvast.core.periods import Period
from koersvast.work.models import Milestone, Result, WorkDecision, WorkProposal
from koersvast.work.selectors.checking import planned_in, results_in, works_in

DECIDING = re.compile(
    r"\b(vastgesteld|vastgestelde?|vaststell\w*|vaststelling|besluit\w*|besloten|goedgekeurd"
    r"|instemming|akkoord|decided|adopted|approved|decision)\b",
    re.IGNORECASE,
)
"""Words by which a milestone says that a body decides."""
DROPPED = ("rejected", "withdrawn", "postponed")
"""Outcomes after which work may not begin."""


@rule(
    "BESL-01",
    Severity.WARNING,
    title=_("Decision after what depends on it"),
    why=_("What begins before its decision, either passes by who decides or has to wait."),
    mend=_("Bring the decision forward, or let the work begin later."),
    source="A 7.1, J 1.1",
)
def decided_too_late(scope: Scope) -> Iterator[Finding]:
    """Look for milestones before the decision they need, and works before their proposal."""
    milestones = scope.rows(Milestone).filter(decision_moment__isnull=False, when__isnull=False)
    for row in milestones.select_related("decision_moment").order_by("position", "code"):
        if _before(row.when, row.decision_moment.when):
            values = {
                "name": named(row),
                "when": row.when,
                "moment": named(row.decision_moment),
                "decided": row.decision_moment.when,
            }
            sentence = _(
                "%(name)s is planned for %(when)s, but the decision it needs, %(moment)s, is taken "
                "in %(decided)s."
            )
            yield Finding(row, sentence, values, "decision_moment", (row.work_id,))
    yield from _begun_undecided(scope)


def _begun_undecided(scope: Scope) -> Iterator[Finding]:
    """Yield works on which nobody decided yet and that begin before their proposal is decided on.

    A later proposal of a work that was decided on, such as for more money, is not what it waits
    for. Without a period of the work, what its results and those below it plan tells.
    """
    works, decided = scope.once(works_in).works, _decided_on(scope)
    links = scope.rows(WorkProposal, "work").filter(
        proposal__moment__isnull=False, proposal__illustrative=False, proposal__decisions=None
    )
    for link in links.select_related("proposal__moment").order_by("pk"):
        work, proposal = works.get(link.work_id), link.proposal
        if work is None or work.pk in decided:
            continue
        values: dict[str, Any] = {
            "name": named(work), "proposal": named(proposal), "decided": proposal.moment.when,
        }  # fmt: skip
        early = [] if work.period else _early_results(scope, work.pk, proposal.moment.when)
        if work.period and _starts_before(work.period.first, proposal.moment.when):
            values["start"] = work.period
            sentence = _(
                "%(name)s runs from the beginning of %(start)s, but %(proposal)s is decided on in "
                "%(decided)s."
            )
            yield Finding(work, sentence, values, "period", (work.pk,), about=proposal.code)
        elif early:
            values["names"] = early
            sentence = _(
                "%(proposal)s on %(name)s is decided on in %(decided)s, but these results of it "
                "begin or are ready before that: %(names)s."
            )
            yield Finding(work, sentence, values, "proposals", (work.pk,), about=proposal.code)


def _decided_on(scope: Scope) -> set[int]:
    """Return the works on which a body took a decision, also on a proposal; two queries."""
    decisions = scope.rows(WorkDecision, "work").exclude(decision__outcome__in=DROPPED)
    proposals = scope.rows(WorkProposal, "work").filter(proposal__decisions__isnull=False)
    proposals = proposals.exclude(proposal__decisions__outcome__in=DROPPED)
    return {
        key for rows in (decisions, proposals) for key in rows.values_list("work_id", flat=True)
    }


def _early_results(scope: Scope, key: int, decided: Period | None) -> list[str]:
    """Return the codes of results of a work, and below it, that come before its decision."""
    plans = scope.once(planned_in)
    return [
        row.code
        for row in scope.once(_results_below).get(key, ())
        if _starts_before(plans[row.pk].starts, decided) or _before(plans[row.pk].ready_by, decided)
    ]


def _results_below(scope: Scope) -> dict[int, list[Result]]:
    """Return work -> its results and those of the works below it."""
    found: dict[int, list[Result]] = defaultdict(list)
    for row in scope.once(results_in).values():
        for key in scope.once(works_in).line(row.work_id):
            found[key].append(row)
    return found


def _before(own: Period | None, decided: Period | None) -> bool:
    """Tell whether something lies wholly before its decision."""
    return bool(own and own.last and decided and decided.first and own.last < decided.first)


def _starts_before(first: date | None, decided: Period | None) -> bool:
    """Tell whether something starts in an earlier month than that in which is decided."""
    if first is None or decided is None or decided.first is None:
        return False
    return (first.year, first.month) < (decided.first.year, decided.first.month)


@rule(
    "BESL-02",
    Severity.INFORMATION,
    title=_("Milestone that needs a decision, without a decision moment"),
    why=_("Its title speaks of a decision; without a moment nobody puts it on an agenda."),
    mend=_("Choose the decision moment at which the body decides."),
    source="H (beslismomenten)",
)
def without_moment(scope: Scope) -> Iterator[Finding]:
    """Look for milestones whose title speaks of a decision and that name no moment for it."""
    rows = scope.rows(Milestone).filter(decision_moment__isnull=True, reached_on__isnull=True)
    for row in rows.order_by("position", "code"):
        word = DECIDING.search(row.title)
        if word:
            sentence = _("%(name)s needs a decision, and no decision moment is named for it.")
            yield Finding(row, sentence, {"name": named(row)}, "decision_moment", (row.work_id,))
