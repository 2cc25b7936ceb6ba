"""A database of its own for each measurement, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

SERVER = "KOERSVAST_TEST_POSTGRESQL_URL"


@contextmanager
def environment(name: str) -> Iterator[dict[str, str]]:
    """Yield the environment in which a fresh database called `name` is used.

    SQLite in a temporary folder; PostgreSQL when KOERSVAST_TEST_POSTGRESQL_URL names a server.
    """
    folder = tempfile.mkdtemp(prefix="koersvast-bench-")
    ours = {key: value for key, value in os.environ.items() if not key.startswith("KOERSVAST_")}
    ours |= {"KOERSVAST_DATA": folder, "DJANGO_SETTINGS_MODULE": "koersvast.config.settings"}
    server = os.environ.get(SERVER, "")
    database = f"koersvast_bench_{name}_{os.getpid()}"
    try:
        if server:
            _on_server(server, f'CREATE DATABASE "{database}"')
            ours["KOERSVAST_DATABASE_URL"] = urlunsplit(urlsplit(server)._replace(path=database))
        yield ours
    finally:
        if server:
            _on_server(server, f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        shutil.rmtree(folder, ignore_errors=True)


def _on_server(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


def run(part: str, *arguments: str, env: dict[str, str]) -> str:
    """Run one measurement in a process of its own and return what it printed."""
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.measure", part, *arguments],
        cwd=root,
        env=env,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout
