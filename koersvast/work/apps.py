"""The work app."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Registers what work adds to the application."""

    name = "koersvast.work"
    label = "work"

    def ready(self) -> None:
        """Register the parts of the plan file, the policies, the registers and the panels."""
        from koersvast.work import exchange, panels, policy

        policy.register_policies()
        exchange.register_parts()
        panels.register_panels()
