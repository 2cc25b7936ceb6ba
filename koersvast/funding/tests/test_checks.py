"""What plan check finds in money: each rule fires on one change, and is silent about another."""

from decimal import Decimal

import pytest

from koersvast.core.actors import SYSTEM
from koersvast.core.checks import Scope, checks
from koersvast.funding.models import Allocation
from tests.checking import Change, add, both, drop, empty, put, remove, sentences, stored

pytestmark = pytest.mark.django_db
COST, SOURCE, TOTAL = "funding.cost_items", "funding.sources", "funding.stated_totals"
WORK = "work.works"
NEXT = add(
    "work.milestones", code="P9", work="W", title="Raad", when="2024-11-05", decision_moment="BM3"
)
MOMENT = add("decisions.moments", code="BM3", body="college", title="Begroting", when="2024-11-05")

FIRES = {
    "a total that its lines do not make": (
        "GELD-01", put(TOTAL, "G1", amount=85000),
        "“Totale kosten 2024” (G1): de tekst zegt € 85.000, de regels tellen op tot € 82.000 "
        "(€ 3.000 minder)",
    ),
    "a total of each year": (
        "GELD-01",
        add(TOTAL, code="G9", title="Elk jaar 10.000", measure="cost", amount=9000,
            nature="structural", first_year=2024, last_year=2025, per_year=True),
        "de regels van 2024 tellen op tot € 10.000 (€ 1.000 meer)",
    ),
    "a total with pm among its lines": (
        "GELD-02", both(put(COST, "K2", amounts={2024: "pm"}), put(TOTAL, "G1", amount=90000)),
        "de tekst zegt € 90.000, de regels geven € 72.000 + pm",
    ),
    "a total of a category that no line has": (
        "GELD-02",
        add(TOTAL, code="G9", title="Inhuur", measure="cost", amount=5000, category="hire"),
        "er staan geen regels waarvan € 5.000 de som kan zijn",
    ),
    "a total of a mark that no line has": (
        "GELD-03", put(TOTAL, "G2", marks="9.9"), "gaat over 9.9, maar geen enkele regel",
    ),
    "a line of the overview that its chapter lacks": (
        "GELD-04", put(COST, "K2", stands_in="overview"),
        "“Cursussen” (K2) (€ 20.000) staat wel in het overzicht, maar niet in het hoofdstuk "
        "“Financiën” (T1)",
    ),
    "a pm of a chapter that the overview lacks": (
        "GELD-04", put(COST, "K2", stands_in="chapter", amounts={2024: "pm"}),
        "“Cursussen” (K2) (pm) staat wel in het hoofdstuk “Financiën” (T1), maar niet",
    ),
    "a mark at two lines": (
        "GELD-05", put(COST, "K2", mark="1.1"), "Kenmerk 1.1 staat bij meer dan één regel",
    ),
    "a contingency of another percentage": (
        "GELD-06", put(COST, "K4", amounts={2024: 6000}),
        "“Post onvoorzien” (K4) is € 6.000: 5% van € 120.000. De norm is 10%, dus € 12.000",
    ),
    "no contingency": (
        "GELD-06", remove(COST, "K4"), "reserveert niets voor onvoorzien; de norm is 10%",
    ),
    "a negative cost": (
        "GELD-07", put(COST, "K2", amounts={2024: -10000}),
        "“Cursussen” (K2) is een kostenpost van € –10.000",
    ),
    "a negative source": (
        "GELD-07",
        add(SOURCE, code="F9", work="W", title="Restant", nature="incidental",
            amounts={2024: -500}),
        "“Restant” (F9) is een dekking van € –500",
    ),
    "a pm without a decision": (
        "GELD-08", put(COST, "K2", amounts={2024: "pm"}), "“Cursussen” (K2) is pm in 2024",
    ),
    "a pm in a source, of no year": (
        "GELD-08", put(SOURCE, "F2", amounts={"total": "pm"}), "“Begroting” (F2) is pm; wanneer",
    ),
    "a cost without an amount": (
        "GELD-09", drop(COST, "K2", "amounts"), "“Cursussen” (K2) kost iets, maar er staat geen",
    ),
    "a source without an amount": (
        "GELD-09", drop(SOURCE, "F2", "amounts"), "“Begroting” (F2) moet kosten dekken, maar",
    ),
    "a result that does not tell its cost": (
        "GELD-10", remove(COST, "K3"), "Er staat niet wat “Structuur ingericht” (R3) kost",
    ),
    "money without a goal": (
        "GELD-11", both(drop(WORK, "W", "goals"), drop(WORK, "T1", "goals")),
        "3 van de 3 kostenposten in dit plan dienen geen doel: K1, K2 en K4",
    ),
    "a shortfall with no decision ahead": (
        "GELD-12", put(COST, "K1", amounts={2024: 60000, 2025: 45000}),
        "“Bedrijfsvoering beter” (W) heeft een tekort (2025: € 5.000)",
    ),
    "cost in a plan without any coverage": (
        "GELD-12", both(empty(SOURCE), empty("funding.allocations")),
        "“Bedrijfsvoering beter” (W) heeft kosten waarvoor geen dekking is geregistreerd "
        "(2024: € 82.000 en 2025: € 50.000), en er is geen besluit met een datum over gepland",
    ),
    "cost outside the work whose cost is covered": (
        "GELD-12",
        both(empty("funding.allocations"), remove(SOURCE, "F1"), put(SOURCE, "F2", work="T2")),
        "“Bedrijfsvoering beter” (W) heeft kosten waarvoor geen dekking is geregistreerd",
    ),
    "structural cost that incidental money pays": (
        "GELD-13",
        both(put(SOURCE, "F2", amounts={2024: 4000, 2025: 4000}),
             put(SOURCE, "F1", amounts={2024: 78000, 2025: 46000})),
        "betaalt structurele kosten uit incidentele dekking (2024–2025, elk jaar: € 6.000)",
    ),
    "a draw on incidental money for structural cost": (
        "GELD-13",
        add("funding.allocations", code="A9", funding_source="F1", cost_item="K2",
            title="Cursussen", year=2024, amount=5000, decision="College"),
        "“Cursussen” (K2) komt elk jaar terug, maar € 5.000 daarvan komt uit “Reserve” (F1)",
    ),
    "a line without a mark among lines that have one": (
        "GELD-18",
        add(COST, code="K9", work="W", title="Lopende opdrachten", nature="incidental",
            stands_in="overview", amounts={2024: 1000}),
        "“Lopende opdrachten” (K9) (€ 1.000) heeft geen kenmerk; 2 van de 3 kostenposten hebben er "
        "wel een",
    ),
    "a total without the pm of its lines": (
        "GELD-19", both(put(COST, "K2", amounts={2024: "pm"}), put(TOTAL, "G1", amount=72000)),
        "“Totale kosten 2024” (G1): de tekst zegt € 72.000, de regels tellen op tot € 72.000 + pm",
    ),
    "totals without pm are told once": (
        "GELD-19",
        both(put(COST, "K2", amounts={2024: "pm"}), put(TOTAL, "G1", amount=72000),
             *(add(TOTAL, code=f"G1{n}", title="Weer", measure="cost", amount=72000,
                   first_year=2024, last_year=2024) for n in range(4))),
        "Bij 5 van de 5 totalen van regels met pm staat de pm er niet bij: G1, G10, G11, G12 en",
    ),
    "two contingencies that are too much together": (
        "GELD-06",
        add(COST, code="K9", work="W", title="Stelpost", nature="incidental",
            stands_in="overview", amounts={2024: 6000}),
        "“Post onvoorzien” (K4) en “Stelpost” (K9) zijn samen € 18.000: 15% van € 120.000",
    ),
    "a draw without a decision": (
        "GELD-15", drop("funding.allocations", "A1", "decision", "decided_on"),
        "“Systeem” (A1) neemt € 60.000 uit “Reserve” (F1), maar wie dat besloot",
    ),
    "a source without a decision": (
        "GELD-17", drop(SOURCE, "F2", "decision", "decided_on"),
        "“Begroting” (F2) noemt geen besluit waarbij het geld is gegeven",
    ),
}  # fmt: skip

