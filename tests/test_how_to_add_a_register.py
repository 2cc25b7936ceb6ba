"""docs/how-to-add-a-register.md is true: its files make a register that works, in few lines."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.nested import own_environment

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "how-to-add-a-register.md"
WALK = ROOT / "tests" / "lessons_walk.py"
BLOCK = re.compile(r"^`(?P<name>lessons/[\w/.]+)`\n\n```python\n(?P<code>.*?)^```$", re.M | re.S)
MOST_LINES = 60


def files() -> dict[str, str]:
    """Return the files of the page: name and content."""
    return {found["name"]: found["code"] for found in BLOCK.finditer(PAGE.read_text("utf-8"))}


def lines_of_code() -> int:
    """Return how many lines are not empty; the lines between them are the formatter's."""
    return sum(1 for code in files().values() for line in code.splitlines() if line.strip())


def test_every_block_of_code_says_which_file_it_is() -> None:
    page = PAGE.read_text("utf-8")
    assert len(files()) == page.count("```python")
    assert any("test_" in name for name in files())


def test_a_register_takes_few_lines_its_test_included() -> None:
    assert lines_of_code() < MOST_LINES
    assert f"{lines_of_code()} lines in all" in " ".join(PAGE.read_text("utf-8").split())


def run(*arguments: str, folder: Path) -> None:
    """Run Python with the throwaway app beside Koersvast, on a database of its own."""
    environment = {
        **own_environment(),
        "DJANGO_SETTINGS_MODULE": "koersvast.config.settings",
        "KOERSVAST_DATA": str(folder / "data"),
        "KOERSVAST_EXTRA_APPS": "lessons",
        "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}",
        "PYTEST_ADDOPTS": "",
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-6000:]


@pytest.mark.slow
def test_the_register_of_the_page_works(tmp_path: Path) -> None:
    for name, code in files().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code, encoding="utf-8")
    (tmp_path / "lessons" / "__init__.py").touch()
    check = ("check", "-q", "--no-cache", "--ignore", "S101")  # a test asserts
    run("-m", "ruff", *check, str(tmp_path / "lessons"), folder=tmp_path)
    run("-m", "ruff", "format", "--check", "-q", "--no-cache", str(tmp_path), folder=tmp_path)
    run("-m", "django", "makemigrations", "lessons", folder=tmp_path)
    own_test = str(tmp_path / "lessons" / "tests" / "test_lessons.py")
    options = (
        "-q",
        "-n",
        "0",
        "-p",
        "conftest",
        "-p",
        "no:cacheprovider",
        "--nomigrations",
    )
    rules = ("-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT))
    run("-m", "pytest", *options, *rules, own_test, str(WALK), folder=tmp_path)
