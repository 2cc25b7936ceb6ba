"""Draws in a plan file: no more than is left, and by decisions that were adopted."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from koersvast.exchange.tests.plans import PLAN, exported, refused, stored
from koersvast.funding.models import Allocation, FundingSource

pytestmark = pytest.mark.django_db
DRAWS = (
    PLAN
    + """\
  sources:
    - {code: F1, work: W, title: Budget, nature: structural, amounts: {2023: 1000000}}
  allocations:
    - {code: T1, funding_source: F1, title: Eerste, year: 2023, amount: 127000}
    - {code: T2, funding_source: F1, title: Tweede, year: 2023, amount: 237931, decided_by: B1}
decisions:
  bodies:
    - {code: college, name: College, kind: college}
  decisions:
    - {code: B1, body: college, title: Tweede deel, outcome: as_proposed}
    - {code: B2, body: college, title: Later, outcome: postponed}
    - {code: B3, body: college, title: Onbekend}
"""
)


def again(old: str, new: str) -> str:
    assert DRAWS.count(old) == 1, old
    return DRAWS.replace(old, new)


def test_draws_come_in_and_go_out_with_their_decision() -> None:
    stored(DRAWS)
    assert Allocation.objects.get(code="T2").decided_by.code == "B1"
    first, second = exported()["funding"]["allocations"]
    assert "decided_by" not in first and second["decided_by"] == "B1"
    assert "beyond" not in second


def test_drawing_more_than_the_source_offers_is_refused_at_the_last_draw() -> None:
    with override("en"):
        (problem,) = refused(again("amount: 237931", "amount: 873001"))
    assert "funding.allocations T2" in problem
    assert "€1,000,000" in problem and "€1,000,001" in problem


def test_a_decision_that_allows_it_lets_it_in() -> None:
    stored(again("amount: 237931", "amount: 873001, beyond: true"))
    assert Allocation.objects.get(code="T2").beyond


@pytest.mark.parametrize("decision", ["B3", ""])
def test_beyond_needs_a_decision_that_was_adopted(decision: str) -> None:
    named = f"decided_by: {decision}, beyond: true" if decision else "beyond: true"
    (problem,) = refused(again("decided_by: B1", named))
    assert "funding.allocations T2" in problem and "beyond" in problem


def test_a_decision_that_was_postponed_gives_no_money() -> None:
    (problem,) = refused(again("decided_by: B1", "decided_by: B2"))
    assert "funding.allocations T2" in problem and "B2" in problem


def test_an_outcome_that_the_source_does_not_tell_is_carried_over() -> None:
    stored(again("decided_by: B1", "decided_by: B3"))
    assert Allocation.objects.get(code="T2").decided_by.outcome == ""


def test_a_source_rests_on_no_rejected_decision_either() -> None:
    (problem,) = refused(
        again("nature: structural, amounts", "nature: structural, decided_by: B2, amounts")
    )
    assert "funding.sources F1" in problem


def test_a_source_is_not_lowered_below_what_is_stored_as_drawn() -> None:
    stored(DRAWS)
    (problem,) = refused(again("2023: 1000000", "2023: 364930"))
    assert "funding.sources F1" in problem
    stored(again("2023: 1000000", "2023: 364931"))


def test_a_new_draw_counts_with_those_that_are_stored() -> None:
    stored(DRAWS)
    only = DRAWS.replace("T1, funding_source", "T3, funding_source")
    (problem,) = refused(only.replace("amount: 127000", "amount: 635070"))
    assert "funding.allocations T3" in problem
    stored(only.replace("amount: 127000", "amount: 635069"))


def test_a_decision_that_allows_more_is_not_rejected_by_a_file(cast: Any) -> None:
    beyond = again("amount: 237931", "amount: 873001, beyond: true")
    stored(beyond)
    rejected = beyond.replace("outcome: as_proposed", "outcome: rejected")
    (problem,) = refused(rejected, actor=cast.administrator.actor)
    assert "decisions.decisions B1" in problem and "T2" in problem
    stored(again("outcome: as_proposed", "outcome: amended"), actor=cast.administrator.actor)


def test_what_was_overdrawn_before_may_be_described_better() -> None:
    stored(DRAWS)
    source = FundingSource.objects.get()
    source.amounts.all().delete()
    row = source.amounts.create(year=2023, amount=5)
    assert row.pk
    stored(again("title: Eerste", "title: Begin").replace("2023: 1000000", "2023: 5"))
    assert Allocation.objects.get(code="T1").title == "Begin"
