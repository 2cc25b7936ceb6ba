"""A mark of what registers hold: as long as it is the same, nothing in them changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, models


def mark_of_registers(registers: Iterable[type[models.Model]]) -> str:
    """Return a mark of all rows of models with history, and of that history; one query.

    Every write of the application adds a row to the history, with its time. How many rows a history
    has tells of a change that was stored later than one with a higher number; the time tells two
    courses of things apart, after one was undone. The rows themselves are counted too: what is
    taken out or brought in behind the history is noticed all the same. What somebody *changes*
    behind it, in the database itself, is not.
    """
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(_selects(registers)))
        rows = sorted(cursor.fetchall())
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _selects(registers: Iterable[type[models.Model]]) -> Iterator[str]:
    """Yield per model a query of four figures; each by itself, for then an index answers it."""
    quote = connection.ops.quote_name
    for model in registers:
        kept: Any = model.history.model._meta  # type: ignore[attr-defined]
        table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
        past = quote(kept.db_table)
        yield (
            f"SELECT '{model._meta.label}', (SELECT COUNT(*) FROM {table}), "  # noqa: S608
            f"(SELECT MAX({key}) FROM {table}), (SELECT COUNT(*) FROM {past}), "
            f"(SELECT MAX(history_id) FROM {past}), (SELECT MAX(history_date) FROM {past})"
        )
