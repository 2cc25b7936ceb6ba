"""What decisions adds to the application."""

from __future__ import annotations

from koersvast.decisions.registers import register_registers


def register_panels() -> None:
    """Add the registers."""
    register_registers()
