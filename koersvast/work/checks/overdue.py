"""Rules about what was promised by a day that is past, and on which nobody reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from koersvast.core.checks import Finding, Lack, Place, Scope, Severity, gaps, named, rule
from koersvast.core.periods import Period
from koersvast.work.models import Action, Milestone, Result, StatusUpdate
from koersvast.work.selectors.checking import (
    moments_in,
    place_of_result,
    reports_in,
    results_in,
    works_in,
)

MANY = 5
"""So many that are past are told together; fewer one by one, each with its moment."""


@rule(
    "DATUM-01",
    Severity.WARNING,
    title=_("Moment past, and nobody reported since"),
    why=_("Something promised by a day and not reported on is a signal, not silence."),
    mend=_("Report whether it is ready; if not, give a new moment."),
    source="M (signaallijsten)",
)
def results_past(scope: Scope) -> Iterator[Finding]:
    """Look for moments before the reference date without a report of that day or later."""
    missed, reports = _missed(scope), scope.once(reports_in)
    results = [row for key, row in scope.once(results_in).items() if key in missed]
    words = Lack(
        _("%(name)s was to be ready in %(when)s; nothing was reported on it."),
        _(
            "%(count)d of the %(all)d results that were to be ready by now have no report at all: "
            "%(names)s."
        ),
        _(
            "%(count)d of the %(all)d results of %(group)s that were to be ready by now have no "
            "report at all: %(names)s."
        ),
        few=MANY,
    )

    def told(row: Result) -> dict[str, Any]:
        return {"when": missed[row.pk], "day": scope.day}

    yield from gaps(
        scope,
        results,
        lambda row: row.pk not in reports,
        words,
        field="ready_by",
        place=place_of_result(scope),
        told=told,
    )
    for row in (row for row in results if row.pk in reports):
        values = {"name": named(row), **told(row), "report": reports[row.pk].on}
        sentence = _("%(name)s was to be ready in %(when)s; the latest report is of %(report)s.")
        yield Finding(row, sentence, values, "ready_by", (row.work_id,))


def _missed(scope: Scope) -> dict[int, Period]:
    """Return result -> the last of its moments that is past and on which nobody reported since."""
    reports, found = scope.once(reports_in), dict[int, Period]()
    for key in scope.once(results_in):
        report = reports.get(key)
        past = [
            when
            for when in scope.once(moments_in).get(key, ())
            if when.last and when.last < scope.day and not (report and report.on >= when.last)
        ]
        if past and not (report and report.done):
            found[key] = max(past)
    return found


@rule(
    "DATUM-02",
    Severity.WARNING,
    title=_("Action past its date and not done"),
    why=_("An action that nobody ticked off was not done, or nobody knows that it was."),
    mend=_("Say that the action is done, or give it a new date."),
    source="M (signaallijsten)",
)
def actions_past(scope: Scope) -> Iterator[Finding]:
    """Look for actions whose date is past, told once for each result."""
    reports, results = scope.once(reports_in), scope.once(results_in)
    late: dict[int, list[Any]] = defaultdict(list)
    rows = scope.rows(Action, "").filter(done_on__isnull=True, due__isnull=False)
    for key, due, code in rows.order_by("position", "code").values_list("result_id", "due", "code"):
        report = reports.get(key)
        silent = not (report and (report.done or (due.last and report.on >= due.last)))
        if due.last and due.last < scope.day and silent:
            late[key].append((code, due))
    for key, found in late.items():
        if key not in results:
            continue
        row = results[key]
        values = {
            "name": named(row),
            "count": len(found),
            "names": [code for code, _due in found],
            "when": max(due for _code, due in found),
        }
        sentence = ngettext_lazy(
            "An action of %(name)s was to be done in %(when)s and is not done: %(names)s.",
            "%(count)d actions of %(name)s were to be done in %(when)s at the latest and are not "
            "done: %(names)s.",
            "count",
        )
        yield Finding(row, sentence, values, "actions", (row.work_id,))


@rule(
    "DATUM-03",
    Severity.WARNING,
    title=_("Milestone past and not reached"),
    why=_("A milestone that passes in silence shows nobody that the roadmap has shifted."),
    mend=_("Say on which day it was reached, or give it a new moment."),
    source="D (routekaart), M tabel 15",
)
def milestones_past(scope: Scope) -> Iterator[Finding]:
    """Look for milestones before the reference date that were not reached nor reported on."""
    works = scope.once(works_in)
    updates = scope.rows(StatusUpdate, "work").order_by("date")
    latest = dict(updates.values_list("work_id", "date"))
    rows = scope.rows(Milestone).filter(when__isnull=False).order_by("position", "code")
    last = {row.pk: row.when.last for row in rows}
    past = [row for row in rows if last[row.pk] and last[row.pk] < scope.day]

    def silent(row: Milestone) -> bool:
        reported = (latest.get(at) for at in works.line(row.work_id))
        return row.reached_on is None and not any(day and day >= last[row.pk] for day in reported)

    words = Lack(
        _("%(name)s was planned for %(when)s and is not reached."),
        _(
            "%(count)d of the %(all)d milestones that were planned before the reference date are "
            "not reached: %(names)s."
        ),
        few=MANY,
    )
    yield from gaps(
        scope,
        past,
        silent,
        words,
        field="when",
        place=lambda row: Place((row.work_id,)),
        told=lambda row: {"when": row.when},
    )
