"""Asking an address as somebody of the cast, without leaving a trace."""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.access.table import ROLES, Case
from tests.access.world import World


def client_of(world: World, role: str, **options: Any) -> Client:
    """Return a browser of its own in which `role` is signed in; pages are in English."""
    client = Client(**options)
    if role != "visitor":
        client.cookies = copy.deepcopy(getattr(world.cast, role).client.cookies)
    client.cookies["django_language"] = "en"
    return client


@contextmanager
def without_a_trace() -> Iterator[None]:
    """Undo whatever an answer stored, and keep refusals out of the log."""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        logger.setLevel(level)


def ask(world: World, role: str, method: str, address: str, **options: Any) -> HttpResponse:
    """Return the answer that `role` gets."""
    with without_a_trace():
        answer: HttpResponse = getattr(client_of(world, role, **options), method.lower())(address)
        return answer


def outcome(answer: HttpResponse) -> str:
    """Return the answer as the table writes it."""
    if answer.status_code == 302 and answer["Location"].startswith("/accounts/login/?next="):
        return "login"
    return str(answer.status_code)


def differences(world: World, cases: Iterator[Case]) -> list[str]:
    """Return a sentence for every answer that is not the expected one."""
    return [
        f"{case.name} {case.method} {case.address}: {role} got {got}, not {expected}"
        for case in cases
        for role, expected in zip(ROLES, case.expected, strict=True)
        if (got := outcome(ask(world, role, case.method, case.address))) != expected
    ]


def patterns(branch: Any = None, prefix: str = "") -> Iterator[tuple[str, str | None]]:
    """Yield the pattern and the name of every address of the application."""
    for each in (branch or get_resolver()).url_patterns:
        path = f"{prefix}{each.pattern}"
        if isinstance(each, URLPattern):
            yield path, each.name
        else:
            yield from patterns(each, path)
