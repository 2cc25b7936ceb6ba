"""Rows of funding in a file."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from koersvast.core.money import Total
from koersvast.core.schemas import Amount, Code, Line, OptionalLine, PlanRow, When

NatureValue = Literal["incidental", "structural"]
Year = Annotated[int, Field(ge=1990, le=2100)]


def _not_pm(total: Total) -> Total:
    """Refuse PM where only a known amount makes sense."""
    if total.pm:
        raise PydanticCustomError("pm", _("cannot be pm here; write an amount"))
    return total


Euros = Annotated[Amount, AfterValidator(_not_pm)]
YearKey = Annotated[
    int | Literal["total"],
    BeforeValidator(lambda key: int(key) if str(key).isdigit() else key),
    WithJsonSchema({"type": ["string", "integer"]}),
]
Amounts = dict[YearKey, Amount]
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
    mark: OptionalLine = ""
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
    amounts: Amounts = {}


class AllocationRow(PlanRow):
    """A draw on a funding source."""

    funding_source: Code
    cost_item: Code | None = None
    work: Code | None = None
    title: Line
    year: Year | None = None
    amount: Euros
    decision: OptionalLine = ""
    decided_on: When | None = None


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
