"""What the rules of plan check read of money; each read is done once for a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from koersvast.core.checks import Scope
from koersvast.core.money import Total
from koersvast.core.visibility import with_seen_links
from koersvast.funding import rules
from koersvast.funding.models import (
    Allocation,
    CostAmount,
    CostItem,
    FundingSource,
    Nature,
    SourceAmount,
)
from koersvast.work.selectors.checking import CheckedWorks, results_in, works_in

Amounts = list[tuple[int | None, Total]]
NOTHING = Decimal(0)


@dataclass(frozen=True)
class CheckedItem:
    """A cost item: the row, the work it hangs on (also through its result), its amounts."""

    row: CostItem
    work: int | None
    amounts: Amounts

    @property
    def works(self) -> tuple[int, ...]:
        """The works that a finding about it concerns."""
        return () if self.work is None else (self.work,)

    @property
    def counts(self) -> bool:
        """Tell whether its amounts are in the sums."""
        return not self.row.regular_means

    @property
    def total(self) -> Total:
        """All its amounts together."""
        return Total.of(total for _year, total in self.amounts)


def _amounts(scope: Scope, model: Any) -> dict[int, Amounts]:
    found: dict[int, Amounts] = defaultdict(list)
    rows = scope.rows(model, "item").order_by("item_id", "year")
    for key, year, amount in rows.values_list("item_id", "year", "amount"):
        found[key].append((year, Total(pm=True) if amount is None else Total(amount)))
    return found


def items_in(scope: Scope) -> dict[int, CheckedItem]:
    """Return the cost items of the plan with their amounts; two queries."""
    amounts = _amounts(scope, CostAmount)
    results = scope.once(results_in)
    rows = scope.rows(CostItem).defer("note").order_by("position", "code", "pk")
    found = {}
    for row in rows:
        result = results.get(row.result_id or 0)
        work = row.work_id or (result.work_id if result else None)
        found[row.pk] = CheckedItem(row, work, amounts.get(row.pk, []))
    return found


@dataclass(frozen=True)
class CheckedSource:
    """A funding source with its amounts and the draws on it."""

    row: FundingSource
    amounts: Amounts
    draws: list[Allocation]

    @property
    def works(self) -> tuple[int, ...]:
        """The works that a finding about it concerns."""
        return () if self.row.work_id is None else (self.row.work_id,)

    @property
    def purse(self) -> rules.Purse:
        """The source as the rules of coverage look at it."""
        draws = [rules.Draw(each.amount, each.year, each.beyond) for each in self.draws]
        return rules.Purse(self.row.nature == Nature.STRUCTURAL, self.amounts, draws)


def sources_in(scope: Scope) -> dict[int, CheckedSource]:
    """Return the funding sources of the plan; five queries.

    A decision that the actor does not see is none: neither a finding nor its absence tells of it.
    """
    amounts = _amounts(scope, SourceAmount)
    draws: dict[int, list[Allocation]] = defaultdict(list)
    rows = scope.rows(Allocation).order_by("position", "code", "pk")
    for each in with_seen_links(rows.select_related("cost_item__result"), scope.actor):
        draws[each.funding_source_id].append(each)
    sources = scope.rows(FundingSource).order_by("position", "code", "pk")
    sources = with_seen_links(sources, scope.actor)
    return {row.pk: CheckedSource(row, amounts.get(row.pk, []), draws[row.pk]) for row in sources}


def lines_in(scope: Scope) -> list[rules.Line]:
    """Return every amount of the plan as the rules of sums look at it."""
    found = [
        _line("cost", item.row, item.work, year, total, item.row.regular_means)
        for item in scope.once(items_in).values()
        for year, total in item.amounts
    ]
    return found + [
        _line("coverage", source.row, source.row.work_id, year, total, False)
        for source in scope.once(sources_in).values()
        for year, total in source.amounts
    ]


def _line(
    side: rules.Side, row: Any, work: int | None, year: int | None, total: Total, regular: bool
) -> rules.Line:
    return rules.Line(
        side=side,
        total=total,
        year=year,
        nature=row.nature,
        category=getattr(row, "category", ""),
        work=work,
        mark=getattr(row, "mark", ""),
        code=row.code,
        item=row.pk,
        title=row.title,
        regular=regular,
    )


def pots_in(scope: Scope) -> Mapping[int | None, list[rules.Line]]:
    """Return the lines by where their coverage is kept: the highest work with a source.

    What stands under no such work is left out (`uncovered_in`). Sources without a work are of the
    plan as a whole, under None; then all lines are.
    """
    return scope.once(_divided).pots


def uncovered_in(scope: Scope) -> Mapping[int | None, list[rules.Line]]:
    """Return the cost above and below which no coverage is kept, by its highest work.

    Under None is what hangs on no work.
    """
    return scope.once(_divided).bare


@dataclass(frozen=True)
class _Divided:
    """The lines of a plan: those with coverage to compare with, and those without."""

    pots: Mapping[int | None, list[rules.Line]]
    bare: Mapping[int | None, list[rules.Line]]


def _divided(scope: Scope) -> _Divided:
    tree: CheckedWorks = scope.once(works_in)
    lines = list(rules.counted(scope.once(lines_in)))
    kept = {line.work for line in lines if line.side == "coverage"}
    if None in kept:
        return _Divided({None: lines}, {})
    pots: dict[int | None, list[rules.Line]] = defaultdict(list)
    bare: dict[int | None, list[rules.Line]] = defaultdict(list)
    for line in lines:
        above = tree.line(line.work)
        keeping = [key for key in above if key in kept]
        if keeping:
            pots[keeping[-1]].append(line)
        else:
            bare[above[-1] if above else None].append(line)
    return _Divided(pots, bare)
