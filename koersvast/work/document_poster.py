"""A programme on one page for the wall: short, and everything at once."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from koersvast.core.display import display
from koersvast.core.documents import (
    Block,
    Bullets,
    Chapter,
    Column,
    Paragraph,
    Row,
    Scope,
    Table,
    bullets,
    lines,
    runs,
    text_of,
)
from koersvast.risk.models import Risk
from koersvast.risk.selectors import risk_rows, scale_set
from koersvast.work.document_blocks import nothing, ready_of, ready_words, results_of
from koersvast.work.document_risks import place_of
from koersvast.work.document_roadmap import roadmap_for
from koersvast.work.risk_tab import risks_of
from koersvast.work.selectors import goals_of_work, works_of

GOALS, RESULTS, RISKS, MILESTONES, WORDS = 12, 72, 8, 18, 32
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
    """Return per line its first results with when each is ready, in one table."""
    about = works_of(scope)
    results = results_of(scope.actor, about.keys)
    per_line = [
        (work, [each for each in results if each.work_id == work.pk]) for work in about.works
    ]
    with_results = [(work, own) for work, own in per_line if own]
    if not with_results:
        empty = nothing(_("No results are registered yet for this work."))
        return Chapter("lines", _("What we are going to do"), tuple(empty))
    each_line = shown_per_line([len(own) for _work, own in with_results])
    rows = []
    for work, own in with_results:
        rows.append(Row((lines(work.title),), "group"))
        rows += [
            Row((lines(each.title), lines(cut(ready_words(ready_of(each))))))
            for each in own[:each_line]
        ]
        rows += [Row((lines(each),)) for each in more_words(len(own) - each_line)]
    columns = (Column(_("Result"), 3), Column(_("Ready"), 1))
    return Chapter("lines", _("What we are going to do"), (Table(columns, tuple(rows)),))


def shown_per_line(numbers: list[int]) -> int:
    """Return how many results of each line are shown: as many as the page holds in all."""
    fits = (
        each for each in range(max(numbers), 0, -1) if sum(min(n, each) for n in numbers) <= RESULTS
    )
    return next(fits, 1)


def cut(words: str) -> str:
    """Return words that fit in a narrow column."""
    return words if len(words) <= WORDS else f"{words[: WORDS - 1].rstrip()}…"


def milestones_on_poster(scope: Scope) -> Chapter | None:
    """Return the milestones in time; None without any."""
    rows = roadmap_for(scope).rows
    if not rows:
        return None
    table: Table | Bullets
    if any(row.when for row in rows):
        columns = (Column(pgettext("column", "When"), 2), Column(_("Milestone or moment"), 5))
        cells = (Row((lines(display(row.when)), lines(row))) for row in rows[:MILESTONES])
        table = Table(columns, tuple(cells), row_headings=False)
    else:
        numbered = [row.number for row in rows] == list(range(1, len(rows) + 1))
        titles = tuple(text_of(row.title if numbered else row) for row in rows[:MILESTONES])
        table = Bullets(titles, numbered=numbered)
    blocks = [table, *more(len(rows) - MILESTONES)]
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
    return [Paragraph(runs(each), "note") for each in more_words(number)]


def more_words(number: int) -> list[str]:
    """Return in words how many more there are; empty when there are none."""
    if number <= 0:
        return []
    return [ngettext("and %(number)d more", "and %(number)d more", number) % {"number": number}]
