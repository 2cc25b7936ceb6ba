"""Rows of funding in a file."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from koersvast.core.money import Total
from koersvast.core.schemas import Amount, Code, Line, OptionalLine, PlanRow, When, not_a_truth
from koersvast.funding.models.costs import FIRST_YEAR, LAST_YEAR

NatureValue = Literal["incidental", "structural"]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR), BeforeValidator(not_a_truth)]
YEAR_PATTERN = "^([0-9]{4}|total)$"


def _not_pm(total: Total) -> Total:
    """Refuse PM where only a known amount makes sense."""
    if total.pm:
        raise PydanticCustomError("pm", _("cannot be pm here; write an amount"))
    return total


def _amount_or_pm(total: Total) -> Total:
    """Refuse "784.000 + pm" for one amount: the register keeps an amount or PM, never both."""
    if total.pm and total.amount:
        raise PydanticCustomError(
            "amount_and_pm", _("is an amount and pm at once; write the pm as an item of its own")
        )
    return total


Euros = Annotated[Amount, AfterValidator(_not_pm)]
YearAmount = Annotated[Amount, AfterValidator(_amount_or_pm)]


def _as_year(key: object) -> int | str:
    """Return the year of an amount, a number in YAML and text in JSON, or "total"."""
    text = str(key)
    if text == "total" and isinstance(key, str):
        return text
    if isinstance(key, bool) or not re.fullmatch("[0-9]{4}", text):
        raise PydanticCustomError("year", _("is not a year; write for example 2023, or “total”"))
    if not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise PydanticCustomError("year", _("is not a year from 1990 up to 2100"))
    return int(text)


def _years_once(amounts: object) -> object:
    """Refuse a year that stands there as a number and as text: one would undo the other."""
    if isinstance(amounts, dict) and len({str(key) for key in amounts}) < len(amounts):
        raise PydanticCustomError("year_twice", _("one year stands here twice; keep one"))
    return amounts


YearKey = Annotated[
    int | str, PlainValidator(_as_year), WithJsonSchema({"type": "string", "pattern": YEAR_PATTERN})
]
Amounts = Annotated[
    dict[YearKey, YearAmount],
    Field(json_schema_extra={"additionalProperties": False}),
    BeforeValidator(_years_once),
]
Fte = Annotated[
    Decimal,
    Field(ge=-99999, le=99999, decimal_places=2),
    PlainSerializer(float, return_type=float),
    WithJsonSchema({"type": "number"}),
]


class CostItemRow(PlanRow):
    """A line of cost, of a work or of a result, with its amounts per year or in total."""

    work: Code | None = None
    result: Code | None = None
    title: Line
    nature: NatureValue
    category: Literal["", "personnel", "hire", "material"] = ""
    mark: Annotated[OptionalLine, Field(max_length=20)] = ""
    stands_in: Literal["", "chapter", "overview", "both"] = ""
    regular_means: bool = False
    fte: Fte | None = None
    amounts: Amounts = {}


class FundingSourceRow(PlanRow):
    """Where money comes from and by which decision, with its amounts per year or in total."""

    work: Code | None = None
    title: Line
    nature: NatureValue
    decision: OptionalLine = ""
    decided_on: When | None = None
    decided_by: Code | None = None
    amounts: Amounts = {}


class AllocationRow(PlanRow):
    """A draw on a funding source; with `beyond` its decision allows more than is left."""

    funding_source: Code
    cost_item: Code | None = None
    work: Code | None = None
    title: Line
    year: Year | None = None
    amount: Euros
    decision: OptionalLine = ""
    decided_on: When | None = None
    decided_by: Code | None = None
    beyond: bool = False


class StatedTotalRow(PlanRow):
    """A total that the text states, with the scope of the lines it should be the sum of."""

    title: Line
    measure: Literal["cost", "coverage", "balance", "shortfall"]
    amount: Euros
    precision: Euros = Total(Decimal(1))
    approximate: bool = False
    per_year: bool = False
    work: Code | None = None
    nature: Literal["", "incidental", "structural"] = ""
    category: Literal["", "personnel", "hire", "material"] = ""
    first_year: Year | None = None
    last_year: Year | None = None
    marks: OptionalLine = ""
