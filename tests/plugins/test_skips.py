"""The summary of skipped tests, seen from outside: pytest run on a small project."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.nested import own_environment
from tests.plugins.skips import ALLOWED

ROOT = Path(__file__).resolve().parents[2]
TESTS = """
import pytest
def test_runs(): pass
@pytest.mark.skip(reason="no Chromium")
def test_one(): pass
def test_two(): pytest.skip("no Chromium")
def test_three(): pytest.skip("no PostgreSQL")
"""


def run_pytest(folder: Path, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    folder.joinpath("test_it.py").write_text(TESTS, encoding="utf-8")
    folder.joinpath("pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.plugins.skips"]
    return subprocess.run(
        [*command, "-p", "no:django", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env=own_environment() | {"PYTHONPATH": str(ROOT)} | extra,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_skipped_tests_are_counted_per_reason(tmp_path: Path, workers: tuple[str, ...]) -> None:
    summary = tmp_path / "summary"
    run = run_pytest(
        tmp_path, *workers, KOERSVAST_SKIPS_FILE=str(summary), KOERSVAST_SKIPS_NAME="SQLite"
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "2 skipped: no Chromium\n1 skipped: no PostgreSQL" in run.stdout
    assert summary.read_text(encoding="utf-8").splitlines() == [
        "SQLite: 2 skipped: no Chromium",
        "SQLite: 1 skipped: no PostgreSQL",
    ]


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_skipping_fails_where_it_is_forbidden(tmp_path: Path, workers: tuple[str, ...]) -> None:
    run = run_pytest(tmp_path, *workers, KOERSVAST_REQUIRE_ALL="1")
    assert run.returncode == 1
    assert "Skipping is forbidden" in run.stdout


def test_what_is_not_part_of_the_project_may_be_absent(tmp_path: Path) -> None:
    (reason,) = ALLOWED
    tests = f"import pytest\ndef test_four(): pytest.skip({reason!r})\n"
    tmp_path.joinpath("test_more.py").write_text(tests, encoding="utf-8")
    run = run_pytest(tmp_path, "-k", "runs or four", KOERSVAST_REQUIRE_ALL="1")
    assert run.returncode == 0, run.stdout
    assert f"1 skipped: {reason}" in run.stdout
    assert "Skipping is forbidden" not in run.stdout


def test_a_run_without_skips_says_nothing_and_succeeds(tmp_path: Path) -> None:
    run = run_pytest(tmp_path, "-k", "runs", KOERSVAST_REQUIRE_ALL="1")
    assert run.returncode == 0
    assert "skipped tests" not in run.stdout
