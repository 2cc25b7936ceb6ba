"""Assignments in a plan file: versions, and in them agreements; what cannot be is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from koersvast.core.actors import Access, Actor
from koersvast.direction.models import Plan
from koersvast.exchange.tests.plans import PLAN, bring, changed, exported, refused, stored
from koersvast.exchange.writer import plan_data
from koersvast.work.models import Agreement, AssignmentVersion

pytestmark = pytest.mark.django_db

ROLES = """\
    - {code: directeur, name: Directeur, unit: concern}
    - {code: manager, name: Programmamanager}
    - {code: wethouder, name: Wethouder}
  people:
    - {code: anna, name: Anna}
    - {code: bert, name: Bert}
"""
ERRAND = """\
  assignments:
    - code: O1
      work: T
      kind: bestuursopdracht
      contractor: manager
      administrative_principal: directeur
      political_principal: wethouder
      versions:
        - number: 1
          result: Tien groene pleinen
          offered_on: 2023-03-01
          agreements:
            - {party: contractor, role: manager, person: anna, agreed_on: 2023-03-02}
            - party: administrative_principal
              role: directeur
              person: bert
              agreed_on: 2023-03-05
            - {party: political_principal, role: wethouder, agreed_on: 2023-03-04}
"""
WHOLE = PLAN.replace("    - {code: directeur, name: Directeur, unit: concern}\n", ROLES).replace(
    "funding:\n", f"{ERRAND}funding:\n"
)
LAST = "            - {party: political_principal, role: wethouder, agreed_on: 2023-03-04}\n"
ENDED_TWICE = "      fulfilled_on: 2023-04-01\n      withdrawn_on: 2023-04-01\n"


def version() -> Any:
    return AssignmentVersion.objects.get()


def test_a_version_that_every_party_agreed_to_is_agreed_on_the_last_day() -> None:
    stored(WHOLE)
    assert version().agreed_on == date(2023, 3, 5)
    assert Agreement.objects.count() == 3


def test_a_version_that_waits_for_a_party_is_not_agreed() -> None:
    stored(changed(LAST, "", WHOLE))
    assert version().agreed_on is None


def test_it_comes_back_as_it_was_and_again() -> None:
    stored(WHOLE)
    (row,) = exported()["work"]["assignments"]
    (told,) = row["versions"]
    assert told["agreements"][0] == {
        "party": "contractor",
        "role": "manager",
        "person": "anna",
        "agreed_on": "2023-03-02",
    }
    assert stored(WHOLE).rows == []


def test_a_changed_agreement_is_a_changed_row_and_no_other() -> None:
    stored(WHOLE)
    outcome = stored(
        changed("wethouder, agreed_on: 2023-03-04", "wethouder, agreed_on: 2023-03-03", WHOLE)
    )
    assert [row.table for row in outcome.rows] == ["work.assignments.versions.agreements"]


def test_a_pruned_assignment_takes_its_versions_along() -> None:
    stored(WHOLE)
    stored(
        PLAN.replace(
            "  roles:\n    - {code: directeur, name: Directeur, unit: concern}\n",
            f"  roles:\n{ROLES}",
        ),
        prune=True,
    )
    assert not AssignmentVersion.objects.exists()
    assert not Agreement.objects.exists()


def test_an_assignment_without_parties_is_stored_as_the_source_has_it() -> None:
    text = PLAN.replace(
        "funding:\n",
        "  assignments: [{code: O1, work: T, versions: [{number: 1, scope: Pleinen}]}]\nfunding:\n",
    )
    stored(text)
    assert version().agreed_on is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("person: bert", "person: anna", "anna"),
        ("role: wethouder, agreed", "role: manager, agreed", "manager"),
        ("kind: bestuursopdracht", "kind: assignment", "version 1"),
        (LAST, "          agreed_on: 2023-03-05\n", "agreed_on"),
        ("      kind: best", f"{ENDED_TWICE}      kind: best", "O1"),
        (LAST, LAST + LAST, "political_principal"),
    ],
)  # fmt: skip
def test_agreements_that_cannot_be_are_refused(old: str, new: str, words: str) -> None:
    (problem, *_more) = refused(changed(old, new, WHOLE))
    assert words in problem
    assert not AssignmentVersion.objects.exists()


def test_a_problem_of_a_nested_row_is_told_at_its_line() -> None:
    text = changed("person: bert", "person: niemand", WHOLE)
    (problem, *_more) = refused(text)
    line = text[: text.index("party: administrative")].count("\n") + 1
    assert problem.startswith(f"{line}:")


def test_one_person_agrees_in_two_assignments() -> None:
    second = ERRAND.removeprefix("  assignments:\n").replace("O1", "O2")
    stored(WHOLE.replace("funding:\n", f"{second}funding:\n"))
    assert Agreement.objects.filter(person__code="anna").count() == 2


def test_who_may_not_import_changes_no_words_of_an_offered_version() -> None:
    stored(WHOLE)
    keeper = Actor(name="secretaris", access=Access.EDITOR)
    outcome = bring(changed("Tien groene", "Elf groene", WHOLE), actor=keeper)
    assert not outcome.stored
    assert version().result == "Tien groene pleinen"


DECIDED = """\
decisions:
  bodies:
    - {code: college, name: College, kind: college}
  proposals:
    - {code: V1, body: college, title: Geheim plan, openness: confidential}
    - {code: V2, body: college, title: Open plan}
  decisions:
    - {code: B1, body: college, proposal: V1, title: Geheim besluit}
    - {code: B2, body: college, proposal: V2, title: Open besluit}
"""


def test_what_one_may_not_see_is_named_by_no_row_that_one_sees() -> None:
    work = "{code: T, kind: programme_line, title: Control, parent: W}"
    text = changed(work, work[:-1] + ", proposals: [V1, V2], decisions: [B1, B2]}", WHOLE)
    raised = """\
  escalations:
    - code: E1
      assignment: O1
      title: Wie gaat voor
      raised_by: manager
      raised_on: 2023-04-01
      interests: Tempo en beheer
      tried_together: Twee gesprekken
      question: Wie gaat voor?
      decision: B1
"""
    stored(text.replace("funding:\n", f"{raised}funding:\n") + DECIDED)
    whole = exported()["work"]
    assert whole["works"][1]["proposals"] == ["V1", "V2"]
    assert whole["escalations"][0]["decision"] == "B1"
    reader = Actor(name="lezer", access=Access.READER)
    seen = plan_data(Plan.objects.get(), reader)["work"]
    assert seen["works"][1]["proposals"] == ["V2"]
    assert seen["works"][1]["decisions"] == ["B2"]
    assert "decision" not in seen["escalations"][0]
