"""What people come for, done in a real browser, from the sign-in to what is stored."""

from __future__ import annotations

from decimal import Decimal

from playwright.sync_api import Page, expect

from koersvast.funding.models import CostItem
from koersvast.work.models import Result, StatusUpdate, Work
from tests.browser.conftest import PHONE, Site


def work(code: str) -> str:
    """Return the address of a work."""
    return f"/work/{Work.objects.get(code=code).pk}/"


def paste(page: Page, selector: str, text: str) -> None:
    """Paste `text` into an input, as a spreadsheet does."""
    page.focus(selector)
    page.evaluate(
        """([selector, text]) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const event = new ClipboardEvent("paste",
                {clipboardData: data, bubbles: true, cancelable: true});
            document.querySelector(selector).dispatchEvent(event);
        }""",
        [selector, text],
    )


def test_a_newcomer_finds_the_shortfall_and_the_totals_that_do_not_add_up(site: Site) -> None:
    page = site.visit("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Organisatie op koers")
    page.goto(site.url + work("M"))
    page.get_by_role("link", name="Geld", exact=True).click()
    expect(page.locator("main")).to_contain_text("1.901.000")
    expect(page.locator("main")).to_contain_text("1.999.000")


def test_a_figure_opens_to_the_rows_it_is_made_of(site: Site) -> None:
    page = site.visit("/")
    page.goto(f"{site.url}{work('M')}money/")
    page.locator("table.money").first.get_by_role("link", name="1.115.000").click()
    for amount in ("160.000", "465.000", "175.000", "150.000", "345.000", "–180.000"):
        expect(page.locator("main")).to_contain_text(amount)


def test_the_secretary_reports_on_a_result_and_sees_it_at_once(site: Site) -> None:
    result = Result.objects.get(code="R1.3")
    page = site.visit(f"/work/results/{result.pk}/")
    expect(page.locator(".status-line .pill")).to_contain_text("nog niet gemeld")
    page.get_by_role("link", name="Voortgang melden").click()
    page.get_by_role("group", name="Tijd").get_by_text("op koers").click()
    page.get_by_role("group", name="Geld").get_by_text("aandacht").click()
    page.get_by_label("Verwachting gereed").fill("Q4 2023")
    page.get_by_label("Toelichting").fill("Het plan ligt bij de accountant.")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator(".status-line .pill")).to_contain_text("aandacht")
    update = StatusUpdate.objects.get(result=result)
    assert (update.time, update.money, update.quality) == ("on_course", "attention", "")
    assert str(update.forecast) == "Q4 2023"


def test_an_update_that_says_nothing_is_refused_with_a_sentence(site: Site) -> None:
    result = Result.objects.get(code="R1.3")
    page = site.visit(f"/work/results/{result.pk}/")
    page.get_by_role("link", name="Voortgang melden").click()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert not StatusUpdate.objects.filter(result=result).exists()


def test_the_owner_reports_but_finds_no_way_to_change_the_plan(site: Site) -> None:
    own = Result.objects.get(code="R1.1")
    other = Result.objects.get(code="R2.1")
    page = site.visit(f"/work/results/{own.pk}/", as_="medewerker")
    expect(page.get_by_role("link", name="Voortgang melden")).to_be_visible()
    page.goto(f"{site.url}/work/results/{other.pk}/")
    expect(page.get_by_role("link", name="Voortgang melden")).to_have_count(0)


def test_a_reader_finds_nothing_to_change_anywhere(site: Site) -> None:
    result = Result.objects.get(code="R1.1").pk
    page = site.visit("/", as_="lezer")
    for address in (
        "/",
        work("M"),
        f"{work('M')}money/",
        f"/work/results/{result}/",
        "/direction/",
    ):
        page.goto(site.url + address)
        for name in (
            "Wijzigen",
            "Voortgang melden",
            "Toevoegen",
            "Bedragen wijzigen",
            "Verwijderen",
        ):
            expect(page.locator("main").get_by_role("link", name=name)).to_have_count(0)
    response = page.goto(f"{site.url}/registers/goals/new/")
    assert response and response.status == 403


