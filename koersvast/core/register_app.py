"""The base of an app with registers: it finds the rooms that the app has, and opens them."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any, cast

from django.apps import AppConfig
from django.utils.module_loading import module_has_submodule

ROOMS = {
    "policy": "register_policies",
    "exchange": "register_parts",
    "panels": "register_panels",
    "checks": "register_checks",
    "documents": "register_documents",
}
"""Room -> what it offers to register itself; in order, for a panel asks for its policy."""


class RegisterApp(AppConfig):
    """An app with registers. A subclass gives its `name`; rooms that are absent are skipped."""

    default = False  # Django looks for one configuration per app, and this is nobody's

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.default = True

    def ready(self) -> None:
        """Register the policies, the parts of the plan file, the registers and the panels."""
        for room, offer in ROOMS.items():
            if module_has_submodule(cast(ModuleType, self.module), room):
                getattr(import_module(f"{self.name}.{room}"), offer)()
