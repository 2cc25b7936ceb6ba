"""Two at the same moment: of what draws on the last of a source, exactly one wins."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from koersvast.core.money import Total
from koersvast.funding.models import Allocation, SourceAmount
from koersvast.funding.services import allocate, change_allocation, set_amounts
from tests.plugins.at_once import AtOnce

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3


def draw(small: Any, code: str, amount: int = 80) -> Allocation:
    return Allocation(
        plan=small.plan,
        code=code,
        title="Start",
        funding_source=small.sources["B1"],
        work=small.works["T1"],
        amount=Decimal(amount),
        year=2023,
    )


def kinds(found: list[Any]) -> set[type]:
    return {type(each) for each in found}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_allocations_that_draw_the_last_euro_exactly_one_wins(
    at_once: AtOnce, cast: Any, small: Any, _round: int
) -> None:
    actor = cast.secretary.actor
    jobs = [
        lambda code=code: allocate(actor=actor, allocation=draw(small, code)) for code in ("A", "B")
    ]
    found = at_once(*jobs)
    assert sorted(isinstance(each, ValidationError) for each in found) == [False, True]
    refusal = next(each for each in found if isinstance(each, ValidationError))
    assert "amount" in refusal.message_dict
    assert Allocation.objects.get().amount == 80


def test_of_a_draw_that_grows_and_a_new_one_exactly_one_wins(
    at_once: AtOnce, cast: Any, small: Any
) -> None:
    actor, first = cast.secretary.actor, draw(small, "A", 40)
    allocate(actor=actor, allocation=first)
    found = at_once(
        lambda: change_allocation(actor=actor, allocation=first, changes={"amount": Decimal(80)}),
        lambda: allocate(actor=actor, allocation=draw(small, "B", 40)),
    )
    assert ValidationError in kinds(found) and len(kinds(found)) == 2
    assert sum(each.amount for each in Allocation.objects.all()) == 80


def test_of_a_draw_and_a_source_that_is_lowered_exactly_one_wins(
    at_once: AtOnce, cast: Any, small: Any
) -> None:
    actor, source = cast.secretary.actor, small.sources["B1"]
    found = at_once(
        lambda: allocate(actor=actor, allocation=draw(small, "A")),
        lambda: set_amounts(actor=actor, item=source, amounts={2023: Total(Decimal(79))}),
    )
    assert ValidationError in kinds(found) and len(kinds(found)) == 2
    drawn = sum(each.amount for each in Allocation.objects.all())
    assert drawn <= SourceAmount.objects.get().amount
