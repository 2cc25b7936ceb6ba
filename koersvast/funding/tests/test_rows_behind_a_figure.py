"""The rows behind a figure; who sees money; how many queries its pages take."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from koersvast.funding.addresses import rows_url, stated_rows_url, tab_url
from koersvast.funding.models import CostAmount, FundingSource, SourceAmount
from koersvast.funding.tests.money import cost, stated, tab_of
from koersvast.work.models import Result


def test_every_figure_opens_the_rows_it_is_the_sum_of(cast: Any, small: Any) -> None:
    CostAmount.objects.create(item=small.costs["K1"], year=None, amount=3)
    shown = tab_of(cast.reader, small.works["W"])
    tables = [*shown["table"].rows, *shown["parts"].rows]
    for row in tables:
        for figure in row.figures:
            if not figure.href:
                continue
            page = cast.reader.client.get(figure.href)
            assert page.status_code == 200, figure.href
            totals = [section.total for section in page.context["found"].sections]
            if len(totals) == 1:
                assert totals == [f"{figure.known} {figure.pm}".strip()], figure.href


def test_the_rows_are_a_part_for_htmx_and_a_page_without(cast: Any, small: Any) -> None:
    url = rows_url(small.works["W"].pk, "cost", year=2023)
    page = cast.reader.client.get(url).content.decode()
    part = cast.reader.client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" in page and "<html" not in part
    assert "Inhuur" in page and "Inhuur" in part


def test_a_stated_total_opens_its_lines(cast: Any, small: Any) -> None:
    work = small.works["W"].pk
    total = stated(
        small, "G1", 1, nature="incidental", category="hire", first_year=2023, last_year=2024,
        marks="K1", work=small.works["T1"],
    )  # fmt: skip
    small.costs["K1"].category = "hire"
    small.costs["K1"].save()
    page = cast.reader.client.get(stated_rows_url(work, total.pk))
    assert [section.total for section in page.context["found"].sections] == ["150"]
    total.measure = "shortfall"
    total.save()
    page = cast.reader.client.get(stated_rows_url(work, total.pk))
    assert [section.total for section in page.context["found"].sections] == ["150", "0"]


@pytest.mark.parametrize(
    "query",
    [
        "part=x", "year=x", "year=-1", "nature=x", "under=x", "stated=x", "stated=0",
        "under=99999", "year=20231234567890123456789",
    ],
)  # fmt: skip
def test_rows_that_cannot_be_are_not_found(cast: Any, small: Any, query: str) -> None:
    url = reverse("work-money-rows", args=[small.works["W"].pk])
    assert cast.reader.client.get(f"{url}?{query}").status_code == 404


def test_a_work_beside_it_is_not_below_it(cast: Any, small: Any) -> None:
    url = rows_url(small.works["W"].pk, "cost", under=small.works["X"].pk)
    assert cast.reader.client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("administrator", 200), ("secretary", 200), ("director", 200), ("employee", 200),
        ("reader", 200), ("outsider", 404),
    ],
)  # fmt: skip
def test_who_sees_the_plan_sees_its_money(cast: Any, small: Any, who: str, status: int) -> None:
    client = cast.all()[who].client
    assert client.get(rows_url(small.works["W"].pk, "balance")).status_code == status
    assert client.get(tab_url(small.works["W"])).status_code == status


def many(small: Any, count: int) -> None:
    for number in range(count):
        result = Result.objects.create(
            plan=small.plan, code=f"N{number}", title="x", work=small.works["T1"]
        )
        cost(small, f"N{number}", {2023: 1, 2024: 1}, result=result)
        source = FundingSource.objects.create(
            plan=small.plan,
            code=f"N{number}",
            work=small.works["W"],
            title="x",
            nature="incidental",
        )
        SourceAmount.objects.create(item=source, year=2023, amount=1)
        stated(small, f"N{number}", 1, work=small.works["T1"], marks=f"N{number}")


def queries(client: Any, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["director", "secretary"])
def test_pages_of_money_take_as_many_queries_for_ten_items_as_for_sixty(
    cast: Any, small: Any, who: str
) -> None:
    work = small.works["W"].pk
    urls = [
        tab_url(small.works["W"]),
        rows_url(work, "balance", year=2023),
        reverse("work-amounts", args=[work]),
    ]
    many(small, 10)
    client = cast.all()[who].client
    client.get(urls[0])
    before = [queries(client, url) for url in urls]
    many_more = [f"M{number}" for number in range(50)]
    for code in many_more:
        cost(small, code, {2023: 1, None: 2}, work=small.works["T2"])
    assert [queries(client, url) for url in urls] == before
