"""What plan check finds in work: each rule fires on one change, and is silent about another."""

from itertools import pairwise

import pytest

from koersvast.core.actors import SYSTEM
from koersvast.core.checks import Scope, checks
from koersvast.work.models import Dependency, Result
from tests.checking import Change, add, both, drop, put, remove, sentences, stored

pytestmark = pytest.mark.django_db
RESULT, WORK = "work.results", "work.works"


def many_results(count: int, when: str = "Q4 2024") -> Change:
    """Return a change that adds results of one role, ready in one quarter."""
    return both(
        *(
            add(
                RESULT,
                code=f"X{number}",
                work="T1",
                title=f"Resultaat {number}",
                owner_role="controller",
                ready_by=[{"when": when}],
                actions=[{"text": f"Doe ding {number}"}],
            )
            for number in range(count)
        )
    )


FIRES = {
    "a result without an owner": (
        "WERK-01", drop(RESULT, "R1", "owner_role"), "“Eén begroting” (R1) heeft geen eigenaar",
    ),
    "all results without an owner are told once": (
        "WERK-01", both(*(drop(RESULT, code, "owner_role") for code in ("R1", "R2", "R3"))),
        "3 van de 3 resultaten in dit plan hebben geen eigenaar: R1, R2 en R3",
    ),
    "a result without a moment": (
        "WERK-02", both(drop(RESULT, "R3", "ready_by")), "wanneer “Structuur ingericht” (R3)",
    ),
    "a result without an action": (
        "WERK-03", drop(RESULT, "R3", "actions"), "“Structuur ingericht” (R3) heeft geen actie",
    ),
    "a result that serves no goal": (
        "WERK-04", both(drop(WORK, "W", "goals"), put(WORK, "T1", goals=["D", "D1"])),
        "“Structuur ingericht” (R3) dient geen doel",
    ),
    "an owner that nobody is": (
        "WERK-05",
        lambda data: data["organisation"]["people"][1].update(holdings=[{"role": "hoofd"}]),
        "Niemand bekleedt op 31 mrt 2024 de rol “Controller” (controller)",
    ),
    "owners of whom none is somebody": (
        "WERK-05", lambda data: data["organisation"].pop("people"), "Bij geen van de 2 rollen",
    ),
    "too many results of a role in a quarter": (
        "WERK-06", many_results(8), "moet in Q4 2024 9 resultaten opleveren, en de norm is 8",
    ),
    "an action under two results, in other capitals": (
        "WERK-07", put(RESULT, "R3", actions=[{"text": "geef DRIE cursussen."}]),
        "“Structuur ingericht” (R3) heeft dezelfde actie als “Budgethouders geschoold” (R2)",
    ),
    "a work without a goal": (
        "WERK-08", both(drop(WORK, "W", "goals"), put(WORK, "T1", goals=["D", "D1"])),
        "“Structuur” (T2) dient geen doel",
    ),
    "no assignment": (
        "OPDR-01", put("work.assignments", "O1", withdrawn_on="2024-03-01"),
        "“Bedrijfsvoering beter” (W) heeft geen opdracht",
    ),
    "no principal": (
        "WERK-09", put(WORK, "W", responsibilities=[{"kind": "contractor", "role": "hoofd"}]),
        "“Bedrijfsvoering beter” (W) heeft geen ambtelijk en geen bestuurlijk opdrachtgever",
    ),
    "no contractor": (
        "WERK-10",
        put(WORK, "W", responsibilities=[
            {"kind": "administrative_principal", "role": "directeur"}]),
        "“Bedrijfsvoering beter” (W) heeft geen opdrachtnemer",
    ),
    "principal and contractor in one hand": (
        "WERK-11",
        put(WORK, "W", responsibilities=[
            {"kind": "administrative_principal", "role": "hoofd"},
            {"kind": "contractor", "role": "hoofd"}]),
        "“Hoofd bedrijfsvoering” (hoofd) is opdrachtgever én opdrachtnemer",
    ),
    "an assignment changed after it was agreed": (
        "OPDR-02",
        lambda data: data["work"]["assignments"][0]["versions"].append(
            {"number": 2, "result": "Iets anders", "offered_on": "2024-03-01"}),
        "is gewijzigd (versie 2) nadat versie 1 op 10 jan 2024 was overeengekomen",
    ),
    "an assignment without a principal": (
        "OPDR-03",
        both(drop("work.assignments", "O1", "administrative_principal"),
             put("work.assignments", "O1", versions=[{"number": 1}])),
        "staat niet wie partij is: ambtelijk opdrachtgever",
    ),
    "a work of a unit that ends before it": (
        "ORG-04",
        lambda data: data["organisation"]["units"][1].update(
            valid_to="2024-09-30", placements=[{"parent": "gemeente", "valid_to": "2024-09-30"}]),
        "“Financiën” (T1) loopt door tot 30 jun 2025, maar het onderdeel “Bedrijfsvoering”",
    ),
    "implementation before building": (
        "PLAN-01",
        put(RESULT, "R1", phases=[
            {"kind": "build", "period": "Q3 2024"}, {"kind": "implement", "period": "Q2 2024"}]),
        "“Eén begroting” (R1) wordt ingevoerd (Q2 2024) voordat het bouwen begint (Q3 2024)",
    ),
    "a result after the end of its programme": (
        "PLAN-02", put(RESULT, "R3", ready_by=[{"when": "Q1 2026"}]),
        "“Structuur ingericht” (R3) is pas klaar (Q1 2026) na het einde van “Bedrijfsvoering bet",
    ),
    "a result ready before what it needs": (
        "PLAN-03", put(RESULT, "R2", ready_by=[{"when": "Q3 2024"}], phases=[]),
        "“Budgethouders geschoold” (R2) moet klaar zijn (Q3 2024) vóór “Eén begroting” (R1)",
    ),
    "a first moment before what is needed": (
        "PLAN-03", put(RESULT, "R2", ready_by=[{"when": "Q3 2024"}, {"when": "Q2 2025"}]),
        "moet klaar zijn (Q3 2024)",
    ),
    "a result that begins before what it needs": (
        "PLAN-03", put(RESULT, "R2", phases=[{"kind": "build", "period": "Q3 2024"}]),
        "“Budgethouders geschoold” (R2) begint (1 jul 2024) vóór “Eén begroting” (R1) klaar is",
    ),
    "a forecast after the moment": (
        "PLAN-05",
        put(RESULT, "R1", updates=[
            {"date": "2024-03-15", "time": "attention", "forecast": "Q2 2025"}]),
        "staat gepland voor Q4 2024; de melding van 15 mrt 2024 verwacht Q2 2025",
    ),
    "a moment past and nothing reported": (
        "DATUM-01", put(RESULT, "R3", ready_by=[{"when": "Q4 2023"}]),
        "“Structuur ingericht” (R3) zou klaar zijn (Q4 2023); er is niets over gemeld",
    ),
    "a moment past and an older report": (
        "DATUM-01",
        put(RESULT, "R3", ready_by=[{"when": "2024-02-29"}],
            updates=[{"date": "2024-02-01", "time": "on_course"}]),
        "de laatste melding is van 1 feb 2024",
    ),
    "an action past its date": (
        "DATUM-02", put(RESULT, "R3", actions=[{"text": "Werk de teams uit", "due": "Q4 2023"}]),
        "Een actie van “Structuur ingericht” (R3) had gedaan moeten zijn (Q4 2023)",
    ),
    "a milestone past and not reached": (
        "DATUM-03", drop("work.milestones", "P2", "reached_on"),
        "“2. Start” (P2) stond gepland voor 15 jan 2024 en is niet bereikt",
    ),
    "a milestone before its decision": (
        "BESL-01", put("work.milestones", "P1", when="2024-05-01"),
        "staat gepland (1 mei 2024) vóór het besluit dat ervoor nodig is",
    ),
    "a work that begins before its proposal is decided on": (
        "BESL-01", put(WORK, "T2", period="2024-02-01/2025-06-30"),
        "“Structuur” (T2) loopt al",
    ),
    "results that begin or are ready before the decision on their work": (
        "BESL-01",
        both(put(RESULT, "R3", phases=[{"kind": "build", "period": "Q1 2024"}]),
             add(RESULT, code="R4", work="T2", title="Ontwerp", ready_by=[{"when": "2024-05"}])),
        "Over “De nieuwe structuur” (V2) bij “Structuur” (T2) wordt pas besloten (4 jun 2024) "
        "nadat deze resultaten beginnen of klaar zijn: R3 en R4",
    ),
    "a milestone without a date": (
        "PLAN-07", drop("work.milestones", "P1", "when"),
        "Mijlpaal “1. Structuur vastgesteld” (P1) heeft geen datum",
    ),
    "a roadmap without dates": (
        "PLAN-07",
        both(drop("work.milestones", "P1", "when"),
             drop("work.milestones", "P2", "when", "reached_on")),
        "2 van de 2 mijlpalen in dit plan hebben geen datum: P1 en P2",
    ),
    "moments past of a plan on which nobody reports": (
        "DATUM-01", many_results(5, "Q4 2023"),
        "Over 5 van de 5 resultaten die al klaar hadden moeten zijn, is nooit iets gemeld: X0, X1",
    ),
    "moments past of a work on which nobody reports": (
        "DATUM-01",
        both(many_results(3, "Q4 2023"),
             add(RESULT, code="X9", work="T2", title="Anders", ready_by=[{"when": "Q4 2023"}],
                 updates=[{"date": "2023-10-01", "time": "on_course"}])),
        "Over 3 van de 3 resultaten van “Financiën” (T1) die al klaar hadden moeten zijn, is nooit "
        "iets gemeld: X0, X1 en X2",
    ),
    "milestones past of a roadmap that nobody keeps": (
        "DATUM-03",
        both(*(add("work.milestones", code=f"P1{number}", work="W", title=f"Mijlpaal {number}",
                   when="2023-06-01") for number in range(5))),
        "5 van de 6 mijlpalen die vóór de peildatum gepland stonden, zijn niet bereikt: P10, P11",
    ),
    "a milestone that speaks of a decision": (
        "BESL-02", drop("work.milestones", "P1", "decision_moment"),
        "“1. Structuur vastgesteld” (P1) vraagt een besluit, maar noemt geen beslismoment",
    ),
    "a goal that nothing serves": (
        "DOEL-01", add("direction.goals", code="D9", level="strategic", title="Een wens"),
        "Geen werk en geen resultaat dient “Een wens” (D9)",
    ),
}  # fmt: skip

