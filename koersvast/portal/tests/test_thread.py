"""The golden thread on screen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from koersvast.core.registries import registries
from koersvast.direction.models import Goal
from koersvast.funding.models import CostAmount, CostItem
from koersvast.portal.thread_data import threaded
from koersvast.work.models import Action, Result, ResultGoal
from tests.cast import Cast, SmallPlan

READERS = ["administrator", "secretary", "director", "employee", "reader"]


def get(player: Any, name: str, *arguments: Any) -> str:
    response = player.client.get(reverse(name, args=arguments))
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.fixture
def loose_cost(small: SmallPlan) -> CostItem:
    item = CostItem.objects.create(
        plan=small.plan, code="K9", work=small.works["X"], title="Los geld", nature="incidental"
    )
    CostAmount.objects.create(item=item, year=2023, amount=Decimal(4321))
    return item


@pytest.mark.parametrize("name", READERS)
def test_everybody_with_access_sees_all_goals(cast: Cast, small: SmallPlan, name: str) -> None:
    shown = get(cast.all()[name], "thread")
    for title in ("Basis op orde", "Grip", "Zonder werk"):
        assert title in shown
    assert "150 + pm" in shown


def test_without_access_there_is_no_thread(cast: Cast, small: SmallPlan) -> None:
    urls = [
        reverse("thread"),
        reverse("thread-goal", args=[small.goals["D1"].pk]),
        reverse("thread-cost", args=[small.costs["K1"].pk]),
    ]
    assert [cast.outsider.client.get(url).status_code for url in urls] == [404, 404, 404]


def test_what_is_not_there_is_not_found(cast: Cast, small: SmallPlan) -> None:
    for name in ("thread-goal", "thread-cost"):
        assert cast.reader.client.get(reverse(name, args=[99999])).status_code == 404


def test_an_empty_register_says_so(cast: Cast) -> None:
    assert "Nog geen doelen" in get(cast.reader, "thread")


def test_loose_ends_of_both_sides_are_shown_as_such(
    cast: Cast, small: SmallPlan, loose_cost: CostItem
) -> None:
    shown = get(cast.reader, "thread")
    costs, goals, results = (shown.index(f'id="{name}"') for name in ("costs", "goals", "results"))
    assert "Los geld" in shown[costs:goals]
    assert "4.321" in shown[costs:goals]
    assert "Zonder werk" in shown[goals:results]
    assert "Los resultaat" in shown[results:]
    assert "3 losse eindjes" in shown


def test_a_goal_leads_down_to_results_actions_and_euros(cast: Cast, small: SmallPlan) -> None:
    shown = get(cast.reader, "thread-goal", small.goals["D1"].pk)
    for text in ("Grip", "Bedrijfsvoering", "Control ingericht", "Beschrijf het proces", "Inhuur"):
        assert text in shown
    assert "€ 150 + pm" in shown
    assert "Los project" not in shown


def test_a_goal_that_a_result_serves_shows_that_result_only(cast: Cast, small: SmallPlan) -> None:
    shown = get(cast.reader, "thread-goal", small.goals["D2"].pk)
    assert "Control ingericht" in shown
    assert "Controleplan" not in shown
    assert "Basis op orde" in shown


def test_the_cost_of_a_result_hangs_on_that_result(cast: Cast, small: SmallPlan) -> None:
    item = CostItem.objects.create(
        plan=small.plan,
        code="K3",
        result=small.results["R1"],
        title="Adviseur",
        nature="incidental",
        regular_means=True,
    )
    for n in range(5):
        Action.objects.create(
            plan=small.plan, code=f"A{n}", result=small.results["R1"], text=f"Stap {n}", position=9
        )
    shown = get(cast.reader, "thread-goal", small.goals["D2"].pk)
    assert "Adviseur" in shown
    assert "binnen reguliere middelen" in shown
    assert "en nog 3" in shown
    up = get(cast.reader, "thread-cost", item.pk)
    for text in ("Grip", "Basis op orde", "Bedrijfsvoering", "Control ingericht"):
        assert text in up


def test_what_is_within_regular_means_tells_what_it_took_and_is_in_no_sum(
    cast: Cast, small: SmallPlan
) -> None:
    before = threaded(cast.reader.actor).euros_of_goals[small.goals["D2"].pk]
    item = CostItem.objects.create(
        plan=small.plan,
        code="K3",
        result=small.results["R1"],
        title="Eigen uren",
        nature="incidental",
        regular_means=True,
    )
    CostAmount.objects.create(item=item, year=2023, amount=Decimal(24_535))
    for name, key in (("thread-goal", small.goals["D2"].pk), ("thread-cost", item.pk)):
        assert "24.535 binnen reguliere middelen" in get(cast.reader, name, key)
    assert threaded(cast.reader.actor).euros_of_goals[small.goals["D2"].pk] == before


def test_a_loose_goal_says_that_nobody_works_on_it(cast: Cast, small: SmallPlan) -> None:
    assert "Niemand werkt" in get(cast.reader, "thread-goal", small.goals["D3"].pk)


def test_a_cost_item_leads_up_through_its_work_to_goals(cast: Cast, small: SmallPlan) -> None:
    shown = get(cast.reader, "thread-cost", small.costs["K1"].pk)
    for text in ("Basis op orde", "Bedrijfsvoering", "Control", "2023: 100", "2024: 50"):
        assert text in shown
    assert "Grip" not in shown


def test_a_loose_cost_item_reaches_no_goal(
    cast: Cast, small: SmallPlan, loose_cost: CostItem
) -> None:
    assert "geld zonder doel" in get(cast.reader, "thread-cost", loose_cost.pk)
    nowhere = CostItem.objects.create(
        plan=small.plan, code="K8", title="Nergens", nature="incidental"
    )
    assert "geen werk" in get(cast.reader, "thread-cost", nowhere.pk)


def test_the_tree_of_goals_gets_columns(cast: Cast, small: SmallPlan) -> None:
    keys = {goal.pk: code for code, goal in small.goals.items()}
    shown = {
        column.name: {keys[k]: str(v) for k, v in column.data(cast.reader.actor, keys).items()}
        for column in registries.columns_of("goal.tree")
    }
    assert shown["works"] == {"D1": "3", "D2": "0", "D3": "0"}
    assert shown["results"] == {"D1": "3", "D2": "1", "D3": "0"}
    assert set(shown["euros"]) == {"D1"}


@pytest.mark.parametrize("page", ["thread", "thread-goal", "thread-cost"])
def test_the_number_of_queries_does_not_grow(
    cast: Cast, small: SmallPlan, loose_cost: CostItem, count_queries: Any, page: str
) -> None:
    keys = {"thread-goal": [small.goals["D1"].pk], "thread-cost": [small.costs["K1"].pk]}
    arguments = keys.get(page, [])
    few = count_queries(lambda: get(cast.reader, page, *arguments))
    _grow(small, 200)
    assert count_queries(lambda: get(cast.reader, page, *arguments)) == few


def test_a_large_goal_shows_a_part_and_counts_all(cast: Cast, small: SmallPlan) -> None:
    _grow(small, 200)
    shown = get(cast.reader, "thread-goal", small.goals["D1"].pk)
    assert "203 resultaten" in shown
    assert "en nog 103" in shown


def _grow(small: SmallPlan, count: int) -> None:
    """Add goals, results that serve them or nothing, actions, and cost items of both kinds."""
    plan, works = small.plan, small.works
    numbers = range(count)
    results = Result.objects.bulk_create(
        Result(plan=plan, code=f"{code}{n}", work=works[work], title=f"Resultaat {n}")
        for n in numbers
        for work, code in (("T1", "G"), ("X", "L"))
    )
    goals = Goal.objects.bulk_create(
        Goal(plan=plan, code=f"E{n}", title="Doel", level="tactical", parent=small.goals["D2"])
        for n in numbers
    )
    ResultGoal.objects.bulk_create(
        ResultGoal(result=result, goal=goal)
        for result, goal in zip(results[::2], goals, strict=True)
    )
    Action.objects.bulk_create(
        Action(plan=plan, code=f"GA{n}", result=results[2 * n], text="Actie") for n in numbers
    )
    items = CostItem.objects.bulk_create(
        CostItem(
            plan=plan, code=f"{code}{n}", work=works[work], title="Kosten", nature="structural"
        )
        for n in numbers
        for work, code in (("X", "GX"), ("T2", "GT"))
    )
    CostAmount.objects.bulk_create(
        CostAmount(item=item, year=2023, amount=Decimal(1)) for item in items
    )
