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


def test_there_is_a_release_to_upgrade_from() -> None:
    assert "0.1.0" in RELEASES


@pytest.mark.slow
@pytest.mark.parametrize("release", RELEASES)
def test_the_demonstration_of_a_release_keeps_all_its_data(release: str, tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "maastricht.sqlite3")
    database.executescript(gzip.decompress((HERE / f"{release}.sql.gz").read_bytes()).decode())
    database.close()
    koersvast(tmp_path, "migrate", "--verbosity", "0")
    totals = json.loads(koersvast(tmp_path, "plan", "totals", "M", "--format", "json"))
    before = json.loads((HERE / f"{release}.totals.json").read_text())
    assert {key: totals[key] for key in before} == before
    plan = json.loads(koersvast(tmp_path, "plan", "export", "M", "--format", "json"))
    assert len(plan["work"]["results"]) == 55
    assert sum(len(row.get("updates", [])) for row in plan["work"]["results"]) == 24
    assert len(plan["funding"]["stated_totals"]) == 91
