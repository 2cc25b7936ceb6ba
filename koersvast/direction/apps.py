"""The direction app."""

from koersvast.core.register_app import RegisterApp


class DirectionConfig(RegisterApp):
    """Registers what direction adds to the application."""

    name = "koersvast.direction"
