"""Which modules begin first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.nested import own_environment

ROOT = Path(__file__).resolve().parents[2]
QUICK = "def test_it(): pass\n"
SLOW = "import pytest\ndef test_first(): pass\n@pytest.mark.slow\ndef test_long(): pass\n"


def test_modules_with_slow_tests_come_first_and_stay_whole(tmp_path: Path) -> None:
    for name, text in (("a", QUICK), ("b", SLOW), ("c", QUICK), ("d", SLOW)):
        tmp_path.joinpath(f"test_{name}.py").write_text(text, encoding="utf-8")
    tmp_path.joinpath("pytest.ini").write_text("[pytest]\nmarkers = slow\n", encoding="utf-8")
    plugins = ["-p", "no:randomly", "-p", "tests.plugins.order", "-p", "no:django"]
    asked = ["-q", "--collect-only", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *asked, *plugins],
        cwd=tmp_path,
        env=own_environment() | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    found = [line.removeprefix("test_") for line in done.stdout.splitlines() if "::" in line]
    assert found == [
        "b.py::test_first", "b.py::test_long", "d.py::test_first", "d.py::test_long",
        "a.py::test_it", "c.py::test_it",
    ]  # fmt: skip
