"""Rules about what was promised by a day that is past, and on which nobody reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from koersvast.core.checks import Finding, Scope, Severity, named, rule
from koersvast.work.models import Action, Milestone, StatusUpdate
from koersvast.work.selectors.checking import moments_in, reports_in, results_in, works_in


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
    reports, results = scope.once(reports_in), scope.once(results_in)
    for key, moments in scope.once(moments_in).items():
        report = reports.get(key)
        if key not in results or (report and report.done):
            continue
        missed = [
            when
            for when in moments
            if when.last and when.last < scope.day and not (report and report.on >= when.last)
        ]
        if not missed:
            continue
        row = results[key]
        values = {"name": named(row), "when": max(missed), "day": scope.day}
        if report is None:
            sentence = _("%(name)s was to be ready in %(when)s; nothing was reported on it.")
        else:
            values["report"] = report.on
            sentence = _(
                "%(name)s was to be ready in %(when)s; the latest report is of %(report)s."
            )
        yield Finding(row, sentence, values, "ready_by", (row.work_id,))


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
    told = scope.rows(StatusUpdate, "work").order_by("date")
    latest = dict(told.values_list("work_id", "date"))
    rows = scope.rows(Milestone).filter(reached_on__isnull=True, when__isnull=False)
    for row in rows.order_by("position", "code"):
        last = row.when.last
        reported = (
            any(latest.get(at) and latest[at] >= last for at in works.line(row.work_id))
            if last
            else False
        )
        if last and last < scope.day and not reported:
            values = {"name": named(row), "when": row.when}
            sentence = _("%(name)s was planned for %(when)s and is not reached.")
            yield Finding(row, sentence, values, "when", (row.work_id,))
