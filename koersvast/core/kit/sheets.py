"""Reading a spreadsheet for the bulk import: CSV, XLSX or ODS, one row per record."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from koersvast.core.kit import sheet_reader
from koersvast.core.kit.exports import FORMULA_START, column_names, heading
from koersvast.core.kit.lists import field_of
from koersvast.core.kit.register import Register
from koersvast.core.kit.sheet_reader import MAX_ROWS, SECONDS, TooLarge, filled

MAX_BYTES = 5 * 1024 * 1024
YES, NO = {"ja", "yes", "true", "waar", "1", "x"}, {"nee", "no", "false", "onwaar", "0"}
SheetRow = dict[str, Any]
Cells = list[tuple[int, list[Any]]]


@dataclass(frozen=True)
class Sheet:
    """What a spreadsheet holds: its columns as field names, its rows with their numbers."""

    columns: tuple[str, ...]
    rows: list[tuple[int, SheetRow]]


def read_sheet(register: Register, name: str, content: bytes) -> Sheet:
    """Return the rows of a spreadsheet with their row numbers; fields by their own names.

    Raises ValidationError with what is wrong with the file as a whole: too large, not readable,
    unknown, doubled or nameless columns.
    """
    check_size(len(content))
    cells = _csv_cells(content) if name.lower().endswith(".csv") else _sheet_cells(content)
    if not cells:
        raise ValidationError(
            _("The file is empty. Export the list to see which columns it needs.")
        )
    columns = _columns(register, [str(cell or "").strip() for cell in cells[0][1]])
    read = _reader(register)
    rows = [(number, _row(columns, number, each, read)) for number, each in cells[1:]]
    return Sheet(tuple(name for name in columns if name), rows)


def check_size(size: int) -> None:
    """Refuse a file that is too large, before it is read."""
    if size > MAX_BYTES:
        raise ValidationError(_("The file is larger than 5 MB. Split it into smaller files."))


def _problem(kind: str) -> ValidationError:
    return ValidationError(
        {
            "large": _("The file has more than %(rows)s rows, or unfolds into too much. Split it.")
            % {"rows": f"{MAX_ROWS}"},
            "password": _(
                "This file is locked with a password. Save it without one, and upload it again."
            ),
        }.get(
            kind,
            _("This is not a readable spreadsheet. Save it as .xlsx, .ods or .csv and try again."),
        )
    )


def _csv_cells(content: bytes) -> Cells:
    text = _decoded(content)
    delimiter = max(";,\t", key=text.split("\n", 1)[0].count)
    try:
        return filled(csv.reader(io.StringIO(text), delimiter=delimiter))
    except TooLarge as error:
        raise _problem("large") from error
    except csv.Error as error:
        raise ValidationError(_("This is not a readable CSV file.")) from error


def _decoded(content: bytes) -> str:
    """Return the text of a CSV file: with a byte order mark, in UTF-8, or as old Excel wrote it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _sheet_cells(content: bytes) -> Cells:
    """Read a spreadsheet in a process of its own; see `sheet_reader`."""
    program = [sys.executable, "-I", str(Path(sheet_reader.__file__))]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, the file goes to its input
            program, input=content, capture_output=True, timeout=SECONDS * 2, check=False
        )
        found = json.loads(done.stdout, parse_float=Decimal)
    except subprocess.TimeoutExpired as error:
        raise _problem("large") from error
    except ValueError as error:  # killed halfway: it asked for more than it may take
        raise _problem("large") from error
    if problem := found.get("problem"):
        raise _problem(problem)
    return [(number, cells) for number, cells in found["rows"]]


def _columns(register: Register, headings: list[str]) -> list[str]:
    """Return the field of each column; a heading is the field's own name or its label."""
    names = column_names(register)
    known = {name.lower(): name for name in names}
    for language, _label in settings.LANGUAGES:
        with override(language):
            known |= {heading(register, name).lower(): name for name in names}
    labels = ", ".join(heading(register, name) for name in names)
    unknown = [text for text in headings if text and text.lower() not in known]
    if unknown:
        raise ValidationError(
            _("Unknown columns: %(unknown)s. Known columns: %(known)s.")
            % {"unknown": ", ".join(text[:60] for text in unknown[:10]), "known": labels}
        )
    found = [known.get(text.lower(), "") for text in headings]
    doubled = sorted({heading(register, name) for name in found if name and found.count(name) > 1})
    if doubled:
        raise ValidationError(
            _("These columns stand in the file twice: %s. Take one of them out.")
            % ", ".join(doubled)
        )
    return found


def _row(
    columns: list[str], number: int, cells: list[Any], read: Callable[[str, Any], Any]
) -> SheetRow:
    nameless = [cell for cell in cells[len(columns) :] if cell not in (None, "")]
    row: SheetRow = {}
    for name, cell in zip(columns, cells, strict=False):
        value = read(name, cell)
        if value is None:
            continue
        if not name:
            nameless.append(cell)
        row[name] = value
    if nameless:
        raise ValidationError(
            _(
                "Row %(row)d has “%(value)s” in a column without a heading. Name the column, or "
                "take it out."
            )
            % {"row": number, "value": str(nameless[0])[:60]}
        )
    return row


def _reader(register: Register) -> Callable[[str, Any], Any]:
    """Return what turns a cell of a column into what would stand in a plan file."""
    labels = {name: _labels(register, name) for name in column_names(register)}

    def read(name: str, cell: Any) -> Any:
        """Return None for an empty cell; yes, no and the labels of a choice as they are stored."""
        if cell is None or not isinstance(cell, str):
            return cell
        text = cell.strip()
        if text.startswith("'") and text[1:].startswith(FORMULA_START):
            text = text[1:]
        if text in ("", "–"):
            return None
        return labels.get(name, {}).get(text.lower(), text)

    return read


def _labels(register: Register, name: str) -> dict[str, Any]:
    """Return label -> stored value of a choice or a yes-or-no field, in every language."""
    field = field_of(register.model, name)
    if field.get_internal_type() == "BooleanField":
        return dict.fromkeys(YES, True) | dict.fromkeys(NO, False)
    labels: dict[str, Any] = {}
    for language, _label in settings.LANGUAGES:
        with override(language):
            labels |= {str(label).lower(): value for value, label in field.flatchoices}
    return labels
