"""The grid of amounts: what is typed or pasted, what is wrong with it, what saving tells."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from koersvast.core.money import Total
from koersvast.funding.forms import AmountGrid, years_in
from koersvast.funding.models import CostItem
from koersvast.funding.selectors import GridItem
from koersvast.funding.services import set_amounts

PM = Total(pm=True)


@pytest.fixture
def url(small: Any) -> str:
    return reverse("work-amounts", args=[small.works["W"].pk])


def inputs(page: Any) -> dict[str, str]:
    """Return what a browser would send: the inputs of the page with their values."""
    html = page.content.decode()
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        fields = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        name = fields.get("name", "")
        if name == "years" or name[:2] in {"a-", "v-", "s-"}:
            found[name] = fields.get("value", "")
    return found


def send(client: Any, url: str, changes: dict[str, str], page: Any = None) -> Any:
    data = inputs(page or client.get(url)) | changes
    return client.post(url, data)


def cell(item: Any, year: int | str, kind: str = "cost") -> str:
    return f"a-{kind}-{item.pk}-{year}"


def amounts_of(item: Any) -> dict[int | None, Total]:
    return {each.year: each.total for each in item.amounts.all()}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1.058.000", 1_058_000), ("1,2 mln", 1_200_000), ("€ 12,50", "12.5"), ("(180)", -180),
        ("-180.000", -180_000), (" 7 ", 7), ("0", 0), ("PM", None), ("p.m.", None),
    ],
)  # fmt: skip
def test_amounts_are_understood_as_people_write_them(
    cast: Any, small: Any, url: str, typed: str, expected: Any
) -> None:
    item = small.costs["K1"]
    page = send(cast.secretary.client, url, {cell(item, 2023): typed})
    assert page.status_code == 302
    total = PM if expected is None else Total(Decimal(expected))
    assert amounts_of(item)[2023] == total


def test_an_emptied_cell_is_gone_and_the_column_without_a_year_is_the_total(
    cast: Any, small: Any, url: str
) -> None:
    item = small.costs["K1"]
    send(cast.secretary.client, url, {cell(item, 2023): "", cell(item, "total"): "5"})
    assert amounts_of(item) == {2024: Total(Decimal(50)), None: Total(Decimal(5))}


def test_saving_tells_what_changed(cast: Any, small: Any, url: str) -> None:
    source = small.sources["B1"]
    changes = {
        cell(small.costs["K1"], 2023): "120",
        cell(small.costs["K1"], "total"): "7",
        cell(source, 2024, "source"): "pm",
    }
    page = cast.secretary.client.post(
        url, inputs(cast.secretary.client.get(url)) | changes, follow=True
    )
    (message,) = [str(each) for each in page.context["messages"]]
    assert message.startswith("3 ")
    assert "Inhuur 2023: 100 → 120" in message and "Begroting 2023 2024: – → pm" in message


def test_saving_without_a_change_says_so_and_stores_nothing(
    cast: Any, small: Any, url: str
) -> None:
    page = send(cast.secretary.client, url, {})
    assert page.status_code == 302
    assert CostItem.history.filter(history_type="~").count() == 0


def test_a_wrong_cell_is_marked_keeps_its_text_and_nothing_is_saved(
    cast: Any, small: Any, url: str
) -> None:
    item = small.costs["K1"]
    name = cell(item, 2023)
    page = send(cast.secretary.client, url, {name: "veel", cell(item, 2024): "60"})
    html = page.content.decode()
    assert page.status_code == 422
    assert f'href="#{name}"' in html and "Inhuur, 2023" in html
    (tag,) = re.findall(rf'<input[^>]*name="{name}"[^>]*>', html)
    assert 'aria-invalid="true"' in tag and 'value="veel"' in tag
    assert inputs(page)[cell(item, 2024)] == "60"
    assert amounts_of(item)[2024] == Total(Decimal(50))


@pytest.mark.parametrize("typed", ["1,058", "12,345", "784.000 + pm", "1e9", "99999999999999999"])
def test_what_cannot_be_one_amount_is_refused(cast: Any, small: Any, url: str, typed: str) -> None:
    page = send(cast.secretary.client, url, {cell(small.costs["K1"], 2023): typed})
    assert page.status_code == 422


def test_all_wrong_cells_are_told_at_once(cast: Any, small: Any, url: str) -> None:
    wrong = {cell(small.costs["K1"], 2023): "x", cell(small.costs["K2"], 2024): "y"}
    page = send(cast.secretary.client, url, wrong)
    assert len(page.context["grid"].problems) == 2


def test_somebody_elses_change_is_shown_below_ones_own(cast: Any, small: Any, url: str) -> None:
    item, client = small.costs["K1"], cast.secretary.client
    opened = client.get(url)
    other = {2023: Total(Decimal(130)), 2024: Total(Decimal(70))}
    set_amounts(actor=cast.director.actor, item=item, amounts=other)
    refused = send(client, url, {cell(item, 2023): "120"}, opened)
    html = refused.content.decode()
    assert refused.status_code == 422 and "130" in html
    sent_again = inputs(refused)
    assert sent_again[cell(item, 2023)] == "120"
    # what was not touched becomes what it is now, and is not undone
    assert sent_again[cell(item, 2024)] == "70"
    assert amounts_of(item)[2023] == Total(Decimal(130))
    assert client.post(url, sent_again).status_code == 302
    assert amounts_of(item) == {2023: Total(Decimal(120)), 2024: Total(Decimal(70))}


def test_a_cell_that_somebody_else_emptied_says_so(cast: Any, small: Any, url: str) -> None:
    item, client = small.costs["K1"], cast.secretary.client
    opened = client.get(url)
    set_amounts(actor=cast.director.actor, item=item, amounts={2023: None, 2024: None})
    refused = send(client, url, {cell(item, 2023): "120"}, opened)
    (row,) = [row for row in refused.context["grid"].form.rows if row.item.item == item]
    assert row.error and row.cells[0].now and row.cells[1].text == ""


def test_a_change_in_a_row_one_did_not_touch_is_no_conflict(
    cast: Any, small: Any, url: str
) -> None:
    client = cast.secretary.client
    opened = client.get(url)
    set_amounts(
        actor=cast.director.actor, item=small.costs["K2"], amounts={2023: Total(Decimal(9))}
    )
    assert send(client, url, {cell(small.costs["K1"], 2023): "1"}, opened).status_code == 302
    assert amounts_of(small.costs["K2"]) == {2023: Total(Decimal(9))}


def test_a_row_that_somebody_deleted_is_told(cast: Any, small: Any, url: str) -> None:
    client = cast.secretary.client
    opened = client.get(url)
    small.costs["K2"].delete()
    page = send(client, url, {cell(small.costs["K1"], 2023): "1"}, opened)
    assert page.status_code == 422
    assert page.context["grid"].problems[0][0] == ""


def test_a_year_can_be_added_and_what_was_typed_stays(cast: Any, small: Any, url: str) -> None:
    item, client = small.costs["K1"], cast.secretary.client
    page = send(client, url, {cell(item, 2023): "120", "add": "2025"})
    assert page.status_code == 200
    typed = inputs(page)
    assert typed["years"] == "2023 2024 2025" and typed[cell(item, 2023)] == "120"
    client.post(url, typed | {cell(item, 2025): "5"})
    assert amounts_of(item)[2025] == Total(Decimal(5))


def test_a_year_out_of_range_is_refused_per_cell_by_the_services(
    cast: Any, small: Any, url: str
) -> None:
    assert years_in("1066 abc 2024 99999 2023", [2030]) == [2023, 2024]
    assert years_in("", [2031, 2030]) == [2030, 2031]


@pytest.mark.parametrize("version", ["x", "9" * 5_000, "٣"])
def test_what_a_hidden_input_says_is_not_trusted(
    cast: Any, small: Any, url: str, version: str
) -> None:
    item, client = small.costs["K1"], cast.secretary.client
    changes = {f"s-cost-{item.pk}": "2023=x 2024 total=", f"v-cost-{item.pk}": version}
    page = send(client, url, {**changes, cell(item, 2023): "120"})
    assert page.status_code == 302
    assert amounts_of(item)[2023] == Total(Decimal(120))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("administrator", 200), ("secretary", 200), ("director", 200), ("employee", 403),
        ("reader", 403), ("outsider", 404),
    ],
)  # fmt: skip
def test_only_who_keeps_the_money_opens_the_grid(
    cast: Any, small: Any, url: str, who: str, status: int
) -> None:
    assert cast.all()[who].client.get(url).status_code == status
    answer = cast.all()[who].client.post(url, {})
    assert answer.status_code == (302 if status == 200 else status)


def test_who_answers_for_the_work_sees_the_sources_but_changes_only_the_cost(
    cast: Any, small: Any, url: str
) -> None:
    source = small.sources["B1"]
    page = cast.director.client.get(url)
    assert "Begroting 2023" in page.content.decode()
    assert not any(name.startswith("a-source") for name in inputs(page))
    forged = {f"v-source-{source.pk}": "1", cell(source, 2023, "source"): "5"}
    assert send(cast.director.client, url, forged, page).status_code == 403
    assert amounts_of(source) == {2023: Total(Decimal(80))}


def test_an_empty_grid_leads_to_a_first_cost_item(cast: Any, small: Any) -> None:
    page = cast.secretary.client.get(reverse("work-amounts", args=[small.works["X"].pk]))
    assert "/registers/cost-items/new/" in page.content.decode()


def test_the_grid_of_a_work_that_is_not_there_is_not_found(cast: Any, small: Any) -> None:
    assert cast.secretary.client.get(reverse("work-amounts", args=[9999])).status_code == 404


def test_what_the_services_refuse_stands_at_its_cell_or_else_at_its_row(small: Any) -> None:
    item = GridItem("cost", small.costs["K1"], {2023: Total(Decimal(100))})
    form = AmountGrid([item], [2023], {"cost": True})
    form.refuse({small.costs["K1"]: ValidationError({"2023": ["te oud"]})}, [])
    assert form.problems == [(cell(small.costs["K1"], 2023), "Inhuur, 2023: te oud")]
    form.refuse({small.costs["K1"]: ValidationError("op slot")}, [])
    assert form.problems == [(cell(small.costs["K1"], 2023), "Inhuur: op slot")]
