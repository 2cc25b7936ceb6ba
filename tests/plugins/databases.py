"""On a second database, run what touches a database; the rest was proven on the first.

With KOERSVAST_DATABASE_URL of a PostgreSQL server, tests without a database (rules, markup,
documentation) are left out: they would do the same again. So are those marked `one_database`: long
walks over pages, and modules about screens.
"""

from __future__ import annotations

import os

import pytest

SCREENS = ("page", "screen")
"""In the names of modules about screens: what these ask of the database, the tests of selectors,
services and plan files beside them ask it too. KOERSVAST_TEST_WHOLE=1 runs them all the same.
"""
FIXTURES = {"db", "transactional_db", "live_server"}


def on_second_database() -> bool:
    return os.environ.get("KOERSVAST_DATABASE_URL", "").startswith("postgres")


def says_something_of_it(item: pytest.Item) -> bool:
    """Tell whether a test asks for the database, itself or through a fixture, and is not the same
    on every database.
    """
    if os.environ.get("KOERSVAST_TEST_WHOLE") != "1":
        if item.get_closest_marker("one_database"):
            return False
        if not item.get_closest_marker("postgresql") and any(
            word in item.path.name for word in SCREENS
        ):
            return False
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("postgresql")
    return bool(marked) or bool(FIXTURES & set(getattr(item, "fixturenames", ())))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not on_second_database():
        return
    left_out = [item for item in items if not says_something_of_it(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if says_something_of_it(item)]
