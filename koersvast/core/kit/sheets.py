"""Reading a spreadsheet for the bulk import: CSV, XLSX or ODS, one row per record."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from koersvast.core.kit.exports import FORMULA_START, column_names, heading
from koersvast.core.kit.lists import field_of
from koersvast.core.kit.register import Register

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
YES, NO = {"ja", "yes", "true", "waar", "1", "x"}, {"nee", "no", "false", "onwaar", "0"}
SheetRow = dict[str, Any]


def read_sheet(register: Register, name: str, content: bytes) -> list[tuple[int, SheetRow]]:
    """Return the rows of a spreadsheet with their row numbers; fields by their own names.

    Raises ValidationError with what is wrong with the file as a whole: too large, not readable,
    unknown or missing columns.
    """
    if len(content) > MAX_BYTES:
        raise ValidationError(_("The file is larger than 5 MB. Split it into smaller files."))
    cells = _csv_cells(content) if name.lower().endswith(".csv") else _sheet_cells(content)
    filled = [(n, row) for n, row in enumerate(cells, 1) if any(c not in ("", None) for c in row)]
    if not filled:
        raise ValidationError(_("The file is empty. Export the list to see which columns it needs."))
    if len(filled) > MAX_ROWS:
        raise ValidationError(_("The file has more than 20,000 rows. Split it into smaller files."))
    names = _columns(register, [str(cell or "").strip() for cell in filled[0][1]])
    return [(number, _row(register, names, cells)) for number, cells in filled[1:]]


def _csv_cells(content: bytes) -> list[list[Any]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise ValidationError(_("This is not a readable CSV file.")) from error


def _sheet_cells(content: bytes) -> list[list[Any]]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except Exception as error:  # the library raises several kinds, some of them panics
        raise ValidationError(
            _("This is not a readable spreadsheet. Save it as .xlsx, .ods or .csv and try again.")
        ) from error


def _columns(register: Register, headings: list[str]) -> list[str]:
    """Return the field of each column; a heading is the field's label or its own name."""
    known: dict[str, str] = {}
    for name in column_names(register):
        known[name.lower()] = known[heading(register, name).lower()] = name
    unknown = [text for text in headings if text and text.lower() not in known]
    if unknown:
        raise ValidationError(
            _("Unknown columns: %(unknown)s. Known columns: %(known)s.")
            % {
                "unknown": ", ".join(unknown[:10]),
                "known": ", ".join(heading(register, n) for n in column_names(register)),
            }
        )
    return [known.get(text.lower(), "") for text in headings]


def _row(register: Register, names: list[str], cells: list[Any]) -> SheetRow:
    row: SheetRow = {}
    for name, cell in zip(names, cells, strict=False):
        value = _value(register, name, cell) if name else None
        if value is not None:
            row[name] = value
    return row


def _value(register: Register, name: str, cell: Any) -> Any:
    """Return a cell as it would stand in a plan file; None when it is empty."""
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else Decimal(repr(cell))
    if isinstance(cell, int):
        return cell
    text = str(cell or "").strip()
    if text.startswith("'") and text[1:].startswith(FORMULA_START):
        text = text[1:]
    return _of_field(register, name, text) if text not in ("", "–") else None


def _of_field(register: Register, name: str, text: str) -> Any:
    """Turn yes and no, and the label of a choice, into the value that is stored."""
    field = field_of(register.model, name)
    if field.get_internal_type() == "BooleanField":
        lowered = text.lower()
        return True if lowered in YES else False if lowered in NO else text
    labels = {str(label).lower(): value for value, label in field.flatchoices}
    return labels.get(text.lower(), text)
