"""What a file may say fits in what the register can hold: for every part, whatever app adds it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, NamedTuple

import pytest
from django.db import models
from pydantic import TypeAdapter, ValidationError

from koersvast.core.fields import MoneyField, PeriodField
from koersvast.core.parts import Table, parts
from koersvast.core.schemas import Row


class Field(NamedTuple):
    name: str
    model_field: Any
    adapter: TypeAdapter[Any]


def tables(table: Table, name: str) -> Iterator[tuple[str, Table]]:
    yield name, table
    for key, child in table.children.items():
        yield from tables(child, f"{name}.{key}")


def adapter(row: type[Row], name: str) -> TypeAdapter[Any]:
    info = row.model_fields[name]
    made: Any = info.annotation
    for extra in info.metadata:
        made = Annotated[made, extra]
    return TypeAdapter(made)


def fields() -> list[Field]:
    found = []
    every = [("plan", parts.head.table), *((part.name, part.table) for part in parts.all())]
    for part_name, top in every:
        for name, table in tables(top, part_name):
            if table.row is None:
                continue
            for field in table.fields:
                model_field = table.model._meta.get_field(field)
                found.append(Field(f"{name}.{field}", model_field, adapter(table.row, field)))
    return found


def texts() -> list[Field]:
    return [
        each
        for each in fields()
        if isinstance(each.model_field, models.CharField | models.TextField)
        and not each.model_field.choices
    ]


def named(field: Field) -> str:
    return field.name


def accepts(field: Field, value: Any) -> bool:
    try:
        field.adapter.validate_python(value)
    except ValidationError:
        return False
    return True


LIMITED = [each for each in texts() if each.model_field.max_length]


@pytest.mark.parametrize("field", LIMITED, ids=named)
def test_a_text_is_never_longer_than_its_column(field: Field) -> None:
    limit = field.model_field.max_length
    if isinstance(field.model_field, PeriodField):
        limit -= len("2023-01-01|2023-01-01|half_year|")
    assert not accepts(field, "a" * (limit + 1))


@pytest.mark.parametrize("field", texts(), ids=named)
def test_a_text_holds_no_control_characters(field: Field) -> None:
    assert not accepts(field, "a\x00b")
    assert not accepts(field, "a\x1bb")


@pytest.mark.parametrize("field", texts(), ids=named)
def test_a_text_is_written_as_one(field: Field) -> None:
    for wrong in (True, ["a"], {"a": 1}):
        assert not accepts(field, wrong)


@pytest.mark.parametrize(
    "field", [each for each in texts() if not each.model_field.blank], ids=named
)
def test_a_text_that_must_be_there_is_not_empty(field: Field) -> None:
    assert not accepts(field, "")
    assert not accepts(field, "  ")


@pytest.mark.parametrize(
    "field", [each for each in fields() if each.model_field.choices], ids=named
)
def test_a_choice_is_one_of_the_register(field: Field) -> None:
    for value, _label in field.model_field.choices:
        assert accepts(field, value)
    assert not accepts(field, "something-else")
    assert not accepts(field, True)


AMOUNTS = [each for each in fields() if isinstance(each.model_field, MoneyField)]
NUMBERS = [
    each
    for each in fields()
    if isinstance(each.model_field, models.IntegerField)
    and not isinstance(each.model_field, MoneyField)
]


@pytest.mark.parametrize("field", AMOUNTS, ids=named)
def test_an_amount_fits_its_column(field: Field) -> None:
    for wrong in (10**17, -(10**17), True, "1e3", Decimal("0.001")):
        assert not accepts(field, wrong)


@pytest.mark.parametrize("field", NUMBERS, ids=named)
def test_a_number_fits_its_column(field: Field) -> None:
    for wrong in (2**31, -(2**31), 10**17, True, "1e3"):
        assert not accepts(field, wrong)


def test_expertise_fits_its_column() -> None:
    expertise = Field("expertise", None, adapter(parts.get("work.results").row, "expertise"))
    for wrong in ("a" * 201, "", "a\x00b", None, ["a"]):
        assert not accepts(expertise, [wrong])


@pytest.mark.parametrize(
    "key", [1989, 2101, -2023, "2023x", "²", "2023.0", 0, 10**12, "", True, None, "Total"]
)
def test_a_year_is_a_year(key: object) -> None:
    amounts = Field("amounts", None, adapter(parts.get("funding.cost_items").row, "amounts"))
    assert accepts(amounts, {2023: 1, "total": 2})
    assert not accepts(amounts, {key: 1})


def test_a_year_stands_once_however_it_is_written() -> None:
    amounts = Field("amounts", None, adapter(parts.get("funding.cost_items").row, "amounts"))
    assert not accepts(amounts, {2023: 1, "2023": 2})
