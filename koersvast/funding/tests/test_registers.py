"""The registers of money through the kit, and the form of an allocation."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from koersvast.funding.models import Allocation

NAMES = ["cost-items", "funding-sources", "allocations", "stated-totals"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("who", "status"), [("reader", 200), ("outsider", 404)])
def test_every_register_of_money_is_listed_for_who_may_read(
    cast: Any, small: Any, name: str, who: str, status: int
) -> None:
    page = cast.all()[who].client.get(reverse("register-list", args=[name]))
    assert page.status_code == status


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("who", "status"), [("secretary", 200), ("reader", 403)])
def test_every_register_of_money_has_a_form_for_who_keeps_it(
    cast: Any, small: Any, name: str, who: str, status: int
) -> None:
    page = cast.all()[who].client.get(reverse("register-add", args=[name]))
    assert page.status_code == status


def test_the_page_of_a_cost_item_lists_its_amounts(cast: Any, small: Any) -> None:
    url = reverse("register-detail", args=["cost-items", small.costs["K1"].pk])
    html = cast.reader.client.get(url).content.decode()
    assert "2023: 100" in html and "2024: 50" in html


def test_the_page_of_a_source_lists_amounts_and_draws(cast: Any, small: Any) -> None:
    add(small, 30)
    url = reverse("register-detail", args=["funding-sources", small.sources["B1"].pk])
    html = cast.reader.client.get(url).content.decode()
    assert "2023: 80" in html and "Start" in html


def add(small: Any, amount: int, code: str = "A1") -> Allocation:
    return Allocation.objects.create(
        plan=small.plan, code=code, funding_source=small.sources["B1"], title="Start", amount=amount
    )


def form(small: Any, amount: str, **more: Any) -> dict[str, Any]:
    source = small.sources["B1"]
    fields = {"plan": small.plan.pk, "funding_source": source.pk, "code": "A2", "title": "Vervolg"}
    return fields | {"amount": amount, "position": 1} | more


def test_an_allocation_is_added_on_the_page_of_the_register(cast: Any, small: Any) -> None:
    url = reverse("register-add", args=["allocations"])
    assert cast.secretary.client.post(url, form(small, "80")).status_code == 302
    assert Allocation.objects.get().amount == 80


def test_an_allocation_beyond_what_is_left_is_refused_at_its_amount(cast: Any, small: Any) -> None:
    add(small, 60)
    page = cast.secretary.client.post(
        reverse("register-add", args=["allocations"]), form(small, "21")
    )
    assert page.status_code == 422
    assert "amount" in page.context["form"].errors
    assert Allocation.objects.count() == 1


def test_an_allocation_that_cannot_be_read_is_shown_again(cast: Any, small: Any) -> None:
    add_url = reverse("register-add", args=["allocations"])
    change_url = reverse("register-edit", args=["allocations", add(small, 60).pk])
    for url in (add_url, change_url):
        assert cast.secretary.client.post(url, form(small, "veel")).status_code == 422


def test_an_allocation_is_changed_up_to_what_is_left(cast: Any, small: Any) -> None:
    allocation = add(small, 60)
    url = reverse("register-edit", args=["allocations", allocation.pk])
    assert cast.secretary.client.get(url).status_code == 200
    assert cast.secretary.client.post(url, form(small, "81", version=1)).status_code == 422
    assert cast.secretary.client.post(url, form(small, "80", version=1)).status_code == 302
    assert cast.secretary.client.post(url, form(small, "80", version=2)).status_code == 302
    allocation.refresh_from_db()
    assert allocation.amount == 80


@pytest.mark.parametrize(
    ("who", "status"), [("director", 403), ("employee", 403), ("reader", 403), ("outsider", 404)]
)
def test_who_may_not_draw_is_refused(cast: Any, small: Any, who: str, status: int) -> None:
    client = cast.all()[who].client
    allocation = add(small, 60)
    for url in (
        reverse("register-add", args=["allocations"]),
        reverse("register-edit", args=["allocations", allocation.pk]),
    ):
        assert client.get(url).status_code == status
        assert client.post(url, form(small, "1")).status_code == status