SILENT = {
    "a made-up result": ("WERK-01", add(
        RESULT, code="X", work="T1", title="Verzonnen", illustrative=True)),
    "a result that goes on": ("WERK-02", both(
        drop(RESULT, "R3", "ready_by"), put(RESULT, "R3", continuity="continuous"))),
    "a result that waits for a condition": ("WERK-02", both(
        drop(RESULT, "R3", "ready_by"), put(RESULT, "R3", condition="Als de raad het wil"))),
    "a result that is done": ("WERK-03", both(
        drop(RESULT, "R3", "actions"),
        put(RESULT, "R3", updates=[{"date": "2024-03-01", "done": True}]))),
    "a result that serves a goal itself": ("WERK-04", both(
        drop(WORK, "W", "goals"), put(RESULT, "R3", goals=["D"]))),
    "a role that owns nothing": ("WERK-05", add(
        "organisation.roles", code="vacant", name="Vacature")),
    "as many results as the norm": ("WERK-06", many_results(7)),
    "many results in a year, no quarter told": ("WERK-06", many_results(9, "2024")),
    "actions in other words": ("WERK-07", put(RESULT, "R3", actions=[{"text": "Geef cursussen"}])),
    "a work whose results serve a goal": ("WERK-08", both(
        drop(WORK, "W", "goals"), put(RESULT, "R3", goals=["D"]))),
    "a line below a work with an assignment": ("OPDR-01", put(WORK, "T2", kind="project")),
    "a project below a work with a principal": ("WERK-09", put(WORK, "T2", kind="project")),
    "a project below a work with a contractor": ("WERK-10", put(WORK, "T2", kind="project")),
    "a principal above and the same contractor below": ("WERK-11", put(
        WORK, "T2", responsibilities=[{"kind": "contractor", "role": "directeur"}])),
    "a changed assignment that was fulfilled": ("OPDR-02", both(
        lambda data: data["work"]["assignments"][0]["versions"].append({"number": 2}),
        put("work.assignments", "O1", fulfilled_on="2024-03-01"))),
    "an assignment that needs no political principal": ("OPDR-03", None),
    "a unit that ends after its work": ("ORG-04", lambda data: data["organisation"]["units"][1]
        .update(valid_to="2026-12-31")),
    "building and implementing in one quarter": ("PLAN-01", put(RESULT, "R1", phases=[
        {"kind": "build", "period": "Q3 2024"}, {"kind": "implement", "period": "Q3 2024"}])),
    "a result in the last quarter of its programme": ("PLAN-02", put(
        RESULT, "R3", ready_by=[{"when": "Q4 2025"}])),
    "a result ready with what it needs": ("PLAN-03", put(
        RESULT, "R2", ready_by=[{"when": "Q4 2024"}], phases=[])),
    "a forecast before the moment": ("PLAN-05", put(RESULT, "R1", updates=[
        {"date": "2024-03-15", "time": "on_course", "forecast": "Q3 2024"}])),
    "a moment past that is done": ("DATUM-01", put(
        RESULT, "R3", ready_by=[{"when": "Q4 2023"}],
        updates=[{"date": "2024-01-10", "done": True}])),
    "a moment past that was reported on since": ("DATUM-01", put(
        RESULT, "R3", ready_by=[{"when": "Q4 2023"}],
        updates=[{"date": "2024-01-10", "time": "off_course"}])),
    "an action that was done": ("DATUM-02", put(RESULT, "R3", actions=[
        {"text": "Werk de teams uit", "due": "Q4 2023", "done_on": "2023-12-01"}])),
    "a milestone on the reference date": ("DATUM-03", both(
        drop("work.milestones", "P2", "reached_on"),
        put("work.milestones", "P2", when="2024-03-31"))),
    "a milestone whose work was reported on since": ("DATUM-03", both(
        drop("work.milestones", "P2", "reached_on"),
        put(WORK, "W", updates=[{"date": "2024-02-01", "words": "De start is verschoven."}]))),
    "a milestone in the month of its decision": ("BESL-01", put(
        "work.milestones", "P1", when="juni 2024")),
    "a work that begins before a decision that was taken": ("BESL-01", None),
    "a later proposal of a work that was decided on": ("BESL-01", put(
        WORK, "W", proposals=["V1", "V2"])),
    "a proposal on the moment of which nothing begins": ("BESL-01", put(
        RESULT, "R3", phases=[{"kind": "build", "period": "juni 2024"}])),
    "a milestone without a date that was reached": ("PLAN-07", drop(
        "work.milestones", "P2", "when")),
    "a milestone that was reached": ("BESL-02", both(
        drop("work.milestones", "P1", "decision_moment"),
        put("work.milestones", "P1", reached_on="2024-03-01"))),
    "a goal above one that is served": ("DOEL-01", drop(WORK, "W", "goals")),
    "no goals at all": ("DOEL-01", both(
        remove("direction.goals", "D1"), remove("direction.goals", "D"),
        drop(WORK, "W", "goals"), drop(WORK, "T1", "goals"))),
}  # fmt: skip


