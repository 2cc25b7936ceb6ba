"""The communication app."""

from koersvast.core.register_app import RegisterApp


class CommunicationConfig(RegisterApp):
    """Registers what communication adds to the application."""

    name = "koersvast.communication"
