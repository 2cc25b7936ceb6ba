"""What plan check finds in risks: each rule fires on one change, and is silent about another."""

import pytest

from tests.checking import Change, add, both, drop, empty, norm, put, sentences

pytestmark = pytest.mark.django_db
RISK = "risk.risks"

FIRES = {
    "a plan without risks": (
        "RISICO-01", both(empty(RISK), drop("work.works", "W", "risks")),
        "Dit plan noemt geen enkel risico",
    ),
    "a risk without an owner": (
        "RISICO-02", drop(RISK, "RI2", "owner_role"),
        "Risico “Tegenvallende prijzen” (RI2) heeft geen eigenaar",
    ),
    "a risk without a measure": (
        "RISICO-03", drop(RISK, "RI2", "measures"),
        "Tegen risico “Tegenvallende prijzen” (RI2) is er geen maatregel",
    ),
    "a risk that was never judged": (
        "RISICO-04", drop(RISK, "RI2", "scores"), "“Tegenvallende prijzen” (RI2) is nooit beoord",
    ),
    "a risk judged too long ago": (
        "RISICO-04",
        put(RISK, "RI2", scores=[
            {"date": "2023-06-01", "moment": "before", "probability": 2, "time": 2}]),
        "is voor het laatst beoordeeld op 1 jun 2023; de norm is eens in de 6 maanden",
    ),
    "a high risk without a measure": (
        "RISICO-05", drop(RISK, "RI1", "measures"),
        "Risico “Te weinig mensen” (RI1) is hoog (kans 4, impact 4) en er staat geen maatregel",
    ),
    "a measure past its date": (
        "DATUM-06",
        put(RISK, "RI2", measures=[{"text": "Vraag offertes", "due": "Q4 2023"}]),
        "Een maatregel tegen risico “Tegenvallende prijzen” (RI2) had genomen moeten zijn (Q4 2023)"
        " en is dat niet: RI2.1",
    ),
    "measures past their date are told once for their risk": (
        "DATUM-06",
        put(RISK, "RI2", measures=[
            {"text": "Vraag offertes", "due": "Q3 2023"},
            {"text": "Leg prijzen vast", "due": "Q4 2023", "state": "running"}]),
        "2 maatregelen tegen risico “Tegenvallende prijzen” (RI2) hadden uiterlijk (Q4 2023)",
    ),
    "no risk with a measure is told once": (
        "RISICO-03",
        both(drop(RISK, "RI2", "measures"), add(RISK, code="RI3", title="Uitval")),
        "Tegen 2 van de 2 risico's in dit plan is er geen maatregel: RI2 en RI3",
    ),
}  # fmt: skip

SILENT = {
    "a plan with one risk that was closed": ("RISICO-01", both(
        drop("work.works", "W", "risks"),
        lambda data: data["risk"].update(
            risks=[{"code": "RI9", "title": "Oud", "closed_on": "2024-01-01"}]))),
    "a closed risk without an owner": ("RISICO-02", both(
        drop(RISK, "RI2", "owner_role"), put(RISK, "RI2", closed_on="2024-03-01"))),
    "a precondition without a measure": ("RISICO-03", add(
        RISK, code="RV1", kind="precondition", title="Genoeg geld")),
    "a high risk is told by its own rule": ("RISICO-03", drop(RISK, "RI1", "measures")),
    "a risk judged long ago under a wide norm": ("RISICO-04", both(
        norm("risk_review", value=24),
        put(RISK, "RI2", scores=[
            {"date": "2023-06-01", "moment": "before", "probability": 2, "time": 2}]))),
    "a risk judged after the reference date": ("RISICO-04", put(RISK, "RI2", scores=[
        {"date": "2024-05-01", "moment": "before", "probability": 2, "time": 2}])),
    "a measure past its date that is done": ("DATUM-06", put(RISK, "RI2", measures=[
        {"text": "Vraag offertes", "due": "Q4 2023", "state": "done"}])),
    "a measure past its date of a closed risk": ("DATUM-06", put(
        RISK, "RI2", closed_on="2024-03-01",
        measures=[{"text": "Vraag offertes", "due": "Q4 2023"}])),
    "a low risk without a measure": ("RISICO-05", drop(RISK, "RI2", "measures")),
}  # fmt: skip


@pytest.mark.parametrize(("code", "change", "words"), FIRES.values(), ids=FIRES)
def test_it_is_found(code: str, change: Change, words: str) -> None:
    assert any(words in sentence for sentence in sentences(code, change)), sentences(code, change)


@pytest.mark.parametrize(("code", "change"), SILENT.values(), ids=SILENT)
def test_it_is_no_finding(code: str, change: Change) -> None:
    assert sentences(code, change) == []
