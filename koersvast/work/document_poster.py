"""A programme on one page for the wall: short, and everything at once."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from koersvast.core.display import display
from koersvast.core.documents import (
    Block,
    Chapter,
    Column,
    Heading,
    Paragraph,
    Row,
    Scope,
    Table,
    bullets,
    lines,
    runs,
)
from koersvast.risk.models import Risk
from koersvast.risk.selectors import risk_rows, scale_set
from koersvast.work.document_blocks import nothing, ready_of, ready_words, results_of
from koersvast.work.document_risks import place_of
from koersvast.work.document_roadmap import roadmap_for
from koersvast.work.risk_tab import risks_of
from koersvast.work.selectors import goals_of_work, works_of

GOALS, RESULTS_PER_LINE, RESULTS, RISKS, MILESTONES = 8, 6, 60, 6, 14
"""How much fits on a wall at letters one can read from a step away."""


def goals_on_poster(scope: Scope) -> Chapter | None:
    """Return the goals, the highest first; None without any."""
    rows = goals_of_work(scope.actor, scope.plan.pk, works_of(scope).keys)
    titles = [row.goal.title for row in rows if row.served]
    if not titles:
        return None
    blocks = [bullets(titles[:GOALS]), *more(len(titles) - GOALS)]
    return Chapter("goals", _("What it is for"), tuple(blocks))


def lines_on_poster(scope: Scope) -> Chapter:
    """Return per line its first results with when each is ready."""
    about = works_of(scope)
    results = results_of(scope.actor, about.keys)
    with_results = [work for work in about.works if any(r.work_id == work.pk for r in results)]
    each_line = max(1, min(RESULTS_PER_LINE, RESULTS // max(1, len(with_results))))
    blocks: list[Block] = []
    for work in with_results:
        own = [each for each in results if each.work_id == work.pk]
        columns = (Column(_("Result"), 3), Column(_("Ready"), 1))
        rows = (
            Row((lines(each.title), lines(ready_words(ready_of(each))))) for each in own[:each_line]
        )
        blocks += [Heading(work.title), Table(columns, tuple(rows)), *more(len(own) - each_line)]
    empty = nothing(_("No results are registered yet for this work."))
    return Chapter("lines", _("What we are going to do"), tuple(blocks or empty))


def milestones_on_poster(scope: Scope) -> Chapter | None:
    """Return the milestones in time; None without any."""
    rows = roadmap_for(scope).rows
    if not rows:
        return None
    columns = (Column(pgettext("column", "When"), 2), Column(_("Milestone or moment"), 5))
    table = (Row((lines(display(row.when)), lines(row))) for row in rows[:MILESTONES])
    blocks = [Table(columns, tuple(table)), *more(len(rows) - MILESTONES)]
    return Chapter("milestones", _("Roadmap"), tuple(blocks))


def risks_on_poster(scope: Scope) -> Chapter | None:
    """Return the highest risks; None without any."""
    open_risks = risks_of(scope.actor, works_of(scope).keys).filter(
        kind=Risk.Kind.RISK, closed_on__isnull=True
    )
    rows = risk_rows(scope.actor, open_risks, scale_set(scope.actor), scope.today)
    if not rows:
        return None
    columns = (Column(_("Risk"), 4), Column(_("Probability × impact"), 2))
    table = (Row((lines(row.risk.title), lines(place_of(row)))) for row in rows[:RISKS])
    blocks = [Table(columns, tuple(table)), *more(len(rows) - RISKS)]
    return Chapter("risks", _("Highest risks"), tuple(blocks))


def more(number: int) -> list[Block]:
    """Return how many more there are than the page shows."""
    if number <= 0:
        return []
    text = ngettext("and %(number)d more", "and %(number)d more", number) % {"number": number}
    return [Paragraph(runs(text), "note")]
