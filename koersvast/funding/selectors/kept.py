"""Sums that are kept as long as nothing in the database changed.

Only on SQLite, which can tell so exactly and at once: `data_version` differs when another
connection committed something, `total_changes` when this one wrote. PostgreSQL adds up in
parallel and has no such number, so there nothing is kept. Inside a transaction nothing is kept
either, for what was written there may still be undone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.db import connection

Value = TypeVar("Value")
MOST = 50
"""How many values are kept per thread."""

_store = threading.local()


def kept(key: Hashable, compute: Callable[[], Value]) -> Value:
    """Return what `compute` gives, or gave since the last change of the database.

    `key` names the value; whatever it depends on besides the database is part of it.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return compute()
    with connection.cursor() as cursor:
        stamp = (connection.connection, *_changes(cursor))
    if getattr(_store, "stamp", None) != stamp or len(_store.values) >= MOST:
        _store.stamp, _store.values = stamp, {}
    if key not in _store.values:
        _store.values[key] = compute()
    value: Value = _store.values[key]
    return value


def _changes(cursor: Any) -> tuple[int, int]:
    """Return two numbers of which one differs after any change, by whomever."""
    other = cursor.execute("PRAGMA data_version").fetchone()[0]
    own = cursor.execute("SELECT total_changes()").fetchone()[0]
    return other, own
