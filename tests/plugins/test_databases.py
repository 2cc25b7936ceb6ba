"""Which tests run on the second database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.nested import own_environment

ROOT = Path(__file__).resolve().parents[2]
TESTS = """
import pytest
@pytest.fixture
def db(): return None
@pytest.fixture
def cast(db): return None
def test_a_rule(): pass
def test_with_a_fixture(cast): pass
@pytest.mark.django_db
def test_with_a_mark(): pass
@pytest.mark.one_database
def test_that_says_nothing_of_it(cast): pass
"""


SCREEN = """
import pytest
@pytest.fixture
def db(): return None
def test_a_page(db): pass
@pytest.mark.postgresql
def test_at_once(db): pass
"""


@pytest.mark.parametrize(
    ("url", "whole", "number"),
    [
        ("postgresql://localhost/k", "", 3),
        ("postgresql://localhost/k", "1", 5),
        ("sqlite:///k", "", 6),
    ],
)
def test_on_the_second_database_only_what_touches_it_runs(
    tmp_path: Path, url: str, whole: str, number: int
) -> None:
    tmp_path.joinpath("test_pages.py").write_text(SCREEN, encoding="utf-8")
    tmp_path.joinpath("test_it.py").write_text(TESTS, encoding="utf-8")
    tmp_path.joinpath("pytest.ini").write_text(
        "[pytest]\nmarkers = django_db\n  one_database\n  postgresql\n", encoding="utf-8"
    )
    plugins = ["-p", "tests.plugins.databases", "-p", "no:django", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *plugins],
        cwd=tmp_path,
        env=own_environment()
        | {"PYTHONPATH": str(ROOT), "KOERSVAST_DATABASE_URL": url, "KOERSVAST_TEST_WHOLE": whole},
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"{number} passed" in done.stdout
