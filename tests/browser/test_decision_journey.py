"""A proposal from the idea of an employee to the decision that everybody reads."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from koersvast.core.actors import SYSTEM
from koersvast.core.services import add_record
from koersvast.decisions.models import Body, Decision, Membership, Proposal
from koersvast.direction.models import Plan
from koersvast.organisation.models import Role, RoleHolding
from tests.browser.conftest import PHONE, Site

CLERK = "directeur-sociaal"


@pytest.fixture
def body(site: Site) -> Body:
    """Let a body decide by consent, with the director as its secretary."""
    held = RoleHolding.objects.filter(person__user__username=CLERK).order_by("pk")[0]
    found = Body(code="x-kring", name="Stuurkring", kind="steering_group", rule="consent")
    found.secretary_role = held.role
    add_record(actor=SYSTEM, record=found)
    member = Role.objects.exclude(pk=held.role_id).order_by("pk")[0]
    add_record(actor=SYSTEM, record=Membership(body=found, role=member))
    return found


def test_a_proposal_is_made_planned_decided_as_amended_and_read(site: Site, body: Body) -> None:
    plan = Plan.objects.get(code="M")
    planner = site.visit("/decisions/")
    planner.get_by_role("link", name="Moment toevoegen").click()
    planner.get_by_label("Plan", exact=False).first.select_option(value=str(plan.pk))
    planner.get_by_label("Code").fill("BMX")
    planner.get_by_label("Gremium").select_option(label="Stuurkring")
    planner.get_by_label("Titel").fill("Najaarsronde")
    planner.get_by_label("Wanneer").fill("Q4 2023")
    planner.get_by_role("button", name="Opslaan").click()

    author = site.visit("/decisions/", as_="medewerker")
    author.get_by_role("link", name="Voorstel maken").click()
    author.get_by_label("Plan", exact=False).first.select_option(value=str(plan.pk))
    author.get_by_label("Titel").fill("Eén loket voor ontwikkeling")
    author.get_by_label("Gremium").select_option(label="Stuurkring")
    author.get_by_label("Beslismoment").select_option(label="Najaarsronde")
    author.get_by_label("Advies", exact=True).fill("Open één loket.")
    author.get_by_label("Kanttekeningen").fill("Het vraagt twee formatieplaatsen.")
    author.get_by_role("button", name="Opslaan").click()
    expect(author.get_by_role("heading", level=1)).to_have_text("Eén loket voor ontwikkeling")
    expect(author.locator(".document h2")).to_have_text(["Advies", "Kanttekeningen"])
    expect(author.locator(".document-head")).to_contain_text("Najaarsronde (Q4 2023)")
    proposal = Proposal.objects.get(title="Eén loket voor ontwikkeling")
    assert proposal.author is not None

    clerk = site.visit(f"/decisions/bodies/{body.pk}/", as_=CLERK)
    clerk.get_by_role("link", name="Eén loket voor ontwikkeling").first.click()
    clerk.get_by_role("link", name="Besluit vastleggen").click()
    clerk.get_by_label("Uitkomst").select_option(label="gewijzigd")
    clerk.get_by_role("button", name="Opslaan").click()
    expect(clerk.get_by_role("alert")).to_contain_text("Schrijf op wat er is gewijzigd.")
    clerk.get_by_label("Wat er is gewijzigd").fill("Het loket opent een kwartaal later.")
    clerk.get_by_role("button", name="Opslaan").click()

    reader = site.visit("/decisions/", as_="lezer", viewport=PHONE)
    reader.get_by_role("link", name="Eén loket voor ontwikkeling").click()
    expect(reader.locator(".decision")).to_contain_text("gewijzigd")
    expect(reader.locator(".decision")).to_contain_text("Het loket opent een kwartaal later.")
    decision = Decision.objects.get(proposal=proposal)
    assert (decision.outcome, decision.body) == ("amended", body)


def test_a_closed_proposal_is_not_there_for_others(site: Site, body: Body) -> None:
    plan = Plan.objects.get(code="M")
    author = site.visit("/registers/proposals/new/", as_="medewerker")
    author.get_by_label("Plan", exact=False).first.select_option(value=str(plan.pk))
    author.get_by_label("Titel").fill("Nog niet voor iedereen")
    author.get_by_label("Gremium").select_option(label="Stuurkring")
    author.get_by_label("Openbaarheid").select_option(label="vertrouwelijk")
    author.get_by_role("button", name="Opslaan").click()
    expect(author.locator(".mark.closes")).to_contain_text("vertrouwelijk")
    secretary = site.visit("/registers/proposals/")
    expect(secretary.locator("main")).not_to_contain_text("Nog niet voor iedereen")
    answer = secretary.goto(author.url)
    assert answer is not None
    assert answer.status == 404
    clerk = site.visit("/registers/proposals/", as_=CLERK)
    expect(clerk.locator("main")).to_contain_text("Nog niet voor iedereen")
