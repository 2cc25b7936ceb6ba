"""The organisation app."""

from koersvast.core.register_app import RegisterApp


class OrganisationConfig(RegisterApp):
    """Registers what organisation adds to the application."""

    name = "koersvast.organisation"
