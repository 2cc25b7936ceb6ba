"""The page "Mission and goals": what a plan stands for, and goals that nothing serves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from koersvast.core.registries import Column, registries
from koersvast.direction.models import Goal, Plan, Statement
from koersvast.direction.selectors import goal_lines


@pytest.fixture
def columns(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Column]]:
    """Begin without columns of higher apps."""
    found: list[Column] = []
    monkeypatch.setattr(registries, "columns", found)
    return found  # type: ignore[return-value]


def page(who: Any, query: str = "") -> str:
    response = who.client.get(reverse("direction") + query)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("name", ["administrator", "secretary", "director", "employee", "reader"])
def test_every_reader_sees_statements_and_goals(cast: Any, small: Any, name: str) -> None:
    found = page(getattr(cast, name))
    assert "We werken samen." in found
    assert "Basis op orde" in found
    assert found.count("<ul") == found.count("</ul>")
    offered = reverse("register-add", args=["goals"]) in found
    assert offered == (name in {"administrator", "secretary"})


def test_an_outsider_finds_nothing(cast: Any, small: Any) -> None:
    assert cast.outsider.client.get(reverse("direction")).status_code == 404


def test_without_a_plan_the_page_says_what_to_do(cast: Any) -> None:
    assert "empty-title" in page(cast.reader)


def test_a_plan_without_goals_says_so(cast: Any) -> None:
    Plan.objects.create(code="Q", title="Leeg plan", reference_date=date(2023, 1, 1))
    assert "empty-title" in page(cast.reader)


def test_every_kind_of_statement_is_read(cast: Any, small: Any) -> None:
    for kind in Statement.Kind:
        Statement.objects.create(plan=small.plan, code=kind, kind=kind, text=f"Tekst van {kind}.")
    found = page(cast.reader)
    for kind in Statement.Kind:
        assert f"Tekst van {kind}." in found


def test_the_latest_plan_is_shown_and_another_can_be_chosen(cast: Any, small: Any) -> None:
    later = Plan.objects.create(code="Q", title="Later plan", reference_date=date(2024, 1, 1))
    Goal.objects.create(plan=later, code="D1", level="strategic", title="Nieuw doel")
    assert "Nieuw doel" in page(cast.reader)
    first = page(cast.reader, f"?plan={small.plan.pk}")
    assert "Basis op orde" in first
    assert "Nieuw doel" not in first
    for wrong in ("99999", "x"):
        address = reverse("direction") + f"?plan={wrong}"
        assert cast.reader.client.get(address).status_code == 404


def test_without_a_count_of_work_no_goal_is_a_loose_end(
    cast: Any, small: Any, columns: list[Column]
) -> None:
    columns.append(Column("goal.tree", "euros", "Kosten", lambda actor, keys: {}))
    assert not any(line.loose for line in goal_lines(cast.reader.actor, small.plan))


def test_a_goal_that_no_work_serves_is_a_loose_end(
    cast: Any, small: Any, columns: list[Column]
) -> None:
    served = small.goals["D2"].pk
    columns.append(Column("goal.tree", "works", "Werken", lambda actor, keys: {served: 2}))
    lines = {line.goal.code: line for line in goal_lines(cast.reader.actor, small.plan)}
    assert [code for code, line in lines.items() if line.loose] == ["D3"]
    assert lines["D2"].values == [("Werken", 2)]
    assert (lines["D1"].depth, lines["D2"].depth) == (0, 1)
    found = page(cast.reader)
    assert found.count("loose-end") == 1
    assert "Werken <b>2</b>" in found


def test_a_goal_shows_its_sub_goals_and_a_plan_its_goals(cast: Any, small: Any) -> None:
    top = cast.reader.client.get(reverse("register-detail", args=["goals", small.goals["D1"].pk]))
    assert "Grip" in top.content.decode()
    plan = cast.reader.client.get(reverse("register-detail", args=["plans", small.plan.pk]))
    assert "We werken samen." in plan.content.decode()
    assert "Basis op orde" in plan.content.decode()


@pytest.mark.parametrize("register", ["plans", "statements", "goals"])
def test_secretaries_keep_direction_and_others_look(cast: Any, small: Any, register: str) -> None:
    address = reverse("register-add", args=[register])
    for name, status in {
        "administrator": 200,
        "secretary": 200,
        "director": 403,
        "employee": 403,
        "reader": 403,
        "outsider": 404,
    }.items():
        assert getattr(cast, name).client.get(address).status_code == status, name
        listed = getattr(cast, name).client.get(reverse("register-list", args=[register]))
        assert listed.status_code == (404 if name == "outsider" else 200), name


def test_a_goal_is_not_part_of_itself_or_of_another_plan(small: Any) -> None:
    top, sub = small.goals["D1"], small.goals["D2"]
    top.parent = sub
    with pytest.raises(ValidationError) as caught:
        top.full_clean()
    assert set(caught.value.error_dict) == {"parent"}
    other = Plan.objects.create(code="Q", title="Ander plan", reference_date=date(2024, 1, 1))
    with pytest.raises(ValidationError) as caught:
        Goal(plan=other, code="X", level="tactical", title="X", parent=sub).full_clean()
    assert set(caught.value.error_dict) == {"parent"}


def test_long_statements_are_called_by_their_beginning() -> None:
    assert str(Statement(text="kort")) == "kort"
    assert len(str(Statement(text="lang " * 40))) == 80


def test_the_number_of_queries_does_not_grow_with_the_goals(cast: Any, small: Any) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            page(cast.reader)
        return len(caught)

    def grow(start: int, count: int) -> None:
        for number in range(start, start + count):
            Goal.objects.create(
                plan=small.plan,
                code=f"G{number}",
                level="tactical",
                title=f"Doel {number}",
                parent=small.goals["D1"],
            )
            Statement.objects.create(
                plan=small.plan, code=f"S{number}", kind="principle", text=f"Principe {number}"
            )

    grow(10, 10)
    few = queries()
    grow(20, 190)
    assert queries() == few
