"""Rules about decisions that work waits for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from koersvast.core.checks import Finding, Scope, Severity, named, rule
from koersvast.core.periods import Period
from koersvast.work.models import Milestone, WorkProposal
from koersvast.work.selectors.checking import works_in

DECIDING = re.compile(
    r"\b(vastgesteld|vastgestelde?|vaststell\w*|vaststelling|besluit\w*|besloten|goedgekeurd"
    r"|instemming|akkoord|decided|adopted|approved|decision)\b",
    re.IGNORECASE,
)
"""Words by which a milestone says that a body decides."""


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
    works = scope.once(works_in).works
    links = scope.rows(WorkProposal, "work").filter(
        proposal__moment__isnull=False, proposal__illustrative=False, proposal__decisions=None
    )
    for link in links.select_related("proposal__moment").order_by("pk"):
        work, proposal = works.get(link.work_id), link.proposal
        start = work.period if work else None
        if start and start.first and _starts_before(start, proposal.moment.when):
            values = {
                "name": named(work),
                "start": start,
                "proposal": named(proposal),
                "decided": proposal.moment.when,
            }
            sentence = _(
                "%(name)s runs from the beginning of %(start)s, but %(proposal)s is decided on in "
                "%(decided)s."
            )
            yield Finding(
                works[link.work_id], sentence, values, "period", (link.work_id,),
                about=proposal.code,
            )  # fmt: skip


def _before(own: Period, decided: Period | None) -> bool:
    """Tell whether something lies wholly before its decision."""
    return bool(own.last and decided and decided.first and own.last < decided.first)


def _starts_before(own: Period, decided: Period | None) -> bool:
    """Tell whether something starts in an earlier month than that in which is decided."""
    if own.first is None or decided is None or decided.first is None:
        return False
    return (own.first.year, own.first.month) < (decided.first.year, decided.first.month)


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
