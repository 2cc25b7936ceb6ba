"""Fixtures for every test of the project."""

from __future__ import annotations

from typing import Any

import pytest

pytest_plugins = ["tests.plugins.skips"]


@pytest.fixture
def cast(db: None) -> Any:
    """Return the cast: administrator, secretary, director, employee, reader, outsider."""
    from tests.cast import make_cast

    return make_cast()


@pytest.fixture
def small(cast: Any) -> Any:
    """Return the small plan "P" of `tests/cast.py`."""
    from tests.cast import make_plan

    return make_plan(cast)
