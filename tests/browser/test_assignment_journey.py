"""An assignment from draft to agreement: a secretary, and three people one after another."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from koersvast.cli.demo import PASSWORD
from koersvast.core.actors import Access
from koersvast.core.models import User
from koersvast.organisation.models import Person, Role, RoleHolding
from koersvast.work.models import Assignment, AssignmentVersion, Work
from tests.browser.conftest import Site
from tests.browser.walks import agree, offer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PARTIES = {
    "contractor": "Trekker van de proef",
    "administrative_principal": "Directeur van de proef",
    "political_principal": "Wethouder van de proef",
}


@pytest.fixture
def work(site: Site) -> Work:
    """Let three people hold three roles; return a work of the demonstration."""
    for party, name in PARTIES.items():
        role = Role.objects.create(code=f"proef-{party.replace('_', '-')}", name=name)
        user = User.objects.create_user(username=party, password=PASSWORD)
        person = Person.objects.create(
            code=role.code, name=f"Persoon {name}", access=Access.EMPLOYEE, user=user
        )
        RoleHolding.objects.create(role=role, person=person)
    return Work.objects.get(code="H3")


def draft_and_offer(site: Site, work: Work) -> Page:
    page = site.visit(f"/work/{work.pk}/assignment/")
    offer(page, **PARTIES)
    return page


def test_three_people_agree_and_a_change_asks_all_of_them_again(site: Site, work: Work) -> None:
    secretary = draft_and_offer(site, work)
    address = secretary.url
    for party in PARTIES:
        agree(site, party)
    secretary.goto(address)
    expect(secretary.locator(".way .here")).to_contain_text("Overeengekomen")
    assert AssignmentVersion.objects.get(assignment__work=work).agreed_on is not None

    secretary.get_by_role("link", name="Nieuwe versie maken").click()
    secretary.get_by_label("Geld").fill("500.000 euro")
    secretary.get_by_role("button", name="Opslaan").click()
    expect(secretary.get_by_text("Versie 1 geldt totdat")).to_be_visible()
    secretary.get_by_role("link", name="Aanbieden").click()
    secretary.get_by_role("button", name="Versie 2 aanbieden").click()
    expect(secretary.get_by_text("nog niet akkoord")).to_have_count(3)
    for party in PARTIES:
        agree(site, party, number=2)
    secretary.goto(address)
    expect(secretary.locator(".way .here")).to_contain_text("Overeengekomen")


def test_agreeing_on_a_page_that_is_old_shows_what_changed(site: Site, work: Work) -> None:
    secretary = draft_and_offer(site, work)
    errand: Any = Assignment.objects.get()
    old = site.visit(f"/work/assignments/{errand.pk}/agree/", as_="contractor")
    secretary.get_by_role("link", name="Nieuwe versie maken").click()
    secretary.get_by_label("Geld").fill("500.000 euro")
    secretary.get_by_role("button", name="Opslaan").click()
    expect(secretary.get_by_text("Versie 1 geldt")).to_have_count(0)
    old.get_by_role("button", name="Ik ga akkoord met versie 1").click()
    expect(old.get_by_role("alert")).to_contain_text("inmiddels is versie 2 de laatste")
    expect(old.locator(".differences del")).to_have_text("400.000 euro")
    expect(old.locator(".differences ins")).to_have_text("500.000 euro")
    assert not errand.versions.filter(agreements__isnull=False).exists()


def test_a_dilemma_reaches_who_has_to_answer_it(site: Site, work: Work) -> None:
    secretary = draft_and_offer(site, work)
    page = site.visit(secretary.url.removeprefix(site.url), as_="contractor", javascript=False)
    page.get_by_role("link", name="Dilemma voorleggen").click()
    page.get_by_label("Dilemma").fill("Tempo of beheer")
    page.get_by_label("Welke belangen").fill("Bouwen en onderhouden")
    page.get_by_label("Vraag").fill("Wat gaat voor?")
    page.get_by_label("Aan (rol)").select_option(label=PARTIES["administrative_principal"])
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("alert")).to_contain_text("Schrijf eerst op wat u samen probeerde")
    page.get_by_label("Wat probeerde u samen").fill("Twee keer om tafel")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("heading", name="Tempo of beheer")).to_be_visible()
    other = site.visit("/", as_="administrative_principal")
    waits = other.get_by_role("region", name="Wacht op u")
    waits.get_by_role("link", name="Tempo of beheer").click()
    other.get_by_role("link", name="Antwoord", exact=True).click()
    other.get_by_label("Antwoord", exact=True).fill("Beheer gaat voor")
    other.get_by_role("button", name="Opslaan").click()
    expect(other.get_by_text("Beheer gaat voor")).to_be_visible()
