"""The field types and the base that every row of a file (plan file, spreadsheet) is made of."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any
from unicodedata import category

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from koersvast.core.days import validate_day
from koersvast.core.fields import TEXT_LENGTH
from koersvast.core.formfields import amount_error
from koersvast.core.money import AmountError, Total, format_amount, parse_amount
from koersvast.core.periods import Period, parse_period
from koersvast.core.totals import LIMIT, checked_amount

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_DATE_LIKE = re.compile(
    r"(?i)[\d\s./'’–-]*\d[\d\s./'’–-]*"
    r"|(q|week|wk|h)\s*\d+\b.*"
    r"|\d{4}-?(q|w|h)\d+"
    r"|\d+\s+(jan|feb|maart|mrt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)\w*\.?\s*'?\d*"
)
"""What clearly means a date or quarter; unreadable, it names one that does not exist."""
A_LEAP_YEAR = 2024
KEPT = 10_000  # periods that need not be read again
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")


def _as_text(value: object) -> object:
    """Turn a number into the text it was written as; refuse control characters."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, str):
        if CONTROL.search(value):
            raise PydanticCustomError("control_character", _("contains a control character"))
        return value.strip()
    return value


def says_nothing(text: str) -> bool:
    """Tell whether a text has no characters that one sees: spaces and format characters only."""
    return all(each.isspace() or category(each) == "Cf" for each in text)


def _as_filled(value: object) -> object:
    """Take what one does not see for nothing."""
    text = _as_text(value)
    return "" if isinstance(text, str) and says_nothing(text) else text


def not_a_truth(value: object) -> object:
    """Refuse true and false where a number is meant: Python takes them for 1 and 0."""
    if isinstance(value, bool):
        raise PydanticCustomError("int_type", "not a number")
    return value


def _as_code(value: object) -> object:
    text = _as_text(value)
    if isinstance(text, str) and not _CODE.match(text):
        raise PydanticCustomError(
            "code",
            _("a code consists of letters, digits, dots, hyphens and underscores; write “R-12”"),
        )
    return text


def _as_day(value: object) -> object:
    if isinstance(value, date):
        return value
    text = _as_text(value)
    if isinstance(text, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            day = date.fromisoformat(text)
            validate_day(day)
        except ValueError:
            pass
        except ValidationError as error:
            sentence = error.messages[0]
            raise PydanticCustomError("day", "{sentence}", {"sentence": sentence}) from error
        else:
            return day
    raise PydanticCustomError("day", _("is not a day that exists; write “2023-03-31”"))


def _as_period(value: object) -> Period:
    if isinstance(value, Period):
        return value
    text = _as_text(value)
    if not isinstance(text, str) or not text:
        raise PydanticCustomError("period", _("is not a period; write “Q3 2023” or “2023-03-31”"))
    if len(text) > TEXT_LENGTH:
        raise PydanticCustomError(
            "string_too_long_for_period",
            "longer than {max_length} characters",
            {"max_length": TEXT_LENGTH},
        )
    return _read_period(text)


@lru_cache(maxsize=KEPT)
def _read_period(text: str) -> Period:
    period = parse_period(text)
    if not period.is_readable and _DATE_LIKE.fullmatch(text) and not _lacks_year(text):
        raise PydanticCustomError(
            "period_impossible", _("is not a period that exists; write “Q3 2023” or “2023-03-31”")
        )
    return period


@lru_cache(maxsize=KEPT)
def written_period(period: Period) -> str:
    """Return a period as it is written; a plan names the same few thousands of times."""
    return period.canonical


def _lacks_year(text: str) -> bool:
    """Tell whether a text would be a period if one knew the year: "week 15"."""
    return parse_period(text, year=A_LEAP_YEAR).is_readable


def _as_amount(value: object) -> Total:
    """Read euros (a number, or text as people write it) or PM."""
    if isinstance(value, Total):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise PydanticCustomError("amount", _("is not an amount; write 1058000, “1,2 mln” or pm"))
    try:
        total = parse_amount(value) if isinstance(value, str) else Total(checked_amount(value))
        if total is not None and abs(total.amount) > LIMIT:
            raise AmountError("too_large", value)
    except AmountError as error:
        sentence = amount_error(error.reason, value).messages[0]
        raise PydanticCustomError("amount", "{sentence}", {"sentence": sentence}) from error
    if total is None:
        raise PydanticCustomError("amount", _("is empty; write an amount or pm"))
    return total


def plain_amount(total: Total) -> int | str | float:
    """Write an amount back: PM, whole euros as a number, cents as text with a point."""
    if total.pm:
        return "pm"
    if total.amount == total.amount.to_integral_value():
        return int(total.amount)
    return format_amount(total, "nl")


def _string(**extra: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **extra})


Code = Annotated[
    str,
    Field(min_length=1, max_length=60),
    BeforeValidator(_as_code),
    WithJsonSchema({"type": ["string", "number"], "maxLength": 60}),
]
Line = Annotated[str, Field(min_length=1, max_length=300), BeforeValidator(_as_text)]
Name = Annotated[str, Field(min_length=1, max_length=200), BeforeValidator(_as_text)]
OptionalLine = Annotated[str, Field(max_length=300), BeforeValidator(_as_text)]
Place = Annotated[str, Field(max_length=200), BeforeValidator(_as_text)]
"""The place in the source."""
Text = Annotated[str, Field(max_length=100_000), BeforeValidator(_as_text)]
FilledText = Annotated[str, Field(min_length=1, max_length=100_000), BeforeValidator(_as_filled)]
Position = Annotated[int, Field(ge=1, le=1_000_000), BeforeValidator(not_a_truth)]
Day = Annotated[date, BeforeValidator(_as_day), _string(format="date")]
When = Annotated[
    Period,
    BeforeValidator(_as_period),
    PlainSerializer(written_period, return_type=str),
    WithJsonSchema({"type": ["string", "integer"], "examples": ["Q4 2023", "2023-03-31"]}),
]
Amount = Annotated[
    Total,
    BeforeValidator(_as_amount),
    PlainSerializer(plain_amount),
    WithJsonSchema({"type": ["number", "string"], "examples": [1058000, "1,2 mln", "pm"]}),
]


class Row(BaseModel):
    """One row of a file; a key it does not know is refused."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, frozen=True)


class RecordRow(Row):
    """What every register row may carry."""

    code: Code
    note: Text = ""
    source: Place = ""
    illustrative: bool = False


class PlanRow(RecordRow):
    """A row that belongs to a plan. `position` orders rows; without it the order of the file."""

    position: Position | None = None
