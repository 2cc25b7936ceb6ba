"""Model fields for periods and money."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import lookups
from django.db.models.expressions import Combinable

from koersvast.core.formfields import AmountFormField, PeriodFormField, amount_error
from koersvast.core.money import AmountError, from_cents, parse_amount, to_cents
from koersvast.core.periods import UNREADABLE_MARK, Period, is_encoded, parse_period

ENCODED_LENGTH = 300
TEXT_LENGTH = 260  # what the encoding leaves for the text of the source

SET = TypeVar("SET", contravariant=True)
GET = TypeVar("GET", covariant=True)

if TYPE_CHECKING:

    class TextColumn(models.CharField[SET, GET]): ...

    class CentColumn(models.BigIntegerField[SET, GET]): ...
else:

    class Subscriptable:
        """The stubs make fields generic, Django itself does not."""

        def __class_getitem__(cls, types: object) -> type:
            return cls

    class TextColumn(Subscriptable, models.CharField):
        pass

    class CentColumn(Subscriptable, models.BigIntegerField):
        pass


class PeriodField(TextColumn[SET, GET]):
    """A ``Period`` in one sortable text column.

    Compares with a ``date`` on the last day: ``due__lt=day`` is "ready before that day". The
    database orders by last day; what is continuous and then what is unreadable comes after every
    date, so ``gt`` and ``gte`` include them.
    """

    empty_strings_allowed = False
    if TYPE_CHECKING:
        _pyi_private_set_type: Period | date | str | Combinable  # type: ignore[assignment]
        _pyi_private_get_type: Period  # type: ignore[assignment]
        _pyi_lookup_exact_type: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", ENCODED_LENGTH)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, str | None]:
        """Plain character order: SQLite has it by itself, PostgreSQL by collation "C"."""
        parameters: dict[str, str | None] = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters

    def from_db_value(self, value: str | None, *context: object) -> Period | None:
        return None if value is None else Period.decode(value)

    def to_python(self, value: Any) -> Period | None:
        """A period from itself, a day, its encoding or a text as a source writes it."""
        if value is None or value == "" or isinstance(value, Period):
            return value or None
        if isinstance(value, datetime):
            raise TypeError("a period starts from a date, not from a moment")
        if isinstance(value, date):
            return Period.day(value)
        text = str(value)
        return Period.decode(text) if is_encoded(text) else parse_period(text)

    def get_prep_value(self, value: Any) -> str | None:
        """The encoding; a date stays a bare date, to compare with (see the lookups below)."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value.isoformat()
        period = self.to_python(value)
        return period.encode() if period else None

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        stored = value if hasattr(value, "as_sql") else self.to_python(value)
        return super().get_db_prep_save(stored, connection)

    def run_validators(self, value: Any) -> None:
        super().run_validators(value.encode() if isinstance(value, Period) else value)

    def value_to_string(self, obj: models.Model) -> str:
        period = self.to_python(self.value_from_object(obj))
        return period.encode() if period else ""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        defaults = {"form_class": PeriodFormField, "max_length": TEXT_LENGTH, **kwargs}
        return models.Field.formfield(self, **defaults)


def behind_day(compared: object, prepared: Any) -> Any:
    """The point between the periods that end on a day and those that end later.

    Every encoding of a day starts with that day and a bar, which is less than the mark.
    """
    return f"{prepared}{UNREADABLE_MARK}" if isinstance(compared, date) else prepared


@PeriodField.register_lookup
class UpToDay(lookups.LessThanOrEqual):
    def get_prep_lookup(self) -> Any:
        return behind_day(self.rhs, super().get_prep_lookup())


@PeriodField.register_lookup
class AfterDay(lookups.GreaterThan):
    def get_prep_lookup(self) -> Any:
        return behind_day(self.rhs, super().get_prep_lookup())


@PeriodField.register_lookup
class SamePeriod(lookups.Exact):
    """Exactly the same period and text; a day has no text, so it is refused."""

    def get_prep_lookup(self) -> Any:
        if isinstance(self.rhs, date):
            raise TypeError("compare a period with a date by lt, lte, gt or gte")
        return super().get_prep_lookup()


class MoneyField(CentColumn[SET, GET]):
    """Euros: ``Decimal`` in Python, integer cents in the database.

    ``Sum`` gives a ``Decimal``. Arithmetic between columns needs ``output_field=MoneyField()``,
    for Django takes the outcome to be an integer.
    """

    empty_strings_allowed = False
    if TYPE_CHECKING:
        _pyi_private_set_type: Decimal | int | str | Combinable  # type: ignore[assignment]
        _pyi_private_get_type: Decimal  # type: ignore[assignment]
        _pyi_lookup_exact_type: Any

    def from_db_value(self, value: Any, *context: object) -> Decimal | None:
        """Cents to euros; an average that falls between two cents is rounded half up."""
        if value is None:
            return None
        return from_cents(int(Decimal(value).to_integral_value(ROUND_HALF_UP)))

    def to_python(self, value: Any) -> Decimal | None:
        """Euros from a ``Decimal``, int or text; a float is a ``TypeError``."""
        if value is None or value == "":
            return None
        try:
            if not isinstance(value, str):
                return from_cents(to_cents(value))
            total = parse_amount(value)
        except AmountError as error:
            raise amount_error(error.reason, value) from error
        if total is None:
            return None
        if total.pm:
            raise amount_error("pm_not_allowed", value)
        return from_cents(to_cents(total.amount))

    def get_prep_value(self, value: Any) -> int | None:
        euros = self.to_python(value)
        return None if euros is None else to_cents(euros)

    def value_to_string(self, obj: models.Model) -> str:
        euros = self.to_python(self.value_from_object(obj))
        return "" if euros is None else f"{euros:.2f}"

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return models.Field.formfield(self, **{"form_class": AmountFormField, **kwargs})


# An integer column rounds floats in these two lookups; here they refuse them like all others.
MoneyField.register_lookup(lookups.GreaterThanOrEqual)
MoneyField.register_lookup(lookups.LessThan)
