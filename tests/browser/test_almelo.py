"""Almelo: the assignment of a neighbourhood waits for one party, who reads it and agrees."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from koersvast.work.models import Assignment
from tests.browser.conftest import Site


@pytest.fixture
def municipality() -> str:
    """Serve the demonstration of Almelo."""
    return "almelo"


def test_the_direction_agrees_to_the_assignment_of_the_neighbourhood(site: Site) -> None:
    errand = Assignment.objects.get(code="OP-VBW")
    manager = site.visit(f"/work/{errand.work_id}/assignment/", as_="wijkmanager")
    expect(manager.locator(".way .here")).to_contain_text("Aangeboden")
    expect(manager.get_by_text("verzonnen", exact=False).first).to_be_visible()
    expect(manager.get_by_role("button", name="Ik ga akkoord")).to_have_count(0)

    page = site.visit("/", as_="directeur")
    waits = page.get_by_role("region", name="Wacht op u")
    link = waits.get_by_role("link", name="Voorbeeldwijk").first
    address = link.get_attribute("href")
    link.click()
    expect(page.get_by_text("wijkbudget van 30.000 euro").first).to_be_visible()
    page.get_by_role("button", name="Ik ga akkoord met versie 1").click()
    expect(page.get_by_text("U bent akkoord gegaan")).to_be_visible()

    manager.reload()
    expect(manager.locator(".way .here")).to_contain_text("Overeengekomen")
    expect(manager.get_by_text("nog niet akkoord")).to_have_count(0)
    assert errand.versions.get().agreed_on is not None
    page.goto(f"{site.url}/")
    expect(waits.locator(f"a[href='{address}']")).to_have_count(0)


def test_the_copy_that_a_later_test_gets_is_the_demonstration_as_it_was_loaded(
    site: Site,
) -> None:
    errand = Assignment.objects.get(code="OP-VBW")
    assert errand.versions.get().agreed_on is None
    page = site.visit(f"/work/{errand.work_id}/assignment/", as_="lezer")
    expect(page.locator(".way .here")).to_contain_text("Aangeboden")
    expect(page.get_by_text("nog niet akkoord")).to_have_count(1)
