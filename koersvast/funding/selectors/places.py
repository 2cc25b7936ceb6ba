"""On which works money hangs."""

from __future__ import annotations

from django.db.models import Q


def of_works(works: frozenset[int] | set[int], prefix: str = "", *, with_results: bool = True) -> Q:
    """Return the condition that something hangs on one of the works, or on a result of them."""
    own = Q(**{f"{prefix}work__in": works})
    return own | Q(**{f"{prefix}result__work__in": works}) if with_results else own
