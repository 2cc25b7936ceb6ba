"""What the portal adds to the application: menu items, and columns for the tree of goals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.registries import Column, MenuItem, registries
from koersvast.portal.rules import Thread
from koersvast.portal.thread_data import threaded, works_and_goals


def works_of_goals(actor: Actor, keys: Iterable[int]) -> Mapping[int, Any]:
    """Return how many works serve each goal or a goal below it."""
    served = Thread(works_and_goals(actor)).served
    return {key: len(served[key].works) for key in keys if key in served}


def results_of_goals(actor: Actor, keys: Iterable[int]) -> Mapping[int, Any]:
    """Return how many results serve each goal or a goal below it."""
    served = Thread(works_and_goals(actor)).served
    return {key: len(served[key].results) for key in keys if key in served}


def euros_of_goals(actor: Actor, keys: Iterable[int]) -> Mapping[int, Any]:
    """Return what serves each goal costs; nothing where no amount is known."""
    found = threaded(actor).euros_of_goals
    return {key: found[key].total for key in keys if key in found and found[key].count}


def register_panels() -> None:
    """Add the menu items and columns."""
    registries.add(
        MenuItem("", _("Organisation on course"), "home", order=10),
        MenuItem("direction", _("Golden thread"), "thread", order=25),
        MenuItem("work", _("Roadmap"), "roadmap", order=20),
        Column("goal.tree", "works", _("Works"), works_of_goals, order=20, numeric=True),
        Column("goal.tree", "results", _("Results"), results_of_goals, order=30, numeric=True),
        Column("goal.tree", "euros", _("Cost"), euros_of_goals, order=40, numeric=True),
    )
