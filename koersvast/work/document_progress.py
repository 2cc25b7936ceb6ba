"""Progress as chapters: what was done per line, planning original against now, decisions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from koersvast.core.display import NOTHING, display
from koersvast.core.documents import (
    Block,
    Cell,
    Chapter,
    Column,
    Row,
    Scope,
    Table,
    heading,
    lines,
    paragraphs,
)
from koersvast.core.periods import Period
from koersvast.decisions.models import Decision, DecisionMoment
from koersvast.work.document_blocks import marked, nothing, ready_of, ready_words, results_of
from koersvast.work.document_facts import updates_until
from koersvast.work.models import Result, SprintNote, StatusUpdate, Work
from koersvast.work.rules import Status
from koersvast.work.selectors import Works, goals_of_work, leads_of, status_of, works_of


def goal_chapter(scope: Scope) -> Chapter:
    """Return the original goal: what the work serves, in the words of the plan."""
    about = works_of(scope)
    blocks: list[Block] = []
    served = [row for row in goals_of_work(scope.actor, scope.plan.pk, about.keys) if row.served]
    if served:
        columns = (Column(_("Goal"), 8), Column(_("Served by"), 6))
        rows = (
            Row((lines(each.goal.title), lines(*(work.title for work in each.works))))
            for each in served
        )
        blocks.append(Table(columns, tuple(rows), _("Goals")))
    title = pgettext("heading of large projects", "The original goal")
    return Chapter("goal", title, tuple(blocks or nothing(_("No goals are registered yet."))))


def progress_chapter(scope: Scope) -> Chapter:
    """Return per line what was done and reported in the period."""
    about = works_of(scope)
    notes = notes_of(scope, about)
    updates = updates_of(scope, about)
    leads = leads_of(scope.actor, about.keys, scope.last or scope.today)
    promised = works_with_results(scope, about)
    silent = nothing(_("Nothing was reported on this line in this period."))
    blocks: list[Block] = []
    for work in about.works:
        own = [*_told(notes.get(work.pk, [])), *_reported(updates.get(work.pk, []))]
        if own or work.pk in promised:
            blocks.append(heading(work.title, key=work.pk))
            names = ", ".join(str(lead.role) for lead in leads.get(work.pk, []))
            blocks += paragraphs(lead_line(names)) if names else []
            blocks += own or silent
    empty = _("Nothing was reported in this period.")
    title = pgettext("heading of large projects", "The progress")
    return Chapter("progress", title, tuple(blocks or nothing(empty)))


def lead_line(names: str) -> str:
    """Return who leads a line; a role that begins with that word says it itself."""
    word = _("Lead: %s").partition(":")[0]
    return names if names.casefold().startswith(word.casefold()) else _("Lead: %s") % names


def works_with_results(scope: Scope, about: Works) -> set[int]:
    """Return the works that promised something: of those silence is told too; one query."""
    rows = Result.objects.visible_to(scope.actor).filter(work_id__in=about.keys)
    return set(rows.order_by().values_list("work_id", flat=True))


def notes_of(scope: Scope, about: Works) -> dict[int, list[SprintNote]]:
    """Return per work what was done in the sprints that touch the period; one query."""
    rows = SprintNote.objects.visible_to(scope.actor).filter(work_id__in=about.keys)
    found: dict[int, list[SprintNote]] = {}
    for each in rows.select_related("sprint").order_by("sprint__position", "pk"):
        if in_period(scope, each.sprint.period):
            found.setdefault(each.work_id, []).append(each)
    return found


def updates_of(scope: Scope, about: Works) -> dict[int, list[StatusUpdate]]:
    """Return per work the status updates in the period, of itself and its results; one query."""
    rows = StatusUpdate.objects.visible_to(scope.actor)
    rows = rows.filter(work_id__in=about.keys) | rows.filter(result__work_id__in=about.keys)
    if scope.first and scope.last:
        rows = rows.filter(date__gte=scope.first, date__lte=scope.last)
    found: dict[int, list[StatusUpdate]] = {}
    for each in rows.select_related("result", "work").order_by("date", "pk"):
        key = each.work_id or (each.result.work_id if each.result else 0)
        found.setdefault(key, []).append(each)
    return found


def in_period(scope: Scope, period: Period) -> bool:
    """Tell whether something falls in the period of a document; what has no days always does."""
    if scope.first is None or scope.last is None or period.first is None or period.last is None:
        return True
    return period.first <= scope.last and scope.first <= period.last


def _told(notes: list[SprintNote]) -> list[Block]:
    if not notes:
        return []
    columns = (Column(_("Sprint"), 3), Column(_("What was done"), 9), Column(_("Expected"), 3))
    rows = (
        Row((lines(each.sprint.title), lines(each.done), lines(display(each.expected))))
        for each in notes
    )
    return [Table(columns, tuple(rows))]


def _reported(updates: list[StatusUpdate]) -> list[Block]:
    if not updates:
        return []
    columns = (
        Column(_("Date"), 3),
        Column(_("About"), 5),
        Column(_("Status"), 3),
        Column(_("In words"), 8),
    )
    rows = (
        Row(
            (
                lines(display(each.date)),
                lines(each.result or each.work),
                lines(status_word(each)),
                lines(each.words or NOTHING),
            )
        )
        for each in updates
    )
    return [Table(columns, tuple(rows), row_headings=False)]


def status_word(update: StatusUpdate) -> str:
    """Return how what was reported stands; a report in words alone tells no status."""
    status = status_of(update)
    return NOTHING if status is Status.NONE else str(status.label)


def planning_chapter(scope: Scope) -> Chapter:
    """Return per result when it was to be ready, when it is expected now, and how it stands."""
    about = works_of(scope)
    results = results_of(scope.actor, about.keys)
    latest = updates_until(scope, [each.pk for each in results])
    columns = (
        Column(_("Result"), 8),
        Column(_("Original"), 3),
        Column(_("Expected now"), 3),
        Column(_("Status"), 3),
    )
    rows: list[Row] = []
    for work in about.works:
        own = [each for each in results if each.work_id == work.pk]
        if own:
            rows.append(Row((lines(work.title),), "group"))
        for each in own:
            update = latest.get(each.pk)
            words = (
                ready_words(ready_of(each)),
                expected(each, update),
                str(status_of(update).label),
            )
            rows.append(Row((lines(marked(each.title, each)), *(lines(word) for word in words))))
    blocks: list[Block] = (
        [Table(columns, tuple(rows), _("Planning: original and now"))] if rows else []
    )
    blocks += expected_per_line(scope, about)
    empty = nothing(_("No results are registered yet for this work."))
    title = pgettext("heading of large projects", "The current planning")
    return Chapter("planning", title, tuple(blocks or empty))


def expected(result: Any, update: StatusUpdate | None) -> str:
    """Return when a result is expected: as reported, else as planned."""
    if update is not None and status_of(update) is Status.DONE:
        return pgettext("status", "done")
    if update is not None and update.forecast:
        return str(update.forecast)
    return ready_words(ready_of(result))


def expected_per_line(scope: Scope, about: Works) -> list[Block]:
    """Return per line that tells of it the completion it expected first, and expects now."""
    rows = SprintNote.objects.visible_to(scope.actor).filter(
        work_id__in=about.keys, expected__isnull=False
    )
    told: dict[int, tuple[Work, list[Period]]] = {}
    for each in rows.select_related("sprint", "work").order_by("sprint__position", "pk"):
        begin = each.sprint.period.first
        if each.expected is not None and (begin is None or begin <= last_day(scope)):
            told.setdefault(each.work_id, (each.work, []))[1].append(each.expected)
    if not told:
        return []
    columns = (Column(_("Line"), 8), Column(_("Original"), 4), Column(_("Expected now"), 4))
    table = (
        Row((lines(work.title), lines(display(moments[0])), lines(display(moments[-1]))))
        for work, moments in told.values()
    )
    return [Table(columns, tuple(table), _("Expected completion per line"))]


def last_day(scope: Scope) -> date:
    """Return the last day that a document tells of."""
    return scope.last or scope.today


def decisions_chapter(scope: Scope) -> Chapter:
    """Return what was decided in the period, and the decision moments ahead."""
    blocks: list[Block] = []
    taken = decisions_of(scope)
    if taken:
        columns = (
            Column(pgettext("column", "When"), 3),
            Column(_("Body"), 4),
            Column(_("Decision"), 8),
            Column(_("Outcome"), 3),
        )
        rows = (
            Row((lines(display(d.decided_on)), lines(d.body), lines(d.title), outcome_of(d)))
            for d in taken
        )
        blocks += [heading(_("Decided")), Table(columns, tuple(rows), row_headings=False)]
    ahead = moments_ahead(scope)
    if ahead:
        blocks += [heading(_("Ahead")), table_of_moments(ahead)]
    empty = nothing(_("No decisions or decision moments are registered yet."))
    title = pgettext("heading of large projects", "The decision moments")
    return Chapter("decisions", title, tuple(blocks or empty))


def table_of_moments(moments: list[DecisionMoment]) -> Table:
    """Return decision moments with their bodies."""
    columns = (
        Column(pgettext("column", "When"), 3),
        Column(_("Body"), 4),
        Column(_("Decision moment"), 8),
    )
    rows = (Row((lines(display(m.when)), lines(m.body), lines(m.title))) for m in moments)
    return Table(columns, tuple(rows), row_headings=False)


def decisions_of(scope: Scope) -> list[Decision]:
    """Return the decisions of the plan in the period; all, when it has none."""
    rows: Any = Decision.objects.visible_to(scope.actor).filter(plan=scope.plan)
    found = [
        each
        for each in rows.select_related("body", "proposal").order_by("decided_on", "pk")
        if each.decided_on is None or in_period(scope, each.decided_on)
    ]
    scope.hold(*(each.proposal for each in found if each.proposal is not None))
    return found


def outcome_of(decision: Decision) -> Cell:
    """Return how a decision ended."""
    return lines(decision.get_outcome_display())


def moments_ahead(scope: Scope) -> list[DecisionMoment]:
    """Return the decision moments after the period, the first first; those without a date last."""
    rows = DecisionMoment.objects.visible_to(scope.actor).filter(plan=scope.plan)
    end = last_day(scope)
    found = [
        each
        for each in rows.select_related("body")
        if each.when is None or each.when.last is None or each.when.last > end
    ]
    return sorted(found, key=lambda each: (each.when is None, each.when and each.when.encode()))
