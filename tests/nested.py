"""A run of pytest inside a test: what it must not inherit from the run around it."""

from __future__ import annotations

import os

OURS = ("KOERSVAST_", "SLIPCOVER_", "PYTEST_")


def own_environment() -> dict[str, str]:
    """Return the environment without what the run around a test has set: its database, its workers,
    its measuring of coverage.
    """
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
