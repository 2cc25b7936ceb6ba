"""What the checks let through and the database does not is a problem of a row, not a crash."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError

from koersvast.core.upsert import blame, store
from koersvast.direction.models import Plan
from koersvast.exchange.tests.plans import PLAN, changed, refused, stored
from koersvast.funding.models import Allocation, CostItem
from koersvast.work.models import Milestone, Result

pytestmark = pytest.mark.django_db
BOTH = PLAN + (
    "  sources:\n    - {code: S, title: S, nature: structural, amounts: {total: 5}}\n"
    "  allocations:\n"
    "    - {code: A, funding_source: S, title: A, amount: 1}\n"
    "    - {code: B, funding_source: S, title: B, amount: 1, work: W, cost_item: K1}\n"
)


def without_cleaning(monkeypatch: pytest.MonkeyPatch, *models: Any) -> None:
    for model in models:
        monkeypatch.setattr(model, "clean", lambda self: None)


def test_a_constraint_points_at_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    without_cleaning(monkeypatch, Allocation)
    (problem,) = refused(BOTH)
    assert problem.startswith("40: funding.allocations B: ")
    assert "goes to a work or to a cost item, not both" in problem
    assert not Plan.objects.exists()


def test_a_constraint_that_a_change_breaks_points_at_its_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_cleaning(monkeypatch, CostItem)
    stored()
    (problem,) = refused(changed("result: R2,", "result: R2, work: W,"))
    assert problem.startswith("35: funding.cost_items K2: ")
    assert CostItem.objects.get(code="K2").work is None


def test_a_number_taken_after_all_points_at_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("koersvast.core.upsert.checks._uniqueness", lambda *given: None)
    stored()
    text = changed(
        "number: 2, title: Einde}",
        "number: 2, title: Einde}\n    - {code: M3, work: W, number: 2, title: Nog}",
    )
    (problem,) = refused(text)
    assert problem.startswith("32: work.milestones M3: ")
    assert Milestone.objects.count() == 2


def test_what_nobody_can_point_at_is_told_with_the_words_of_the_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    original = store.bulk_create_with_history

    def broken(records: Any, model: Any, **options: Any) -> Any:
        if model is Result:
            raise DatabaseError("value\n too  odd")
        return original(records, model, **options)

    monkeypatch.setattr(store, "bulk_create_with_history", broken)
    (problem,) = refused(PLAN)
    assert problem.startswith("17: work.results: the database refuses something from here on: ")
    assert "value too odd" in problem


def test_only_so_many_rows_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    without_cleaning(monkeypatch, Allocation)
    monkeypatch.setattr(blame, "LOOKED_AT", 1)
    (problem,) = refused(BOTH)
    assert "allocation_to_one" in problem
