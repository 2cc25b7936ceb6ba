"""What decisions adds to the application: its calendar in the menu, and its registers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from koersvast.core.registries import MenuItem, registries
from koersvast.decisions.advice_registers import register_advice
from koersvast.decisions.outlook import register_outlook
from koersvast.decisions.registers import register_registers


def register_panels() -> None:
    """Add the menu item, the registers, and what comes on the first page."""
    registries.add(MenuItem("decisions", _("Decision calendar"), "decision-calendar", order=10))
    register_registers()
    register_outlook()
    register_advice()
