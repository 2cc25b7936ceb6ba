"""The page of the search through everything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from koersvast.portal.access import actor_of, for_readers
from koersvast.portal.search_data import LEAST, MOST, search, words_of


@require_safe
@for_readers
def search_page(request: HttpRequest) -> HttpResponse:
    """Search all registers."""
    text = request.GET.get("q", "")[:MOST].strip()
    groups = search(actor_of(request), text)
    letters = len("".join(words_of(text)))
    return render(
        request,
        "portal/search.html",
        {
            "text": text,
            "groups": groups,
            "count": sum(group.count for group in groups),
            "too_short": 0 < letters < LEAST,
        },
    )
