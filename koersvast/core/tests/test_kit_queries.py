"""Pages cost the same number of queries whatever they show."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from simple_history.utils import bulk_create_with_history

from koersvast.core.tests.walking import Goal, Role, Statement, Unit, english, url
from tests.cast import Cast, SmallPlan


def grow(small: SmallPlan, total: int) -> None:
    """Bring units, roles, goals and statements up to `total`."""
    unit = Unit.objects.get(code="concern")
    top = small.goals["D1"]

    def rows(model: Any, **values: Any) -> list[Any]:
        have = model.objects.count()
        return [model(code=f"n{number}", **values) for number in range(have, total)]

    for model, values in (
        (Unit, {"name": "Eenheid", "level": "team"}),
        (Role, {"name": "Rol", "unit": unit}),
        (Goal, {"plan": small.plan, "title": "Doel", "level": "tactical", "parent": top}),
        (Statement, {"plan": small.plan, "kind": "mission", "text": "Wij"}),
    ):
        bulk_create_with_history(rows(model, **values), model)


@pytest.mark.parametrize("register", ["units", "roles", "goals", "statements"])
def test_ten_rows_cost_as_many_queries_as_two_hundred(
    cast: Cast, small: SmallPlan, register: str
) -> None:
    client = english(cast.secretary)
    first = {"units": Unit, "roles": Role, "goals": Goal, "statements": Statement}[register]
    pages = (
        url("list", register),
        url("list", register) + "?q=e&sort=-code",
        url("detail", register, first.objects.order_by("pk").first().pk),
        url("history", register, first.objects.order_by("pk").first().pk),
        url("export", register, "csv"),
        url("export", register, "xlsx"),
    )
    counts: dict[str, list[int]] = {page: [] for page in pages}
    for total in (10, 200):
        grow(small, total)
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            counts[page].append(len(queries))
    assert all(few == many for few, many in counts.values()), counts
    assert max(max(pair) for pair in counts.values()) <= 25, counts
