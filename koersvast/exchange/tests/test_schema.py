"""The JSON Schema says what the import takes: every example is valid, what is refused is not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

import koersvast.demo
from koersvast.core.parts import parts
from koersvast.exchange.markup import read_markup
from koersvast.exchange.planfile import json_schema, plan_file_model
from koersvast.exchange.tests.plans import HEAD, PLAN
from koersvast.exchange.tests.random_plans import plans
from koersvast.exchange.tests.test_plan_file_page import example

DEMO = Path(koersvast.demo.__file__).parent
FILES = {
    "the plan of the tests": PLAN,
    "the example of the page": example(),
    **{path.name: path.read_text(encoding="utf-8") for path in sorted(DEMO.glob("*/plan-*.yaml"))},
}


def as_json(data: Any) -> Any:
    """Return data the way JSON has it: text for keys, floats for decimals."""
    if isinstance(data, dict):
        return {str(key): as_json(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_json(item) for item in data]
    return float(data) if isinstance(data, Decimal) else data


def complaints(data: Any) -> list[str]:
    validator = Draft202012Validator(json_schema())
    return [error.message for error in validator.iter_errors(as_json(data))]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json_schema())
    text = str(json_schema())
    assert "'ge'" not in text
    assert "'le'" not in text


def test_the_schema_names_every_part() -> None:
    schema = json_schema()
    for part in parts.all():
        section = schema["$defs"][f"{part.section.capitalize()}Section"]
        assert part.key in section["properties"]


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_a_plan_that_is_imported_is_valid(text: str) -> None:
    assert complaints(read_markup(text.encode())) == []


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=plans())
def test_any_plan_is_valid(data: dict[str, Any]) -> None:
    assert complaints(data) == []
    plan_file_model().model_validate(data)


@pytest.mark.parametrize(
    "wrong",
    [
        "wrok: {}\n",
        "work: {works: [{code: W, kind: programma, title: W}]}\n",
        "work: {works: [{code: W, kind: project}]}\n",
        "work: {works: [{code: W, kind: project, title: W, titel: V}]}\n",
        "work: {milestones: [{code: M, work: W, title: M, number: 0}]}\n",
        "funding: {cost_items: [{code: K, title: K, nature: structural, amounts: {later: 1}}]}\n",
        "funding: {cost_items: [{code: K, title: K, nature: structural, mark: "
        + "m" * 21
        + "}]}\n",
    ],
)
def test_what_is_refused_is_not_valid(wrong: str) -> None:
    assert complaints(read_markup((HEAD + wrong).encode()))
