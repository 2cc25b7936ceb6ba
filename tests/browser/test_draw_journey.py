"""Drawing on a source by decision, and reporting on a sprint, in a real browser."""

from __future__ import annotations

from decimal import Decimal

from playwright.sync_api import Page, expect

from koersvast.core.periods import parse_period
from koersvast.decisions.models import Body, Decision
from koersvast.funding.models import Allocation, FundingSource, SourceAmount
from koersvast.organisation.models import RoleHolding
from koersvast.work.models import Responsibility, Sprint, SprintNote, Work
from tests.browser.conftest import Site


def a_million() -> FundingSource:
    """Make a structural source of a million, and a decision of the college."""
    work = Work.objects.get(code="M")
    source = FundingSource.objects.create(
        plan=work.plan, code="FJ", title="Structureel budget", nature="structural", work=work
    )
    SourceAmount.objects.create(item=source, year=2023, amount=Decimal(1_000_000))
    college = Body.objects.create(code="college-proef", name="College", kind="college")
    Decision.objects.create(
        plan=work.plan, code="BJ", body=college, title="Tweede deel", outcome="as_proposed"
    )
    return source


def fill(page: Page, code: str, amount: str, decision: str = "") -> None:
    """Fill in the form of a draw."""
    page.get_by_label("Code", exact=False).first.fill(code)
    page.get_by_label("Titel", exact=False).first.fill(f"Deel {code}")
    page.locator("#id_amount").fill(amount)
    page.locator("#id_year").fill("2023")
    if decision:
        page.locator("#id_decided_by").select_option(label=decision)


def test_the_secretary_draws_by_decision_and_never_beyond_what_is_left_without_one(
    site: Site,
) -> None:
    source = a_million()
    page = site.visit(f"/money/sources/{source.pk}/")
    page.get_by_role("link", name="Toewijzen").click()
    fill(page, "TJ1", "127.000", "Tweede deel")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("tr.sum").last).to_contain_text("873.000")
    expect(page.locator("svg.roadmap")).to_contain_text("College")

    page.get_by_role("link", name="Toewijzen").click()
    fill(page, "TJ2", "873.001")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("alert")).to_contain_text("resteert € 873.000")
    assert Allocation.objects.count() == 1

    page.locator("#id_beyond").check()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("alert")).to_contain_text("aangenomen besluit")
    page.locator("#id_decided_by").select_option(label="Tweede deel")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("tr.sum").last).to_contain_text("–1")
    expect(page.locator("main")).to_contain_text("meer dan er resteerde, op besluit")
    assert Allocation.objects.get(code="TJ2").beyond


def test_a_lead_reports_on_his_line_with_the_keyboard_alone(site: Site) -> None:
    line = Work.objects.get(code="H3")
    role = RoleHolding.objects.filter(person__code="medewerker")[0].role
    Responsibility.objects.create(work=line, kind="lead", role=role)
    root = Work.objects.get(code="M")
    Sprint.objects.create(
        plan=root.plan, code="SJ", work=root, title="Sprint 1", period=parse_period("Q3 2023")
    )
    page = site.visit(f"/work/{line.pk}/sprints/", as_="medewerker")
    page.get_by_role("link", name="Sprint 1").last.click()
    expect(page.locator("form fieldset")).to_have_count(1)
    page.get_by_label("Wat er is gedaan").focus()
    page.keyboard.type("Het kader is vastgesteld.")
    page.keyboard.press("Tab")
    page.keyboard.type("Q1 2024")
    page.keyboard.press("Enter")
    expect(page.locator("table.sprints")).to_contain_text("Het kader is vastgesteld.")
    expect(page.locator("table.sprints")).to_contain_text("verwacht klaar: Q1 2024")
    note = SprintNote.objects.get()
    assert (note.work, note.history.get().history_user.username) == (line, "medewerker")
