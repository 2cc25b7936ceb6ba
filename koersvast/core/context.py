"""What every page needs: the menu and the actor."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from koersvast import __version__
from koersvast.core.actors import ANONYMOUS, Actor
from koersvast.core.registries import MenuItem, registries

SECTIONS = (
    ("", ""),
    ("direction", _("Direction")),
    ("work", _("Work")),
    ("money", _("Money")),
    ("steering", _("Steering")),
    ("decisions", _("Decisions")),
    ("communication", _("Communication")),
    ("people", _("People")),
    ("documents", _("Documents")),
    ("admin", _("Administration")),
)
"""The menu sections in order: key and label."""


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the menu as the actor sees it."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return {"actor": actor, "menu": _menu(request, actor), "version": __version__}


def _menu(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    sections = []
    for key, label in SECTIONS:
        items = [
            _line(request, actor, item)
            for item in registries.menu
            if item.section == key and item.visible(actor)
        ]
        if items:
            sections.append({"label": label, "items": items})
    return sections


def _line(request: HttpRequest, actor: Actor, item: MenuItem) -> dict[str, Any]:
    url = reverse(item.url_name, kwargs=dict(item.kwargs))
    current = request.path == url or (url != "/" and request.path.startswith(url))
    return {
        "label": item.label,
        "url": url,
        "current": current,
        "count": item.count(actor) if item.count else None,
    }
