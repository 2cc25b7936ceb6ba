"""Puts the actor on the request and keeps everything behind the sign-in."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from koersvast.organisation.selectors import actor_for

OPEN = ("/accounts/", "/language/", "/health/", "/static/", "/feeds/")
"""What a visitor may open without signing in. A feed asks for a token of its own."""


class ActorMiddleware:
    """`request.actor` is who acts; whoever did not sign in is sent to the sign-in page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let through who signed in, and everybody to the open addresses."""
        if not request.user.is_authenticated and not request.path.startswith(OPEN):
            return redirect_to_login(request.get_full_path())
        request.actor = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: actor_for(request.user, timezone.localdate())
        )
        return self.get_response(request)
