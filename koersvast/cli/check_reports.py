"""What plan check found: as lines for people, as data, and as SARIF for other programs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from koersvast import __version__
from koersvast.checks.selectors import Judged, counts_of
from koersvast.cli.checking import Checked
from koersvast.cli.reports import name_of, one_line
from koersvast.core.checks import Rule, Severity, checks
from koersvast.core.upsert import Problem

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note"}
"""Severity -> level of SARIF 2.1.0 (3.27.10)."""


def check_lines(checked: Checked) -> list[str]:
    """Return a line per finding, as a compiler writes them, and the counts.

    A finding stays one line whatever the plan or the name of its file says: what begins a line is
    an order to some programs that read along (CI).
    """
    lines = []
    for row in (row for row in checked.rows if row.is_open):
        found = row.found
        place = f"{name_of(checked.file)}:{checked.line(row)}: " if checked.file else ""
        line = f"{place}{found.rule.code} {found.severity.label}: {found.text}"
        lines.append(one_line(line))
    counts = counts_of(checked.rows)
    accepted = sum(1 for row in checked.rows if not row.is_open)
    parts = [
        ngettext("%d error", "%d errors", counts[Severity.ERROR]) % counts[Severity.ERROR],
        ngettext("%d warning", "%d warnings", counts[Severity.WARNING]) % counts[Severity.WARNING],
        _("%d for information") % counts[Severity.INFORMATION],
    ]
    if accepted:
        parts.append(_("%d accepted") % accepted)
    summary = f"{checked.plan}: {', '.join(parts)}"
    return [*lines, "", summary] if lines else [summary]


def check_data(checked: Checked) -> dict[str, Any]:
    """Return the findings as plain data; its keys are stable.

    A file that cannot be imported has no findings, but problems.
    """
    counts = counts_of(checked.rows)
    return {
        "plan": checked.plan,
        "file": name_of(checked.file) if checked.file else None,
        "counts": {str(severity): count for severity, count in counts.items()},
        "findings": [_finding(checked, row) for row in checked.rows],
        "problems": [
            {"line": each.line, "where": each.where, "message": each.message}
            for each in _problems(checked)
        ],
    }


def _problems(checked: Checked) -> list[Problem]:
    """Return why a file could not be checked; none when it was."""
    return checked.outcome.shown_problems() if checked.outcome else []


def _finding(checked: Checked, row: Judged) -> dict[str, Any]:
    found = row.found
    _rule, kind, code, _mark = found.key
    return {
        "code": found.rule.code,
        "severity": str(found.severity),
        "title": str(found.rule.title),
        "message": found.text,
        "why": str(found.rule.why),
        "mend": str(found.rule.mend),
        "source": found.rule.source,
        "row": {"kind": kind, "code": code, "field": found.field},
        "about": found.about or None,
        "line": checked.line(row) or None,
        "facts": found.digest,
        "state": str(row.state),
        "reason": row.acceptance.reason if row.acceptance else None,
    }


def check_sarif(checked: Checked) -> dict[str, Any]:
    """Return the findings as a SARIF 2.1.0 log with one run.

    Why a file could not be checked stands in the notifications of a run that did not succeed
    (3.20.21), so that who uploads the log reads it too.
    """
    rules = checks.all()
    index = {rule.code: number for number, rule in enumerate(rules)}
    return {
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "koersvast plan check",
                        "version": __version__,
                        "language": get_language() or settings.LANGUAGE_CODE,
                        "rules": [_rule(rule) for rule in rules],
                    }
                },
                "invocations": [_invocation(checked)],
                "columnKind": "unicodeCodePoints",
                "results": [_result(checked, row, index) for row in checked.rows],
            }
        ],
    }


def _invocation(checked: Checked) -> dict[str, Any]:
    return {
        "executionSuccessful": checked.outcome is None,
        "toolExecutionNotifications": [
            {
                "level": "error",
                "message": {
                    "text": f"{each.where}: {each.message}" if each.where else each.message
                },
                "locations": [{"physicalLocation": _place(checked.file, each.line)}],
            }
            for each in _problems(checked)
            if checked.file is not None
        ],
    }


def _place(file: Path, line: int) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": quote(os.fsencode(file.as_posix()))},
        "region": {"startLine": max(line, 1)},
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": str(rule.title)},
        "fullDescription": {"text": str(rule.why)},
        "help": {"text": str(rule.mend)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"source": rule.source},
    }


def _result(checked: Checked, row: Judged, index: dict[str, int]) -> dict[str, Any]:
    found = row.found
    _code, kind, code, _about = found.key
    location: dict[str, Any] = {
        "logicalLocations": [{"fullyQualifiedName": f"{checked.plan}/{kind}/{code}", "kind": "row"}]
    }
    if checked.file is not None:
        location["physicalLocation"] = _place(checked.file, checked.line(row))
    result: dict[str, Any] = {
        "ruleId": found.rule.code,
        "ruleIndex": index[found.rule.code],
        "level": LEVELS[found.severity],
        "message": {"text": found.text},
        "locations": [location],
        "partialFingerprints": {"facts/v1": found.digest},
    }
    if not row.is_open and row.acceptance is not None:
        result["suppressions"] = [{"kind": "external", "justification": row.acceptance.reason}]
    return result
