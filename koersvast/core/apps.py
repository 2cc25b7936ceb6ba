"""The core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every register stands on."""

    name = "koersvast.core"
    label = "core"
