"""The risk app."""

from koersvast.core.register_app import RegisterApp


class RiskConfig(RegisterApp):
    """Registers what risk adds to the application."""

    name = "koersvast.risk"
