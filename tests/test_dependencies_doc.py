"""Every dependency is explained in docs/dependencies.md, and nothing else is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def normalised(requirement: str) -> str:
    """Return the name alone, written as package indexes compare it."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name is not None
    return re.sub(r"[-_.]+", "-", name.group()).lower()


def named_in_pyproject() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return {normalised(requirement) for group in groups for requirement in group}


def explained() -> set[str]:
    """Return the names in the first column of the tables."""
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    return {normalised(name) for name in re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)}


def test_every_dependency_is_explained() -> None:
    assert sorted(named_in_pyproject() - explained()) == []


def test_nothing_is_explained_that_is_not_used() -> None:
    assert sorted(explained() - named_in_pyproject() - {"uv"}) == []
