"""The funding app."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    """Registers what funding adds to the application."""

    name = "koersvast.funding"
    label = "funding"

    def ready(self) -> None:
        """Register the parts of the plan file, the policies, the registers and the panels."""
        from koersvast.funding import exchange, panels, policy

        policy.register_policies()
        exchange.register_parts()
        panels.register_panels()
