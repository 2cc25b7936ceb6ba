"""What is typed into the grid of amounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from koersvast.core.formfields import AmountFormField
from koersvast.core.money import AmountError, Total, parse_amount
from koersvast.funding.addresses import IN_TOTAL
from koersvast.funding.figures import euros
from koersvast.funding.models.costs import FIRST_YEAR, LAST_YEAR
from koersvast.funding.selectors import GridItem
from koersvast.funding.services import ChangedMeanwhile, Item, RowOfAmounts

MOST_YEARS = 40
VERSION = re.compile(r"[0-9]{1,9}")
AMOUNT = AmountFormField(allow_pm=True, required=False)
Column = int | None


@dataclass
class Cell:
    """An input of the grid. `seen` is what it held when the page was made."""

    name: str
    column: Column
    text: str
    seen: Total | None
    error: str = ""
    now: str = ""

    @property
    def label(self) -> str:
        """The year, for who does not see the heading."""
        return column_name(self.column)

    @property
    def error_id(self) -> str:
        """The id of the sentence below the input."""
        return f"{self.name}-error"


@dataclass
class GridRow:
    """A row of the grid."""

    item: GridItem
    editable: bool
    version: str
    number: int
    cells: list[Cell] = field(default_factory=list)
    error: str = ""

    @property
    def seen(self) -> str:
        """What the row held when the page was made, as text for a hidden input."""
        return " ".join(
            f"{key_of(cell.column)}={_plain(cell.seen)}"
            for cell in self.cells
            if cell.seen is not None
        )


def key_of(column: Column) -> str:
    """Return a column as text."""
    return IN_TOTAL if column is None else str(column)


def column_name(column: Column) -> str:
    """Return what a column is called in a sentence."""
    return _("in total") if column is None else str(column)


def _plain(total: Total) -> str:
    return "pm" if total.pm else f"{total.amount}"


def _unplain(text: str) -> dict[str, Total]:
    """Return what a hidden input says that a row held; what is not ours is nothing."""
    seen: dict[str, Total] = {}
    for part in text.split():
        key, _equals, amount = part.partition("=")
        try:
            total = parse_amount(amount)
        except AmountError:
            continue
        if total is not None:
            seen[key] = total
    return seen


def years_in(text: str, fallback: Iterable[int]) -> list[int]:
    """Return the years that a text names, in order; those of `fallback` where it names none."""
    found = {int(part) for part in text.split() if part.isdecimal() and len(part) == 4}
    years = sorted(year for year in found if FIRST_YEAR <= year <= LAST_YEAR)
    return (years or sorted(set(fallback)))[:MOST_YEARS]


class AmountGrid:
    """The grid: from items to inputs, and from what was typed to rows to store."""

    def __init__(
        self,
        items: Sequence[GridItem],
        years: list[int],
        editable: Mapping[str, bool],
        data: Mapping[str, str] | None = None,
    ) -> None:
        self.years = years
        self.columns: list[Column] = [*years, None]
        self.data = data
        self.rows = [
            self._row(item, editable[item.kind], number) for number, item in enumerate(items)
        ]

    def _row(self, item: GridItem, editable: bool, number: int) -> GridRow:
        version = str(item.item.version)
        seen: Mapping[str, Total] = {key_of(year): each for year, each in item.amounts.items()}
        if self.data is not None:
            version = self.data.get(f"v-{item.key}", version)
            seen = _unplain(self.data.get(f"s-{item.key}", ""))
        row = GridRow(item, editable, version, number)
        for column in self.columns:
            name = f"a-{item.key}-{key_of(column)}"
            held = seen.get(key_of(column))
            text = AMOUNT.prepare_value(held) if held is not None else ""
            if self.data is not None:
                text = self.data.get(name, text)
            row.cells.append(Cell(name, column, text, held))
        return row

    def changes(self) -> list[RowOfAmounts]:
        """Return the rows in which something was changed; marks the cells that cannot be read."""
        found = []
        for row in self.rows:
            amounts: dict[Column, Total | None] = {}
            for cell in row.cells:
                try:
                    typed = _read(cell.text)
                except ValidationError as error:
                    cell.error = " ".join(error.messages)
                    continue
                if typed != cell.seen:
                    amounts[cell.column] = typed
            if amounts:
                version = int(row.version) if VERSION.fullmatch(row.version) else None
                found.append(RowOfAmounts(row.item.item, amounts, version))
        return found

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Return what is wrong, each with the id of its cell: row, year and a sentence."""
        found = []
        for row in self.rows:
            if row.error:
                found.append((row.cells[0].name, f"{row.item.item}: {row.error}"))
            found.extend(
                (cell.name, f"{row.item.item}, {cell.label}: {cell.error}")
                for cell in row.cells
                if cell.error
            )
        return found

    def refuse(self, problems: Mapping[Item, ValidationError], fresh: Sequence[GridItem]) -> None:
        """Show why the services refused; `fresh` are the items as they are now."""
        now: dict[Item, GridItem] = {item.item: item for item in fresh}
        for row in self.rows:
            problem = problems.get(row.item.item)
            if problem is None:
                continue
            if isinstance(problem, ChangedMeanwhile):
                row.error = _(
                    "Somebody else changed this row in the meantime. What it holds now stands "
                    "below your figures; save again to put yours in its place."
                )
                self._show_now(row, now[row.item.item])
            else:
                self._mark(row, problem)

    def _mark(self, row: GridRow, problem: ValidationError) -> None:
        by_column = getattr(problem, "message_dict", {}) if hasattr(problem, "error_dict") else {}
        for cell in row.cells:
            cell.error = " ".join(by_column.get(key_of(cell.column), ()))
        if not any(cell.error for cell in row.cells):
            row.error = " ".join(problem.messages)

    def _show_now(self, row: GridRow, fresh: GridItem) -> None:
        """Keep what was typed; what was not touched becomes what it is now."""
        row.version = str(fresh.item.version)
        for cell in row.cells:
            current = fresh.amounts.get(cell.column)
            touched = _read(cell.text) != cell.seen
            if current != cell.seen and touched:
                shown = euros(current) if current is not None else _("empty")
                cell.now = _("now: %(amount)s") % {"amount": shown}
            elif not touched:
                cell.text = AMOUNT.prepare_value(current) if current is not None else ""
            cell.seen = current


def _read(text: str) -> Total | None:
    """Read a cell; ValidationError for what is no amount, or an amount and PM at once."""
    total: Total | None = AMOUNT.clean(text)
    if total is not None and total.pm and total.amount:
        raise ValidationError(
            _("An amount is known or pm, not both. Write the pm as an item of its own.")
        )
    return total
