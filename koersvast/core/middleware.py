"""What every answer of the application gets along."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control


class PrivatePages:
    """Keeps pages out of every cache: what one sees depends on who one is.

    `private` keeps them out of caches that people share. `no-store` keeps them out of the browser
    too: at a shared desk the button Back shows nothing after signing out. An answer that says
    something itself about caching keeps that; static files do not come through here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header where the view said nothing."""
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response
