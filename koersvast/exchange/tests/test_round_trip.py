"""What is exported is what was imported: again and elsewhere, in YAML and in JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

import koersvast.demo
from koersvast.core.actors import SYSTEM
from koersvast.direction.models import Plan
from koersvast.exchange.markup import read_markup
from koersvast.exchange.tests.plans import PLAN, exported, stored
from koersvast.exchange.tests.random_plans import plans
from koersvast.exchange.writer import plan_data, to_json, to_yaml

pytestmark = pytest.mark.django_db
DEMO = Path(koersvast.demo.__file__).parent


class Afterwards(Exception):
    """Leaves a database as it was."""


def export_after(text: str, **options: Any) -> dict[str, Any]:
    """Import into an empty register, export, import that: nothing changes. Return the export."""
    data: dict[str, Any] = {}
    try:
        with transaction.atomic():
            stored(text, **options)
            data = plan_data(Plan.objects.get(), SYSTEM)
            assert stored(to_yaml(data)).rows == []
            assert stored(to_json(data), json=True).rows == []
            raise Afterwards
    except Afterwards:
        pass
    return data


def as_text(data: Any) -> Any:
    """Return data with text for keys and numbers: JSON has no numbers for keys."""
    if isinstance(data, dict):
        return {str(key): as_text(value) for key, value in data.items()}
    return [as_text(item) for item in data] if isinstance(data, list) else str(data)


def check_round_trip(text: str) -> None:
    data = export_after(text)
    yaml, json = to_yaml(data), to_json(data)
    assert as_text(read_markup(yaml.encode())) == as_text(read_markup(json.encode(), json=True))
    assert to_yaml(export_after(yaml)) == yaml
    assert to_json(export_after(json, json=True)) == json


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=plans())
def test_any_plan_comes_back_as_it_was(data: dict[str, Any]) -> None:
    check_round_trip(to_yaml(data))


@pytest.mark.parametrize("path", sorted(DEMO.glob("*/plan-*.yaml")), ids=lambda path: path.name)
def test_a_plan_of_the_demonstration_comes_back_as_it_was(path: Path) -> None:
    check_round_trip(path.read_text(encoding="utf-8"))


def test_an_export_holds_what_the_file_held() -> None:
    stored()
    assert exported() == read_markup(PLAN.encode())


def test_an_export_is_readable() -> None:
    stored()
    text = to_yaml(exported())
    assert "  - code: R2\n    work: T\n    title: Toetsing\n" in text
    assert "      2023: 100\n      2024: pm\n" in text
    assert "reference_date: 2023-02-28\n" in text


def test_amounts_stand_in_order_of_years() -> None:
    stored(PLAN.replace("{2023: 100, 2024: pm}", "{total: 3, 2030: 1, 2024: 2}"))
    (row, _other) = exported()["funding"]["cost_items"]
    assert list(row["amounts"].items()) == [(2024, 2), (2030, 1), ("total", 3)]
