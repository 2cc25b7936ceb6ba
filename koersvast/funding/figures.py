"""The money table as it is shown: rows of figures, each with the address of what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from koersvast.core.money import Total, format_amount
from koersvast.funding.addresses import rows_url
from koersvast.funding.models import Nature
from koersvast.funding.rules import EVERY_YEAR, Column, Ledger, Side, Sum, written_sum
from koersvast.funding.selectors import WorkMoney

NO_AMOUNT = "–"
PM = "pm"
PLUS_PM = (" + pm", " +\u00a0pm")
"""The end of a sum, which no line breaks."""


@dataclass(frozen=True)
class Figure:
    """A cell: the known amount, its pm, where it leads; without an amount it leads nowhere."""

    known: str
    pm: str = ""
    href: str = ""


@dataclass(frozen=True)
class FigureRow:
    """A row of figures; `kind` is the row's class: "", "sum" or "gap"."""

    label: str
    figures: list[Figure]
    kind: str = ""
    href: str = ""


@dataclass(frozen=True)
class FigureTable:
    """Headings and rows."""

    headings: list[str]
    rows: list[FigureRow]


def euros(total: Total) -> str:
    """Return an amount as it is written."""
    return format_amount(total, get_language() or "nl")


def shown_sum(amounts: Sum) -> str:
    """Return a sum as it is written, in the reader's language."""
    return written_sum(amounts, get_language())


def euro_sum(amounts: Sum) -> str:
    """Return a sum with its unit, as it stands in a sentence; no line parts them."""
    return with_unit(shown_sum(amounts))


def with_unit(written: str) -> str:
    """Return an amount as it was written with its unit; "pm" alone has none."""
    whole = unbroken(written)
    return whole if whole == PM else f"€\u00a0{whole}"


def unbroken(text: str) -> str:
    """Return a sum of which "+ pm" stays together."""
    return text.replace(*PLUS_PM)


def regular_text(amounts: Sum, written: Callable[[Sum], str] = shown_sum) -> str:
    """Return what is within regular means in words, with what it took where that is told."""
    if not amounts.count:
        return _("within regular means")
    return _("%(amount)s within regular means") % {"amount": written(amounts)}


def column_label(column: Column) -> str:
    """Return the heading of a column."""
    if column == EVERY_YEAR:
        return pgettext("column of a money table", "Total")
    return _("Without a year") if column is None else str(column)


def nature_label(nature: str) -> str:
    """Return what a nature is called, as the beginning of a row."""
    return str(dict(Nature.choices).get(nature, nature)).capitalize()


def columns_of(ledger: Ledger) -> list[Column]:
    """Return the columns of a money table: the years, without a year, all together."""
    found: list[Column] = [*ledger.columns]
    return [*found, EVERY_YEAR] if len(found) > 1 else found


def money_table(money: WorkMoney) -> FigureTable:
    """Return cost, coverage and balance of a work per year."""
    columns = columns_of(money.ledger)
    if not columns:
        return FigureTable([], [])
    rows = [*_side_rows(money, columns, "cost"), *_side_rows(money, columns, "coverage")]
    if money.has_balance:
        rows.append(_balance_row(money, columns))
    return FigureTable([column_label(column) for column in columns], rows)


def _side_rows(money: WorkMoney, columns: list[Column], side: Side) -> list[FigureRow]:
    """Return a row per nature, and their sum; of coverage the sum only when there are more."""
    natures = money.ledger.natures(side)
    rows = [_nature_row(money, columns, side, nature) for nature in natures]
    if side == "cost":
        rows.append(_nature_row(money, columns, side, None, _("Total cost")))
    elif len(natures) > 1:
        rows.append(_nature_row(money, columns, side, None, _("Total coverage")))
    return rows


def _nature_row(
    money: WorkMoney, columns: list[Column], side: Side, nature: str | None, label: str = ""
) -> FigureRow:
    def amount(column: Column) -> Sum:
        return money.ledger.sum(side, nature=nature, year=column)

    def href(column: Column) -> str:
        return rows_url(money.work.pk, side, year=column, nature=nature or "")

    if nature is None:
        return FigureRow(label, figures(columns, amount, href), "sum")
    name = nature_label(nature)
    if side == "coverage":
        name = _("Coverage, %(nature)s") % {"nature": name.lower()}
    return FigureRow(name, figures(columns, amount, href))


def figure(amounts: Sum, href: str) -> Figure:
    """Return a cell with a sum, as `shown_sum` writes it; its pm apart, to be seen apart."""
    if not amounts.total.pm:
        return Figure(shown_sum(amounts), href=href)
    known, _space, pm = shown_sum(amounts).rpartition(" + ")
    return Figure(known, f"+ {pm}" if known else pm, href)


def figures(
    columns: Iterable[Column], amount: Callable[[Column], Sum], href: Callable[[Column], str]
) -> list[Figure]:
    """Return a row of sums; where nothing was added up stands a dash."""
    found = []
    for column in columns:
        its = amount(column)
        if its.count:
            found.append(figure(its, href(column)))
        else:
            found.append(Figure(NO_AMOUNT))
    return found


def _balance_row(money: WorkMoney, columns: list[Column]) -> FigureRow:
    """Return the balance: as a positive shortfall where there is no surplus in any column."""
    balances = {column: money.ledger.balance(column) for column in columns}
    amounts = [balance.total.amount for balance in balances.values()]
    as_shortfall = min(amounts) < 0 and max(amounts) <= 0
    cells = []
    for column, balance in balances.items():
        if balance.count:
            href = rows_url(money.work.pk, "balance", year=column)
            cells.append(figure(-balance if as_shortfall else balance, href))
        else:
            cells.append(Figure(NO_AMOUNT))
    label = _("Shortfall") if as_shortfall else _("Balance")
    return FigureRow(label, cells, "gap" if min(amounts) < 0 else "sum")


def parts_table(money: WorkMoney) -> FigureTable:
    """Return the cost per part of the work, per year; empty when it has no parts with cost."""
    columns = columns_of(money.ledger)
    rows = []
    for part in money.parts():

        def amount(column: Column, ledger: Ledger = part.ledger) -> Sum:
            return ledger.sum("cost", year=column)

        def href(column: Column, pk: int = part.pk, own: bool = part.own) -> str:
            # what hangs on the work itself cannot be told apart by a work below
            return rows_url(money.work.pk, "own" if own else "cost", year=column, under=pk)

        if amount(EVERY_YEAR).count:
            label = _("Not divided over parts") if part.own else part.title
            rows.append(FigureRow(label, figures(columns, amount, href)))
    return FigureTable([column_label(column) for column in columns], rows)
