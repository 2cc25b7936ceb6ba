"""What an import did and what a plan costs, as lines for people and as data for programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koersvast.core.money import Total, format_amount
from koersvast.core.upsert import Fate, Outcome

ROWS_SHOWN = 200


def outcome_data(outcome: Outcome, file: Path) -> dict[str, Any]:
    """Return an import as plain data; its keys are stable."""
    return {
        "file": str(file),
        "stored": outcome.stored,
        "counts": outcome.counts(),
        "rows": [
            {
                "table": row.table,
                "label": row.label,
                "fate": row.fate,
                "line": row.line,
                "fields": {name: list(pair) for name, pair in row.fields.items()},
                "hangs_on": row.hangs_on,
            }
            for row in outcome.rows
        ],
        "problems": [
            {"file": str(file), "line": each.line, "where": each.where, "message": each.message}
            for each in outcome.shown_problems()
        ],
        "problem_count": len(outcome.problems),
    }


def outcome_lines(outcome: Outcome, file: Path) -> list[str]:
    """Return an import as lines: problems, or each changed row and the counts."""
    if not outcome.ok:
        lines = [f"{file}:{each}" for each in outcome.shown_problems()]
        hidden = len(outcome.problems) - len(lines)
        if hidden > 0:
            lines.append(_("… and %d more.") % hidden)
        return [*lines, _("Nothing was stored.")]
    lines = []
    for row in outcome.rows[:ROWS_SHOWN]:
        if row.fate is Fate.CHANGED:
            lines.append(f"{fate_name(row.fate)} {row.table} {row.label}")
            lines.extend(f"    {n}: {old} → {new}" for n, (old, new) in row.fields.items())
        elif row.fate is not Fate.CREATED:
            lines.append(f"{fate_name(row.fate)} {row.table} {row.label}")
    lines.append("")
    for table, counts in outcome.counts().items():
        shown = ", ".join(f"{number} {fate_name(Fate(fate))}" for fate, number in counts.items())
        lines.append(f"{table:<32} {shown}")
    lines.append(_("Stored.") if outcome.stored else _("This was a dry run; nothing was stored."))
    return lines


def fate_name(fate: Fate) -> str:
    """Return a fate in words."""
    return {
        Fate.CREATED: _("created"),
        Fate.CHANGED: _("changed"),
        Fate.UNCHANGED: _("unchanged"),
        Fate.MISSING: _("not in the file (kept)"),
        Fate.PRUNED: _("removed"),
    }[fate]
