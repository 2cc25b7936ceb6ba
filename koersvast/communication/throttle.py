"""Slows down who tries addresses of calendars that do not exist.

An address that works is always answered: calendar services fetch for many people from one place,
and one withdrawn address among those must not silence the others.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

TRIES, WITHIN = 30, 300
"""So many unknown addresses from one place, in so many seconds."""


def _key(request: HttpRequest) -> str:
    return f"feeds:{get_adapter(request).get_client_ip(request)}"


def is_slowed(request: HttpRequest) -> bool:
    """Tell whether this visitor tried too many unknown addresses lately."""
    return int(cache.get(_key(request), 0)) >= TRIES


def count_miss(request: HttpRequest) -> None:
    """Note that a visitor asked for an address that does not exist."""
    key = _key(request)
    if not cache.add(key, 1, WITHIN):
        try:
            cache.incr(key)
        except ValueError:  # it ran out in between
            cache.add(key, 1, WITHIN)
