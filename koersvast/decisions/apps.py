"""The decisions app."""

from koersvast.core.register_app import RegisterApp


class DecisionsConfig(RegisterApp):
    """Registers what decisions adds to the application."""

    name = "koersvast.decisions"
