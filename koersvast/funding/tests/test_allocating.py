"""Drawing on a funding source."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from koersvast.funding.models import Allocation, FundingSource, SourceAmount
from koersvast.funding.services import allocate, change_allocation


def draw(small: Any, amount: int | None, code: str = "A1", **more: Any) -> Allocation:
    fields = {"plan": small.plan, "funding_source": small.sources["B1"], "work": small.works["T1"]}
    return Allocation(code=code, title="Start", amount=amount, **fields | more)


def test_a_draw_up_to_what_is_left_is_stored(cast: Any, small: Any) -> None:
    allocate(actor=cast.secretary.actor, allocation=draw(small, 50))
    allocate(actor=cast.secretary.actor, allocation=draw(small, 30, "A2"))
    assert Allocation.objects.count() == 2


def test_a_draw_beyond_what_is_left_is_refused_with_the_figures(cast: Any, small: Any) -> None:
    allocate(actor=cast.secretary.actor, allocation=draw(small, 50))
    with pytest.raises(ValidationError) as refused:
        allocate(actor=cast.secretary.actor, allocation=draw(small, 31, "A2"))
    sentence = refused.value.message_dict["amount"][0]
    for figure in ("31", "80", "50", "30"):
        assert f"€ {figure}" in sentence
    assert Allocation.objects.count() == 1


def test_incidental_money_of_another_year_is_not_drawn_on(cast: Any, small: Any) -> None:
    source, actor = small.sources["B1"], cast.secretary.actor
    FundingSource.objects.filter(pk=source.pk).update(nature="incidental")
    SourceAmount.objects.create(item=source, year=2024, amount=20)
    with pytest.raises(ValidationError) as refused:
        allocate(actor=actor, allocation=draw(small, 81, year=2023))
    sentence = refused.value.message_dict["amount"][0]
    assert "2023" in sentence and "2024" in sentence
    allocate(actor=actor, allocation=draw(small, 100))


def test_a_structural_draw_holds_every_year_after_and_must_fit_in_all_of_them(
    cast: Any, small: Any
) -> None:
    SourceAmount.objects.create(item=small.sources["B1"], year=2025, amount=50)
    with pytest.raises(ValidationError) as refused:
        allocate(actor=cast.secretary.actor, allocation=draw(small, 60, year=2024))
    assert "2025" in refused.value.message_dict["amount"][0]
    allocate(actor=cast.secretary.actor, allocation=draw(small, 50, year=2024))


def test_pm_in_a_source_is_no_money_to_draw_on(cast: Any, small: Any) -> None:
    SourceAmount.objects.create(item=small.sources["B1"], year=2024, pm=True)
    with pytest.raises(ValidationError, match="pm"):
        allocate(actor=cast.secretary.actor, allocation=draw(small, 81))


@pytest.mark.parametrize("who", ["director", "employee", "reader", "outsider"])
def test_only_programme_secretaries_and_administrators_draw(
    cast: Any, small: Any, who: str
) -> None:
    with pytest.raises(PermissionDenied):
        allocate(actor=cast.all()[who].actor, allocation=draw(small, 1000))


def test_a_draw_without_source_or_amount_is_refused_with_a_sentence(cast: Any, small: Any) -> None:
    for missing in (draw(small, None), draw(small, 5, funding_source=None)):
        with pytest.raises(ValidationError):
            allocate(actor=cast.secretary.actor, allocation=missing)


def test_a_draw_goes_to_a_work_or_to_a_cost_item(cast: Any, small: Any) -> None:
    with pytest.raises(ValidationError):
        both = draw(small, 5, cost_item=small.costs["K1"])
        allocate(actor=cast.secretary.actor, allocation=both)


def stored(small: Any, amount: int, code: str = "A1") -> Allocation:
    allocation = draw(small, amount, code)
    allocation.save()
    return allocation


def test_a_draw_is_raised_up_to_what_is_left_apart_from_itself(cast: Any, small: Any) -> None:
    allocation, actor = stored(small, 60), cast.secretary.actor
    changed = change_allocation(
        actor=actor, allocation=allocation, changes={"amount": Decimal(80)}, version=1
    )
    assert changed == ["amount"]
    with pytest.raises(ValidationError):
        change_allocation(actor=actor, allocation=allocation, changes={"amount": Decimal(81)})


def test_an_overdrawn_source_may_be_drawn_on_less_or_described_better(
    cast: Any, small: Any
) -> None:
    allocation, actor = stored(small, 200), cast.secretary.actor
    change_allocation(actor=actor, allocation=allocation, changes={"amount": Decimal(150)})
    change_allocation(actor=actor, allocation=allocation, changes={"title": "Vervolg"})
    allocation.refresh_from_db()
    assert (allocation.amount, allocation.title) == (150, "Vervolg")


def test_a_draw_moves_only_to_a_source_that_has_enough_left(cast: Any, small: Any) -> None:
    other = FundingSource.objects.create(
        plan=small.plan, code="B2", title="Berap", nature="incidental"
    )
    SourceAmount.objects.create(item=other, year=2023, amount=10)
    allocation = stored(small, 60)
    with pytest.raises(ValidationError):
        change_allocation(
            actor=cast.secretary.actor, allocation=allocation, changes={"funding_source": other}
        )


def test_a_draw_without_an_amount_is_refused_by_its_own_check(cast: Any, small: Any) -> None:
    with pytest.raises(ValidationError):
        change_allocation(
            actor=cast.secretary.actor, allocation=stored(small, 5), changes={"amount": None}
        )


def test_a_reader_changes_no_draw(cast: Any, small: Any) -> None:
    with pytest.raises(PermissionDenied):
        change_allocation(
            actor=cast.reader.actor, allocation=stored(small, 5), changes={"amount": Decimal(1)}
        )
