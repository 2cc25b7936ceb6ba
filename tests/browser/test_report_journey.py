"""A report in a real browser, on a server of its own that starts real processes to make it."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, Page, expect

from koersvast.cli.demo import PASSWORD
from koersvast.funding.models import CostItem
from koersvast.work.models import Result, Work
from tests.browser.conftest import Site, load_or_copy
from tests.browser.test_pages import accessibility_errors

PATIENCE = 60
"""Seconds for a server to start and for a report to be made, on a machine with much to do."""
OWN = "Dit schreef de secretaris zelf."


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def served(
    transactional_db: None,
    browser: Browser,
    copies: dict[str, sqlite3.Connection],
    tmp_path: Path,
) -> Iterator[Site]:
    """Serve a copy of the demonstration as an installation is served: `koersvast serve`.

    The server of the other tests keeps its database in memory, where no process gets at it.
    """
    load_or_copy("maastricht", copies)
    with closing(sqlite3.connect(tmp_path / "maastricht.sqlite3")) as file:
        copies["maastricht"].backup(file)
        # hashed as an installation does it, not as quickly as tests do
        password = make_password(PASSWORD, hasher="pbkdf2_sha256")
        file.execute("UPDATE core_user SET password = ?", [password])
        file.commit()
    kept = {name: value for name, value in os.environ.items() if "KOERSVAST" not in name}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    port = free_port()
    serve = ["serve", "--port", str(port), "--workers", "1"]
    program = "from koersvast.cli.main import main; main()"
    own = {**kept, "KOERSVAST_DATA": str(tmp_path)}
    # tests may make the tables from the models: then no migration is known as done
    told = ["migrate", "--fake", "--verbosity", "0"]
    subprocess.run([sys.executable, "-c", program, *told], env=own, check=True)
    process = subprocess.Popen([sys.executable, "-c", program, *serve], env=own)
    site = Site(f"http://127.0.0.1:{port}", browser)
    try:
        wait_for(site.url)
        yield site
    finally:
        for context in site.contexts:
            context.close()
        process.terminate()
        process.wait(PATIENCE)
    assert site.complaints == []


def wait_for(url: str) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(f"{url}/accounts/login/", timeout=5):
                return
        except URLError:
            assert time.monotonic() < end, "the server did not start"
            time.sleep(0.1)


def made(page: Page) -> str:
    """Wait on the page that shows how far a report is until it is there; return its address."""
    expect(page.locator("#making")).to_be_visible()
    page.wait_for_selector(".report-document", timeout=PATIENCE * 1000)
    return page.url


def make(page: Page, site: Site, work: Work, period: str) -> str:
    """Make a progress report from the page of a work."""
    page.goto(f"{site.url}/work/{work.pk}/")
    page.get_by_role("link", name="Document maken").click()
    expect(page.get_by_role("link", name="Maken Communicatiekalender")).to_have_count(0)
    page.get_by_role("link", name="Maken Voortgangsrapportage").click()
    expect(page.locator("select[name=subject]")).to_have_value(work.code)
    page.get_by_role("button", name="Maken").click()
    expect(page.get_by_label("Periode")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Periode").fill(period)
    page.get_by_label("Titel").fill(f"Voortgang {period}")
    page.get_by_role("button", name="Maken").click()
    return made(page)


def downloaded(page: Page, name: str) -> Any:
    """Return the path of a file that a report gives along."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    return waiting.value.path()


def make_final(page: Page) -> None:
    """Make the draft on screen final, after the question whether that is meant."""
    page.get_by_role("link", name="Definitief maken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze rapportage definitief maken?")
    page.get_by_role("button", name="Definitief maken").click()
    made(page)
    expect(page.locator("dl.who")).to_contain_text("definitief")


@pytest.mark.one_database
@pytest.mark.slow
def test_a_secretary_makes_writes_freezes_corrects_and_compares_reports(served: Site) -> None:
    whole = Work.objects.get(code="M")
    result = Result.objects.get(code="R1.1")
    page = served.visit("/")
    first = make(page, served, whole, "2022")
    assert accessibility_errors(page) == []

    page.get_by_role("link", name="Teksten schrijven").click()
    page.get_by_label("Introductie").fill(OWN)
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator(".report-document")).to_contain_text(OWN)
    page.get_by_role("button", name="Feiten verversen").click()
    made(page)
    expect(page.locator(".report-document")).to_contain_text(OWN)
    assert Path(downloaded(page, "PDF")).read_bytes().startswith(b"%PDF")
    for name, part in (("DOCX", "word/document.xml"), ("ODT", "content.xml")):
        with zipfile.ZipFile(downloaded(page, name)) as packed:
            assert OWN in packed.read(part).decode()

    old = served.visit(first.removeprefix(served.url) + "words/")
    old.get_by_label("Introductie").fill("Toch nog anders")
    make_final(page)
    old.get_by_role("button", name="Opslaan").click()
    expect(old.get_by_role("alert")).to_contain_text("intussen definitief")
    expect(old.get_by_label("Introductie")).to_have_value("Toch nog anders")
    page.go_back()
    page.goto(first)
    for name in ("Teksten schrijven", "Feiten verversen", "Definitief maken", "Weggooien"):
        expect(page.get_by_text(name, exact=True)).to_have_count(0)
    expect(page.locator(".report-document")).not_to_contain_text("Toch nog anders")

    page.get_by_role("link", name="Corrigeren").click()
    page.get_by_label("Wat er is gecorrigeerd").fill("Een jaartal")
    page.get_by_role("button", name="Nieuwe versie beginnen").click()
    expect(page.locator(".report-document")).to_contain_text("Een jaartal")
    expect(page.locator(".report-document")).to_contain_text(OWN)
    page.get_by_role("link", name="Weggooien").click()
    page.get_by_role("button", name="Weggooien").click()
    expect(page.locator("dl.who")).to_contain_text("definitief")

    page.goto(f"{served.url}/work/results/{result.pk}/")
    page.get_by_role("link", name="Voortgang melden").click()
    page.locator("input[name=date]").fill("2023-06-01")
    page.get_by_role("group", name="Tijd").get_by_text("uit koers").click()
    page.get_by_label("Verwachting gereed").fill("Q4 2031")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator(".status-line")).to_contain_text("uit koers")
    change_an_amount(page, served)
    make(page, served, whole, "2023")
    chapter = page.locator("section", has_text="Veranderd sinds de vorige rapportage").last
    expect(chapter).to_contain_text("Q4 2031")
    expect(chapter).to_contain_text("98.765")

    page.get_by_role("link", name="sinds de rapportage over 2022, versie 1").click()
    expect(page.locator("table").first).to_contain_text("Q4 2031")
    expect(page.locator("main")).to_contain_text("98.765")
    reader = served.visit("/reports/", as_="lezer")
    expect(reader.locator("main")).to_contain_text("Voortgang 2022")
    expect(reader.locator("main")).not_to_contain_text("Voortgang 2023")


def change_an_amount(page: Page, site: Site) -> None:
    """Change an amount of a cost item of a work below the programme, in the table of amounts."""
    item = CostItem.objects.filter(plan__code="M", amounts__isnull=False).order_by("pk")[0]
    page.goto(f"{site.url}/money/works/{item.work_id}/amounts/")
    page.locator("td.num input:visible").first.fill("98.765")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("main")).to_contain_text("98.765")
