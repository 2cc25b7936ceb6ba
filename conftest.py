"""Fixtures for every test of the project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as project
from django.utils import translation
from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.plugins.at_once",
    "tests.plugins.databases",
    "tests.plugins.order",
    "tests.plugins.skips",
]

settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")
"""How long an example takes says something of the machine, not of the code."""

project.PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    *project.PASSWORD_HASHERS,
]
"""How long signing in takes says that a password is kept well; tests sign in a hundred times."""


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """Begin every test in the language of the settings: a request before may have left another."""
    translation.deactivate()
    yield
    translation.deactivate()


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
