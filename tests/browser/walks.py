"""What people of every demonstration come for, step by step, for the tests that walk through one.

Each walk goes by the screens only, from the sign-in of whoever does it to what is stored.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.request import urlopen

from icalendar import Calendar
from playwright.sync_api import Page, expect

from koersvast.communication.models import Audience, Channel
from koersvast.decisions.models import Advice, Body, Decision, Proposal
from koersvast.direction.models import Plan
from koersvast.organisation.models import Role
from koersvast.risk.models import Risk
from koersvast.work.models import Assignment, Work
from tests.browser.conftest import Site

SAVE = "Opslaan"


def role_of(account: str) -> Role:
    """Return the first role that the holder of an account holds until further notice."""
    held = Role.objects.filter(holdings__person__user__username=account, holdings__valid_to=None)
    found: Role = held.order_by("pk")[0]
    return found


def save(page: Page) -> None:
    """Send the form."""
    page.get_by_role("button", name=SAVE).click()


def fetched(address: str) -> dict[str, date]:
    """Return the events of a calendar as a calendar programme reads them: without signing in."""
    with urlopen(address, timeout=10) as answer:
        whole = Calendar.from_ical(answer.read())
    return {str(event["SUMMARY"]): event["DTSTART"].dt for event in whole.walk("VEVENT")}


def offer(page: Page, **parties: str) -> None:
    """Draft an assignment on the page of a work, and offer it; party -> name of its role."""
    page.get_by_role("link", name="Opdracht opstellen").click()
    kind = "bestuursopdracht" if len(parties) > 2 else "assignment"
    page.get_by_label("Soort").select_option(kind)
    page.get_by_label("Gevraagd resultaat").fill("Tien groene pleinen")
    page.get_by_label("Geld").fill("400.000 euro")
    for party, name in parties.items():
        page.locator(f"[name={party}]").select_option(label=name)
    save(page)
    page.get_by_role("link", name="Aanbieden").click()
    page.get_by_role("button", name="Versie 1 aanbieden").click()
    expect(page.get_by_text("De partijen kunnen nu akkoord gaan")).to_be_visible()


def agree(site: Site, account: str, work: Work | None = None, number: int = 1) -> None:
    """Sign in as a party, go from the first page to what waits, read it and agree."""
    page = site.visit("/", as_=account)
    waits = page.get_by_role("region", name="Wacht op u")
    links = waits.get_by_role("link", name=work.title) if work else waits.get_by_role("link")
    links.first.click()
    expect(page.get_by_text(f"akkoord met versie {number}").first).to_be_visible()
    page.get_by_role("button", name=f"Ik ga akkoord met versie {number}").click()
    expect(page.get_by_text("U bent akkoord gegaan")).to_be_visible()


def offer_and_agree(site: Site, plan: str, contractor: str, principal: str) -> None:
    """Let the secretary offer an assignment for a work without one, and two accounts agree."""
    work = Work.objects.filter(plan__code=plan, assignments=None).order_by("position", "pk")[0]
    page = site.visit(f"/work/{work.pk}/assignment/")
    names = {"contractor": contractor, "administrative_principal": principal}
    offer(page, **{party: role_of(account).name for party, account in names.items()})
    for account in names.values():
        agree(site, account, work)
    page.reload()
    expect(page.locator(".way .here")).to_contain_text("Overeengekomen")
    assert Assignment.objects.get(work=work).versions.get().agreed_on is not None


def decide_with_advice(site: Site, plan: str, author: str, member: str) -> None:
    """Bring a proposal of an employee to the college; not before the works council advised."""
    stored = Plan.objects.get(code=plan)
    college = Body.objects.get(kind=Body.Kind.COLLEGE)
    page = site.visit("/decisions/", as_=author)
    page.get_by_role("link", name="Voorstel maken").click()
    page.get_by_label("Plan", exact=False).first.select_option(value=str(stored.pk))
    page.get_by_label("Titel").fill("Eén loket voor ontwikkeling")
    page.get_by_label("Gremium").select_option(label=college.name)
    page.get_by_label("Advies", exact=True).fill("Open één loket.")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Eén loket voor ontwikkeling")
    proposal = Proposal.objects.get(title="Eén loket voor ontwikkeling")

    page.get_by_role("link", name="Advies vragen").click()
    council = Body.objects.get(kind=Body.Kind.WORKS_COUNCIL)
    page.locator("select[name=body]").select_option(label=council.name)
    page.get_by_label("Redenen").fill("Drie loketten doen hetzelfde.")
    page.get_by_label("Gevolgen voor medewerkers").fill("Zes mensen gaan samen werken.")
    page.get_by_label("Maatregelen").fill("Niemand verliest zijn functie.")
    save(page)
    advice = Advice.objects.get(proposal=proposal)
    secretary = site.visit(f"/decisions/proposals/{proposal.pk}/decide/")
    assert not adopted(secretary, proposal)

    advise(site, advice, member)
    assert adopted(secretary, proposal)
    page.goto(secretary.url)
    expect(page.locator(".decision")).to_contain_text("conform voorstel")


def adopted(page: Page, proposal: Proposal) -> bool:
    """Send the form with which a proposal is adopted; when that is refused a sentence says why."""
    page.locator("select[name=outcome]").select_option(value="as_proposed")
    save(page)
    found = Decision.objects.filter(proposal=proposal).exists()
    if not found:
        expect(page.get_by_role("alert")).to_contain_text("is er nog niet")
    return bool(found)


def advise(site: Site, advice: Advice, member: str) -> None:
    """Let a member of the works council record the meeting, and then its advice."""
    asked_on: Any = advice.requested_on
    page = site.visit(f"/advice/{advice.pk}/", as_=member)
    page.get_by_role("link", name="Overleg en termijn").click()
    page.get_by_label("Overlegvergadering").fill(asked_on.text)
    save(page)
    page.get_by_role("link", name="Advies vastleggen").click()
    page.locator("select[name=outcome]").select_option(value="positive")
    save(page)
    expect(page.locator(".course")).to_contain_text("Er kan nu worden besloten.")


def add_risk(page: Page, title: str, owner: str) -> Risk:
    """Add a risk on the page of a work; `owner` is the name of a role."""
    page.get_by_role("link", name="Risico toevoegen").click()
    page.get_by_label("Titel").fill(title)
    page.get_by_label("Oorzaak").fill("De markt krimpt")
    page.get_by_label("Gevolg").fill("Kennis gaat verloren")
    page.get_by_label("Eigenaar").select_option(label=owner)
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    found: Risk = Risk.objects.get(title=title)
    return found


def judge(page: Page, moment: str, probability: str, euros: str) -> None:
    """Judge the risk on the screen; `probability` begins the label of its level."""
    page.locator("main").get_by_role("link", name="Risico beoordelen").first.click()
    page.get_by_role("group", name="Moment").get_by_text(moment).click()
    page.get_by_role("group", name="Kans").locator("label").filter(has_text=probability).click()
    page.get_by_label("Euro’s, waarschijnlijk").fill(euros)
    save(page)


def score_a_risk(site: Site, plan: str, owner: str) -> None:
    """Let the secretary add a risk and its owner judge it; both see it on the heat map."""
    work = Work.objects.filter(plan__code=plan, parent=None).order_by("position", "pk")[0]
    page = site.visit(f"/work/{work.pk}/risks/")
    risk = add_risk(page, "De leverancier stopt ermee", role_of(owner).name)
    own = site.visit(f"/risks/{risk.pk}/", as_=owner)
    judge(own, "Vóór maatregelen", "4 –", "40.000")
    own.wait_for_url(f"**/risks/{risk.pk}/")
    assert risk.scores.get().probability == 4
    for one in (own, page):
        one.goto(f"{site.url}/risks/?moment=before")
        cell = one.locator(f"svg.heatmap a[href*='cell=4-'][aria-label*='{risk.title}']")
        expect(cell).to_have_count(1)


def plan_a_message(site: Site, plan: str) -> None:
    """Plan a message for the first audience and channel of a plan, and see it in the calendar."""
    work = Work.objects.filter(plan__code=plan, parent=None).order_by("position", "pk")[0]
    audience, channel = (
        model.objects.filter(plan=work.plan).order_by("position", "pk")[0]
        for model in (Audience, Channel)
    )
    page = site.visit(f"/work/{work.pk}/communication/")
    page.locator("main").get_by_role("link", name="Communicatiemoment plannen").first.click()
    page.get_by_label("Titel").fill("Nieuws over de voortgang")
    page.locator("#id_when").fill("week 24 2023")
    page.get_by_role("group", name="Doelgroepen").get_by_label(str(audience), exact=True).check()
    page.get_by_role("group", name="Kanalen").get_by_label(str(channel), exact=True).check()
    save(page)
    page.get_by_role("link", name="In mijn agenda zetten").first.click()
    page.get_by_role("button", name="Adres maken").click()
    address = page.get_by_label("Adres van de agenda").input_value()
    assert fetched(address)["Nieuws over de voortgang"] == date(2023, 6, 12)