SILENT = {
    "a total rounded as it is written": ("GELD-01", put(TOTAL, "G2", amount=100000)),
    "a total that pm may explain is no error": ("GELD-01", both(
        put(COST, "K2", amounts={2024: "pm"}), put(TOTAL, "G1", amount=90000))),
    "a total of nothing": ("GELD-02", add(
        TOTAL, code="G9", title="Inhuur", measure="cost", amount=0, category="hire")),
    "a total by the code of a line": ("GELD-03", put(TOTAL, "G2", marks="K1")),
    "a line of the whole in the overview": ("GELD-04", None),
    "a plan that does not tell where lines stand": ("GELD-04", both(
        *(drop(COST, code, "stands_in") for code in ("K1", "K2", "K4")),
        put(COST, "K2", stands_in="chapter"))),
    "lines without a mark": ("GELD-05", both(drop(COST, "K1", "mark"), drop(COST, "K2", "mark"),
                                             remove(TOTAL, "G2"))),
    "a contingency that is rounded": ("GELD-06", both(
        put(COST, "K1", amounts={2024: 60000, 2025: 36000}), put(COST, "K4", amounts={2024: 12000})
    )),
    "a contingency in two lines": ("GELD-06", both(
        put(COST, "K4", amounts={2024: 7000}),
        add(COST, code="K9", work="W", title="Stelpost", nature="incidental",
            stands_in="overview", amounts={2024: 5000}))),
    "lines of which most have no mark": ("GELD-18", both(
        drop(COST, "K2", "mark"),
        add(COST, code="K9", work="W", title="Lopend", nature="incidental", amounts={2024: 0}))),
    "a total that says pm": ("GELD-19", both(
        put(COST, "K2", amounts={2024: "pm"}),
        put(TOTAL, "G1", amount=72000, title="Totale kosten 2024: 72.000 + pm"))),
    "a contingency that is pm": ("GELD-06", put(COST, "K4", amounts={2024: "pm"})),
    "no norm for the contingency": ("GELD-06", both(
        remove(COST, "K4"), lambda data: data["checks"]["norms"].pop(0))),
    "a correction of a year within a positive line": ("GELD-07", put(
        COST, "K2", amounts={2024: 20000, 2025: -1000})),
    "a pm on which is decided": ("GELD-08", both(
        put(SOURCE, "F2", amounts={2024: "pm", 2025: 10000}), MOMENT, NEXT)),
    "a cost of 0": ("GELD-09", put(COST, "K2", amounts={2024: 0})),
    "a result whose work tells its cost": ("GELD-10", both(
        remove(COST, "K3"),
        add(COST, code="K9", work="T2", title="Samen", nature="incidental", amounts={2024: 0}))),
    "money whose work serves a goal": ("GELD-11", drop(WORK, "T1", "goals")),
    "money in a plan without goals": ("GELD-11", both(
        empty("direction.goals"), drop(WORK, "W", "goals"), drop(WORK, "T1", "goals"))),
    "a shortfall on which is decided": ("GELD-12", both(
        put(COST, "K1", amounts={2024: 60000, 2025: 45000}), MOMENT, NEXT)),
    "cost without coverage, on which is decided": ("GELD-12", both(
        empty(SOURCE), empty("funding.allocations"), MOMENT, NEXT)),
    "coverage that has no year": ("GELD-12", both(
        put(SOURCE, "F1", amounts={"total": 112000}), empty("funding.allocations"))),
    "structural coverage that has no year, every year": ("GELD-12", put(
        SOURCE, "F2", amounts={"total": 10000})),
    "structural cost that structural money of no year pays": ("GELD-13", both(
        put(SOURCE, "F2", amounts={"total": 10000}),
        put(SOURCE, "F1", amounts={2024: 90000, 2025: 60000}))),
    "cost that has no year": ("GELD-12", put(COST, "K1", amounts={"total": 100000})),
    "coverage of the plan as a whole": ("GELD-12", both(
        drop(SOURCE, "F1", "work"), drop(SOURCE, "F2", "work"))),
    "structural cost that structural money pays": ("GELD-13", put(
        SOURCE, "F1", amounts={2024: 90000, 2025: 40000})),
    "a draw in a year of its source": ("GELD-14", None),
    "a draw with a decision in words": ("GELD-15", drop("funding.allocations", "A1", "decided_on")),
    "a source drawn to the last euro": ("GELD-16", put("funding.allocations", "A1", amount=72000)),
    "a source with a decision of the register": ("GELD-17", drop(SOURCE, "F1", "decision")),
}  # fmt: skip


