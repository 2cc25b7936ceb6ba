"""Plan check in a real browser: a secretary finds what is wrong, mends one, and accepts another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from koersvast.checks.models import Acceptance
from koersvast.checks.selectors import EVERYBODY, waiting_count
from tests.browser.conftest import PHONE, Site
from tests.browser.test_pages import accessibility_errors
from tests.browser.test_print import A4, LEFT_OVER, TOO_WIDE


def finding(page: Page, words: str) -> Locator:
    """Return the finding whose sentence holds these words."""
    return page.locator(".finding").filter(has_text=words)


def choose(page: Page, **filters: str) -> None:
    """Filter the list by its form: name of the field -> what it shows."""
    for name, option in filters.items():
        page.locator(f"form.filters [name={name}]").select_option(label=option)
    page.get_by_role("button", name="Tonen").click()


def test_a_secretary_finds_mends_accepts_takes_back_and_exports(site: Site) -> None:
    page = site.visit("/")
    waiting = waiting_count(EVERYBODY) or 0
    menu = page.get_by_role("navigation").get_by_role("link", name="Plantoets")
    expect(menu).to_contain_text(str(waiting))
    menu.click()
    choose(page, severity="fout")
    wrong = finding(page, "(G-S-10)")
    wrong.get_by_text("Waarom, en hoe te herstellen").click()
    expect(wrong.get_by_text("Verbeter de tekst")).to_be_visible()
    expect(wrong.get_by_role("link", name="Bekijk “")).to_be_visible()
    wrong.get_by_role("link", name="Herstellen").click()
    page.locator("[name=amount]").fill("1.999.000")
    page.get_by_role("button", name="Opslaan").click()
    expect(page).to_have_url(re.compile("severity=error"))
    expect(finding(page, "(G-F-10)")).to_have_count(1)
    expect(finding(page, "(G-S-10)")).to_have_count(0)

    finding(page, "(G-F-10)").get_by_role("link", name="Accepteren").click()
    page.get_by_role("button", name="Accepteren").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    page.locator("[name=reason]").fill("De raad kent het verschil.")
    assert accessibility_errors(page) == []
    page.get_by_role("button", name="Accepteren").click()
    expect(finding(page, "(G-F-10)")).to_have_count(0)
    choose(page, state="geaccepteerd")
    accepted = finding(page, "(G-F-10)")
    expect(accepted).to_contain_text("De raad kent het verschil.")
    assert Acceptance.objects.get().rule == "GELD-01"
    assert accessibility_errors(page) == []

    with page.expect_download() as sent:
        page.get_by_role("link", name="CSV").click()
    lines = Path(sent.value.path()).read_text("utf-8-sig").splitlines()
    assert [line[:7] for line in lines[1:]] == ["GELD-01"]

    accepted.get_by_role("button", name="Acceptatie intrekken").click()
    choose(page, state="open")
    expect(finding(page, "(G-F-10)")).to_have_count(1)
    expect(menu).to_contain_text(str(waiting - 1))
    assert site.complaints == []


@pytest.mark.parametrize("width", [PHONE, A4], ids=["phone", "paper"])
def test_findings_fit_a_phone_and_a_sheet_of_paper(site: Site, width: dict[str, int]) -> None:
    page = site.visit("/checks/", viewport=width)
    if width is A4:
        page.emulate_media(media="print")
        assert page.evaluate(LEFT_OVER) == []
    assert page.evaluate(TOO_WIDE) == []
