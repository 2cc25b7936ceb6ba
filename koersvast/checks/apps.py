"""The checks app."""

from koersvast.core.register_app import RegisterApp


class ChecksConfig(RegisterApp):
    """Registers what plan check adds to the application."""

    name = "koersvast.checks"
