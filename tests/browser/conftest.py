"""A real browser against a real server with the demonstration in it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from koersvast.cli import demo

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the test's thread
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as a browser test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Return the driver; skip where there is no Chromium."""
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Return one browser for all tests."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()


@dataclass
class Site:
    """The served demonstration, and ways into it."""

    url: str
    browser: Browser
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def visit(
        self,
        path: str = "/",
        *,
        as_: str = "programmasecretaris",
        language: str = "nl",
        viewport: dict[str, int] | None = None,
        javascript: bool = True,
    ) -> Page:
        """Sign in by the form and open `path`; what the browser complains of fails the test."""
        context = self.browser.new_context(
            viewport=viewport or WIDE,  # type: ignore[arg-type]
            locale="nl-NL",
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": self.url}])
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: self._console(message))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("response", lambda response: self._response(response))
        if as_:
            page.goto(f"{self.url}/accounts/login/?next={path}")
            page.fill("input[name=login]", as_)
            page.fill("input[name=password]", demo.PASSWORD)
            page.press("input[name=password]", "Enter")
            page.wait_for_url(f"{self.url}{path}*")
        else:
            page.goto(f"{self.url}{path}")
        return page

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _response(self, response: Any) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status}: {response.url}")


@pytest.fixture
def municipality() -> str:
    """Return whose demonstration `site` serves; a test file that walks another redefines this."""
    return "maastricht"


@pytest.fixture(scope="session")
def copies() -> Iterator[dict[str, sqlite3.Connection]]:
    """Keep a copy of every demonstration that was loaded, for the tests after it."""
    copies: dict[str, sqlite3.Connection] = {}
    yield copies
    for copy in copies.values():
        copy.close()


def load_or_copy(municipality: str, copies: dict[str, sqlite3.Connection]) -> None:
    """Load a demonstration; on SQLite only once per process, after that its copy is put back."""
    if connection.vendor != "sqlite":
        demo.load(municipality)
        return
    connection.ensure_connection()
    own: Any = connection.connection
    if municipality in copies:
        copies[municipality].backup(own)
        ContentType.objects.clear_cache()
        return
    assert demo.load(municipality)
    copy = sqlite3.connect(":memory:")
    own.backup(copy)
    copies[municipality] = copy


@pytest.fixture
def site(
    live_server: Any,
    browser: Browser,
    municipality: str,
    copies: dict[str, sqlite3.Connection],
) -> Iterator[Site]:
    """Serve the demonstration of a municipality: Maastricht, unless the test says otherwise."""
    load_or_copy(municipality, copies)
    site = Site(live_server.url, browser)
    yield site
    for context in site.contexts:
        context.close()
    assert site.complaints == []


Visit = Callable[..., Page]
