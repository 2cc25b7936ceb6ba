"""What comes out of a printer."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from koersvast.work.models import Work
from tests.browser.conftest import Site

A4 = {"width": 703, "height": 1017}
"""A sheet less the margins of `print.css` in pixels, at 96 to the inch: 186 by 269 millimetres."""

LEFT_OVER = """() => [...document.querySelectorAll(
    ".side, .skip, .tabs, .btn, button, input:not([type=hidden]), select, summary.btn"
)].filter(each => each.checkVisibility({visibilityProperty: true})
    && each.getBoundingClientRect().width > 1).map(each => each.outerHTML.slice(0, 120))"""

TOO_WIDE = """() => [...document.querySelectorAll("main *")].filter(each => {
    const box = each.getBoundingClientRect();
    return each.checkVisibility() && box.width > 1 && box.right > window.innerWidth + 1
        && !each.closest(".hidden");
}).slice(0, 5).map(each => each.outerHTML.slice(0, 120))"""

HEADERS = """() => [...document.querySelectorAll("main thead")].filter(
    each => each.checkVisibility()
).map(each => getComputedStyle(each).display)"""

PRINTED: dict[str, Callable[[], str]] = {
    "results": lambda: f"/work/{Work.objects.get(code='H3').pk}/",
    "money": lambda: f"/work/{Work.objects.get(code='M').pk}/money/",
    "roadmap": lambda: "/roadmap/",
    "list": lambda: "/registers/results/",
    "organisation": lambda: "/organisation/",
}


def texts_of_sheets(page: Page, path: Path) -> list[str]:
    """Return the text of every sheet of the page as PDF."""
    page.pdf(path=path, prefer_css_page_size=True)
    if keep := __import__("os").environ.get("KVX3"):
        __import__("shutil").copy(path, keep)
    command = ["pdftotext", "-layout", str(path), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return text.removesuffix("\f").split("\f")


def test_what_is_printed_fits_the_paper_and_has_no_controls(site: Site) -> None:
    page = site.visit("/", viewport=A4)
    page.emulate_media(media="print")
    wrong: dict[str, object] = {}
    for name, address in PRINTED.items():
        page.goto(site.url + address())
        if left := page.evaluate(LEFT_OVER):
            wrong[f"{name}: controls"] = left
        if wide := page.evaluate(TOO_WIDE):
            wrong[f"{name}: too wide"] = wide
        if set(page.evaluate(HEADERS)) - {"table-header-group"}:
            wrong[f"{name}: headings of tables"] = page.evaluate(HEADERS)
    assert wrong == {}


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext on this machine")
def test_no_sheet_is_empty(site: Site, tmp_path: Path) -> None:
    page = site.visit("/")
    for name, address in PRINTED.items():
        page.goto(site.url + address())
        sheets = texts_of_sheets(page, tmp_path / f"{name}.pdf")
        assert all(len(sheet.split()) > 3 for sheet in sheets), name
