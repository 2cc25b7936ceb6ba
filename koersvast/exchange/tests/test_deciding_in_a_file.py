"""What people write in a file about decisions, advice and objections, and what the system loads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from koersvast.decisions.models import Decision
from koersvast.exchange.tests.plans import HEAD, bring, refused, stored

BEFORE = (
    HEAD
    + """\
decisions:
  bodies:
    - {code: college, name: College, kind: college}
    - {code: kring, name: Kring, kind: management_team, rule: consent}
    - {code: or, name: Ondernemingsraad, kind: works_council}
  proposals:
    - {code: V1, body: college, title: Structuur}
    - {code: V2, body: kring, title: Anders werken, objections: [{reason: Te krap}]}
    - {code: V3, body: college, title: Vrij}
"""
)
ADVICE = "  advices:\n    - {code: AD1, body: or, proposal: V1, title: Advies, MORE}\n"
ASKED = "requested_on: 2023-02-01, agreed_term: 2023-03-01"


def file(decision: str = "", more: str = ASKED) -> str:
    row = f"  decisions:\n    - {{code: B1, title: Besluit, {decision}}}\n" if decision else ""
    return BEFORE + row + ADVICE.replace("MORE", more)


def on(day: str, proposal: str = "V1", outcome: str = "as_proposed", body: str = "college") -> str:
    return f"proposal: {proposal}, body: {body}, outcome: {outcome}, decided_on: {day}"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The sentences are compared as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("decision", "more", "sentence"),
    [
        (on("2023-02-20"), ASKED, "the agreed term runs"),
        (on("2023-02-20", outcome='""'), ASKED, "the agreed term runs"),
        (on("2023-03-20"), "withdrawn: true, requested_on: 2023-02-01", "asked and withdrawn"),
        ("proposal: V1, body: college, outcome: amended", 'note: ""', "has not been asked"),
        (on("2023-02-20", "V2", body="kring"), ASKED, "reasoned objection still stands"),
    ],
)
def test_people_bring_in_no_decision_before_its_advice_or_over_an_objection(
    cast: Any, decision: str, more: str, sentence: str
) -> None:
    actor = cast.administrator.actor
    (problem,) = refused(file(decision, more), actor=actor)
    assert "decisions.decisions B1" in problem
    assert sentence in problem
    assert not Decision.objects.exists()
    stored(file(decision, more))
    stored(file(decision, more), actor=actor)


@pytest.mark.parametrize(
    "decision",
    [
        on("2023-03-02"),
        on("2023-02-20", outcome="postponed"),
        on("2023-02-20", "V3"),
        "body: college, outcome: as_proposed",
        "proposal: V1, body: college",
    ],
)
def test_other_decisions_are_brought_in(cast: Any, decision: str) -> None:
    stored(file(decision), actor=cast.administrator.actor)


def test_what_was_asked_and_what_stands_is_not_removed_by_a_file(cast: Any) -> None:
    stored(file())
    actor = cast.administrator.actor
    (problem,) = refused(BEFORE, actor=actor, prune=True)
    assert "is not deleted" in problem
    without = file().replace(", objections: [{reason: Te krap}]", "")
    (problem,) = refused(without, actor=actor, prune=True)
    assert "still stands" in problem
    assert bring(BEFORE, prune=True).ok
