"""A risk in a real browser: its owner judges it before and after measures, and sees it move."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from koersvast.risk.models import Measure, Risk, Score
from koersvast.work.models import Work
from tests.browser.conftest import Site
from tests.browser.test_pages import accessibility_errors
from tests.browser.walks import add_risk, judge


def start(site: Site) -> tuple[Page, Risk]:
    """Let the secretary add a risk to a work and make the controller its owner."""
    work = Work.objects.get(code="H3")
    page = site.visit(f"/work/{work.pk}/risks/")
    return page, add_risk(page, "De leverancier stopt ermee", "Concerncontroller")


def cell(page: Page, probability: int, impact: int) -> str:
    """Return the codes in a cell of the heat map."""
    link = page.locator(f"svg.heatmap a[href*='cell={probability}-{impact}']")
    return link.get_attribute("aria-label") or "" if link.count() else ""


def test_an_owner_judges_a_risk_and_sees_it_move_on_the_heat_map(site: Site) -> None:
    _secretary, risk = start(site)
    page = site.visit(f"/risks/{risk.pk}/", as_="medewerker")
    judge(page, "Vóór maatregelen", "4 –", "800.000")
    expect(page.locator(".status-line .pill")).to_contain_text("hoog")
    page.get_by_role("link", name="Maatregel toevoegen").click()
    page.get_by_role("textbox", name="Maatregel").fill("Leg de kennis vast")
    page.get_by_role("button", name="Opslaan").click()
    judge(page, "Na maatregelen", "2 –", "40.000")
    expect(page.locator(".status-line .pill")).to_contain_text("laag")
    expect(page.locator(".heat-arrow")).to_have_count(1)
    page.goto(f"{site.url}/risks/")
    assert risk.title in cell(page, 2, 2)
    page.get_by_role("link", name="Vóór maatregelen").click()
    expect(page.get_by_role("link", name="Vóór maatregelen")).to_have_attribute(
        "aria-current", "true"
    )
    assert risk.title in cell(page, 4, 4)
    page.locator("svg.heatmap a[href*='cell=4-4']").click()
    expect(page.locator("table.risks")).to_contain_text(risk.title)
    before, after = Score.objects.filter(risk=risk).order_by("-probability")
    assert (before.moment, after.moment) == ("before", "after")


def test_a_risk_is_judged_with_the_keyboard_alone(site: Site) -> None:
    _secretary, risk = start(site)
    page = site.visit(f"/risks/{risk.pk}/score/", as_="medewerker")
    page.locator("input[name=probability]").first.focus()
    page.keyboard.press("Space")
    for _step in range(2):
        page.keyboard.press("ArrowDown")
    page.get_by_label("Euro’s, waarschijnlijk").focus()
    page.keyboard.type("veel")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("veel")
    assert accessibility_errors(page) == []
    page.get_by_label("Euro’s, waarschijnlijk").fill("60.000")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/risks/{risk.pk}/")
    assert Score.objects.get(risk=risk).probability == 3
    page.goto(f"{site.url}/risks/")
    page.locator("svg.heatmap a[href*='cell=3-2']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**cell=3-2*")
    expect(page.locator("table.risks")).to_contain_text(risk.title)


def test_who_is_responsible_for_a_measure_sets_its_state(site: Site) -> None:
    page, risk = start(site)
    page.get_by_role("link", name="Maatregel toevoegen").click()
    page.get_by_role("textbox", name="Maatregel").fill("Leg de kennis vast")
    page.get_by_label("Verantwoordelijk").select_option(label="Concerncontroller")
    page.get_by_role("button", name="Opslaan").click()
    own = site.visit(f"/risks/{risk.pk}/", as_="medewerker")
    own.get_by_role("combobox", name="Status van").select_option("running")
    own.get_by_role("button", name="Status van").click()
    expect(own.locator(".messages")).to_contain_text("Leg de kennis vast")
    assert Measure.objects.get(risk=risk).state == "running"
    reader = site.visit(f"/risks/{risk.pk}/", as_="lezer")
    expect(reader.get_by_role("combobox", name="Status van")).to_have_count(0)
