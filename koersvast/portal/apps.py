"""The portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """See the package."""

    name = "koersvast.portal"
    label = "portal"
