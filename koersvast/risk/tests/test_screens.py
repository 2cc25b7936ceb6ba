"""The pages of risks: what they show, to whom, and what they refuse."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from koersvast.organisation.models import Role, Unit
from koersvast.risk.models import Measure, Risk, ScaleLevel, Score
from koersvast.risk.tests.risks import DAY, chance, measure, money_scale, risk, score
from tests.cast import Cast, SmallPlan

pytestmark = pytest.mark.usefixtures("small")


def text(player: Any, address: str, status: int = 200) -> str:
    response = player.client.get(address)
    assert response.status_code == status, address
    return str(response.content.decode())


def titles(player: Any, query: str = "") -> list[str]:
    response = player.client.get(f"/risks/?{query}")
    return [str(row.risk) for row in response.context["page"].object_list]


@pytest.fixture
def five(small: SmallPlan) -> dict[str, Risk]:
    """A high risk with an owner, a low one after measures, one without impact, one unjudged,
    one that is closed."""
    high = risk("RI1", title="Hoog", owner="employee")
    score(high, 4, 4)
    measure(high)
    low = risk("RI2", title="Verlaagd")
    measure(low, "RI2.1")
    score(low, 5, 3)
    score(low, 2, 2, moment="after")
    loose = risk("RI3", title="Zonder impact")
    score(loose, 3)
    risk("RI4", title="Nieuw")
    closed = risk("RI5", title="Voorbij", closed_on=DAY)
    score(closed, 5, 5)
    risk("RV1", title="Rust", kind="precondition")
    return {each.code: each for each in Risk.objects.all()}


def test_the_worst_open_risk_stands_first_and_preconditions_stand_elsewhere(
    cast: Cast, five: dict[str, Risk]
) -> None:
    assert titles(cast.reader) == ["Hoog", "Verlaagd", "Zonder impact", "Nieuw"]
    assert "Rust" in text(cast.reader, "/preconditions/")
    assert "Hoog" not in text(cast.reader, "/preconditions/").split("<main")[1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("rating=high", ["Hoog"]),
        ("rating=low", ["Verlaagd"]),
        ("rating=huge", []),
        ("lacks=score", ["Nieuw"]),
        ("lacks=measure", ["Zonder impact", "Nieuw"]),
        ("state=closed", ["Voorbij"]),
        ("state=all&rating=high", ["Hoog"]),
        ("state=all&rating=critical", ["Voorbij"]),
        ("state=all&rating=serious", ["Voorbij", "Hoog"]),
        ("q=laagd", ["Verlaagd"]),
        ("cell=4-4", ["Hoog"]),
        ("cell=2-2", ["Verlaagd"]),
        ("cell=5-3", []),
        ("cell=5-3&view=before", ["Verlaagd"]),
        ("cell=9-9", ["Hoog", "Verlaagd", "Zonder impact", "Nieuw"]),
        ("owner=x", []),
        ("owner=999", []),
        ("plan=0", []),
        ("sort=title", ["Hoog", "Nieuw", "Verlaagd", "Zonder impact"]),
        ("sort=-title", ["Zonder impact", "Verlaagd", "Nieuw", "Hoog"]),
        ("sort=nonsense", ["Hoog", "Verlaagd", "Zonder impact", "Nieuw"]),
    ],
)
def test_filters_find_what_they_say(
    cast: Cast, five: dict[str, Risk], query: str, found: list[str]
) -> None:
    assert titles(cast.reader, query) == found


def test_an_owner_and_a_plan_are_filters_too(cast: Cast, five: dict[str, Risk]) -> None:
    owner = Role.objects.get(code="employee").pk
    assert titles(cast.reader, f"owner={owner}") == ["Hoog"]
    assert len(titles(cast.reader, f"plan={five['RI1'].plan_id}")) == 4


def test_other_orders_have_the_unknown_first_or_last(cast: Cast, five: dict[str, Risk]) -> None:
    assert titles(cast.reader, "sort=owner")[0] == "Hoog"
    assert titles(cast.reader, "sort=age")[0] == "Nieuw"
    assert titles(cast.reader, "sort=-measures")[0] == "Hoog"


def test_a_cell_of_the_heat_map_leads_to_its_risks(cast: Cast, five: dict[str, Risk]) -> None:
    shown = text(cast.reader, "/risks/")
    assert 'href="?&amp;cell=4-4"' in shown or 'href="?&cell=4-4"' in shown
    assert "RI1 Hoog" in shown
    assert "cell=5-3" not in shown
    assert "cell=5-3" in text(cast.reader, "/risks/?view=before")


def test_the_map_draws_the_way_from_before_to_after(cast: Cast, five: dict[str, Risk]) -> None:
    assert "heat-arrow" not in text(cast.reader, "/risks/")
    shown = text(cast.reader, "/risks/?view=moves")
    assert shown.count('class="heat-arrow"') == 1
    assert "van 5 × 3 naar 2 × 2" in shown


def test_the_same_figures_stand_in_a_table(cast: Cast, five: dict[str, Risk]) -> None:
    shown = text(cast.reader, "/risks/?view=moves")
    table = shown.split('class="heat-table"')[1]
    assert "5 × 3" in table and "2 × 2" in table
    assert "Kans 4, impact 4: 1 risico (hoog)" in table


def test_what_has_no_place_on_the_map_is_counted(cast: Cast, five: dict[str, Risk]) -> None:
    assert "2 risico’s staan niet op de kaart" in text(cast.reader, "/risks/")


def test_the_export_holds_what_the_list_shows(cast: Cast, five: dict[str, Risk]) -> None:
    content = text(cast.reader, "/risks/export/csv/?rating=high")
    assert "Hoog" in content and "Verlaagd" not in content
    text(cast.reader, "/risks/export/doc/", 404)


def test_an_empty_register_says_what_to_do(cast: Cast) -> None:
    assert "Nog geen risico" in text(cast.reader, "/risks/")
    assert "Niets gevonden" in text(cast.reader, "/risks/?q=zzz")
    assert "Nog geen randvoorwaarden" in text(cast.reader, "/preconditions/")
    assert "Niets gevonden" in text(cast.reader, "/preconditions/?q=zzz")


def test_without_scales_levels_are_numbers_and_the_page_says_so(
    cast: Cast, five: dict[str, Risk]
) -> None:
    address = f"/risks/{five['RI1'].pk}/"
    for page in ("/risks/", address, f"{address}score/"):
        assert "Stel eerst de schalen in" in text(cast.secretary, page)
    assert "/risk-scales/" in text(cast.secretary, f"{address}score/").split("<main")[1]
    assert "Dat doet een programmasecretaris" in text(cast.employee, f"{address}score/")


def test_one_button_fills_in_the_example(cast: Cast) -> None:
    assert "Voorbeeld overnemen" in text(cast.secretary, "/risk-scales/")
    assert "Voorbeeld overnemen" not in text(cast.reader, "/risk-scales/")
    for _twice in range(2):
        response = cast.secretary.client.post("/risk-scales/example/", follow=True)
        assert response.status_code == 200
    shown = response.content.decode()
    assert ScaleLevel.objects.count() == 25
    assert "Er zijn al schalen" in shown and "tot en met € 25.000" in shown
    assert cast.reader.client.post("/risk-scales/example/").status_code == 403


def test_the_page_of_a_risk_tells_its_story(cast: Cast) -> None:
    money_scale(100, 1000, None)
    chance(4, 50)
    own = risk(
        cause="De leverancier stopt",
        event="Kennis gaat weg",
        owner="employee",
        unit=Unit.objects.get(code="concern"),
    )
    score(own, 5, 5, date=DAY - timedelta(days=30))
    score(own, 4, money_low=Decimal(100), money_likely=Decimal(500), money_high=Decimal(700))
    score(own, 4, 1, moment="after", illustrative=True, note="Na overleg")
    measure(own, text="Huur in")
    shown = text(cast.reader, f"/risks/{own.pk}/")
    for expected in (
        "De leverancier stopt", "Kennis gaat weg", "chain-unknown", "kans 4", "geld 2",
        "uit het bedrag", "verwacht verlies € 250", "Na overleg", "fictief", "Huur in",
        "heat-arrow", 'class="course"', "Gemeente Voorbeeldstad",
    ):  # fmt: skip
        assert expected in shown, expected
    assert "zwaarder dan" not in shown


def test_the_expected_loss_is_that_of_the_score_that_counts(cast: Cast) -> None:
    chance(4, 50)
    money_scale(100, None)
    own = risk()
    score(own, 4, money_likely=Decimal(5000))
    shown = text(cast.reader, f"/risks/{own.pk}/")
    assert "Verwacht verlies" in shown and "2.500" in shown
    ScaleLevel.objects.filter(scale="probability").delete()
    assert "Verwacht verlies" not in text(cast.reader, f"/risks/{own.pk}/")


def test_the_trend_is_told_in_words(cast: Cast) -> None:
    own = risk()
    score(own, 2, 2, date=DAY - timedelta(days=5))
    score(own, 3, 3)
    assert "zwaarder dan de vorige keer" in text(cast.reader, f"/risks/{own.pk}/")
    shown = text(cast.reader, "/risks/")
    assert '<span class="trend tone-off">▲ zwaarder dan bij de vorige beoordeling</span>' in shown


def test_a_reader_sees_no_way_to_change(cast: Cast, five: dict[str, Risk]) -> None:
    address = f"/risks/{five['RI1'].pk}/"
    for part in ("score/", "measure/", "close/"):
        assert f"{address}{part}" in text(cast.employee, address)
        assert f"{address}{part}" not in text(cast.reader, address)
        text(cast.reader, f"{address}{part}", 403)
        text(cast.outsider, f"{address}{part}", 404)
    text(cast.reader, "/risks/999999/", 404)
    text(cast.secretary, "/risks/scores/999999/", 404)


def judged(**said: Any) -> dict[str, Any]:
    return {"date": "2023-02-01", "moment": "before", "probability": "4", "time": "3", **said}


def test_an_owner_judges_by_the_form(cast: Cast, five: dict[str, Risk]) -> None:
    own = five["RI1"]
    address = reverse("risk-score", args=[own.pk])
    sent = judged(date="2023-03-01", money_likely="1,2 mln", note="Zo gezien")
    response = cast.employee.client.post(address, sent)
    assert response["Location"] == f"/risks/{own.pk}/"
    made = Score.objects.get(risk=own, date=date(2023, 3, 1))
    assert (made.probability, made.time, made.money_likely) == (4, 3, Decimal(1_200_000))
    assert (made.money, made.quality, made.note) == (None, None, "Zo gezien")


def test_the_form_proposes_the_moment_that_comes_next(cast: Cast, five: dict[str, Risk]) -> None:
    def moment(code: str, query: str = "") -> Any:
        response = cast.secretary.client.get(f"/risks/{five[code].pk}/score/{query}")
        return response.context["form"]["moment"].initial

    assert moment("RI4") == "before"
    assert moment("RI1") == "after"
    Measure.objects.filter(risk=five["RI1"]).delete()
    assert moment("RI1") == "before"
    assert moment("RI1", "?moment=before") == "before"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({}, "al beoordeeld"),
        ({"date": "2099-01-01"}, "moet nog komen"),
        ({"date": "2023-01-01", "time": ""}, "Zeg wat het kost of schaadt"),
        ({"date": "2023-01-01", "probability": ""}, "verplicht"),
        ({"date": "2023-01-01", "probability": "6"}, "6"),
        ({"date": "2023-01-01", "money_low": "9", "money_likely": "8"}, "mag niet hoger zijn"),
        ({"date": "2023-01-01", "money_low": "veel"}, "geen bedrag"),
    ],
)
def test_a_wrong_score_is_refused_with_a_sentence(
    cast: Cast, five: dict[str, Risk], wrong: dict[str, str], sentence: str
) -> None:
    before = Score.objects.count()
    address = reverse("risk-score", args=[five["RI1"].pk])
    response = cast.employee.client.post(address, judged(**wrong))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Score.objects.count() == before


def test_a_score_is_changed_by_the_form_and_two_do_not_undo_each_other(
    cast: Cast, five: dict[str, Risk]
) -> None:
    made = Score.objects.get(risk=five["RI1"])
    address = reverse("score-change", args=[made.pk])
    form = cast.employee.client.get(address).context["form"]
    assert (form["probability"].value(), form["version"].value()) == (4, 1)
    sent = judged(time="5", version="1")
    assert cast.employee.client.post(address, sent).status_code == 302
    response = cast.secretary.client.post(address, judged(time="1", version="1"))
    assert response.status_code == 422 and "iemand anders" in response.content.decode().lower()
    assert response.context["form"].data["version"] == "2"
    assert cast.secretary.client.post(address, judged(time="1", version="2")).status_code == 302
    again = cast.secretary.client.post(address, judged(time="1", version="3"), follow=True)
    assert "Niets gewijzigd" in again.content.decode()
    made.refresh_from_db()
    assert made.time == 1


def test_a_measure_is_added_and_its_state_set(cast: Cast, five: dict[str, Risk]) -> None:
    own = five["RI1"]
    director = Role.objects.get(code="director")
    sent = {"text": "Huur in", "role": director.pk, "due": "Q2 2023", "state": "planned"}
    assert cast.employee.client.post(f"/risks/{own.pk}/measure/", sent).status_code == 302
    made = Measure.objects.get(text="Huur in")
    assert (made.code, made.role, made.state) == ("RI1.2", director, "planned")
    address = reverse("measure-state", args=[made.pk])
    assert address in text(cast.director, f"/risks/{own.pk}/")
    assert address not in text(cast.reader, f"/risks/{own.pk}/")
    assert cast.director.client.post(address, {"state": "done"}).status_code == 302
    response = cast.director.client.post(address, {"state": "ooit"}, follow=True)
    assert "status bestaat niet" in response.content.decode()
    made.refresh_from_db()
    assert made.state == "done"
    assert cast.reader.client.post(address, {"state": "running"}).status_code == 403
    assert cast.director.client.get(address).status_code == 405
    missing = reverse("measure-state", args=[999999])
    assert cast.secretary.client.post(missing, {"state": "done"}).status_code == 404


def test_a_risk_is_closed_and_reopened_by_its_owner(cast: Cast, five: dict[str, Risk]) -> None:
    own = five["RI1"]
    address = f"/risks/{own.pk}/close/"
    late = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert cast.employee.client.post(address, {"on": late}).status_code == 422
    assert cast.employee.client.post(address, {"on": "2023-03-01"}).status_code == 302
    shown = text(cast.employee, f"/risks/{own.pk}/")
    assert "gesloten op 1 mrt 2023" in shown and f"/risks/{own.pk}/score/" not in shown
    assert "Heropenen" in shown
    response = cast.employee.client.post(f"/risks/{own.pk}/score/", judged(date="2023-03-02"))
    assert response.status_code == 422 and "gesloten" in response.content.decode()
    assert "Risico heropenen" in text(cast.employee, address)
    assert cast.employee.client.post(address, {}).status_code == 302
    own.refresh_from_db()
    assert own.closed_on is None


def test_a_precondition_is_met_and_never_judged(cast: Cast, five: dict[str, Risk]) -> None:
    own = five["RV1"]
    measure(own, text="Bespreek het", state="running")
    shown = text(cast.secretary, f"/risks/{own.pk}/")
    assert "Er is aan voldaan" in shown and f"/risks/{own.pk}/score/" not in shown
    assert cast.secretary.client.post(f"/risks/{own.pk}/score/", judged()).status_code == 422
    assert "Bespreek het" in text(cast.reader, "/preconditions/")
    cast.secretary.client.post(f"/risks/{own.pk}/close/", {"on": "2023-03-01"})
    assert "voldaan op 1 mrt 2023" in text(cast.reader, f"/risks/{own.pk}/")
    assert "Rust" not in text(cast.reader, "/preconditions/").split("<main")[1]
    assert "Toch niet" in text(cast.secretary, f"/risks/{own.pk}/close/")


def test_goals_units_and_roles_show_their_risks(cast: Cast, small: SmallPlan) -> None:
    unit = Unit.objects.get(code="concern")
    own = risk(title="Raakt alles", goal=small.goals["D1"], unit=unit, owner="employee")
    role = Role.objects.get(code="employee")
    measure(own, text="Huur in", role=role)
    goal = small.goals["D1"].pk
    assert "Raakt alles" in text(cast.reader, f"/registers/goals/{goal}/")
    assert "Raakt alles" in text(cast.reader, f"/organisation/units/{unit.pk}/")
    shown = text(cast.reader, f"/organisation/roles/{role.pk}/")
    assert "Raakt alles" in shown and "Huur in" in shown


def test_risks_are_found_by_search(cast: Cast) -> None:
    own = risk(title="Leverancier valt om", cause="Krimp in de sector")
    assert f"/risks/{own.pk}/" in text(cast.reader, "/search/?q=krimp")


def test_what_happened_to_a_risk_is_in_its_history(cast: Cast, five: dict[str, Risk]) -> None:
    own = five["RI1"]
    cast.employee.client.post(f"/risks/{own.pk}/close/", {"on": "2023-03-01"})
    assert "gesloten op" in text(cast.reader, f"/registers/risks/{own.pk}/history/").lower()


def test_pages_cost_as_many_queries_for_many_risks(cast: Cast) -> None:
    def fill(start: int) -> None:
        for number in range(start, start + 5):
            own = risk(f"X{number}", owner="employee")
            precondition = risk(f"V{number}", kind="precondition")
            for each in (own, precondition):
                measure(each, f"{each.code}.1")
            score(own, 1 + number % 5, 1 + number % 4)
            score(own, 1, 2, moment="after")

    def counted(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            text(cast.secretary, address)
        return len(queries)

    fill(0)
    pages = ("/risks/?view=moves", "/preconditions/", "/risk-scales/")
    few = [counted(page) for page in pages]
    fill(5)
    assert [counted(page) for page in pages] == few
