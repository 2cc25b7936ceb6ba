"""What plan check finds in the organisation, as far as the plan uses it."""

import pytest

from tests.checking import Change, add, both, norm, put, sentences

pytestmark = pytest.mark.django_db
UNIT, ROLE = "organisation.units", "organisation.roles"
DEEP = both(
    add(UNIT, code="team", name="Team", level="team", placements=[{"parent": "bedrijfsvoering"}]),
    put("work.works", "T2", unit="team"),
)
ENDED = put(
    UNIT, "bedrijfsvoering", valid_to="2024-02-29",
    placements=[{"parent": "gemeente", "valid_to": "2024-02-29"}],
)  # fmt: skip

FIRES = {
    "more layers than the norm": (
        "ORG-01", both(DEEP, norm("management_layers", value=2)),
        "Er zijn 3 managementlagen en de norm is 2; te diep staan: Team",
    ),
    "a unit without a lead": (
        "ORG-02", DEEP, "Er staat niet welke rol leiding geeft aan “Team” (team)",
    ),
    "a role of a unit that has ended": (
        "ORG-03", ENDED,
        "“Controller” (controller) heeft een taak in dit plan, maar het onderdeel",
    ),
}  # fmt: skip

SILENT = {
    "as many layers as the norm": ("ORG-01", both(DEEP, norm("management_layers", value=3))),
    "no norm for layers": ("ORG-01", both(
        DEEP, lambda data: data["checks"]["norms"].pop(1))),
    "a unit that the plan does not use": ("ORG-02", add(
        UNIT, code="ander", name="Ander", level="team", placements=[{"parent": "gemeente"}])),
    "a unit that has ended needs no lead": ("ORG-02", both(
        DEEP, put(UNIT, "team", valid_to="2024-01-31",
                  placements=[{"parent": "bedrijfsvoering", "valid_to": "2024-01-31"}]))),
    "a role of an ended unit that the plan does not use": ("ORG-03", both(
        add(UNIT, code="oud", name="Oud", level="team", valid_to="2024-01-31"),
        add(ROLE, code="oudrol", name="Oude rol", unit="oud"))),
    "a unit that ends on the reference date": ("ORG-03", put(
        UNIT, "bedrijfsvoering", valid_to="2024-03-31",
        placements=[{"parent": "gemeente", "valid_to": "2024-03-31"}])),
}  # fmt: skip


@pytest.mark.parametrize(("code", "change", "words"), FIRES.values(), ids=FIRES)
def test_it_is_found(code: str, change: Change, words: str) -> None:
    assert any(words in sentence for sentence in sentences(code, change)), sentences(code, change)


@pytest.mark.parametrize(("code", "change"), SILENT.values(), ids=SILENT)
def test_it_is_no_finding(code: str, change: Change) -> None:
    assert sentences(code, change) == []
