"""The money of a work: the reads, the tiles, the tab and the rows behind a figure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from koersvast.core.actors import SYSTEM
from koersvast.core.money import Total
from koersvast.core.registries import registries
from koersvast.funding import panels, selectors
from koersvast.funding.addresses import tab_url
from koersvast.funding.figures import shown_sum
from koersvast.funding.models import (
    Allocation,
    CostAmount,
    CostItem,
    FundingSource,
    SourceAmount,
)
from koersvast.funding.rules import Sum
from koersvast.funding.tests.money import cost, request_of, stated, tab_of
from koersvast.work.models import Work

PM = Total(pm=True)


def euros(amount: int) -> Total:
    return Total(Decimal(amount))


def tiles_of(player: Any, work: Work) -> dict[str, Any]:
    found = registries.tiles_of(request_of(player), work)
    return {tile["name"]: tile for tile in found if tile.get("name") in {"cost", "balance"}}


def texts(row: Any) -> list[str]:
    return [f"{each.known} {each.pm}".strip() for each in row.figures]


def test_the_table_gives_cost_coverage_and_shortfall_per_year(cast: Any, small: Any) -> None:
    with override("en"):
        table = tab_of(cast.reader, small.works["W"])["table"]
    assert table.headings == ["2023", "2024", "Total"]
    assert {row.label: texts(row) for row in table.rows} == {
        "Incidental": ["100", "50", "150"],
        "Structural": ["pm", "–", "pm"],
        "Total cost": ["100 + pm", "50", "150 + pm"],
        "Coverage, structural": ["80", "–", "80"],
        "Shortfall": ["20 + pm", "50", "70 + pm"],
    }


def test_costs_of_results_count_with_their_work(cast: Any, small: Any) -> None:
    cost(small, "K3", {2023: 7, None: 3}, result=small.results["R1"])
    money = selectors.money_of(SYSTEM, small.works["T1"])
    assert money.ledger.sum("cost").total == euros(160)
    assert money.ledger.columns == [2023, 2024, None]


def test_a_part_whose_coverage_is_kept_higher_up_has_no_balance(cast: Any, small: Any) -> None:
    money = selectors.money_of(SYSTEM, small.works["T1"])
    assert (money.has_balance, money.covered_by) == (False, small.works["W"].pk)
    assert "balance" not in tiles_of(cast.reader, small.works["T1"])
    assert tab_of(cast.reader, small.works["T1"])["covered_by"] == small.works["W"]


def test_coverage_may_be_kept_several_works_higher(small: Any) -> None:
    deeper = Work.objects.create(
        plan=small.plan, code="T1a", title="Deel", kind="project", parent=small.works["T1"]
    )
    cost(small, "K3", {2023: 7}, work=deeper)
    assert selectors.money_of(SYSTEM, deeper).covered_by == small.works["W"].pk


def test_a_work_without_coverage_anywhere_is_short_of_all_its_cost(cast: Any, small: Any) -> None:
    cost(small, "K3", {2023: 7}, work=small.works["X"])
    money = selectors.money_of(SYSTEM, small.works["X"])
    assert money.has_balance and money.ledger.balance().total == euros(-7)


def test_the_parts_add_up_to_the_whole_and_what_is_not_divided_stays_apart(
    cast: Any, small: Any
) -> None:
    cost(small, "K3", {2024: 9}, work=small.works["W"])
    with override("en"):
        parts = tab_of(cast.reader, small.works["W"])["parts"]
    assert {row.label: texts(row) for row in parts.rows} == {
        "Control": ["100", "50", "150"],
        "Financiën": ["pm", "–", "pm"],
        "Not divided over parts": ["–", "9", "9"],
    }


def test_a_work_without_parts_has_no_table_of_parts(cast: Any, small: Any) -> None:
    assert tab_of(cast.reader, small.works["T1"])["parts"].rows == []


def test_the_tiles_tell_cost_structural_level_and_shortfall(cast: Any, small: Any) -> None:
    CostAmount.objects.create(item=small.costs["K2"], year=2024, amount=1_200_000)
    with override("en"):
        tiles = tiles_of(cast.reader, small.works["W"])
    assert tiles["cost"]["label"] == "Cost 2023–2024"
    assert tiles["cost"]["value"] == "€1.2m + pm"
    assert tiles["cost"]["sub"] == "of which structural €1.2m in 2024"
    assert tiles["balance"]["label"] == "Balance 2023–2024"
    assert tiles["balance"]["tone"] == "off"
    assert tiles["balance"]["sub"] == "shortfall of 2 years together"
    assert tiles["balance"]["href"] == tab_url(small.works["W"])


def test_a_shortfall_that_is_the_same_every_year_is_told_once(cast: Any, small: Any) -> None:
    for year in (2023, 2024, 2025):
        cost(small, f"K{year}", {year: 1_901_000}, work=small.works["X"], nature="structural")
    with override("en"):
        tiles = tiles_of(cast.reader, small.works["X"])
    assert tiles["balance"]["value"] == "–€1.9m"
    assert tiles["balance"]["sub"] == "shortfall in each of these years"
    assert tiles["cost"]["sub"] == "of which structural €1.9m a year from 2023"


def test_a_single_year_that_is_short_and_one_that_is_not(cast: Any, small: Any) -> None:
    cost(small, "K3", {2023: 5}, work=small.works["X"])
    with override("en"):
        assert tiles_of(cast.reader, small.works["X"])["balance"]["sub"] == "shortfall"
        source = FundingSource.objects.create(
            plan=small.plan, code="B2", work=small.works["X"], title="x", nature="incidental"
        )
        SourceAmount.objects.create(item=source, year=2023, amount=6)
        small.works["X"].__dict__.pop("_money")
        tile = tiles_of(cast.reader, small.works["X"])["balance"]
    assert (tile["value"], tile["tone"]) == ("€1", "ok")


def test_amounts_without_a_year_are_in_the_tiles_too(cast: Any, small: Any) -> None:
    cost(small, "K3", {None: 5}, work=small.works["X"])
    with override("en"):
        tiles = tiles_of(cast.reader, small.works["X"])
        table = tab_of(cast.reader, small.works["X"])["table"]
    assert (tiles["cost"]["label"], tiles["balance"]["label"]) == ("Cost", "Balance")
    assert table.headings == ["Without a year"]


def test_a_work_without_money_has_no_tiles_and_no_tab_but_for_who_may_fill_it_in(
    cast: Any, small: Any
) -> None:
    tab = next(each for each in registries.tabs if each.name == "money")
    assert tiles_of(cast.reader, small.works["X"]) == {}
    assert not tab.shown(cast.reader.actor, small.works["X"])
    assert not tab.shown(cast.director.actor, small.works["X"])
    assert tab.shown(cast.secretary.actor, small.works["X"])
    assert tab_of(cast.secretary, small.works["X"])["table"].rows == []


def test_what_is_within_regular_means_shows_the_tab_and_is_in_no_sum(cast: Any, small: Any) -> None:
    item = cost(small, "K3", {2023: 5}, work=small.works["X"], regular_means=True)
    assert panels.has_money(cast.reader.actor, small.works["X"])
    assert tiles_of(cast.reader, small.works["X"]) == {}
    with override("en"):
        rows = tab_of(cast.reader, small.works["X"])["items"]["rows"]
    assert rows == [{"item": item, "answer": "5 within regular means"}]


def test_a_cost_item_gives_its_answer(cast: Any, small: Any) -> None:
    cost(small, "K3", {}, work=small.works["T1"])
    rows = tab_of(cast.reader, small.works["W"])["items"]["rows"]
    assert [row["answer"] for row in rows] == ["150", "pm", "–"]


def test_sources_show_their_draws_and_what_is_left(cast: Any, small: Any) -> None:
    Allocation.objects.create(
        plan=small.plan, code="A1", funding_source=small.sources["B1"], title="Start",
        amount=30, cost_item=small.costs["K1"],
    )  # fmt: skip
    (state,) = tab_of(cast.reader, small.works["W"])["sources"]
    assert (state.left.left, len(state.draws)) == (euros(50), 1)
    assert {year: left.left for year, left in state.per_year.items()} == {2023: euros(50)}
    # a part sees the source it draws on, though that hangs higher up
    (seen,) = tab_of(cast.reader, small.works["T1"])["sources"]
    assert seen.source == small.sources["B1"]
    assert tab_of(cast.reader, small.works["T2"])["sources"] == []


def test_stated_totals_that_differ_come_first_with_a_sentence(cast: Any, small: Any) -> None:
    whole = {"first_year": 2024, "last_year": 2024}
    stated(small, "G1", 50, **whole)
    stated(small, "G2", 60, approximate=True, **whole)
    stated(small, "G3", 40, per_year=True, **whole)
    stated(small, "G4", 90, first_year=2023, last_year=2023)
    stated(small, "G5", 90, category="hire")
    with override("en"):
        found = tab_of(cast.reader, small.works["W"])["statements"]
    assert [each.record.code for each in found["agreeing"]] == ["G1"]
    assert [(each.stated, each.sentence) for each in found["differing"]] == [
        ("ca. €60", "The lines add up to €50: €10 less than stated."),
        ("€40 a year", "The lines add up to €50 in 2024: €10 more than stated."),
        ("€90", "The lines add up to €100 + pm; the pm may be the difference."),
    ]
    assert [(each.stated, each.sentence) for each in found["without_lines"]] == [
        ("€90", "No lines are registered that this can be compared with."),
    ]
    assert found["agreeing"][0].sentence == "The lines add up to €50: that agrees."


def test_totals_of_the_whole_plan_stand_with_the_work_at_the_top_only(
    cast: Any, small: Any
) -> None:
    stated(small, "G1", 50)
    stated(small, "G2", 50, work=small.works["T1"])
    assert tab_of(cast.reader, small.works["W"])["statements"]["count"] == 2
    assert tab_of(cast.reader, small.works["T1"])["statements"]["count"] == 1


def test_the_tree_shows_the_cost_of_the_reference_year_with_a_link(cast: Any, small: Any) -> None:
    keys = [work.pk for work in small.works.values()]
    with override("en"):
        assert panels.year_heading() == "Cost 2023"
        cells = panels.tree_column(cast.reader.actor, keys)
    assert f">{100} + pm</a>" in cells[small.works["W"].pk]
    assert "year=2023" in cells[small.works["T1"].pk]
    assert small.works["X"].pk not in cells


def test_the_year_of_the_tree_is_the_first_with_an_amount_from_the_reference_date_on(
    cast: Any, small: Any
) -> None:
    small.plan.reference_date = small.plan.reference_date.replace(year=2020)
    small.plan.save()
    assert selectors.reference_years(SYSTEM) == {small.plan.pk: 2023}
    assert selectors.cost_by_work(SYSTEM, [small.works["T1"].pk]) == {
        small.works["T1"].pk: selectors.cost_by_work(
            SYSTEM, [small.works["W"].pk, small.works["T1"].pk]
        )[small.works["T1"].pk]
    }


def test_a_plan_whose_amounts_are_in_total_shows_those_in_the_tree(cast: Any, small: Any) -> None:
    CostAmount.objects.all().delete()
    work = small.works["T1"]
    item = CostItem.objects.create(
        plan=small.plan, code="T", work=work, title="In totaal", nature="incidental"
    )
    CostAmount.objects.create(item=item, year=None, amount=Decimal(250))
    assert selectors.reference_years(SYSTEM) == {small.plan.pk: None}
    cells = panels.tree_column(cast.reader.actor, [work.pk])
    assert f">{250}</a>" in cells[work.pk]
    assert "year=total" in cells[work.pk]


def test_plans_of_different_years_share_a_heading_without_year() -> None:
    with override("en"):
        assert selectors.reference_year_label([None]) == "Cost"
        assert selectors.reference_year_label([2023, 2024]) == "Cost"
        assert selectors.reference_year_label([]) == "Cost"


@pytest.mark.django_db
def test_without_any_plan_the_tree_has_no_cost() -> None:
    assert selectors.reference_years(SYSTEM) == {}
    assert selectors.cost_of_reference_year(SYSTEM, [1]) == {}


def test_the_cost_of_a_year_is_asked_apart(small: Any) -> None:
    found = selectors.cost_by_work(SYSTEM, [small.works["W"].pk], 2024)
    assert found[small.works["W"].pk].total == euros(50)


def test_results_tell_their_cost_answer(cast: Any, small: Any) -> None:
    results = small.results
    cost(small, "K3", {2023: 7}, result=results["R1"])
    cost(small, "K4", {}, result=results["R2"], regular_means=True)
    cost(small, "K5", {}, result=results["R1"], regular_means=True)
    with override("en"):
        found = panels.result_column(cast.reader.actor, [each.pk for each in results.values()])
    assert [found[results[code].pk] for code in ("R1", "R2", "R3")] == [
        "7, besides regular means",
        "within regular means",
        "not given yet",
    ]


def test_known_amounts_that_come_to_zero_are_shown_as_0_and_pm(cast: Any, small: Any) -> None:
    SourceAmount.objects.create(item=small.sources["B1"], year=2024, amount=50)
    item = FundingSource.objects.create(
        plan=small.plan, code="B2", work=small.works["W"], title="x", nature="incidental"
    )
    SourceAmount.objects.create(item=item, year=2024, pm=True)
    with override("en"):
        rows = tab_of(cast.reader, small.works["W"])["table"].rows
    assert texts(rows[-1])[1] == "0 + pm"


def test_a_sum_of_pm_alone_is_pm_however_many_there_are() -> None:
    pm = Sum(Total(pm=True), 1, 1)
    assert [shown_sum(each) for each in (pm, pm + pm, pm - pm, pm + Sum(Total(), 1))] == [
        "pm", "pm", "pm", "0 + pm",
    ]  # fmt: skip
