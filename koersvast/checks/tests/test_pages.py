"""The pages of plan check: the list with its filters and exports, accepting, the tab of a work."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from koersvast.checks.listing import SOURCES, THEMES
from koersvast.checks.models import Acceptance, CheckCount
from koersvast.checks.selectors import Judged, judged
from koersvast.checks.showing import shown_to
from koersvast.core.actors import SYSTEM
from koersvast.core.checks import Severity, checks
from koersvast.decisions.models import Body, DecisionMoment, Proposal
from koersvast.direction.models import Plan
from koersvast.funding.models import CostItem
from koersvast.risk.models import Risk

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare(small: Any) -> CostItem:
    return CostItem.objects.create(
        plan=small.plan, code="K9", work=small.works["T1"], title="Inhuur", nature="incidental"
    )


def make_body() -> Body:
    return Body.objects.create(code="college", name="College", kind="college")


def text(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def accept_address(plan: Any) -> str:
    rows = judged(SYSTEM, plan)
    row = next(each for each in rows if each.found.rule.code == "GELD-09")
    return reverse("check-accept", args=[plan.pk, row.found.token])


def test_a_finding_shows_its_sentence_its_row_why_and_how_to_mend_it(
    cast: Any, bare: CostItem
) -> None:
    page = text(cast.reader.client, "/checks/")
    assert "“Inhuur” (K9) kost iets, maar er staat geen bedrag en geen pm." in page
    assert f"/registers/cost-items/{bare.pk}/" in page
    assert "niemand kan zeggen of dit niets is of vergeten" in page
    assert "Vul een bedrag of pm in" in page
    assert CheckCount.objects.get().plan == bare.plan


def test_no_line_of_a_finding_ends_between_a_euro_sign_and_its_amount(
    cast: Any, small: Any
) -> None:
    told = [row.found.text for row in judged(SYSTEM, small.plan) if "€ " in row.found.text]
    page = text(cast.reader.client, "/checks/")
    shown = " ".join(re.findall(r'<p class="finding-text">(.*?)</p>', page))
    assert told and "€\u00a0" in shown and "€ " not in shown


def test_who_may_change_a_row_goes_from_its_finding_to_the_field_and_back(
    cast: Any, small: Any
) -> None:
    row = DecisionMoment.objects.create(
        plan=small.plan, code="BM9", body=make_body(), title="Begroting"
    )
    form = f"/registers/decision-moments/{row.pk}/edit/?next="
    back = "%2Fchecks%2F%3Fq%3DBM9"
    assert f'href="{form}{back}#id_when"' in text(cast.secretary.client, "/checks/?q=BM9")
    assert form not in text(cast.reader.client, "/checks/?q=BM9")
    answer = cast.secretary.client.get(f"{form}{back}")
    assert 'id="id_when"' in answer.content.decode()


def test_a_finding_on_many_rows_leads_to_each_of_them(cast: Any, small: Any) -> None:
    risks = [
        Risk.objects.create(plan=small.plan, code=f"RI{number}", title=f"Risico {number}")
        for number in range(9)
    ]
    page = text(cast.secretary.client, "/checks/?q=RISICO-02")
    assert "Welke dat zijn (9)" in page
    for risk in risks:
        assert f"“{risk}” ({risk.code})" in page
        assert f"{reverse('register-edit', args=['risks', risk.pk])}?next=" in page
    assert f"/registers/plans/{small.plan.pk}/" not in page, "the plan lists no risks"
    reader = text(cast.reader.client, "/checks/?q=RISICO-02")
    assert f"“{risks[8]}” (RI8)" in reader and "/edit/" not in reader


def test_a_row_of_many_that_one_may_not_see_is_not_among_them(cast: Any, small: Any) -> None:
    secret = Proposal.objects.create(
        plan=small.plan, code="V9", title="Geheim", body=make_body(), openness="confidential",
        author=cast.secretary.person,
    )  # fmt: skip
    row = judged(SYSTEM, small.plan)[0]
    told = replace(row.found, rows_kind="decisions.proposal", rows=(secret.pk,))
    shown = shown_to(cast.reader.actor, [Judged(told)], "/checks/")
    assert shown[0].rows == []
    own = shown_to(cast.secretary.actor, [Judged(told)], "/checks/")
    assert [each.name for each in own[0].rows] == ["“Geheim” (V9)"]


def test_every_theme_has_a_word() -> None:
    assert {rule.code.partition("-")[0] for rule in checks.all()} == set(THEMES)


def test_a_count_leads_to_its_findings_and_other_plans_are_named(cast: Any, bare: CostItem) -> None:
    other = Plan.objects.create(code="Q", title="Ander plan", reference_date="2020-01-01")
    CheckCount.objects.create(plan=other, errors=2, warnings=5)
    page = text(cast.reader.client, "/checks/")
    assert f'<a href="/checks/?plan={bare.plan_id}&amp;severity=error">' in page
    assert f'<a href="?plan={other.pk}">Ander plan</a> <b>7</b>' in page


def test_all_findings_stand_on_one_page_to_print(cast: Any, small: Any) -> None:
    for number in range(60):
        CostItem.objects.create(
            plan=small.plan, code=f"X{number}", work=small.works["T1"], title=f"Post {number}",
            nature="incidental",
        )  # fmt: skip
    assert "Alles tonen, om af te drukken" in text(cast.reader.client, "/checks/")
    page = text(cast.reader.client, "/checks/?all=1")
    assert all(f"(X{number})" in page for number in range(60)) and 'rel="next"' not in page


def test_the_list_is_searched_filtered_and_sorted(cast: Any, bare: CostItem) -> None:
    client = cast.reader.client
    assert "(K9)" in text(client, "/checks/?q=inhuur+GELD-09")
    assert "(K9)" not in text(client, "/checks/?q=zeppelin")
    assert "Niets gevonden" in text(client, "/checks/?severity=nonsense")
    assert "(K9)" not in text(client, "/checks/?severity=error")
    assert "(K9)" not in text(client, "/checks/?theme=WERK")
    assert "(K9)" not in text(client, "/checks/?state=accepted")
    by_code = text(client, "/checks/?sort=code&theme=GELD")
    turned = text(client, "/checks/?sort=-code&theme=GELD")
    assert by_code.index("GELD-09") < by_code.index("GELD-17")
    assert turned.index("GELD-17") < turned.index("GELD-09")
    assert "(K9)" in text(client, "/checks/?sort=nonsense&state=nonsense&page=x")


def test_the_list_is_exported_as_it_is_filtered(cast: Any, bare: CostItem) -> None:
    plan = bare.plan_id
    sheet = text(cast.reader.client, f"/checks/export/csv/?plan={plan}&theme=GELD")
    assert "GELD-09" in sheet and "WERK-" not in sheet
    for kind in ("xlsx", "ods"):
        assert cast.reader.client.get(f"/checks/export/{kind}/").status_code == 200
    assert cast.reader.client.get("/checks/export/pdf/").status_code == 404


def test_a_plan_that_does_not_exist_is_not_found_and_no_plan_says_so(cast: Any) -> None:
    assert "Nog geen plan" in text(cast.reader.client, "/checks/")
    assert cast.reader.client.get("/checks/?plan=12345").status_code == 404
    assert cast.reader.client.get("/checks/?plan=x").status_code == 404
    assert cast.reader.client.get("/checks/export/csv/").status_code == 404


def on_screen(client: Any, address: str) -> dict[str, str]:
    """Return what the form on a page tells of the facts that it shows."""
    found = re.search(r'name="facts" value="(\w+)"', text(client, address))
    assert found
    return {"facts": found[1]}


def test_one_accepts_a_finding_and_takes_that_back(cast: Any, bare: CostItem) -> None:
    client, address = cast.director.client, accept_address(bare.plan)
    seen = on_screen(client, address)
    assert "Bevinding accepteren" in text(client, address)
    assert client.post(address, {"reason": "", **seen}).status_code == 422
    late = client.post(address, {"reason": "Goed", "until": "2020-01-01", **seen})
    assert late.status_code == 422 and "Deze dag is voorbij" in late.content.decode()
    form = {"reason": "Hoort bij de lijn", "next": "/checks/?state=all", **seen}
    answer = client.post(address, form)
    assert answer["Location"] == "/checks/?state=all"
    page = text(client, "/checks/?state=accepted")
    assert "Hoort bij de lijn" in page and "Director" in page
    assert "Hoort bij de lijn" in text(client, address), "the reason is there to change"
    kept = Acceptance.objects.get()
    away = reverse("check-withdraw", args=[kept.pk])
    back = client.post(away, {"next": "https://elders.example/"})
    assert back["Location"] == f"/checks/?plan={bare.plan_id}"
    assert not Acceptance.objects.exists()
    assert client.post(away).status_code == 404


def test_facts_that_changed_since_one_looked_are_not_accepted(cast: Any, bare: CostItem) -> None:
    client, address = cast.director.client, accept_address(bare.plan)
    seen = on_screen(client, address)
    bare.title = "Inhuur van tien mensen"
    bare.save()
    for form in ({"reason": "Goed zo"}, {"reason": "Goed zo", **seen}):
        answer = client.post(address, form)
        page = answer.content.decode()
        assert answer.status_code == 422 and "De feiten zijn veranderd" in page
        assert "Inhuur van tien mensen" in page and "Goed zo" in page
    assert not Acceptance.objects.exists()
    answer = client.post(address, {"reason": "Goed zo", **on_screen(client, address)})
    assert answer.status_code == 302 and Acceptance.objects.exists()


def test_a_finding_that_is_gone_is_not_found(cast: Any, bare: CostItem) -> None:
    address = accept_address(bare.plan)
    bare.delete()
    assert cast.director.client.get(address).status_code == 404
    elsewhere = reverse("check-accept", args=[12345, "abc"])
    assert cast.director.client.get(elsewhere).status_code == 404


def test_the_tab_of_a_work_shows_what_concerns_it_and_all_below(
    cast: Any, small: Any, bare: CostItem
) -> None:
    for code, there in (("W", True), ("T1", True), ("T2", False)):
        address = reverse("work-tab", args=[small.works[code].pk, "checks"])
        assert ("(K9)" in text(cast.reader.client, address)) is there, code


def test_the_findings_of_a_work_are_searched_filtered_and_exported(
    cast: Any, small: Any, bare: CostItem
) -> None:
    client = cast.reader.client
    for code, there in (("T1", True), ("T2", False)):
        work = small.works[code]
        query = f"plan={small.plan.pk}&of=work.work-{work.pk}"
        link = f"/checks/?{query}".replace("&", "&amp;")
        assert link in text(client, reverse("work-tab", args=[work.pk, "checks"]))
        page = text(client, f"/checks/?{query}")
        assert ("(K9)" in page) is there and f'name="of" value="work.work-{work.pk}"' in page
        assert ("GELD-09" in text(client, f"/checks/export/csv/?{query}")) is there
    assert "(K9)" in text(client, f"/checks/?of=work.work-{small.works['T1'].pk}&q=inhuur")
    for name in ("work.work-0", "work.work-x", "core.user-1", "work"):
        assert client.get(f"/checks/?of={name}").status_code == 404, name


def test_another_plan_lets_go_of_the_work(cast: Any, small: Any, bare: CostItem) -> None:
    other = Plan.objects.create(code="Q", title="Ander plan", reference_date="2020-01-01")
    work = small.works["T2"]
    page = text(cast.reader.client, f"/checks/?plan={other.pk}&of=work.work-{work.pk}")
    assert '<h2 id="findings-title">Ander plan</h2>' in page


def test_the_tab_of_a_work_with_many_findings_has_pages(cast: Any, small: Any) -> None:
    for number in range(60):
        CostItem.objects.create(
            plan=small.plan, code=f"X{number}", work=small.works["T1"], title=f"Post {number}",
            nature="incidental",
        )  # fmt: skip
    address = reverse("work-tab", args=[small.works["T1"].pk, "checks"])
    pages = [text(cast.reader.client, f"{address}?page={number}") for number in (1, 2)]
    assert "Pagina 1 van 2" in pages[0] and 'rel="next"' in pages[0]
    told = [{number for number in range(60) if f"(X{number})" in page} for page in pages]
    assert told[0] | told[1] == set(range(60)) and not told[0] & told[1]


def test_rules_and_norms_are_listed_and_a_norm_can_be_taken_over(cast: Any) -> None:
    page = text(cast.secretary.client, "/checks/rules/")
    assert "GELD-01" in page and "WOR art. 25" in page
    assert "/registers/norms/new/?code=contingency&amp;value=10" in page
    assert "/registers/norms/new/" not in text(cast.reader.client, "/checks/rules/")
    form = text(cast.secretary.client, "/registers/norms/new/?code=contingency&value=10")
    assert 'value="contingency"' in form
    cast.secretary.client.post("/registers/norms/new/", {"code": "contingency", "value": "12"})
    assert "ingesteld door de gemeente" in text(cast.reader.client, "/checks/rules/")


def test_the_rules_are_searched_and_filtered_and_their_sources_explained(cast: Any) -> None:
    client = cast.reader.client

    def shown(query: str) -> set[str]:
        page = text(client, f"/checks/rules/{query}")
        return {rule.code for rule in checks.all() if f'id="{rule.code}"' in page}

    assert len(shown("")) == len(checks.all())
    assert {code.partition("-")[0] for code in shown("?theme=GELD")} == {"GELD"}
    errors = {rule.code for rule in checks.all() if rule.severity is Severity.ERROR}
    assert shown("?severity=error") == errors
    assert "WERK-01" in shown("?q=eigenaar+werk-01") and "GELD-01" not in shown("?q=eigenaar")
    assert shown("?q=zeppelin") == set()
    assert "Niets gevonden" in text(client, "/checks/rules/?q=zeppelin")
    assert "Wet op de ondernemingsraden" in text(client, "/checks/rules/")


def test_every_letter_of_a_source_is_explained() -> None:
    letters = {
        found for rule in checks.all() for found in re.findall(r"\b[A-Z](?= |$)", rule.source)
    }
    assert letters and letters <= set(SOURCES)


def test_the_menu_counts_what_waits(cast: Any, bare: CostItem) -> None:
    text(cast.reader.client, "/checks/")
    count = CheckCount.objects.get()
    assert f">{count.errors + count.warnings}<" in text(cast.reader.client, "/help/")
