"""Every page type in a real browser: accessible, within the screen, without complaints."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, WIDE, Site
from tests.browser.places import (
    ABSENT,
    LEFT_OUT,
    READS_ALL,
    REFUSED,
    addresses,
    names_of,
    names_of_pages,
)

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
RUN = """tags => axe.run({
    runOnly: {type: "tag", values: tags}, resultTypes: ["violations"],
}).then(found => found.violations.flatMap(each => each.nodes.slice(0, 3).map(
    node => `${each.id}: ${each.help} – ${node.html.slice(0, 160)}`)))"""
ZOOMED = {"width": 640, "height": 740}
"""What is left of a window of 1280 pixels at 200%."""


def accessibility_errors(page: Page) -> list[str]:
    """Return what axe finds on a page."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN, TAGS)
    return found


def wider_than_the_screen(page: Page) -> int:
    """Return how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def wrong_with(page: Page, *, axe: bool = True) -> list[str]:
    """Return what is wrong with a page: its heading, its title, its width, what axe finds."""
    wrong = []
    if (headings := page.locator("h1").count()) != 1:
        wrong.append(f"{headings} main headings")
    if not page.title().endswith("Koersvast"):
        wrong.append(f"title: {page.title()}")
    if axe:
        wrong += accessibility_errors(page)
    for name, size in (("phone", PHONE), ("zoomed to 200%", ZOOMED)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        if (extra := wider_than_the_screen(page)) > 0:
            wrong.append(f"{name}: {extra} pixels too wide")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    return wrong


@pytest.mark.django_db
def test_no_page_is_missing_here(site: Site) -> None:
    found = names_of(addresses())
    assert names_of_pages() - found - set(LEFT_OUT) == set()
    assert set(LEFT_OUT) & found == set()
    assert set(LEFT_OUT) - names_of_pages() == set()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["nl", "en"])
def test_nothing_is_wrong_with_any_page_type(site: Site, language: str) -> None:
    """Headings, title, and the width on a phone and at 200%, in one visit per page.

    In Dutch also axe: what it looks at is the same in every language, but for the words.
    """
    page = site.visit("/", as_=READS_ALL, language=language)
    expected: dict[str, int] = dict.fromkeys(addresses(), 200) | {REFUSED: 403, ABSENT: 404}
    wrong: dict[str, Any] = {}
    for address, status in expected.items():
        response = page.goto(site.url + address)
        assert response and response.status == status, address
        if found := wrong_with(page, axe=language == "nl"):
            wrong[address] = found
    assert wrong == {}


def test_nothing_is_wrong_with_the_page_to_sign_in(site: Site) -> None:
    assert wrong_with(site.visit("/accounts/login/", as_="")) == []


@pytest.mark.slow
def test_the_screens_read_without_javascript(site: Site) -> None:
    page = site.visit("/", as_=READS_ALL, javascript=False)
    for address in addresses():
        response = page.goto(site.url + address)
        assert response and response.status == 200, address
        assert page.locator("h1").is_visible(), address
