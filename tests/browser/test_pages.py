"""Every page type in a real browser: accessible, within the screen, without complaints."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from koersvast.direction.models import Goal, Plan
from koersvast.funding.models import CostItem, FundingSource
from koersvast.organisation.models import Role, Unit
from koersvast.work.models import Result, Work
from tests.browser.conftest import PHONE, Site

STANDARDS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}


def addresses() -> list[str]:
    """Return an address of every page type, in the demonstration."""
    work = Work.objects.get(code="H3").pk
    root = Work.objects.get(code="M").pk
    result = Result.objects.get(code="R1.1").pk
    goal = Goal.objects.get(code="B1").pk
    cost = CostItem.objects.order_by("pk").first()
    source = FundingSource.objects.order_by("pk").first()
    unit = Unit.objects.get(code="directie").pk
    role = Role.objects.order_by("pk").first()
    plan = Plan.objects.get().pk
    assert cost and source and role
    return [
        "/",
        f"/work/{root}/",
        f"/work/{work}/",
        f"/work/{work}/money/",
        f"/work/{work}/goals/",
        f"/work/{work}/history/",
        f"/work/{root}/roadmap/",
        f"/work/results/{result}/",
        "/roadmap/",
        "/thread/",
        f"/thread/goal/{goal}/",
        f"/thread/cost/{cost.pk}/",
        "/organisation/",
        "/organisation/?on=2023-03-01",
        f"/organisation/units/{unit}/",
        "/direction/",
        "/search/?q=inkoop",
        "/search/?q=zzzzzz",
        "/help/",
        "/registers/results/",
        "/registers/results/?q=zzzzzz",
        "/registers/results/import/",
        "/registers/goals/new/",
        f"/registers/goals/{goal}/",
        f"/registers/goals/{goal}/edit/",
        f"/registers/goals/{goal}/delete/",
        f"/registers/goals/{goal}/history/",
        f"/registers/plans/{plan}/",
        f"/registers/roles/{role.pk}/",
        f"/registers/cost-items/{cost.pk}/",
        f"/registers/funding-sources/{source.pk}/",
        "/accounts/password/",
    ]


def accessibility_errors(page: Page) -> list[str]:
    """Return what axe finds on a page."""
    found: Any = Axe().run(page, options=STANDARDS).response["violations"]
    return [
        f"{each['id']}: {each['help']} – {node['html'][:160]}"
        for each in found
        for node in each["nodes"][:3]
    ]


def wider_than_the_screen(page: Page) -> int:
    """Return how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_nothing_on_any_page_type(site: Site, language: str) -> None:
    page = site.visit("/", language=language)
    wrong = {}
    for address in addresses():
        page.goto(site.url + address)
        if errors := accessibility_errors(page):
            wrong[address] = errors
    assert wrong == {}


def test_axe_finds_nothing_for_who_is_not_signed_in(site: Site) -> None:
    page = site.visit("/accounts/login/", as_="")
    assert accessibility_errors(page) == []


@pytest.mark.parametrize("width", [PHONE["width"], 640], ids=["phone", "zoomed to 200%"])
def test_no_page_is_wider_than_a_phone_or_a_zoomed_window(site: Site, width: int) -> None:
    page = site.visit("/", viewport={"width": width, "height": 740})
    wide = {}
    for address in addresses():
        page.goto(site.url + address)
        if (extra := wider_than_the_screen(page)) > 0:
            wide[address] = extra
    assert wide == {}


def test_the_pages_have_one_main_heading_and_a_title(site: Site) -> None:
    page = site.visit("/")
    wrong = {}
    for address in addresses():
        page.goto(site.url + address)
        headings = page.locator("h1").count()
        if headings != 1 or not page.title().endswith("Koersvast"):
            wrong[address] = (headings, page.title())
    assert wrong == {}


def test_the_screens_read_without_javascript(site: Site) -> None:
    page = site.visit("/", javascript=False)
    for address in addresses():
        response = page.goto(site.url + address)
        assert response and response.status == 200, address
        assert page.locator("h1").is_visible(), address
