"""What decisions adds to the application."""

from __future__ import annotations

from koersvast.decisions.advice_registers import register_advice
from koersvast.decisions.outlook import register_outlook
from koersvast.decisions.registers import register_registers


def register_panels() -> None:
    """Add the registers, and what comes on the first page."""
    register_registers()
    register_outlook()
    register_advice()
