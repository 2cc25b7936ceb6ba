"""What plan check finds in decisions: each rule fires on one change, and not on another."""

import pytest

from tests.checking import Change, add, both, drop, put, sentences

pytestmark = pytest.mark.django_db
ADVICE, DECISION, MOMENT = "decisions.advices", "decisions.decisions", "decisions.moments"
STRUCTURE = add(
    DECISION, code="B2", proposal="V2", body="college", title="Structuur gewijzigd",
    decided_on="2024-03-20", units=["bedrijfsvoering", "gemeente"],
)  # fmt: skip


def steps(*rows: dict[str, object]) -> Change:
    """Return a change that gives the procedure these steps."""
    return put("decisions.procedures", "PR1", steps=list(rows))


ADVISE = {"code": "1", "title": "Advies", "kind": "advice", "body": "or", "advice": "AD1"}
DECIDE = {"code": "2", "title": "Besluit", "kind": "decision", "body": "college"}
PLACE = {"code": "3", "title": "Plaatsing", "kind": "placement"}

FIRES = {
    "a request without a term and a meeting": (
        "BESL-03", drop(ADVICE, "AD1", "agreed_term", "consultation_on"),
        "Bij “Advies over de structuur” (AD1) ontbreekt: overlegvergadering en afgesproken termijn",
    ),
    "a change of units without advice": (
        "BESL-04", both(STRUCTURE, put(ADVICE, "AD1", withdrawn=True)),
        "“Structuur gewijzigd” (B2) (College) verandert 2 onderdelen",
    ),
    "a procedure that places people and asks nobody": (
        "BESL-04", steps(DECIDE, PLACE),
        "plaatst medewerkers in stap 3 Plaatsing; in geen enkele stap wordt de ondernemingsraad",
    ),
    "a decision before the advice": (
        "BESL-05",
        both(STRUCTURE, put(ADVICE, "AD1", consultation_on="2024-03-21", given_on="2024-03-25")),
        "“Structuur gewijzigd” (B2) is genomen (20 mrt 2024) voordat “Advies over de structuur”",
    ),
    "a procedure that decides before it asks": (
        "BESL-05", both(STRUCTURE, steps({**DECIDE, "code": "0", "decision": "B2"}, ADVISE)),
        "valt het besluit “Structuur gewijzigd” (B2) in stap 0 Besluit, terwijl het advies",
    ),
    "a procedure that places without a decision": (
        "BESL-06", steps(ADVISE, PLACE),
        "gaat van stap 1 Advies naar stap 3 Plaatsing; het besluit daartussen ontbreekt",
    ),
    "a step past its date": (
        "DATUM-07", steps({**ADVISE, "due": "2024-03-01"}, DECIDE, PLACE),
        "In “Nieuwe structuur” (PR1) had een stap gedaan moeten zijn (1 mrt 2024) en is dat niet: "
        "1 Advies",
    ),
    "steps past their date are told once": (
        "DATUM-07",
        steps({**ADVISE, "due": "2024-02-01"}, {**DECIDE, "due": "2024-03-01"}, PLACE),
        "In “Nieuwe structuur” (PR1) hadden 2 stappen uiterlijk (1 mrt 2024) gedaan moeten zijn",
    ),
    "a decision moment without a date": (
        "BESL-07", drop(MOMENT, "BM2", "when"), "“Besluit over de structuur” (BM2) heeft geen dat",
    ),
    "a decision without a day": (
        "BESL-08", drop(DECISION, "B1", "decided_on"), "Bij 1 van de 1 besluiten staat de dag niet",
    ),
    "adopted over an objection": (
        "BESL-09",
        put("decisions.proposals", "V1", objections=[{"reason": "Te duur", "role": "wethouder"}]),
        "College nam “Plan vastgesteld” (B1) aan met consent, terwijl 1 bezwaar niet is opgelost",
    ),
    "a moment that is past without a decision": (
        "DATUM-05", put(MOMENT, "BM2", when="2024-03-05"),
        "Het moment van “Besluit over de structuur” (BM2) is voorbij",
    ),
}  # fmt: skip

SILENT = {
    "a request that was withdrawn": ("BESL-03", both(
        drop(ADVICE, "AD1", "agreed_term"), put(ADVICE, "AD1", withdrawn=True))),
    "other advice": ("BESL-03", both(
        drop(ADVICE, "AD1", "agreed_term", "reasons"), put(ADVICE, "AD1", kind="other"))),
    "consent needs no measures": ("BESL-03", both(
        drop(ADVICE, "AD1", "measures"), put(ADVICE, "AD1", kind="consent"))),
    "a change of units on which advice is asked": ("BESL-04", STRUCTURE),
    "a change of units that was rejected": ("BESL-04", both(
        STRUCTURE, put(ADVICE, "AD1", withdrawn=True), put(DECISION, "B2", outcome="rejected"))),
    "a procedure that places people after advice": ("BESL-04", steps(ADVISE, DECIDE, PLACE)),
    "a procedure on whose proposal advice is asked elsewhere": ("BESL-04", steps(
        {**DECIDE, "proposal": "V2"}, PLACE)),
    "a decision on the day of the advice": ("BESL-05", both(
        STRUCTURE, put(ADVICE, "AD1", consultation_on="2024-03-10", given_on="2024-03-20"))),
    "a decision in the month of the advice": ("BESL-05", both(
        STRUCTURE, put(ADVICE, "AD1", consultation_on="2024-03-10", given_on="maart 2024"))),
    "a procedure that decides after the advice": ("BESL-06", steps(ADVISE, DECIDE, PLACE)),
    "a procedure without advice": ("BESL-06", steps(PLACE)),
    "a step past its date that is done": ("DATUM-07", steps(
        {"code": "0", "title": "Begin", "kind": "step", "due": "2024-02-01", "done": True},
        ADVISE, DECIDE, PLACE)),
    "a step on the reference date": ("DATUM-07", steps(
        {**ADVISE, "due": "2024-03-31"}, DECIDE, PLACE)),
    "a decision moment in a quarter": ("BESL-07", put(MOMENT, "BM2", when="Q2 2024")),
    "a decision of a month": ("BESL-08", put(DECISION, "B1", decided_on="februari 2024")),
    "an objection that was settled": ("BESL-09", put("decisions.proposals", "V1", objections=[
        {"reason": "Te duur", "role": "wethouder", "settled_on": "2024-02-05"}])),
    "an objection to a body that does not decide by consent": ("BESL-09", both(
        put("decisions.bodies", "college", rule="majority"),
        put("decisions.proposals", "V1", objections=[{"reason": "Duur", "role": "wethouder"}]))),
    "a moment past on which the body decided": ("DATUM-05", both(
        put(MOMENT, "BM2", when="2024-03-05"),
        add(DECISION, code="B3", body="college", title="Besloten", decided_on="2024-03-05"))),
}  # fmt: skip


@pytest.mark.parametrize(("code", "change", "words"), FIRES.values(), ids=FIRES)
def test_it_is_found(code: str, change: Change, words: str) -> None:
    assert any(words in sentence for sentence in sentences(code, change)), sentences(code, change)


@pytest.mark.parametrize(("code", "change"), SILENT.values(), ids=SILENT)
def test_it_is_no_finding(code: str, change: Change) -> None:
    assert sentences(code, change) == []
