"""Accounts are made by administrators; nobody signs up by himself."""

from __future__ import annotations

from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from koersvast.core.models import User


class ClosedAccountAdapter(DefaultAccountAdapter):
    """allauth without the open door."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse signing up."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Say on the sign-in page that an account is closed; it knows its password already."""
        messages.error(request, _("This account is closed. Ask an administrator to open it."))
        return redirect("account_login")


@login_required
def change_password(request: HttpRequest) -> HttpResponseBase:
    """Let somebody change a password; an account without one has nothing to change here."""
    if not (request.user.is_authenticated and request.user.has_usable_password()):
        raise Http404
    answer: HttpResponseBase = views.password_change(request)
    return answer