@pytest.mark.parametrize(("code", "change", "words"), FIRES.values(), ids=FIRES)
def test_it_is_found(code: str, change: Change, words: str) -> None:
    assert any(words in sentence for sentence in sentences(code, change)), sentences(code, change)


@pytest.mark.parametrize(("code", "change"), SILENT.values(), ids=SILENT)
def test_it_is_no_finding(code: str, change: Change) -> None:
    assert sentences(code, change) == []


def test_an_action_under_many_results_is_told_once_of_each_next_one() -> None:
    same = [{"text": "Geef drie cursussen"}]
    more = (add(RESULT, code=f"X{n}", work="T2", title=f"Deel {n}", actions=same) for n in range(4))
    assert len(sentences("WERK-07", both(*more))) == 4


def test_results_that_wait_for_each_other_are_told_once() -> None:
    plan = stored()
    results = {row.code: row for row in Result.objects.all()}
    Dependency.objects.create(result=results["R1"], needs=results["R3"])
    Dependency.objects.create(result=results["R3"], needs=results["R2"])
    found = checks.run(Scope(plan, SYSTEM), "PLAN-04")
    assert [each.finding.text for each in found] == [
        "Deze resultaten wachten in een kring op elkaar: R1, R3, R2 en R1."
    ]


def test_a_large_circle_and_the_line_that_leads_to_it_are_one_finding() -> None:
    plan = stored(both(*(
        add(RESULT, code=f"Z{number:02}", work="T1", title=f"Deel {number}") for number in range(60)
    )))  # fmt: skip
    rows = list(Result.objects.filter(code__startswith="Z").order_by("code"))
    Dependency.objects.bulk_create(
        Dependency(result=one, needs=other)
        for one, other in [*pairwise(rows), (rows[-1], rows[10])]
    )
    found = checks.run(Scope(plan, SYSTEM), "PLAN-04")
    assert [each.finding.text for each in found] == [
        "Deze resultaten wachten in een kring op elkaar: Z10, Z11, Z12, Z13, Z14 en nog 46."
    ]


def test_results_that_wait_in_a_line_are_no_circle() -> None:
    assert sentences("PLAN-04", put(RESULT, "R3", needs=["R2"])) == []
