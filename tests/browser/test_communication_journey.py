"""A message from plan to calendar, in a real browser and a calendar programme."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import expect

from koersvast.communication.models import Audience, Channel, CommunicationMoment
from koersvast.organisation.models import Role
from koersvast.work.models import Work
from tests.browser.conftest import Site
from tests.browser.walks import fetched


def test_a_message_is_planned_seen_everywhere_and_done(site: Site) -> None:
    work = Work.objects.get(code="M")
    Audience.objects.create(plan=work.plan, code="proefgroep", name="Proefgroep")
    Channel.objects.create(plan=work.plan, code="proefbrief", name="Proefbrief")
    role = str(Role.objects.order_by("pk")[0])
    page = site.visit(f"/work/{work.pk}/communication/")
    page.locator("main").get_by_role("link", name="Communicatiemoment plannen").first.click()
    page.get_by_label("Titel").fill("Nieuws over de voortgang")
    page.locator("#id_when").fill("week 24 2023")
    page.get_by_label("Punten").fill("Wat klaar is\nWat er komt")
    page.get_by_role("group", name="Doelgroepen").get_by_label("Proefgroep").check()
    page.get_by_role("group", name="Kanalen").get_by_label("Proefbrief").check()
    roles = page.get_by_role("group", name="Rollen die aan zet zijn")
    roles.get_by_label(role, exact=True).check()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("main")).to_contain_text("Nieuws over de voortgang")

    page.get_by_role("link", name="Kalender", exact=True).click()
    page.goto(f"{page.url}&from=2023-W24&weeks=5")
    week = page.locator("table.calendar tbody tr").first
    expect(week).to_contain_text("24")
    expect(week).to_contain_text("Nieuws over de voortgang")

    page.get_by_role("link", name="Matrix", exact=True).click()
    row = page.locator("table.matrix tbody tr", has_text="Proefgroep")
    row.get_by_role("link", name="1").first.click()
    expect(page.get_by_role("link", name="Nieuws over de voortgang")).to_be_visible()

    page.get_by_role("link", name="In mijn agenda zetten").click()
    page.get_by_role("button", name="Adres maken").click()
    address = page.get_by_label("Adres van de agenda").input_value()
    assert fetched(address)["Nieuws over de voortgang"] == date(2023, 6, 12)

    moment = CommunicationMoment.objects.get(title="Nieuws over de voortgang")
    page.goto(f"{site.url}/registers/communication-moments/{moment.pk}/")
    expect(page.locator("main")).to_contain_text("Wat er komt")
    page.get_by_role("button", name="Gedaan", exact=True).click()
    expect(page.get_by_role("button", name="Heropenen")).to_be_visible()
    moment.refresh_from_db()
    assert moment.done
    page.get_by_role("button", name="Heropenen").click()
    expect(page.get_by_role("button", name="Gedaan", exact=True)).to_be_visible()
