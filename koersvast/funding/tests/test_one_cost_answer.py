"""A cost item is within regular means or has amounts, never both: those would be in no sum."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from koersvast.core.money import Total
from koersvast.funding.exchange import answer_problems
from koersvast.funding.models import CostAmount, CostItem
from koersvast.funding.services import (
    GridRefused,
    RowOfAmounts,
    change_cost_item,
    save_grid,
    set_amounts,
)
from koersvast.funding.tests.money import cost

FIVE = Total(Decimal(5))


@pytest.fixture
def regular(small: Any) -> CostItem:
    return cost(small, "K3", {}, work=small.works["T1"], regular_means=True)


@pytest.mark.parametrize("amount", [FIVE, Total(pm=True)])
def test_an_item_within_regular_means_gets_no_amounts(
    cast: Any, regular: CostItem, amount: Total
) -> None:
    with pytest.raises(ValidationError, match="regul"):
        set_amounts(actor=cast.secretary.actor, item=regular, amounts={2023: amount})
    assert not regular.amounts.exists()


def test_amounts_that_it_has_already_can_be_taken_away(cast: Any, regular: CostItem) -> None:
    CostAmount.objects.create(item=regular, year=2023, amount=5)
    set_amounts(actor=cast.secretary.actor, item=regular, amounts={2023: None})
    assert not regular.amounts.exists()


def test_the_grid_is_refused_as_a_whole(cast: Any, small: Any, regular: CostItem) -> None:
    rows = [RowOfAmounts(regular, {2023: FIVE}), RowOfAmounts(small.costs["K1"], {2023: FIVE})]
    with pytest.raises(GridRefused) as refusal:
        save_grid(actor=cast.secretary.actor, rows=rows)
    assert set(refusal.value.problems) == {regular}
    assert small.costs["K1"].amounts.get(year=2023).total == Total(Decimal(100))


def test_the_page_of_the_grid_says_why(cast: Any, small: Any, regular: CostItem) -> None:
    data = {f"v-cost-{regular.pk}": "1", f"a-cost-{regular.pk}-2023": "5", "years": "2023"}
    page = cast.secretary.client.post(
        reverse("work-amounts", args=[small.works["W"].pk]), data, headers={"accept-language": "en"}
    )
    assert page.status_code == 422
    assert any(str(regular) in sentence for _cell, sentence in page.context["grid"].problems)


def tick(small: Any, item: CostItem, **more: Any) -> dict[str, Any]:
    fields = {"plan": small.plan.pk, "code": item.code, "title": item.title, "position": 1}
    place = {"work": item.work_id or "", "result": item.result_id or ""}
    return fields | place | {"nature": item.nature, "regular_means": "on", "version": 1} | more


def test_the_form_refuses_the_tick_for_an_item_with_amounts(cast: Any, small: Any) -> None:
    item = small.costs["K1"]
    url = reverse("register-edit", args=["cost-items", item.pk])
    page = cast.secretary.client.post(url, tick(small, item))
    assert page.status_code == 422
    assert "regular_means" in page.context["form"].errors
    item.refresh_from_db()
    assert not item.regular_means


def test_the_form_stores_the_tick_for_an_item_without_amounts(cast: Any, small: Any) -> None:
    item = cost(small, "K3", {}, work=small.works["T1"])
    url = reverse("register-edit", args=["cost-items", item.pk])
    assert cast.secretary.client.post(url, tick(small, item)).status_code == 302
    item.refresh_from_db()
    assert item.regular_means


def test_an_item_that_is_both_already_can_be_described_better(cast: Any, regular: CostItem) -> None:
    CostAmount.objects.create(item=regular, year=2023, amount=5)
    changes = {"title": "Eigen inzet", "regular_means": True}
    actor = cast.secretary.actor
    assert change_cost_item(actor=actor, item=regular, changes=changes) == ["title"]


def test_a_reader_changes_no_cost_item(cast: Any, small: Any) -> None:
    with pytest.raises(PermissionDenied):
        change_cost_item(actor=cast.reader.actor, item=small.costs["K1"], changes={"title": "x"})


def test_the_check_of_a_file_names_the_rows_that_are_both() -> None:
    some = [{"year": 2023}]
    answers = [(True, some), (True, []), (False, some)]
    rows = [
        ((f"K{number}",), {"regular_means": regular, "amounts": amounts})
        for number, (regular, amounts) in enumerate(answers)
    ]
    assert [number for number, _sentence in answer_problems(rows)] == [0]
