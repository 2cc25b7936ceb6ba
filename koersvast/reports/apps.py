"""The reports app."""

from importlib import import_module

from koersvast.core.register_app import RegisterApp


class ReportsConfig(RegisterApp):
    """Makes documents of what other apps add in their `documents.py`."""

    name = "koersvast.reports"

    def ready(self) -> None:
        """Open the rooms, and listen to what happens to rows that reports hold."""
        super().ready()
        import_module("koersvast.reports.holding").watch()
