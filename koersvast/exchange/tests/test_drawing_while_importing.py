"""A draw on screen and one in a file at the same moment: exactly one wins."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from koersvast.core.actors import SYSTEM
from koersvast.core.upsert import Outcome
from koersvast.exchange.services import import_plan
from koersvast.funding.models import Allocation
from koersvast.funding.services import allocate
from tests.plugins.at_once import AtOnce

pytestmark = pytest.mark.django_db(transaction=True)
FILE = """\
koersvast: 1
plan: {code: P, title: Voorbeeldplan, reference_date: 2023-03-01}
funding:
  sources:
    - {code: B1, title: Begroting 2023, nature: structural, amounts: {2023: 80}}
  allocations:
    - {code: F, funding_source: B1, title: Uit een bestand, amount: 80, year: 2023}
"""


def draw(small: Any) -> Allocation:
    place = {"plan": small.plan, "funding_source": small.sources["B1"], "work": small.works["T1"]}
    return Allocation(code="A", title="Start", amount=Decimal(80), year=2023, **place)


def test_of_a_draw_on_screen_and_one_in_a_file_exactly_one_wins(
    at_once: AtOnce, cast: Any, small: Any
) -> None:
    actor = cast.secretary.actor
    found = at_once(
        lambda: allocate(actor=actor, allocation=draw(small)),
        lambda: import_plan(actor=SYSTEM, content=FILE.encode()),
    )
    assert [
        each for each in found if type(each) not in {Outcome, ValidationError, type(None)}
    ] == []
    outcome = next(each for each in found if isinstance(each, Outcome))
    refused = any(isinstance(each, ValidationError) for each in found)
    assert outcome.stored is refused
    assert Allocation.objects.get().amount == 80
