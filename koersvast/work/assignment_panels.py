"""What assignments and escalations add to the application."""

from __future__ import annotations

from koersvast.work.assignment_policy import register_assignment_policies


def register_assignments() -> None:
    """Say who keeps them, and add their registers, tabs and lists."""
    register_assignment_policies()
