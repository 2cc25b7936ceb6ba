"""The cli app."""

from django.apps import AppConfig


class CliConfig(AppConfig):
    """See the package."""

    name = "koersvast.cli"
    label = "cli"
