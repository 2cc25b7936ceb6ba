"""Tables of money in documents: what each cost item costs, and where the money comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from koersvast.core.display import NOTHING, display
from koersvast.core.documents import Cell, Column, Row, Run, Table, lines, runs
from koersvast.core.money import Total, format_amount
from koersvast.decisions.models import Decision
from koersvast.funding.figures import (
    NO_AMOUNT,
    column_label,
    euro_sum,
    regular_text,
    shown_sum,
    unbroken,
    with_unit,
)
from koersvast.funding.models import CostItem
from koersvast.funding.rules import EVERY_YEAR, Ledger, Sum
from koersvast.funding.rules import Column as Year
from koersvast.funding.selectors import SourceState, sum_in


def amount(amounts: Sum) -> Cell:
    """Return a sum as a cell."""
    return lines(unbroken(shown_sum(amounts)) if amounts.count else NO_AMOUNT)


def in_euros(total: Total) -> str:
    """Return an amount with its unit, which no line parts from it; "pm" alone has none."""
    return with_unit(format_amount(total, get_language() or "nl"))


def item_table(items: Sequence[CostItem], ledger: Ledger) -> Table:
    """Return the cost items with their marks and their amounts per year.

    What is within regular means is told in words below the item: it is in no sum.
    """
    years = item_years(items)
    marked = any(item.mark for item in items)
    with_nature = len(years) <= 2
    columns = [
        *([Column(_("Mark"), 6)] if marked else []),
        Column(_("Cost item"), 18 if len(years) > 4 else 24),
        *([Column(_("Nature"), 6)] if with_nature else []),
        *(Column(year_label(year, years), wide(year), "end") for year in years),
    ]
    rows = []
    for title, group in grouped(items):
        rows += [Row((lines(title),), "group")] if title else []
        for item in group:
            cells = [lines(item.mark or NOTHING)] if marked else []
            cells.append(named(item, with_nature=not with_nature))
            cells += [lines(item.get_nature_display())] if with_nature else []
            rows.append(Row((*cells, *(item_amount(item, year) for year in years))))
    total = [*([lines()] if marked else []), lines(_("Total cost"))]
    total += [lines()] if with_nature else []
    sums = [amount(ledger.sum("cost", year=year)) for year in years]
    if any(not item.regular_means for item in items):
        rows.append(Row((*total, *sums), "sum"))
    return Table(tuple(columns), tuple(rows), _("Cost items, in euros"), row_headings=not marked)


def item_years(items: Iterable[CostItem]) -> list[Year]:
    """Return the columns of the table: the years, without a year, and all together."""
    told = {each.year for item in items if not item.regular_means for each in item.amounts.all()}
    found: list[Year] = [*sorted(year for year in told if year is not None)]
    found += [None] if None in told else []
    return [*found, EVERY_YEAR] if len(found) != 1 else found


def wide(year: Year) -> int:
    """Return the width of a column of amounts; those of all years together are the longest."""
    return 9 if year == EVERY_YEAR else 8


def year_label(year: Year, years: Sequence[Year]) -> str:
    """Return the heading of a column of amounts; one alone without a year needs no more words."""
    return _("Amount") if len(years) == 1 and not isinstance(year, int) else column_label(year)


def named(item: CostItem, *, with_nature: bool) -> Cell:
    """Return the name of an item, with what has no column of its own."""
    nature = str(item.get_nature_display())
    told = nature if with_nature and nature.casefold() not in item.title.casefold() else ""
    regular = regular_text(sum_in(vars(item)), euro_sum) if item.regular_means else ""
    more = "; ".join(part for part in (told, regular) if part)
    return lines(item.title, runs(Run(more, italic=True)) if more else "")


def item_amount(item: CostItem, year: Year) -> Cell:
    """Return what an item costs in a year, without a year, or in all."""
    if item.regular_means:
        return lines(NO_AMOUNT)
    if year == EVERY_YEAR:
        return amount(sum_in(vars(item)))
    found = next((each.total for each in item.amounts.all() if each.year == year), None)
    return lines(NO_AMOUNT if found is None else unbroken(display(found)))


def grouped(items: Sequence[CostItem]) -> list[tuple[str, list[CostItem]]]:
    """Return the items per work where most works have several; else all, without a title."""
    works: dict[int, tuple[str, list[CostItem]]] = {}
    for item in items:
        work = item.result.work if item.result else item.work
        key, title = (work.pk, work.title) if work else (0, "")
        works.setdefault(key, (title, []))[1].append(item)
    several = sum(len(found) > 1 for _title, found in works.values())
    many = len(works) > 1 and several * 4 >= len(works) * 3
    return list(works.values()) if many else [("", list(items))]


def source_table(sources: Sequence[SourceState]) -> Table:
    """Return the sources with what was drawn on them, by which decision, and what is left."""
    columns = (
        Column(_("Source or draw"), 8),
        Column(_("Decision"), 7),
        Column(_("Amount"), 5, "end"),
    )
    rows: list[Row] = []
    for state in sources:
        cells = (lines(state.source.title), lines(decided(state.source)), offered(state))
        rows.append(Row(cells, "group" if state.draws else ""))
        for draw in state.draws:
            drawn = format_amount(-draw.amount, get_language())
            rows.append(Row((lines(draw.title), lines(decided(draw)), lines(drawn))))
        if state.draws:
            left = unbroken(display(state.left.left))
            kind = "gap" if state.is_overdrawn else "sum"
            words = pgettext("money", "left")
            cells = (lines(words[:1].upper() + words[1:]), lines(), lines(left))
            rows.append(Row(cells, kind))  # type: ignore[arg-type]
    return Table(columns, tuple(rows), _("Sources, draws on them, and what is left, in euros"))


def offered(state: SourceState) -> Cell:
    """Return what a source offers: in one line where it is the same every year."""
    told = list(state.purse.offered)
    if not told:
        return lines(NO_AMOUNT)
    (first, total), (last, _last_total) = told[0], told[-1]
    if len(told) > 1 and first and last and all(same(each, total) for _year, each in told):
        words = {"amount": unbroken(display(total)), "years": f"{first}–{last}"}
        return lines(_("%(amount)s a year") % words, words["years"])
    return lines(
        *(
            f"{year}: {unbroken(display(each))}" if year else unbroken(display(each))
            for year, each in told
        )
    )


def same(one: Total, other: Total) -> bool:
    """Tell whether two totals are written alike."""
    return (one.amount, one.pm) == (other.amount, other.pm)


def decided(row: Any) -> str:
    """Return by which decision, and when, as far as the reader sees it."""
    decision: Decision | None = row.decided_by
    name = decision.title if decision else row.decision
    when = str(row.decided_on) if row.decided_on else ""
    return ", ".join(part for part in (name, when) if part) or NOTHING
