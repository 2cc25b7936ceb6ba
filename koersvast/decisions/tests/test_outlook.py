"""Decisions on the first page."""

from __future__ import annotations

from datetime import date

import pytest

from koersvast.core.actors import ANONYMOUS, SYSTEM
from koersvast.core.outlook import outlooks
from koersvast.core.periods import parse_period
from koersvast.decisions.models import Body, DecisionMoment
from tests.cast import Cast, SmallPlan

pytestmark = pytest.mark.django_db


def test_decision_moments_ahead_stand_among_the_next_dates(cast: Cast, small: SmallPlan) -> None:
    body = Body.objects.create(code="B", name="College", kind=Body.Kind.COLLEGE)
    for code, when in (("D1", "Q4 2022"), ("D2", "12 april 2023"), ("D3", "")):
        DecisionMoment.objects.create(
            plan=small.plan,
            code=code,
            body=body,
            title=f"Moment {code}",
            when=parse_period(when) if when else None,
        )
    starts = {small.plan: date(2023, 3, 1)}
    assert [each.what for each in outlooks.dates(SYSTEM, starts)] == ["Moment D2"]
    assert outlooks.dates(ANONYMOUS, starts) == []
    page = cast.reader.client.get("/").content.decode()
    assert "Moment D2" in page
    assert "College" in page
