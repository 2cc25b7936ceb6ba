"""A user's data survives every upgrade: the demonstration of each release, brought up to date.

At a release, `<version>.sql.gz` (SQLite's own dump of the demonstration) and
`<version>.totals.json` (`koersvast plan totals M --format json`) are added, and never changed.
"""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

HERE = Path(__file__).parent
RELEASES = sorted(path.name.removesuffix(".sql.gz") for path in HERE.glob("*.sql.gz"))


def koersvast(data: Path, *arguments: str) -> str:
    """Run the command on the database in `data` and return what it printed."""
    environment = {name: value for name, value in os.environ.items() if "KOERSVAST" not in name}
    done = subprocess.run(
        [sys.executable, "-c", "from koersvast.cli.main import main; main()", *arguments],
        env={**environment, "KOERSVAST_DATA": str(data)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def rows_per_table(database: Path) -> dict[str, int]:
    """Count the rows of every table that holds what users entered, history included."""
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        names = [name for (name,) in found if not name.startswith(("django_", "auth_", "sqlite_"))]
        return {
            name: connection.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]
            for name in names
        }


def test_there_is_a_release_to_upgrade_from() -> None:
    assert {"0.1.0", "0.2.0", "0.3.0"} <= set(RELEASES)


@pytest.mark.slow
@pytest.mark.parametrize("release", RELEASES)
def test_the_demonstration_of_a_release_keeps_all_its_data(release: str, tmp_path: Path) -> None:
    file = tmp_path / "maastricht.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        database.executescript(gzip.decompress((HERE / f"{release}.sql.gz").read_bytes()).decode())
    rows = rows_per_table(file)
    koersvast(tmp_path, "migrate", "--verbosity", "0")
    upgraded = rows_per_table(file)
    assert {name: upgraded.get(name) for name in rows} == rows
    totals = json.loads(koersvast(tmp_path, "plan", "totals", "M", "--format", "json"))
    before = json.loads((HERE / f"{release}.totals.json").read_text())
    assert {key: totals[key] for key in before} == before
    plan = json.loads(koersvast(tmp_path, "plan", "export", "M", "--format", "json"))
    assert len(plan["work"]["results"]) == 55
    assert sum(len(row.get("updates", [])) for row in plan["work"]["results"]) == 24
    assert len(plan["funding"]["stated_totals"]) == 91
