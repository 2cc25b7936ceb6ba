"""What communication adds to documents: its own calendar, and a chapter in the plan."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from koersvast.communication.models import CommunicationMoment
from koersvast.communication.selectors import Shown, shown, visible_moments
from koersvast.core.display import NOTHING, display
from koersvast.core.documents import (
    Block,
    Cell,
    Chapter,
    ChapterMaker,
    Column,
    Heading,
    Kind,
    Paragraph,
    Row,
    Run,
    Scope,
    Table,
    documents,
    lines,
    runs,
)
from koersvast.work.selectors import subjects_of, works_of

PLAN, CALENDAR = "implementation-plan", "communication-calendar"


def messages_of(scope: Scope) -> list[Shown]:
    """Return the messages of what a document is about, in order of time; read once.

    A message that hangs on no work belongs to the plan as a whole.
    """
    if "messages" not in scope.kept:
        keys = None if not scope.subject else works_of(scope).keys
        moments = visible_moments(scope.actor, plan=scope.plan.pk, works=keys)
        found = shown(scope.actor, moments.filter(cancelled_on__isnull=True))
        rows = [each for each in found if is_in(scope, each)]
        awaited = [
            each.moment.proposal for each in rows if each.moment.proposal_id and each.waits_for
        ]
        decided = [
            each.moment.decision for each in rows if each.moment.decision_id and each.waits_for
        ]
        scope.hold(*awaited, *(each.proposal for each in decided if each.proposal))
        scope.kept["messages"] = rows
    rows = scope.kept["messages"]
    return list(rows)


def is_in(scope: Scope, message: Shown) -> bool:
    """Tell whether a message falls in the period; one without a date always does."""
    if scope.first is None or scope.last is None or message.days is None:
        return True
    return message.days.first <= scope.last and scope.first <= message.days.last


def communication_chapter(scope: Scope) -> Chapter:
    """Return who hears what and when, as a chapter of a plan."""
    rows = messages_of(scope)
    blocks: list[Block] = [table_of(rows, _("Communication moments"))] if rows else [nothing()]
    return Chapter("communication", _("Communication"), tuple(blocks))


def calendar_chapter(scope: Scope) -> Chapter:
    """Return the dated messages, and apart those that recur and those without a date."""
    rows = messages_of(scope)
    dated = [each for each in rows if each.days is not None and not each.moment.rhythm]
    recurring = [each for each in rows if each.moment.rhythm]
    loose = [each for each in rows if each.days is None and not each.moment.rhythm]
    blocks: list[Block] = []
    if dated:
        blocks.append(table_of(dated, _("Communication moments in order of time")))
    if recurring:
        blocks += [Heading(_("In a rhythm")), table_of(recurring, _("What recurs"))]
    if loose:
        blocks += [Heading(_("Without a date")), table_of(loose, _("Without a date"))]
    return Chapter("calendar", _("Calendar"), tuple(blocks or [nothing()]), landscape=True)


def audience_chapter(scope: Scope) -> Chapter | None:
    """Return per audience what it hears; None when no message names one."""
    rows = messages_of(scope)
    names = {each.pk: each.name for row in rows for each in row.audiences}
    if not names:
        return None
    columns = (Column(_("Audience"), 4), Column(_("Hears"), 14))
    table = []
    for key, name in sorted(names.items(), key=lambda pair: pair[1].lower()):
        heard = [
            f"{when_of(row)}: {row.title}" for row in rows if key in {a.pk for a in row.audiences}
        ]
        table.append(Row((lines(name), lines(*heard, bullets=True))))
    return Chapter("audiences", _("Per audience"), (Table(columns, tuple(table)),), landscape=True)


def nothing() -> Paragraph:
    """Return the sentence that says that there is nothing yet."""
    return Paragraph(runs(_("No communication moments are registered yet.")), "note")


def table_of(rows: Sequence[Shown], caption: str) -> Table:
    """Return messages as a table."""
    columns = (
        Column(pgettext("column", "When"), 4),
        Column(_("Audience"), 4),
        Column(_("Channel"), 4),
        Column(_("Message"), 8),
        Column(_("By"), 4),
    )
    found = (
        Row(
            (
                lines(when_of(each), done_of(each.moment)),
                lines(*(a.name for a in each.audiences)) if each.audiences else lines(NOTHING),
                lines(*(c.name for c in each.channels)) if each.channels else lines(NOTHING),
                message_of(each),
                lines(*(str(r) for r in each.roles)) if each.roles else lines(NOTHING),
            )
        )
        for each in rows
    )
    return Table(columns, tuple(found), caption, row_headings=False)


def when_of(message: Shown) -> str:
    """Return when, as the plan says it, with its rhythm."""
    moment = message.moment
    when = display(moment.when) if moment.when else ""
    return ", ".join(part for part in (when, moment.rhythm) if part) or NOTHING


def done_of(moment: CommunicationMoment) -> str:
    """Return that a message was sent; empty otherwise."""
    if moment.done_on:
        return _("done on %s") % display(moment.done_on)
    return _("done") if moment.done else ""


def message_of(message: Shown) -> Cell:
    """Return what is told, and what it waits for."""
    points = [f"• {each}" for each in message.points]
    waits = message.waits_for
    waiting = [_("waits for: %s") % waits.record] if waits else []
    title = message.title if message.moment.title else ""
    mark = Run(f" ({_('illustrative')})", italic=True) if message.moment.illustrative else ""
    return lines(
        runs(Run(title, bold=True) if title else "", mark), message.moment.text, *points, *waiting
    )


def register_documents() -> None:
    """Add the calendar and the chapter."""
    documents.add(
        Kind(
            CALENDAR,
            gettext_lazy("Communication calendar"),
            gettext_lazy("Who hears what, when, by which channel and from whom."),
            subjects_of,
            order=50,
            pages=["communication"],
        ),
        ChapterMaker("communication", [PLAN], communication_chapter, order=80),
        ChapterMaker("calendar", [CALENDAR], calendar_chapter, order=10),
        ChapterMaker("audiences", [CALENDAR], audience_chapter, order=20),
    )
