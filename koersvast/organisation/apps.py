"""The organisation app."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Registers what organisation adds to the application."""

    name = "koersvast.organisation"
    label = "organisation"

    def ready(self) -> None:
        """Register the parts of the plan file, the policies, the registers and the panels."""
        from koersvast.organisation import exchange, panels, policy

        policy.register_policies()
        exchange.register_parts()
        panels.register_panels()
