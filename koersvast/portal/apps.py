"""The portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Registers what the portal adds to the application."""

    name = "koersvast.portal"
    label = "portal"

    def ready(self) -> None:
        """Register the panels."""
        from koersvast.portal import panels

        panels.register_panels()
