"""A walk through pages with the Tab key alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from koersvast.work.models import Work
from tests.browser.conftest import Site

MOST_STOPS = 400

STOP = """() => {
    const here = document.activeElement;
    if (!here || here === document.body || here === document.documentElement) return null;
    const box = here.getBoundingClientRect(), style = getComputedStyle(here);
    const shown = each => {
        const style = getComputedStyle(each);
        return style.boxShadow !== "none"
            || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
    };
    const wrong = [];
    if (!here.checkVisibility({visibilityProperty: true, opacityProperty: true}) || !box.width)
        wrong.push("not visible");
    if (box.bottom <= 0 || box.right <= 0 || box.top >= innerHeight || box.left >= innerWidth)
        wrong.push("out of view");
    if (!shown(here)) wrong.push("no outline");
    window.kvStops = window.kvStops || new Map();
    if (!window.kvStops.has(here)) window.kvStops.set(here, window.kvStops.size);
    return {number: window.kvStops.get(here), wrong, html: here.outerHTML.slice(0, 140)};
}"""

WALKED: dict[str, Callable[[], str]] = {
    "home": lambda: "/",
    "work": lambda: f"/work/{Work.objects.get(code='H3').pk}/",
    "amounts": lambda: f"/money/works/{Work.objects.get(code='T1').pk}/amounts/",
}


def walk(page: Page) -> tuple[int, list[str]]:
    """Press Tab until the page has been gone through; return the stops and what is wrong."""
    wrong: list[str] = []
    for number in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop: Any = page.evaluate(STOP)
        if stop is None or (stop["number"] == 0 and number):
            return number, wrong
        if stop["number"] != number:
            return number, [*wrong, f"a trap: back at {stop['html']}"]
        wrong += [f"{each}: {stop['html']}" for each in stop["wrong"]]
    return MOST_STOPS, [*wrong, "never at the end"]


@pytest.mark.parametrize("name", WALKED)
def test_every_stop_of_the_tab_key_is_seen(site: Site, name: str) -> None:
    page = site.visit(WALKED[name]())
    page.evaluate("document.activeElement.blur()")
    stops, wrong = walk(page)
    assert wrong == []
    assert stops > 15


def test_the_first_stop_leads_past_the_menu(site: Site) -> None:
    page = site.visit("/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
