"""How long ago a risk was judged: counted to the day from which its plan is read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from koersvast.core.periods import parse_period
from koersvast.risk.models import Risk, Score
from koersvast.work.models import Milestone, ReadyBy
from tests.cast import Cast, SmallPlan


@pytest.fixture
def old(small: SmallPlan) -> SmallPlan:
    """A plan of which nothing lies ahead."""
    Milestone.objects.filter(plan=small.plan).delete()
    ReadyBy.objects.filter(result__plan=small.plan).delete()
    return small


def judged(small: SmallPlan, days: int) -> list[str]:
    """Judge a risk some days after the reference date; return where its age stands."""
    risk = Risk.objects.create(plan=small.plan, code="RI1", title="Risico")
    day = small.plan.reference_date + timedelta(days=days)
    Score.objects.create(risk=risk, date=day, probability=3, time=3)
    return ["/risks/", f"/risks/{risk.pk}/"]


def main(cast: Cast, address: str) -> str:
    shown = cast.reader.client.get(address).content.decode()
    return str(shown.split("<main")[1])


def test_an_old_plan_tells_the_age_from_its_reference_date(cast: Cast, old: SmallPlan) -> None:
    for address in judged(old, -10):
        assert "10 dagen vóór de peildatum" in main(cast, address)


def test_what_was_judged_on_the_reference_date_says_so(cast: Cast, old: SmallPlan) -> None:
    for address in judged(old, 0):
        assert "op de peildatum" in main(cast, address)


def test_a_plan_that_goes_on_tells_it_from_today(cast: Cast, old: SmallPlan) -> None:
    today = timezone.localdate()
    later = parse_period((today + timedelta(days=9)).isoformat())
    work = old.works["T1"]
    Milestone.objects.create(plan=old.plan, code="MX", title="Later", work=work, when=later)
    days = (today - old.plan.reference_date).days + 10
    for address in judged(old, -10):
        assert f"{days} dagen geleden" in main(cast, address)


def test_what_was_judged_after_the_reference_date_has_a_day_and_no_age(
    cast: Cast, old: SmallPlan
) -> None:
    for address in judged(old, 10):
        assert "peildatum" not in main(cast, address)
        assert "geleden" not in main(cast, address)
