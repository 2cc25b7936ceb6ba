"""Modules with tests that are marked `slow` come first.

The workers get a module at a time, in this order: what takes long does not begin when the others
are nearly done. What is as slow stays in the order that pytest-randomly gave.
"""

from __future__ import annotations

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
