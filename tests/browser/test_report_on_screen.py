"""A report as it is read in the browser: its pictures, and its contents."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.places_of_reports import made

WHITE = """() => [...document.querySelectorAll('.report-picture svg text[fill="#fff"]')]
    .map(each => getComputedStyle(each).fill)"""


def test_pictures_have_their_own_colours_and_the_contents_lead_to_chapters(site: Site) -> None:
    version = made("programmasecretaris", about="")
    page = site.visit(f"/reports/{version.report_id}/")
    white = page.evaluate(WHITE)
    assert white and set(white) == {"rgb(255, 255, 255)"}, "numbers on the dark dots of risks"
    contents = page.get_by_role("navigation", name="Inhoud")
    contents.get_by_role("link", name="Risico’s").click()
    expect(page.get_by_role("heading", name="Risico’s", exact=True)).to_be_in_viewport()
    writes = re.compile("Tekst hierbij schrijven.*Risico’s")
    page.get_by_role("link", name=writes).click()
    expect(page.get_by_label("Risico’s")).to_be_focused()
