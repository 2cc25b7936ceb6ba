"""Rules about totals that a text states (rule 3 of the domain)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from koersvast.core.checks import Finding, Lack, Place, Scope, Severity, gaps, named, rule
from koersvast.core.trees import below
from koersvast.funding import rules
from koersvast.funding.models import StatedTotal
from koersvast.funding.selectors.checking import lines_in
from koersvast.work.selectors.checking import works_in

Compared = tuple[StatedTotal, rules.Evaluation]
SAYS_PM = re.compile(r"\bp\.?m\b", re.IGNORECASE)
MANY = 5
"""So many totals that leave out a pm are told together."""


def stated_in(scope: Scope) -> list[StatedTotal]:
    """Return the stated totals of the plan; one query."""
    return list(scope.rows(StatedTotal).order_by("position", "code", "pk"))


def marks_of(total: StatedTotal) -> frozenset[str]:
    """Return the marks or codes that a total names."""
    return frozenset(total.marks.replace(",", " ").split())


def unknown_marks(scope: Scope) -> dict[int, list[str]]:
    """Return stated total -> the marks it names and that no line has."""
    lines = scope.once(lines_in)
    known = {line.mark for line in lines} | {line.code for line in lines}
    found = {row.pk: sorted(marks_of(row) - known) for row in scope.once(stated_in)}
    return {key: marks for key, marks in found.items() if marks}


def compared_in(scope: Scope) -> list[Compared]:
    """Return the stated totals of which all marks are known, compared with their lines."""
    lines, unknown = _added_up(scope), scope.once(unknown_marks)
    each = scope.once(lines_in)
    parents = dict(scope.once(works_in).parents)
    found = []
    for row in scope.once(stated_in):
        if row.pk not in unknown:
            works = below(parents, row.work_id) if row.work_id else None
            stated = rules.Stated(
                measure=rules.Measure(row.measure),
                amount=row.amount,
                precision=row.precision,
                per_year=row.per_year,
                scope=rules.StatedScope(
                    works=None if works is None else frozenset(works),
                    nature=row.nature,
                    category=row.category,
                    first_year=row.first_year,
                    last_year=row.last_year,
                    marks=marks_of(row),
                ),
            )
            found.append((row, rules.evaluate(stated, each if row.marks else lines)))
    return found


def _added_up(scope: Scope) -> list[rules.Line]:
    """Return the lines added up by all that a total without marks can ask for."""
    sums = rules.sums_by(
        scope.once(lines_in),
        lambda line: (line.side, line.year, line.nature, line.category, line.work),
    )
    return [
        rules.Line(side, each.total, year, nature, category, work, count=each.count, pms=each.pms)
        for (side, year, nature, category, work), each in sums.items()
    ]


def _works(row: StatedTotal) -> tuple[int, ...]:
    return (row.work_id,) if row.work_id else ()


@rule(
    "GELD-01",
    Severity.ERROR,
    title=_("Stated total that differs from its lines"),
    why=_("Who reads the text decides on another amount than the table asks for."),
    mend=_("Correct the text, or the lines that it should be the sum of."),
    source="M 1.3, M 8, D 9",
)
def differs(scope: Scope) -> Iterator[Finding]:
    """Look for totals that are not what their lines add up to, in the precision of the text."""
    for row, found in scope.once(compared_in):
        if found.verdict is not rules.Verdict.DIFFERS:
            continue
        year = found.worst.year
        values = {
            "name": named(row),
            "stated": row.amount,
            "computed": found.computed,
            "difference": abs(found.difference),
            "year": year or "",
        }
        sentence = (
            _("%(name)s: the text says %(stated)s, the lines of %(year)s add up to %(computed)s "
              "(%(difference)s more).")
            if year and found.difference > 0
            else _("%(name)s: the text says %(stated)s, the lines of %(year)s add up to "
                   "%(computed)s (%(difference)s less).")
            if year
            else _("%(name)s: the text says %(stated)s, the lines add up to %(computed)s "
                   "(%(difference)s more).")
            if found.difference > 0
            else _("%(name)s: the text says %(stated)s, the lines add up to %(computed)s "
                   "(%(difference)s less).")
        )  # fmt: skip
        yield Finding(row, sentence, values, "amount", _works(row))


@rule(
    "GELD-02",
    Severity.INFORMATION,
    title=_("Stated total that nobody can check"),
    why=_("An amount that cannot be traced to its lines has to be believed."),
    mend=_("Fill in the pm, or split the lines so that the total can be added up."),
    source="M 1.3, M 8",
)
def cannot_be_told(scope: Scope) -> Iterator[Finding]:
    """Look for totals whose lines hold pm, or that no line is registered for.

    A text often says the same in two places: that is told once.
    """
    same: dict[rules.Stated, list[Compared]] = defaultdict(list)
    for row, found in scope.once(compared_in):
        unknown = found.verdict in (rules.Verdict.PM, rules.Verdict.NO_LINES)
        if unknown and row.amount:
            same[found.stated].append((row, found))
    for said in same.values():
        row, found = said[0]
        values = {
            "name": f"“{row}” ({', '.join(each.code for each, _found in said)})",
            "stated": row.amount,
            "computed": found.computed,
        }
        sentence = (
            _(
                "%(name)s: the text says %(stated)s, but the lines come to %(computed)s; whether "
                "the pm is the difference cannot be told."
            )
            if found.verdict is rules.Verdict.PM
            else _("%(name)s: no line is registered that %(stated)s could be the sum of.")
        )
        works = tuple({key for each, _found in said for key in _works(each)})
        yield Finding(row, sentence, values, "amount", works)


@rule(
    "GELD-03",
    Severity.WARNING,
    title=_("Total of a line that does not exist"),
    why=_("The text counts on money that stands in no table."),
    mend=_("Add the line with this mark, or correct the mark."),
    source="D 5, D 7, D 9",
)
def unknown_mark(scope: Scope) -> Iterator[Finding]:
    """Look for totals that name a reference mark or code that no line has."""
    unknown = scope.once(unknown_marks)
    for row in scope.once(stated_in):
        if row.pk in unknown:
            values = {"name": named(row), "stated": row.amount, "marks": unknown[row.pk]}
            sentence = _("%(name)s is about %(marks)s, but no line of cost or coverage has it.")
            yield Finding(row, sentence, values, "marks", _works(row))


@rule(
    "GELD-19",
    Severity.INFORMATION,
    title=_("Stated total that leaves out the pm"),
    why=_("A pm is not zero: who reads the total thinks that this is all."),
    mend=_("Write “+ pm” behind the total, or fill in the pm."),
    source="D 4, D 9, M 8",
)
def leaves_out_pm(scope: Scope) -> Iterator[Finding]:
    """Look for totals that are the known part of their lines and do not say that pm is added."""
    agreeing = {
        row.pk: (row, found)
        for row, found in scope.once(compared_in)
        if found.verdict is rules.Verdict.AGREES and found.computed.pm
    }
    words = Lack(
        _("%(name)s: the text says %(stated)s, the lines add up to %(computed)s."),
        _(
            "%(count)d of the %(all)d totals of lines with pm do not say that pm is added: "
            "%(names)s."
        ),
        few=MANY,
    )
    yield from gaps(
        scope,
        [row for row, _found in agreeing.values()],
        lambda row: not SAYS_PM.search(row.title),
        words,
        field="amount",
        place=lambda row: Place(_works(row)),
        told=lambda row: {"stated": row.amount, "computed": agreeing[row.pk][1].computed},
    )
