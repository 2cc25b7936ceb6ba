"""The addresses of decisions."""

from __future__ import annotations

from django.urls import URLPattern

from koersvast.decisions.advice_urls import urlpatterns as advice

urlpatterns: list[URLPattern] = [*advice]
