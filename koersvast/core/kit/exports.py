"""A register as a spreadsheet: CSV, XLSX or ODS.

Where the register has a part in the plan file, the columns are those that the bulk import reads
back. A cell never becomes a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.http import HttpResponse
from django.utils import timezone

from koersvast.core.display import display
from koersvast.core.kit.lists import column_field, field_of
from koersvast.core.kit.register import Register
from koersvast.core.money import Total
from koersvast.core.periods import Period
from koersvast.core.schemas import CONTROL
from koersvast.core.visibility import joined

Cell = str | int | Decimal | date | None
FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
BATCH = 1000
ASIDES = ("note", "source", "illustrative")
"""What stands last in a row."""
NOT_IN_TITLE, LONGEST_TITLE = re.compile(r"[\[\]:*?/\\']"), 31
"""What the title of a sheet cannot hold."""


def column_names(register: Register) -> tuple[str, ...]:
    """Return the fields that are exported."""
    if register.part:
        plan = ("plan",) if register.part.scope == "plan" else ()
        names = [name for name in register.part.table.fields if name != "position"]
        return (*plan, *sorted(names, key=ASIDES.__contains__))
    return register.columns


def heading(register: Register, name: str) -> str:
    """Return the column heading: the field's name in the reader's language."""
    return str(column_field(register, name).verbose_name)


def sheet(register: Register, rows: Any) -> Iterator[list[Cell]]:
    """Yield the headings, then a list of cells per row; `rows` are in the order they get."""
    names = column_names(register)
    yield [heading(register, name) for name in names]
    own = [n for n in names if "__" not in n and n not in register.computed]
    relations = [n for n in own if field_of(register.model, n).is_relation]
    relations = joined(register.model, relations)
    for record in rows.select_related(*relations).iterator(chunk_size=BATCH):
        yield [_cell(register, record, name) for name in names]


def _cell(register: Register, record: models.Model, path: str) -> Cell:
    value: Any = record
    for name in path.split("__"):
        value = getattr(value, name, None)
    if value is None:
        return None
    if isinstance(value, models.Model):
        return str(getattr(value, "code", value))
    if isinstance(value, Period):
        return value.canonical
    if isinstance(value, Total):
        return display(value)
    if isinstance(value, bool):
        return display(value)
    field = column_field(register, path)
    if field.choices and "__" not in path:
        return str(dict(field.flatchoices).get(value, value)) if value != "" else ""
    return value if isinstance(value, int | Decimal | date) else CONTROL.sub("", str(value))


def _csv(lines: Iterable[list[Cell]], name: str) -> bytes:
    """Semicolons and a byte order mark: what a Dutch spreadsheet program opens right away."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    for line in lines:
        writer.writerow([_harmless(cell) for cell in line])
    return ("\ufeff" + out.getvalue()).encode()


def _harmless(cell: Cell) -> Cell:
    if isinstance(cell, Decimal):
        return format(cell, "f").replace(".", ",")
    if isinstance(cell, str) and cell.startswith(FORMULA_START):
        return f"'{cell}"
    return cell


def _printable(cell: Cell) -> Cell:
    """Drop what no spreadsheet can hold."""
    return CONTROL.sub("", cell) if isinstance(cell, str) else cell


def _xlsx(lines: Iterable[list[Cell]], name: str) -> bytes:
    import openpyxl
    from openpyxl.cell import WriteOnlyCell

    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet(name)
    for line in lines:
        cells = []
        for value in map(_printable, line):
            cell = WriteOnlyCell(page, value=value)  # type: ignore[arg-type]
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        page.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ods(lines: Iterable[list[Cell]], name: str) -> bytes:
    import odfdo

    book = odfdo.Document("spreadsheet")
    book.body.clear()
    table = odfdo.Table(name)
    for line in lines:
        row = odfdo.Row()
        row.set_values([_printable(value) for value in line])
        table.append_row(row)
    book.body.append(table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


Writer = Callable[[Iterable[list[Cell]], str], bytes]
KINDS: dict[str, tuple[str, Writer]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", _ods),
}


def respond(register: Register, rows: Any, kind: str) -> HttpResponse:
    """Return the download of `rows` as `kind`."""
    content_type, write = KINDS[kind]
    today = timezone.localdate().isoformat()
    title = NOT_IN_TITLE.sub(" ", str(register.label))[:LONGEST_TITLE]
    body = write(sheet(register, rows), title)
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{register.name}-{today}.{kind}"'
    return response
