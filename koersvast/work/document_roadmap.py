"""The roadmap as a chapter: the picture on a page of its own form, and the same as a table."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from koersvast.core.display import NOTHING, display
from koersvast.core.documents import Block, Chapter, Column, Row, Scope, Table, lines, picture_of
from koersvast.work.document_blocks import marked, nothing
from koersvast.work.roadmap_data import Roadmap, roadmap_of
from koersvast.work.selectors import works_of
from koersvast.work.templatetags.roadmap import roadmap_picture


def roadmap_chapter(scope: Scope) -> Chapter:
    """Return the milestones and dated moments in time."""
    found = roadmap_for(scope)
    blocks: list[Block] = []
    if found.picture:
        blocks.append(
            picture_of(
                "work/roadmap_picture.html",
                roadmap_picture(found),
                alt=_(
                    "Roadmap: tracks with their milestones from left to right in time. "
                    "The table below gives the same points."
                ),
                caption=_("Roadmap"),
            )
        )
    if found.rows:
        blocks.append(milestone_table(found))
    return Chapter(
        "roadmap",
        _("Roadmap"),
        tuple(blocks or nothing(_("No milestones are registered yet."))),
        landscape=bool(found.picture),
    )


def roadmap_for(scope: Scope) -> Roadmap:
    """Return the roadmap of what a document is about."""
    keys = works_of(scope).keys
    return roadmap_of(scope.actor, plans=[scope.plan], works=keys, today=scope.today)


def milestone_table(found: Roadmap) -> Table:
    """Return the milestones in order of time; what none of them tells has no column."""
    dated = any(row.when for row in found.rows)
    numbered = any(row.number is not None for row in found.rows)
    reached = any(row.reached_on for row in found.rows)
    columns = [
        *([Column(pgettext("column", "When"), 4)] if dated else []),
        *([Column(_("No."), 1, "end")] if numbered else []),
        Column(_("Milestone or moment"), 9),
        Column(_("Track"), 6),
        *([Column(_("Reached"), 3)] if reached else []),
    ]
    rows = []
    for row in found.rows:
        cells = [lines(display(row.when))] if dated else []
        cells += [lines(NOTHING if row.number is None else row.number)] if numbered else []
        cells += [lines(marked(row.title, row)), lines(row.work.title)]
        cells += [lines(display(row.reached_on))] if reached else []
        rows.append(Row(tuple(cells)))
    return Table(tuple(columns), tuple(rows), _("Milestones and moments"), row_headings=not dated)
