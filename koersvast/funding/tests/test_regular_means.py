"""What is within regular means may say what it took: shown beside it, and in no sum (H)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from koersvast.core.money import Total
from koersvast.funding.models import CostItem
from koersvast.funding.panels import result_column
from koersvast.funding.selectors import money_of, plan_totals
from koersvast.funding.services import set_amounts
from koersvast.funding.tests.money import cost, stated, tab_of

FIVE = Total(Decimal(5))


@pytest.fixture
def regular(small: Any) -> CostItem:
    return cost(small, "K3", {None: 24_535}, work=small.works["T1"], regular_means=True)


def test_amounts_of_an_item_within_regular_means_are_stored(cast: Any, regular: CostItem) -> None:
    actor = cast.secretary.actor
    set_amounts(actor=actor, item=regular, amounts={2023: FIVE, 2024: Total(pm=True)})
    assert {each.year: each.total for each in regular.amounts.all()} == {
        None: Total(Decimal(24_535)),
        2023: FIVE,
        2024: Total(pm=True),
    }


def test_they_are_in_no_sum_of_a_work_a_plan_or_a_stated_total(
    cast: Any, small: Any, regular: CostItem
) -> None:
    actor = cast.secretary.actor
    before = money_of(actor, small.works["W"]).ledger.sum("cost")
    stated(small, "G1", 24_535, marks="K3")
    totals = plan_totals(small.plan)
    assert before.total == totals.ledger.sum("cost").total == Total(Decimal(150), pm=True)
    (check,) = totals.checks
    assert check.evaluation.verdict == "no_lines"


def test_the_money_tab_tells_them_beside_the_table_and_opens_their_rows(
    cast: Any, small: Any, regular: CostItem
) -> None:
    cost(small, "K4", {None: 4_897}, work=small.works["W"], regular_means=True)
    shown = tab_of(cast.reader, small.works["W"])["regular"]
    assert shown["amount"] == "29.432"
    page = cast.reader.client.get(shown["href"]).content.decode()
    assert "24.535" in page and "4.897" in page and "29.432" in page and "Inhuur" not in page


def test_without_amounts_there_is_nothing_to_tell_beside_the_table(cast: Any, small: Any) -> None:
    cost(small, "K3", {}, work=small.works["T1"], regular_means=True)
    assert tab_of(cast.reader, small.works["W"])["regular"] is None


def test_the_answer_of_an_item_and_of_a_result_names_the_amount(cast: Any, small: Any) -> None:
    first, second = small.results["R1"], small.results["R2"]
    item = cost(small, "K3", {None: 854}, result=first, regular_means=True)
    cost(small, "K4", {None: 743}, result=second, regular_means=True)
    cost(small, "K5", {2023: 7}, result=second)
    with override("en"):
        rows = tab_of(cast.reader, small.works["T1"])["items"]["rows"]
        answers = result_column(cast.reader.actor, [first.pk, second.pk])
    assert {row["item"]: row["answer"] for row in rows}[item] == "854 within regular means"
    assert answers[first.pk] == "854 within regular means"
    assert answers[second.pk] == "7, besides 743 within regular means"


def test_the_grid_takes_them_and_says_that_they_are_in_no_sum(
    cast: Any, small: Any, regular: CostItem
) -> None:
    url = reverse("work-amounts", args=[small.works["W"].pk])
    english = {"accept-language": "en"}
    page = cast.secretary.client.get(url, headers=english).content.decode()
    assert "within regular means, in no sum" in page
    data = {f"v-cost-{regular.pk}": "1", f"a-cost-{regular.pk}-2023": "5", "years": "2023"}
    assert cast.secretary.client.post(url, data, headers=english).status_code == 302
    assert regular.amounts.get(year=2023).total == FIVE


def test_an_item_with_amounts_may_come_within_regular_means(cast: Any, small: Any) -> None:
    item = small.costs["K1"]
    url = reverse("register-edit", args=["cost-items", item.pk])
    data = {"plan": small.plan.pk, "code": item.code, "title": item.title, "position": 1}
    data |= {"work": item.work_id, "nature": item.nature, "regular_means": "on", "version": 1}
    assert cast.secretary.client.post(url, data).status_code == 302
    item.refresh_from_db()
    assert item.regular_means and item.amounts.count() == 2
