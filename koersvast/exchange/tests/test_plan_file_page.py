"""The page on the plan file: its example works, and its tables name every key and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from koersvast.core.parts import Table, parts
from koersvast.core.upsert import Fate
from koersvast.exchange.planfile import MunicipalityRow, plan_file_model
from koersvast.exchange.tests.plans import exported, stored
from koersvast.exchange.writer import to_yaml
from koersvast.funding.models import Allocation

PAGE = Path(__file__).resolve().parents[3] / "docs" / "plan-file.md"
COMMON = {"note", "source", "illustrative", "position"}
OWN_NOTE = {"work.works.responsibilities", "decisions.proposals.objections"}
SAME_AS = {"work.works.updates": "work.results.updates"}


@cache
def example() -> str:
    return re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[0]


@cache
def tables() -> dict[str, dict[str, bool]]:
    """Return heading -> key -> whether it must be there."""
    found: dict[str, dict[str, bool]] = {}
    for block in PAGE.read_text(encoding="utf-8").split("\n### ")[1:]:
        heading, _line, rest = block.partition("\n")
        rows = re.findall(r"^\| `(\w+)`( \*)? \| (.+) \|$", rest, re.MULTILINE)
        found[heading] = {key: bool(star) for key, star, _what in rows}
    return found


def inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((row for each in get_args(annotation) if (row := inner(each))), None)


def models() -> Iterator[tuple[str, type[BaseModel]]]:
    yield "The file", plan_file_model()
    yield "municipality", MunicipalityRow
    yield "plan", parts.head.row
    for part in parts.all():
        yield part.name, part.row
        yield from nested(part.name, part.table, part.row)


def nested(
    name: str, table: Table, model: type[BaseModel]
) -> Iterator[tuple[str, type[BaseModel]]]:
    for key, child in table.children.items():
        row = inner(model.model_fields[key].annotation)
        if row is not None and f"{name}.{key}" not in SAME_AS:
            yield f"{name}.{key}", row
            yield from nested(f"{name}.{key}", child, row)


@pytest.mark.parametrize(
    ("heading", "model"), list(models()), ids=[name for name, _model in models()]
)
def test_a_table_names_every_key_and_which_must_be_there(
    heading: str, model: type[BaseModel]
) -> None:
    common = COMMON - {"note"} if heading in OWN_NOTE else COMMON
    keys = {
        name: field.is_required()
        for name, field in model.model_fields.items()
        if name not in common
    }
    assert tables()[heading] == keys


def test_there_is_no_table_of_something_else() -> None:
    assert set(tables()) == {name for name, _model in models()}


def test_choices_are_those_of_the_schema() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for _name, model in models():
        for field in model.model_fields.values():
            for choice in get_args(field.annotation):
                if isinstance(choice, str) and choice:
                    assert f"`{choice}`" in text, choice


@pytest.mark.django_db
def test_the_example_is_imported_and_comes_back() -> None:
    outcome = stored(example())
    assert Allocation.objects.get().amount == 127_000
    assert not outcome.of(Fate.CHANGED)
    assert stored(to_yaml(exported())).rows == []
    assert stored(example()).rows == []


@pytest.mark.django_db
def test_the_example_uses_every_list() -> None:
    stored(example())
    data = exported()
    for part in parts.all():
        assert data[part.section][part.key], part.name
