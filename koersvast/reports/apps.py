"""The reports app."""

from koersvast.core.register_app import RegisterApp


class ReportsConfig(RegisterApp):
    """Makes documents of what other apps add in their `documents.py`."""

    name = "koersvast.reports"
