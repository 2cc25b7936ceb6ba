"""“Changed since the last report” as a chapter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from koersvast.core.display import NOTHING, display
from koersvast.core.documents import (
    Block,
    Cell,
    Chapter,
    Column,
    Heading,
    Paragraph,
    Row,
    Run,
    Table,
    lines,
    runs,
)
from koersvast.reports.rules import Change, Moved, Topic

CHANGES = "changes"


def kind_of(change: Change) -> str:
    """Return in a word what became of something."""
    words = {"new": pgettext("change", "new"), "gone": pgettext("change", "no longer there")}
    return words.get(change.kind, "")


def changes_chapter(topics: Iterable[Topic], since: date) -> Chapter:
    """Return the chapter: a table per kind of fact, with old and new."""
    intro = _("What changed in the register since the report of %(day)s.") % {"day": display(since)}
    blocks: list[Block] = [Paragraph(runs(intro))]
    for topic in topics:
        blocks += [Heading(topic.label[:1].upper() + topic.label[1:]), topic_table(topic)]
    if len(blocks) == 1:
        blocks = [Paragraph(runs(_("Nothing changed since the report of %s.") % display(since)))]
    return Chapter(CHANGES, _("Changed since the last report"), tuple(blocks))


def topic_table(topic: Topic) -> Table:
    """Return what changed of one kind of fact."""
    columns = (
        Column(_("What"), 4),
        Column(_("Aspect"), 2),
        Column(_("Was"), 3),
        Column(_("Is now"), 3),
    )
    return Table(columns, tuple(row for each in topic.changes for row in _rows(each)))


def shown_now(moved: Moved) -> Cell:
    """Return a new value, and behind its first line which way it went where that can be said."""
    first, *others = (moved.new or NOTHING).split("\n")
    way = Run(f", {moved.way}", italic=True) if moved.way else ""
    return lines(runs(first, way), *others)


def _rows(change: Change) -> Iterable[Row]:
    word = kind_of(change)
    name = runs(change.label, Run(f" ({word})", italic=True)) if word else runs(change.label)
    if not change.moved:
        yield Row((lines(name), lines(NOTHING), lines(NOTHING), lines(NOTHING)))
    for number, moved in enumerate(change.moved):
        yield Row(
            (
                lines(name) if number == 0 else lines(),
                lines(moved.aspect),
                lines(*(moved.old or NOTHING).split("\n")),
                shown_now(moved),
            )
        )
