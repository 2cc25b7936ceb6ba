"""The pages of the portal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Show the organisation on course."""
    return render(request, "base.html")


def search(request: HttpRequest) -> HttpResponse:
    """Search all registers."""
    return render(request, "base.html")
