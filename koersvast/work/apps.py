"""The work app."""

from koersvast.core.register_app import RegisterApp


class WorkConfig(RegisterApp):
    """Registers what work adds to the application."""

    name = "koersvast.work"
