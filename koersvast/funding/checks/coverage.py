"""Rules about what covers the cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from koersvast.core.checks import Finding, Lack, Place, Scope, Severity, gaps, named, rule
from koersvast.core.money import Total
from koersvast.funding import rules
from koersvast.funding.models import Nature
from koersvast.funding.selectors.checking import pots_in, sources_in, uncovered_in
from koersvast.work.selectors.checking import decided_ahead, works_in

Columns = Mapping[int | None, Total]


def spoken(columns: Columns) -> list[Any]:
    """Return years with their amounts; years in a row with the same amount are told as one."""
    runs: list[tuple[list[int | None], Total]] = []
    for year, total in columns.items():
        last = runs[-1] if runs else None
        if last and last[1] == total and year and last[0][-1] and year == last[0][-1] + 1:
            last[0].append(year)
        else:
            runs.append(([year], total))
    return [(_span(years), total) if years[0] else total for years, total in runs]


def _span(years: list[int | None]) -> str | Promise:
    if len(years) == 1:
        return f"{years[0]}:"
    return format_lazy(_("{first}–{last}, each year:"), first=years[0], last=years[-1])


def _about(scope: Scope, key: int | None) -> tuple[Any, tuple[int, ...]]:
    """Return the row that a pot of money is about, and the works it concerns."""
    return (scope.plan, ()) if key is None else (scope.once(works_in).works[key], (key,))


@rule(
    "GELD-12",
    Severity.ERROR,
    title=_("Shortfall without a decision"),
    why=_("More is asked for than there is, and nobody has to say where the rest comes from."),
    mend=_(
        "Name the decision moment at which the council or the college decides on the shortfall, as "
        "a milestone or proposal of the work; or lower the cost."
    ),
    source="M 8, Gemeentewet art. 189",
)
def shortfall(scope: Scope) -> Iterator[Finding]:
    """Look for years in which cost is more than coverage, or for which nothing is registered to
    cover it, with no decision on it ahead.
    """
    ahead = scope.once(decided_ahead)
    for key, lines in scope.once(pots_in).items():
        lacking = rules.shortfalls(rules.Ledger(lines))
        record, works = _about(scope, key)
        if lacking and key not in ahead:
            values = {"name": named(record), "years": spoken(lacking)}
            sentence = _(
                "%(name)s has a shortfall (%(years)s), and no dated decision on it lies ahead."
            )
            yield Finding(record, sentence, values, "", works)
    for key, lines in scope.once(uncovered_in).items():
        lacking = rules.shortfalls(rules.Ledger(lines))
        record, works = _about(scope, key)
        if lacking and key not in ahead:
            values = {"name": named(record), "years": spoken(lacking)}
            sentence = _(
                "%(name)s has cost for which no coverage is registered (%(years)s), and no dated "
                "decision on it lies ahead."
            )
            yield Finding(record, sentence, values, "", works, about="uncovered")


@rule(
    "GELD-13",
    Severity.ERROR,
    title=_("Structural cost on incidental coverage"),
    why=_("The cost comes back every year, the money does not: the shortfall follows by itself."),
    mend=_("Look for structural coverage, or make the cost temporary."),
    source="M 8, Gemeentewet art. 189",
)
def structural_on_incidental(scope: Scope) -> Iterator[Finding]:
    """Look for structural cost that only incidental money pays, in sums and in draws."""
    for key, lines in scope.once(pots_in).items():
        ledger = rules.Ledger(lines)
        found: dict[int | None, Total] = {}
        for year in ledger.columns:
            structural = ledger.balance(year, nature=Nature.STRUCTURAL).total
            if year is not None:
                structural += Total(rules.every_year(ledger))
            spare = ledger.balance(year, nature=Nature.INCIDENTAL).total
            cost = ledger.sum("cost", nature=Nature.STRUCTURAL, year=year).total.amount
            leaning = min(-structural.amount, spare.amount)
            if cost > 0 and leaning > 0 and not structural.pm:
                found[year] = Total(leaning)
        if found:
            record, works = _about(scope, key)
            values = {"name": named(record), "years": spoken(found)}
            sentence = _(
                "%(name)s pays structural cost out of incidental coverage (%(years)s); the cost "
                "comes back, the money does not."
            )
            yield Finding(record, sentence, values, "", works)
    for source in scope.once(sources_in).values():
        if source.row.nature == Nature.STRUCTURAL:
            continue
        for draw in source.draws:
            item = draw.cost_item
            if item is not None and item.nature == Nature.STRUCTURAL and draw.amount > 0:
                drawn: dict[str, Any] = {
                    "item": named(item), "source": named(source.row), "amount": draw.amount,
                }  # fmt: skip
                sentence = _(
                    "%(item)s comes back every year, but %(amount)s of it is drawn on %(source)s, "
                    "which is incidental."
                )
                works = (item.work_id,) if item.work_id else source.works
                yield Finding(draw, sentence, drawn, "funding_source", works)


@rule(
    "GELD-14",
    Severity.WARNING,
    title=_("Incidental coverage past its end"),
    why=_("Money of a year is gone after that year, unless who gave it decides otherwise."),
    mend=_("Ask for a decision to take the money along, or draw in the year it is for."),
    source="H (financiën)",
)
def past_its_end(scope: Scope) -> Iterator[Finding]:
    """Look for draws in a year after the last one for which an incidental source gives money."""
    for source in scope.once(sources_in).values():
        years = [year for year, _total in source.amounts if year]
        if source.row.nature == Nature.STRUCTURAL or not years or len(years) < len(source.amounts):
            continue
        for draw in source.draws:
            if draw.year and draw.year > max(years) and draw.amount > 0:
                values = {
                    "draw": named(draw), "amount": draw.amount, "year": str(draw.year),
                    "source": named(source.row), "last": str(max(years)),
                }  # fmt: skip
                sentence = _(
                    "%(draw)s draws %(amount)s on %(source)s in %(year)s, but that money runs "
                    "until %(last)s."
                )
                yield Finding(draw, sentence, values, "year", source.works)


@rule(
    "GELD-15",
    Severity.WARNING,
    title=_("Draw without a decision"),
    why=_("Who may spend money follows from a decision; without one nobody can show his right."),
    mend=_("Name the body and the decision by which the money was allotted, with its day."),
    source="H (financiën)",
)
def draw_without_decision(scope: Scope) -> Iterator[Finding]:
    """Look for draws that name neither a decision of the register nor one in words."""
    for source in scope.once(sources_in).values():
        for draw in source.draws:
            if draw.decided_by is None and not draw.decision and draw.amount > 0:
                values = {
                    "draw": named(draw), "amount": draw.amount, "source": named(source.row),
                }  # fmt: skip
                sentence = _(
                    "%(draw)s draws %(amount)s on %(source)s, but who decided so is not told."
                )
                works = (draw.work_id,) if draw.work_id else source.works
                yield Finding(draw, sentence, values, "decided_by", works)


@rule(
    "GELD-16",
    Severity.ERROR,
    title=_("Source overdrawn"),
    why=_("The same euro is allotted twice."),
    mend=_("Lower a draw, or let a decision add to the source."),
    source="H (financiën)",
)
def overdrawn(scope: Scope) -> Iterator[Finding]:
    """Look for sources on which more is drawn than they give, in any year."""
    for source in scope.once(sources_in).values():
        excess = {year: Total(much) for year, much in rules.excess_of(source.purse).items() if much}
        if excess:
            drawn = Total.of(draw.amount for draw in source.draws)
            values = {"name": named(source.row), "drawn": drawn, "excess": spoken(excess)}
            sentence = _(
                "On %(name)s %(drawn)s is drawn; that is more than it gives (%(excess)s too much)."
            )
            yield Finding(source.row, sentence, values, "amounts", source.works)


@rule(
    "GELD-17",
    Severity.WARNING,
    title=_("Coverage without a decision"),
    why=_("Money that no body has decided on is a wish; the cost is certain."),
    mend=_("Name the decision that gives the money, with its day; or call it a claim in the plan."),
    source="D 9, M 8",
)
def source_without_decision(scope: Scope) -> Iterator[Finding]:
    """Look for sources that name no decision, neither of the register nor in words."""
    sources = {
        key: each
        for key, each in scope.once(sources_in).items()
        if Total.of(total for _year, total in each.amounts).amount > 0
    }
    words = Lack(
        _("%(name)s names no decision by which the money is given."),
        _("%(count)d of the %(all)d sources name no decision that gives the money: %(names)s."),
    )
    yield from gaps(
        scope,
        [each.row for each in sources.values()],
        lambda row: row.decided_by is None and not row.decision and row.decided_on is None,
        words,
        field="decision",
        place=lambda row: Place(sources[row.pk].works),
    )
