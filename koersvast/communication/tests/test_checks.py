"""What plan check finds in communication: each rule fires on one change, and is silent else."""

import pytest

from tests.checking import Change, add, both, drop, put, remove, sentences

pytestmark = pytest.mark.django_db
MESSAGE = "communication.moments"


def old_messages(count: int) -> Change:
    """Return a change that adds messages of the past that nobody reported on."""
    return both(
        *(
            add(MESSAGE, code=f"X{n}", title=f"Bericht {n}", when="2024-02-01", audiences=["A1"])
            for n in range(count)
        )
    )


FIRES = {
    "an audience that no message is for": (
        "COMM-01", add("communication.audiences", code="A9", name="Bewoners"),
        "Geen enkel bericht is voor de doelgroep “Bewoners” (A9)",
    ),
    "many audiences that no message is for are told once": (
        "COMM-01",
        both(*(add("communication.audiences", code=f"A{n}", name=f"Groep {n}")
               for n in range(2, 8))),
        "Voor 6 van de 7 doelgroepen in dit plan is er geen bericht: A2, A3, A4, A5, A6 en A7",
    ),
    "a message before its decision": (
        "COMM-02", put(MESSAGE, "C1", when="2024-05-01"),
        "“Uitleg over de structuur” (C1) staat gepland voor 1 mei 2024, maar wacht op “De nieuwe",
    ),
    "a message that went out before its decision": (
        "COMM-02", put(MESSAGE, "C1", when="2024-03-01", done=True, done_on="2024-03-01"),
        "is verstuurd terwijl “De nieuwe structuur” (V2) er nog niet was",
    ),
    "a change that nobody is told of": (
        "COMM-03", remove(MESSAGE, "C1"), "“De nieuwe structuur” (V2) verandert iets voor medewer",
    ),
    "a message for nobody": (
        "COMM-04", drop(MESSAGE, "C2", "audiences"), "1 van de 2 berichten noemt geen doelgroep",
    ),
    "a message past and not done": (
        "DATUM-04", old_messages(1), "“Bericht 0” (X0) stond gepland voor 1 feb 2024 en is niet",
    ),
    "many messages past are told once": (
        "DATUM-04", old_messages(4), "4 berichten stonden gepland vóór 31 mrt 2024",
    ),
}  # fmt: skip

SILENT = {
    "an audience of a message that has no date": ("COMM-01", both(
        add("communication.audiences", code="A9", name="Bewoners"),
        add(MESSAGE, code="X", title="Brief", audiences=["A9"]))),
    "a message on the day of its decision": ("COMM-02", put(MESSAGE, "C1", when="2024-06-04")),
    "a change told of in a message of its work": ("COMM-03", drop(MESSAGE, "C1", "proposal")),
    "every message has an audience": ("COMM-04", None),
    "a cancelled message": ("DATUM-04", both(
        old_messages(1), put(MESSAGE, "X0", cancelled_on="2024-01-20"))),
    "a message that recurs": ("DATUM-04", both(
        old_messages(1), put(MESSAGE, "X0", rhythm="wekelijks"))),
}  # fmt: skip


@pytest.mark.parametrize(("code", "change", "words"), FIRES.values(), ids=FIRES)
def test_it_is_found(code: str, change: Change, words: str) -> None:
    assert any(words in sentence for sentence in sentences(code, change)), sentences(code, change)


@pytest.mark.parametrize(("code", "change"), SILENT.values(), ids=SILENT)
def test_it_is_no_finding(code: str, change: Change) -> None:
    assert sentences(code, change) == []
