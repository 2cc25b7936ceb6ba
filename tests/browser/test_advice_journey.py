"""From the start of a reorganisation to its decision, with the works council in between."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from koersvast.core.actors import SYSTEM
from koersvast.core.services import add_record
from koersvast.decisions.models import Advice, Body, Decision, Procedure, Proposal, Step
from koersvast.direction.models import Plan
from tests.browser.conftest import Site

ADVICE = "Advies van de ondernemingsraad over het reorganisatieplan"


@pytest.fixture
def proposal(site: Site) -> Proposal:
    """Leave one college and one works council, and bring the plan to the college."""
    plan = Plan.objects.get(code="M")
    for kind, name in (("college", "College"), ("works_council", "Ondernemingsraad")):
        if not Body.objects.filter(kind=kind).exists():
            add_record(actor=SYSTEM, record=Body(code=f"x-{kind}", name=name, kind=kind))
    college = Body.objects.filter(kind="college").order_by("pk")[0]
    found = Proposal(plan=plan, code="VX", body=college, title="Plan voor de nieuwe organisatie")
    add_record(actor=SYSTEM, record=found)
    return found


def step(code: str) -> Step:
    """Return a step of the procedure."""
    found: Step = Step.objects.get(procedure__code="PRX", code=code)
    return found


def done(page: Page, code: str) -> None:
    """Tick a step of the procedure."""
    line = page.locator(f"#step-{step(code).pk}")
    line.get_by_role("button", name=re.compile("^Klaar")).click()
    expect(page.locator(f"#step-{step(code).pk}.course-done")).to_be_visible()


def start(site: Site) -> Page:
    """Start the reorganisation from its template, and come to the plan (step 2.4)."""
    page = site.visit("/procedures/")
    page.get_by_role("link", name="Procedure starten").click()
    page.get_by_label("Plan").select_option(value=str(Plan.objects.get(code="M").pk))
    page.get_by_label("Code").fill("PRX")
    page.get_by_label("Titel").fill("Reorganisatie 2026")
    page.get_by_label("Beginnen met").select_option(label="Reorganisatie")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reorganisatie 2026")
    expect(page.locator(".course > li")).to_have_count(8)
    # what was before the plan is history
    for code in ("2.1", "2.2", "2.3"):
        found = step(code)
        found.done = True
        found.save()
    page.reload()
    return page


def ask(page: Page) -> None:
    """Ask advice on the plan: first without the measures, which is refused."""
    line = page.locator(f"#step-{step('2.5').pk}")
    line.get_by_role("link", name=re.compile("^Advies vragen")).click()
    page.get_by_label("Redenen").fill("De organisatie is verkokerd.")
    page.get_by_label("Gevolgen voor medewerkers").fill("Functies veranderen.")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("alert")).to_contain_text("zonder de maatregelen")
    page.get_by_label("Maatregelen").fill("Het sociaal statuut geldt.")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator(f"#step-{step('2.5').pk}")).to_contain_text("geen termijn afgesproken")


def decide(site: Site, page: Page, proposal: Proposal) -> None:
    """Record that the college adopts the plan today."""
    page.goto(f"{site.url}/decisions/proposals/{proposal.pk}/decide/")
    page.locator("select[name=outcome]").select_option(value="as_proposed")
    page.get_by_role("button", name="Opslaan").click()


def give(site: Site, page: Page) -> None:
    """Record the meeting and the advice: the advice alone is refused."""
    advice = Advice.objects.get(steps=step("2.5"))
    asked_on: Any = advice.requested_on
    page.goto(f"{site.url}/advice/{advice.pk}/")
    page.get_by_role("link", name="Advies vastleggen").click()
    page.locator("select[name=outcome]").select_option(value="positive")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("alert")).to_contain_text("overlegvergadering nodig")
    page.get_by_role("link", name="Annuleren").click()
    page.get_by_role("link", name="Overleg en termijn").click()
    page.get_by_label("Overlegvergadering").fill(asked_on.text)
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_role("link", name="Advies vastleggen").click()
    page.locator("select[name=outcome]").select_option(value="positive")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator(".course")).to_contain_text("Er kan nu worden besloten.")


def test_the_reorganisation_goes_from_template_to_decision_with_advice(
    site: Site, proposal: Proposal
) -> None:
    page = start(site)
    procedure = Procedure.objects.get(code="PRX")
    page.locator(f"#step-{step('2.4').pk}").get_by_role("link", name="Voorstel kiezen").click()
    page.locator("select[name=proposal]").select_option(label="Plan voor de nieuwe organisatie")
    page.get_by_role("button", name="Opslaan").click()
    done(page, "2.4")
    ask(page)

    decide(site, page, proposal)
    expect(page.get_by_role("alert")).to_contain_text(f"“{ADVICE}” is er nog niet")
    assert not Decision.objects.filter(proposal=proposal).exists()

    give(site, page)
    page.goto(f"{site.url}/procedures/{procedure.pk}/")
    done(page, "2.5")
    decide(site, page, proposal)
    assert Decision.objects.get(proposal=proposal).outcome == "as_proposed"

    page.goto(f"{site.url}/procedures/{procedure.pk}/")
    done(page, "2.6")
    placing = page.locator(f"#step-{step('2.7').pk}")
    expect(placing).to_contain_text("De ondernemingsraad heeft nog geen bericht")

    decision = step("2.6").decision
    assert decision is not None
    page.goto(f"{site.url}/decisions/{decision.pk}/told/")
    page.get_by_label("Volgt het advies").select_option(value="yes")
    page.get_by_role("button", name="Opslaan").click()
    page.goto(f"{site.url}/procedures/{procedure.pk}/")
    expect(placing).to_contain_text("kan nu")
    done(page, "2.7")