def test_a_block_from_excel_is_pasted_into_the_grid_and_stored(site: Site) -> None:
    control = Work.objects.get(code="T1")
    page = site.visit(f"/money/works/{control.pk}/amounts/")
    paste(page, "input[data-row='0'][data-col='0']", "1.058.000\t1,2 mln\n203.000\tpm\n")
    page.get_by_role("button", name="Opslaan").last.click()
    expect(page.locator(".messages")).not_to_be_empty()
    first, second = CostItem.objects.filter(work=control).order_by("position")
    assert first.amounts.get(year=2023).amount == Decimal(1_058_000)
    assert first.amounts.get(year=2024).amount == Decimal(1_200_000)
    assert second.amounts.get(year=2023).amount == Decimal(203_000)
    assert second.amounts.get(year=2024).pm is True


def test_a_wrong_cell_is_named_and_nothing_is_stored(site: Site) -> None:
    control = Work.objects.get(code="T1")
    page = site.visit(f"/money/works/{control.pk}/amounts/")
    paste(page, "input[data-row='0'][data-col='0']", "999\tveel\n")
    page.get_by_role("button", name="Opslaan").last.click()
    wrong = page.locator("input[data-row='0'][data-col='1']")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_value("veel")
    item = CostItem.objects.filter(work=control).order_by("position").first()
    assert item and item.amounts.get(year=2023).amount == Decimal(345_000)


def test_a_paste_is_undone_with_control_z(site: Site) -> None:
    control = Work.objects.get(code="T1")
    page = site.visit(f"/money/works/{control.pk}/amounts/")
    cell = page.locator("input[data-row='0'][data-col='1']")
    before = cell.input_value()
    paste(page, "input[data-row='0'][data-col='0']", "1\t2\n3\t4\n")
    expect(cell).to_have_value("2")
    page.keyboard.press("Control+z")
    expect(cell).to_have_value(before)
    page.get_by_role("link", name="Annuleren").click()


def test_the_slash_goes_to_the_search_and_enter_finds(site: Site) -> None:
    page = site.visit("/")
    page.keyboard.press("/")
    page.keyboard.type("contractenregister")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    expect(page.locator("main")).to_contain_text("ontract")


def test_a_result_is_reported_on_with_the_keyboard_alone(site: Site) -> None:
    result = Result.objects.get(code="R1.3")
    page = site.visit(f"/work/results/{result.pk}/")
    page.get_by_role("link", name="Voortgang melden").focus()
    page.keyboard.press("Enter")
    page.locator("input[name=time]").first.wait_for(state="attached")
    page.locator("input[name=time]:checked").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_label("Toelichting").focus()
    page.keyboard.type("Met het toetsenbord.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".status-line .pill")).not_to_contain_text("nog niet gemeld")
    assert StatusUpdate.objects.get(result=result).words == "Met het toetsenbord."


def test_a_goal_leads_down_to_its_euros_and_a_cost_item_up_to_its_goals(site: Site) -> None:
    page = site.visit("/thread/")
    page.get_by_role("link", name="NCFB uitgefaseerd").first.click()
    expect(page.locator("main")).to_contain_text("Optimaliseren bedrijfsvoering")
    cost = CostItem.objects.get(code=CostItem.objects.filter(work__code="T2").first().code)  # type: ignore[union-attr]
    page.goto(f"{site.url}/thread/cost/{cost.pk}/")
    expect(page.locator("main")).to_contain_text("NCFB uitgefaseerd")


def test_the_language_switches_and_stays(site: Site) -> None:
    page = site.visit("/")
    page.get_by_role("button", name="EN", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Organisation on course")
    page.goto(site.url + "/roadmap/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Roadmap")


def test_the_menu_of_a_phone_opens_and_closes(site: Site) -> None:
    page = site.visit("/", viewport=PHONE)
    menu = page.locator("#menu")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def test_two_tabs_do_not_undo_each_other(site: Site) -> None:
    result = Result.objects.get(code="R1.3")
    address = f"/registers/goals/{result.plan.goals.first().pk}/edit/"  # type: ignore[attr-defined]
    first = site.visit(address)
    second = first.context.new_page()
    second.goto(site.url + address)
    first.get_by_label("Titel").fill("Titel van de eerste")
    first.get_by_role("button", name="Opslaan").click()
    second.get_by_label("Titel").fill("Titel van de tweede")
    second.get_by_role("button", name="Opslaan").click()
    expect(second.get_by_role("alert")).to_contain_text("Titel van de eerste")
