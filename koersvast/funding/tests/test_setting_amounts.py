"""Setting the amounts of a cost item or source."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from koersvast.core.money import Total
from koersvast.funding.models import Allocation, CostAmount, CostItem, SourceAmount
from koersvast.funding.services import (
    AmountChange,
    ChangedMeanwhile,
    GridRefused,
    RowOfAmounts,
    change_allocation,
    save_grid,
    set_amounts,
)

PM = Total(pm=True)


def euros(amount: int) -> Total:
    return Total(Decimal(amount))


def amounts_of(item: Any) -> dict[int | None, Total]:
    return {each.year: each.total for each in item.amounts.all()}


def test_amounts_are_added_changed_and_removed_in_one_go(cast: Any, small: Any) -> None:
    item = small.costs["K1"]
    changes = set_amounts(
        actor=cast.secretary.actor,
        item=item,
        amounts={2023: euros(120), 2024: None, 2025: PM, None: euros(7)},
    )
    assert amounts_of(item) == {2023: euros(120), 2025: PM, None: euros(7)}
    assert changes == [
        AmountChange(2023, euros(100), euros(120)),
        AmountChange(2024, euros(50), None),
        AmountChange(2025, None, PM),
        AmountChange(None, None, euros(7)),
    ]
    assert [change.key for change in changes] == ["2023", "2024", "2025", "total"]


def test_pm_becomes_an_amount_and_an_amount_pm(cast: Any, small: Any) -> None:
    actor = cast.secretary.actor
    set_amounts(actor=actor, item=small.costs["K2"], amounts={2023: euros(5)})
    set_amounts(actor=actor, item=small.costs["K1"], amounts={2023: PM})
    assert amounts_of(small.costs["K2"]) == {2023: euros(5)}
    assert amounts_of(small.costs["K1"])[2023] == PM


def test_years_that_are_not_named_stay_as_they_are(cast: Any, small: Any) -> None:
    set_amounts(actor=cast.secretary.actor, item=small.costs["K1"], amounts={2023: euros(1)})
    assert amounts_of(small.costs["K1"])[2024] == euros(50)


def test_nothing_is_stored_when_nothing_differs(cast: Any, small: Any) -> None:
    item = small.costs["K1"]
    history = CostAmount.history.count()
    same = {2023: euros(100), 2030: None}
    assert set_amounts(actor=cast.secretary.actor, item=item, amounts=same, version=99) == []
    item.refresh_from_db()
    assert (item.version, CostAmount.history.count()) == (1, history)


def test_a_change_is_kept_in_the_history_with_who_did_it(cast: Any, small: Any) -> None:
    item = small.costs["K1"]
    set_amounts(
        actor=cast.director.actor,
        item=item,
        amounts={2023: euros(1), 2024: None},
        reason="bijgesteld",
    )
    latest = CostAmount.history.filter(item=item).order_by("-history_id")[:2]
    assert {each.history_type for each in latest} == {"~", "-"}
    assert {each.history_user for each in latest} == {cast.director.user}
    assert {each.history_change_reason for each in latest} == {"bijgesteld"}
    assert CostItem.history.filter(id=item.pk).latest("history_id").version == 2
    assert item.version == 2


def test_amounts_of_a_source_are_set_in_the_same_way(cast: Any, small: Any) -> None:
    set_amounts(actor=cast.secretary.actor, item=small.sources["B1"], amounts={2024: euros(9)})
    assert SourceAmount.objects.get(item=small.sources["B1"], year=2024).amount == 9


def test_somebody_who_was_overtaken_saves_nothing(cast: Any, small: Any) -> None:
    item = small.costs["K1"]
    set_amounts(actor=cast.director.actor, item=item, amounts={2023: euros(1)}, version=1)
    with pytest.raises(ChangedMeanwhile):
        set_amounts(actor=cast.secretary.actor, item=item, amounts={2024: euros(2)}, version=1)
    assert amounts_of(item) == {2023: euros(1), 2024: euros(50)}


def test_an_amount_and_pm_at_once_is_refused_and_nothing_is_stored(cast: Any, small: Any) -> None:
    both = Total(Decimal(784_000), pm=True)
    with pytest.raises(ValidationError) as refused:
        set_amounts(
            actor=cast.secretary.actor,
            item=small.costs["K1"],
            amounts={2023: euros(1), None: both},
        )
    assert list(refused.value.message_dict) == ["total"]
    assert amounts_of(small.costs["K1"])[2023] == euros(100)


@pytest.mark.parametrize("year", [1066, 2101])
def test_a_year_out_of_range_is_refused(cast: Any, small: Any, year: int) -> None:
    with pytest.raises(ValidationError) as refused:
        set_amounts(actor=cast.secretary.actor, item=small.costs["K1"], amounts={year: euros(1)})
    assert str(year) in refused.value.message_dict


@pytest.mark.parametrize("who", ["employee", "reader", "outsider"])
def test_who_does_not_keep_the_work_changes_no_amounts(cast: Any, small: Any, who: str) -> None:
    with pytest.raises(PermissionDenied):
        set_amounts(actor=cast.all()[who].actor, item=small.costs["K1"], amounts={2023: euros(1)})


def test_who_answers_for_a_work_sets_its_cost_but_not_its_coverage(cast: Any, small: Any) -> None:
    actor = cast.director.actor
    assert set_amounts(actor=actor, item=small.costs["K1"], amounts={2023: euros(1)})
    with pytest.raises(PermissionDenied):
        set_amounts(actor=actor, item=small.sources["B1"], amounts={2023: euros(1)})


def test_a_grid_is_saved_as_a_whole(cast: Any, small: Any) -> None:
    first, second = small.costs["K1"], small.costs["K2"]
    changed = save_grid(
        actor=cast.secretary.actor,
        rows=[
            RowOfAmounts(second, {2023: euros(3)}),
            RowOfAmounts(first, {2023: euros(2)}, version=1),
            RowOfAmounts(small.sources["B1"], {2023: euros(80)}),
        ],
    )
    assert [str(item) for item in changed] == ["Inhuur", "Systeem"]
    assert amounts_of(first)[2023] == euros(2)


def test_one_bad_row_keeps_the_whole_grid_from_being_saved(cast: Any, small: Any) -> None:
    first, second = small.costs["K1"], small.costs["K2"]
    with pytest.raises(GridRefused) as refused:
        save_grid(
            actor=cast.secretary.actor,
            rows=[
                RowOfAmounts(first, {2023: euros(2)}, version=7),
                RowOfAmounts(second, {1066: euros(3)}),
                RowOfAmounts(small.sources["B1"], {2023: euros(81)}),
            ],
        )
    assert set(refused.value.problems) == {first, second}
    assert isinstance(refused.value.problems[first], ChangedMeanwhile)
    assert amounts_of(small.sources["B1"]) == {2023: euros(80)}


def test_an_amount_says_its_year_and_its_euros(small: Any) -> None:
    texts = [str(each) for each in small.costs["K1"].amounts.order_by("year")]
    assert texts == ["2023: 100", "2024: 50"]
    assert str(small.costs["K2"].amounts.get()) == "2023: pm"


def test_money_of_what_somebody_deleted_meanwhile_is_not_found(cast: Any, small: Any) -> None:
    actor, item = cast.secretary.actor, small.costs["K1"]
    gone, allocation = CostItem.objects.get(pk=item.pk), Allocation(pk=999)
    item.delete()
    with pytest.raises(Http404):
        set_amounts(actor=actor, item=gone, amounts={2023: None})
    with pytest.raises(Http404):
        change_allocation(actor=actor, allocation=allocation, changes={"amount": None})
