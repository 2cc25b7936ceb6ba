"""Huizen: the programme's sprints, its money, a proposal with its decision, and a risk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from koersvast.decisions.models import Proposal
from koersvast.funding.models import FundingSource
from koersvast.risk.models import Risk, Score
from koersvast.work.models import Work
from tests.browser.conftest import Site

LINES = {
    "Organisatieperspectief": "Trekker (voorbeeld)",
    "Fysiek domein": "Tweede trekker (voorbeeld)",
    "Strategisch HRM": "nu niemand vermeld",
    "Opgavegericht Werken": "Medewerker (voorbeeld)",
    "Integraal Management en Bedrijfsvoering": "nu niemand vermeld",
}
"""Programme line -> who is named as its lead: a person, or that nobody is."""


@pytest.fixture
def municipality() -> str:
    """Serve the demonstration of Huizen."""
    return "huizen"


def row(page: Page, name: str) -> Locator:
    """Return the row of a line in the table of sprints."""
    link = page.get_by_role("link", name=name, exact=True)
    return page.locator("table.sprints tbody tr").filter(has=link)


def test_the_programme_is_read_from_its_sprints_and_money_to_the_decision(site: Site) -> None:
    programme = Work.objects.get(code="ROADTRIP")
    page = site.visit(f"/work/{programme.pk}/sprints/", as_="directeur")
    expect(page.locator("table.sprints thead th")).to_have_count(4)
    expect(page.locator("table.sprints tbody tr")).to_have_count(len(LINES))
    for name, lead in LINES.items():
        expect(row(page, name).locator(".sprint-lead")).to_contain_text(lead)
    change = row(page, "Fysiek domein").locator(".sprint-lead")
    expect(change).to_contain_text("Eerste trekker (voorbeeld)")
    expect(row(page, "Strategisch HRM")).to_contain_text("De HR-visie is uitgewerkt")

    sources = page.locator("section[aria-labelledby=money-sources]")
    for nature, left in (("structural", "635.069"), ("incidental", "157.000")):
        source = FundingSource.objects.get(nature=nature, work=programme)
        page.goto(f"{site.url}/work/{programme.pk}/money/")
        line = sources.locator("tr").filter(has_text=source.title)
        expect(line.locator("td").last).to_contain_text(left)
        line.get_by_role("link", name=source.title).click()
        expect(page.locator("tr.sum").last).to_contain_text(left)

    proposal = Proposal.objects.get(plan__code="J", code="V1")
    page.goto(f"{site.url}/decisions/proposals/{proposal.pk}/")
    document = page.get_by_role("article", name=proposal.title)
    expect(document.locator(".document-head")).to_contain_text("Z.180338")
    expect(document.locator(".document-head")).to_contain_text("D.1529312")
    assert proposal.sections.count() == 14
    expect(document.get_by_role("heading")).to_have_count(14)
    expect(document.get_by_role("heading", name="Kanttekeningen")).to_be_visible()
    decision = page.locator("section.decision")
    expect(decision).to_contain_text("15 dec 2023")
    expect(decision.get_by_role("heading").first).to_have_text("Besluit: conform voorstel")


def test_a_risk_is_scored_and_moves_on_the_heat_map(site: Site) -> None:
    risk = Risk.objects.get(code="H-RI2")
    page = site.visit("/risks/")
    target = page.locator("svg.heatmap a[href*='cell=1-2']")
    expect(page.locator("svg.heatmap")).to_be_visible()
    expect(target).to_have_count(0)
    page.goto(f"{site.url}/risks/{risk.pk}/")
    page.locator("main").get_by_role("link", name="Risico beoordelen").first.click()
    page.get_by_role("group", name="Moment").get_by_text("Na maatregelen").click()
    probability = page.get_by_role("group", name="Kans")
    probability.locator("label").filter(has_text="1 –").click()
    page.get_by_label("Euro’s, waarschijnlijk").fill("40.000")
    page.get_by_role("button", name="Opslaan").click()
    page.wait_for_url(f"**/risks/{risk.pk}/")
    assert Score.objects.filter(risk=risk, moment="after").count() == 2
    page.goto(f"{site.url}/risks/")
    expect(target).to_have_attribute("aria-label", re.compile(re.escape(risk.title)))
