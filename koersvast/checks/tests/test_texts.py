"""What plan check finds in every register: placeholders, abbreviations, unreadable periods."""

import pytest

from koersvast.checks.checks import PLACEHOLDER
from tests.checking import Change, add, both, norm, put, sentences

pytestmark = pytest.mark.django_db
RESULT = "work.results"

FIRES = {
    "a placeholder in a title": (
        "TEKST-01", put("risk.risks", "RI2", title="..."),
        "Bij risico RI2 moet de tekst nog worden ingevuld: “...”",
    ),
    "a placeholder at the end of a nested text": (
        "TEKST-01", put(RESULT, "R3", actions=[{"text": "Aantal mensen: n.t.b."}]),
        "Bij actie R3.1 moet de tekst nog worden ingevuld: “Aantal mensen: n.t.b.”",
    ),
    "an abbreviation that is nowhere explained": (
        "TEKST-02", put(RESULT, "R3", title="SZMH ingericht"), "“SZMH” is nergens uitgelegd",
    ),
    "an abbreviation that is the code and the name of a row": (
        "TEKST-02",
        add("work.works", code="KCC", parent="W", kind="programme_line", title="KCC"),
        "“KCC” is nergens uitgelegd",
    ),
    "an abbreviation in the name of a role that the plan uses": (
        "TEKST-02", put("organisation.roles", "hoofd", name="Hoofd BMO"), "“BMO” is nergens",
    ),
    "a period that could not be read": (
        "PLAN-06", put(RESULT, "R3", ready_by=[{"when": "na de zomer"}]),
        "“Structuur ingericht” (R3): “na de zomer” is niet als periode te lezen",
    ),
}  # fmt: skip

SILENT = {
    "a placeholder inside a sentence": ("TEKST-01", put(
        RESULT, "R3", description="Wat volgt op het besluit, staat in de bijlage.")),
    "a placeholder in a note of the editor": ("TEKST-01", put(RESULT, "R3", note="volgt")),
    "a placeholder in something made up": ("TEKST-01", add(
        RESULT, code="X", work="T1", title="...", illustrative=True)),
    "an abbreviation that the plan explains before it": ("TEKST-02", both(
        put(RESULT, "R3", title="KCC ingericht"),
        put(RESULT, "R1", description="Het Klantcontactcentrum (KCC) wordt vernieuwd."))),
    "an abbreviation that the plan explains after it": ("TEKST-02", put(
        RESULT, "R3", title="KCC (klantcontactcentrum) ingericht")),
    "an abbreviation that the plan uses from here on": ("TEKST-02", both(
        put(RESULT, "R3", title="KCC ingericht"),
        put(RESULT, "R1", description="Het Klantcontactcentrum (hierna: “KCC”) begint."))),
    "an abbreviation that is the code of a row": ("TEKST-02", both(
        put(RESULT, "R3", title="Structuur van KCC ingericht"),
        add("work.works", code="KCC", parent="W", kind="programme_line",
            title="Klantcontactcentrum"))),
    "an abbreviation that everybody knows": ("TEKST-02", put(RESULT, "R3", title="OR en HR")),
    "an abbreviation of the municipality": ("TEKST-02", both(
        put(RESULT, "R3", title="SZMH ingericht"), norm("abbreviations", words="SZMH BMO"))),
    "a Roman number and a code": ("TEKST-02", put(RESULT, "R3", title="Deel III van R1, zie V2")),
    "a period that goes on": ("PLAN-06", put(RESULT, "R3", ready_by=[{"when": "continu"}])),
}  # fmt: skip


@pytest.mark.parametrize(("code", "change", "words"), FIRES.values(), ids=FIRES)
def test_it_is_found(code: str, change: Change, words: str) -> None:
    assert any(words in sentence for sentence in sentences(code, change)), sentences(code, change)


@pytest.mark.parametrize(("code", "change"), SILENT.values(), ids=SILENT)
def test_it_is_no_finding(code: str, change: Change) -> None:
    assert sentences(code, change) == []


@pytest.mark.parametrize(
    "text", ["...", "…", "volgt", "Bedrag volgt.", "n.t.b.", "pm", "Kosten: PM"]
)
def test_these_are_placeholders(text: str) -> None:
    assert PLACEHOLDER.search(text)


@pytest.mark.parametrize(
    "text", ["Opvolgt", "Wat volgt, is helder", "3 pm-posten", "Spm", "gevolgt"]
)
def test_these_are_none(text: str) -> None:
    assert not PLACEHOLDER.search(text)