@pytest.mark.parametrize(("code", "change", "words"), FIRES.values(), ids=FIRES)
def test_it_is_found(code: str, change: Change, words: str) -> None:
    assert any(words in sentence for sentence in sentences(code, change)), sentences(code, change)


@pytest.mark.parametrize(("code", "change"), SILENT.values(), ids=SILENT)
def test_it_is_no_finding(code: str, change: Change) -> None:
    assert sentences(code, change) == []


def told(code: str) -> list[str]:
    plan = Allocation.objects.get(code="A1").plan
    return [each.finding.text for each in checks.run(Scope(plan, SYSTEM), code)]


def test_a_draw_after_the_last_year_of_its_source_is_found() -> None:
    stored()
    Allocation.objects.filter(code="A1").update(year=2027)
    assert told("GELD-14") == [
        "“Systeem” (A1) neemt in 2027 € 60.000 uit “Reserve” (F1), maar dat geld loopt tot en met "
        "2025."
    ]


def test_a_source_on_which_too_much_is_drawn_is_found() -> None:
    stored()
    Allocation.objects.filter(code="A1").update(amount=Decimal(90000))
    assert told("GELD-16") == [
        "Uit “Reserve” (F1) is € 90.000 toegewezen; dat is meer dan de bron geeft (€ 18.000 te "
        "veel)."
    ]


def test_the_same_total_in_two_places_that_nobody_can_check_is_told_once() -> None:
    same = {"title": "Inhuur", "measure": "cost", "amount": 5000, "category": "hire"}
    found = sentences("GELD-02", both(add(TOTAL, code="G8", **same), add(TOTAL, code="G9", **same)))
    assert found == ["“Inhuur” (G8, G9): er staan geen regels waarvan € 5.000 de som kan zijn."]
