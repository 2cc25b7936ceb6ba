"""The direction app."""

from django.apps import AppConfig


class DirectionConfig(AppConfig):
    """Registers what direction adds to the application."""

    name = "koersvast.direction"
    label = "direction"

    def ready(self) -> None:
        """Register the parts of the plan file, the policies, the registers and the panels."""
        from koersvast.direction import exchange, panels, policy

        policy.register_policies()
        exchange.register_parts()
        panels.register_panels()
