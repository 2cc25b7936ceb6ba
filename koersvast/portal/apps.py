"""The portal app."""

from koersvast.core.register_app import RegisterApp


class PortalConfig(RegisterApp):
    """Registers what the portal adds to the application."""

    name = "koersvast.portal"
