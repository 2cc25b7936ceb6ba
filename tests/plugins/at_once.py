"""Things that happen at the same moment: each in a thread with a connection of its own.

SQLite in memory cannot be used by two at once the way a file can, so these tests get a file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

PATIENCE = 30
"""Seconds after which something that waits for another is stuck."""
Job = Callable[[], Any]
AtOnce = Callable[..., list[Any]]


def run_at_once(*jobs: Job) -> list[Any]:
    """Run all jobs at the same moment; return of each what it returned, or what it raised."""
    barrier = Barrier(len(jobs), timeout=PATIENCE)

    def run(job: Job) -> Any:
        barrier.wait()
        try:
            return job()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as threads:
        return list(threads.map(run, jobs, timeout=PATIENCE))


@pytest.fixture
def at_once(transactional_db: None, tmp_path: Path) -> Iterator[AtOnce]:
    """Return `run_at_once`. Ask for it before what fills the database."""
    if connection.vendor != "sqlite":
        yield run_at_once
        return
    connection.ensure_connection()
    own: Any = connection.connection
    before = connection.settings_dict["NAME"]
    path = tmp_path / "at-once.sqlite3"
    copy = sqlite3.connect(path)
    own.backup(copy)
    copy.close()
    connection.connection, connection.settings_dict["NAME"] = None, str(path)
    yield run_at_once
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = own, before
