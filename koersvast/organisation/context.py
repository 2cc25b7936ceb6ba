"""The municipality, on every page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from koersvast.organisation.models import Municipality


def municipality(request: HttpRequest) -> dict[str, Any]:
    """Return the municipality that this installation serves."""
    return {"municipality": Municipality.objects.first() if request.user.is_authenticated else None}
