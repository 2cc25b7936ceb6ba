"""What an import did and what a plan costs, as lines for people and as data for programs."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koersvast.core.money import Total, format_amount
from koersvast.core.schemas import CONTROL
from koersvast.core.upsert import Fate, Outcome, RowFate
from koersvast.funding.models import Nature
from koersvast.funding.rules import Ledger, Sum, Verdict, written_sum
from koersvast.funding.selectors import PlanTotals

ROWS_SHOWN = 200
WIDTH = 22


def one_line(text: str) -> str:
    """Return a text on one line, without control characters.

    What begins a line is an order to some programs that read along (CI), and a control character is
    one to a terminal; a plan says what it likes.
    """
    return " ".join(CONTROL.sub("", text).split())


def name_of(file: Path) -> str:
    """Return the name of a file as text, also one that is no UTF-8."""
    return os.fsencode(file).decode(errors="replace")


def outcome_data(outcome: Outcome, file: Path) -> dict[str, Any]:
    """Return an import as plain data; its keys are stable."""
    return {
        "file": name_of(file),
        "stored": outcome.stored,
        "counts": outcome.counts(),
        "rows": [
            {
                "table": row.table,
                "label": row.label,
                "fate": row.fate,
                "line": row.line,
                "fields": {name: list(pair) for name, pair in row.fields.items()},
                "hanging": row.hanging,
            }
            for row in outcome.rows
        ],
        "problems": [
            {"file": name_of(file), "line": each.line, "where": each.where, "message": each.message}
            for each in outcome.shown_problems()
        ],
        "problem_count": len(outcome.problems),
    }


def outcome_lines(outcome: Outcome, file: Path) -> list[str]:
    """Return an import as lines: problems, or each changed row and the counts."""
    if not outcome.ok:
        lines = [one_line(f"{name_of(file)}:{each}") for each in outcome.shown_problems()]
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
            lines.append(f"{fate_name(row.fate)}: {removed_line(row)}")
    lines.append("")
    for table, counts in outcome.counts().items():
        shown = ", ".join(f"{number} {fate_name(Fate(fate))}" for fate, number in counts.items())
        lines.append(f"{table:<32} {shown}")
    lines.append(_("Stored.") if outcome.stored else _("This was a dry run; nothing was stored."))
    return lines


def removed_line(row: RowFate) -> str:
    """Return a row that is not in the file, with what hangs on it by kind."""
    hanging = ", ".join(f"{number} {kind}" for kind, number in row.hanging.items())
    name = f"{row.table} {row.label}"
    return _("%(row)s, with %(hanging)s") % {"row": name, "hanging": hanging} if hanging else name


def fate_name(fate: Fate) -> str:
    """Return a fate in words."""
    return {
        Fate.CREATED: _("created"),
        Fate.CHANGED: _("changed"),
        Fate.UNCHANGED: _("unchanged"),
        Fate.MISSING: _("not in the file (kept)"),
        Fate.PRUNED: _("removed"),
    }[fate]


def totals_data(totals: PlanTotals) -> dict[str, Any]:
    """Return the money of a plan as plain data; amounts in euros as text, PM apart."""
    ledger = totals.ledger
    return {
        "plan": totals.plan.code,
        "years": ledger.columns,
        "cost": _years(ledger, lambda year: ledger.sum("cost", year=year)),
        "cost_by_nature": {
            nature: _years(ledger, partial(_cost_in, ledger, nature))
            for nature in ledger.natures("cost")
        },
        "coverage": _years(ledger, lambda year: ledger.sum("coverage", year=year)),
        "balance": _years(ledger, ledger.balance),
        "works": [
            {"code": each.code, "title": each.title, "cost": _plain(each.sum.total)}
            for each in totals.works
        ],
        "stated": [
            {
                "code": check.record.code,
                "title": check.record.title,
                "source": check.record.source,
                "stated": str(check.record.amount),
                "computed": _plain(check.evaluation.computed),
                "difference": str(check.evaluation.difference),
                "verdict": str(check.evaluation.verdict),
            }
            for check in totals.checks
        ],
    }


def _years(ledger: Ledger, sum_of: Callable[[int | None], Sum]) -> dict[str, dict[str, Any]]:
    return {str(year or "total"): _plain(sum_of(year).total) for year in ledger.columns}


def _cost_in(ledger: Ledger, nature: str, year: int | None) -> Sum:
    return ledger.sum("cost", nature=nature, year=year)


def _plain(total: Total) -> dict[str, Any]:
    return {"amount": f"{total.amount:.2f}", "pm": total.pm}


def totals_lines(totals: PlanTotals) -> list[str]:
    """Return the money of a plan as lines: the table, then each stated total and its verdict."""
    lines = [f"{totals.plan.code}  {totals.plan.title}", "", *money_lines(totals.ledger), ""]
    for check in totals.checks:
        found, record = check.evaluation, check.record
        lines.append(
            f"  {verdict_name(found.verdict):<20} {record.code:<8} {_shown(record.amount):>14} "
            f"{_shown(found.computed):>14}  {record.title} ({record.source})"
        )
    return lines


def money_lines(ledger: Ledger) -> list[str]:
    """Return the money table as lines: cost per nature and in total, coverage, balance."""
    columns = ledger.columns
    head = "".join(f"{year or _('in total'):>16}" for year in columns)
    lines = ["  " + " " * WIDTH + head]
    for nature in ledger.natures("cost"):
        label = str(Nature(nature).label)
        amounts = [ledger.sum("cost", nature=nature, year=year) for year in columns]
        lines.append(_line(label, amounts))
    lines.append(_line(_("cost"), [ledger.sum("cost", year=year) for year in columns]))
    lines.append(_line(_("coverage"), [ledger.sum("coverage", year=year) for year in columns]))
    lines.append(_line(_("balance"), [ledger.balance(year) for year in columns]))
    return lines


def _line(label: str, amounts: list[Sum]) -> str:
    return f"  {label:<{WIDTH}}" + "".join(
        f"{written_sum(amount, get_language()):>16}" for amount in amounts
    )


def _shown(value: Total | Decimal) -> str:
    return format_amount(value, get_language() or "nl")


def verdict_name(verdict: Verdict) -> str:
    """Return in words how a stated total stands to its lines."""
    return {
        Verdict.AGREES: _("agrees"),
        Verdict.DIFFERS: _("differs"),
        Verdict.PM: _("cannot tell: pm"),
        Verdict.NO_LINES: _("cannot tell: no lines"),
    }[verdict]
