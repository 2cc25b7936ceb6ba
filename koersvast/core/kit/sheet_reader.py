"""Reads a spreadsheet that somebody uploaded, as a program of its own with little memory and time.

A file of a few kilobytes can unfold into gigabytes, and a fault in the reader can take its process
along. So this runs apart from the server: the file comes in, its cells go out as JSON, or what is
wrong with it. It knows nothing of the application.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from datetime import date, datetime, time
from typing import Any

MEMORY = 768 * 1024 * 1024
SECONDS = 10
MAX_UNFOLDED = 200 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_WIDTH = 16_384
"""Cells of a row before the empty ones at its end are left out: as wide as a sheet can be."""
MAX_TEXT = 100_000
MAX_CHARACTERS = 40_000_000


class TooLarge(Exception):
    """The sheet holds more than is read."""


def read(content: bytes) -> dict[str, Any]:
    """Return `{"rows": [[number, [cell, ...]], ...]}` without empty rows, or `{"problem": ...}`.

    A problem is "password", "large" or "unreadable".
    """
    import python_calamine

    try:
        if unfolded(content) > MAX_UNFOLDED:
            raise TooLarge
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {"rows": filled(book.get_sheet_by_index(0).iter_rows())}
    except TooLarge:
        return {"problem": "large"}
    except MemoryError:
        return {"problem": "large"}
    except BaseException as error:  # a panic of the reader is no Exception
        return {"problem": "password" if "password" in str(error).lower() else "unreadable"}


def unfolded(content: bytes) -> int:
    """Return how many bytes a file says it unfolds into; who lies meets the limits of `limit`."""
    if not content.startswith(b"PK"):
        return len(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return sum(each.file_size for each in archive.infolist())


def filled(rows: Any) -> list[tuple[int, list[Any]]]:
    """Return the rows that hold something, with their numbers; raise TooLarge past the limits."""
    found: list[tuple[int, list[Any]]] = []
    characters = 0
    for number, row in enumerate(rows, start=1):
        if number > MAX_ROWS + 1 or len(row) > MAX_WIDTH:
            raise TooLarge
        width = len(row)
        while width and row[width - 1] in (None, ""):
            width -= 1
        if not width:
            continue
        if width > MAX_COLUMNS:
            raise TooLarge
        cells = [plain(cell) for cell in row[:width]]
        characters += sum(len(cell) for cell in cells if isinstance(cell, str))
        if characters > MAX_CHARACTERS:
            raise TooLarge
        found.append((number, cells))
    return found


def plain(cell: Any) -> Any:
    """Return a cell as JSON can hold it: a day as 2023-03-31, a whole number without a point."""
    if isinstance(cell, str):  # most are: first
        return _short(cell)
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if cell is None or isinstance(cell, bool | int | float):
        return cell
    if isinstance(cell, time):
        return cell.isoformat()
    return _short(str(cell))


def _short(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise TooLarge
    return text


def limit() -> None:
    """Take little memory and time; where the system has no limits, the caller's clock remains."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    limit()
    json.dump(read(sys.stdin.buffer.read()), sys.stdout)
