"""What the tests of the kit share: models by name (core imports no app), pages in English."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import openpyxl
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import Player

Unit: Any = apps.get_model("organisation", "Unit")
UnitPlacement: Any = apps.get_model("organisation", "UnitPlacement")
Role: Any = apps.get_model("organisation", "Role")
Goal: Any = apps.get_model("direction", "Goal")
Plan: Any = apps.get_model("direction", "Plan")
Statement: Any = apps.get_model("direction", "Statement")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def url(page: str, register: str, *arguments: Any) -> str:
    """Return the address of a page of the kit."""
    return reverse(f"register-{page}", args=[register, *arguments])


def english(player: Player) -> Client:
    """Return the client of somebody of the cast, with pages in English."""
    player.client.cookies["django_language"] = "en"
    return player.client


def text(response: HttpResponse) -> str:
    """Return the words of a page, without its markup."""
    page = unescape(re.sub(r"<[^>]*>", " ", response.content.decode()))
    return " ".join(page.split())


def main(response: HttpResponse) -> str:
    """Return the words of the page itself, without menu and head."""
    page = response.content.decode()
    body = re.search(r"<main.*</main>", page, re.DOTALL)
    assert body, page[:500]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body[0])).split())


def workbook(*lines: list[Any]) -> bytes:
    """Return an XLSX file with these lines."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for line in lines:
        page.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(name: str, content: bytes | str) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def hidden(response: HttpResponse, name: str) -> str:
    """Return the value that a hidden field or a button of a page sends."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, f"no hidden field {name}"
    return unescape(found[1])
