"""Form fields for periods and amounts: one text box each, and a sentence when it is not right."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from koersvast.core.languages import known_language
from koersvast.core.money import AmountError, Total, format_amount, parse_amount
from koersvast.core.periods import Period, parse_period


class PeriodFormField(forms.CharField):
    """A period as text. Gives a ``Period``, or None when empty.

    ``allow_unreadable`` keeps a text that is not understood, as a period without days; ``year``
    is the year meant by a text that names none.
    """

    default_error_messages = {
        "unreadable": _(
            "“%(value)s” is not a period that exists or is understood. "
            "Write for example Q4 2021, 28-2-2023, March 2023 or Q1 2023 - Q1 2024."
        ),
    }

    def __init__(
        self, *, allow_unreadable: bool = False, year: int | None = None, **kwargs: Any
    ) -> None:
        self.allow_unreadable = allow_unreadable
        self.year = year
        kwargs["help_text"] = kwargs.get("help_text") or _(
            "For example Q4 2021, 28-2-2023, March 2023, mid 2023, week 15 2021, "
            "Q1 2023 - Q1 2024 or continuous."
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The period a text says; ``ValidationError`` when it may not stay unreadable."""
        if value in self.empty_values or isinstance(value, Period):
            return value or None
        text = str(value).strip()
        if not text:
            return None
        period = parse_period(text, year=self.year)
        if not period.is_readable and not self.allow_unreadable:
            raise ValidationError(
                self.error_messages["unreadable"], code="unreadable", params={"value": text}
            )
        return period

    def run_validators(self, value: Any) -> None:
        super().run_validators(value.text if isinstance(value, Period) else value)

    def prepare_value(self, value: Any) -> Any:
        return value.canonical if isinstance(value, Period) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        before, after = self.prepare_value(initial) or "", data or ""
        return bool(not self.disabled and str(before).strip() != str(after).strip())


AMOUNT_ERRORS = {
    "too_many_decimals": _(
        "“%(value)s” has more than two decimals. Round it to whole cents, such as 12,50."
    ),
    "not_a_number": _(
        "“%(value)s” is not an amount. Write for example 1.058.000, 12,50 or 1,2 mln."
    ),
    "ambiguous": _(
        "“%(value)s” can be read in two ways. "
        "Write a thousand as 1000 or 1.000, and a decimal as 1,00."
    ),
    "too_large": _(
        "“%(value)s” is more than ten thousand billion euros. "
        "Check the number of zeros, and whether mln or mld belongs there."
    ),
    "pm_not_allowed": _("PM is not possible here. Write the amount, or leave it empty."),
}


def amount_error(reason: str, written: object) -> ValidationError:
    """What is wrong with an amount and how to mend it, in a sentence."""
    params = {"value": str(written).strip()}
    return ValidationError(AMOUNT_ERRORS[reason], code=reason, params=params)


class AmountFormField(forms.CharField):
    """An amount of euros as text.

    Gives a ``Decimal``; with ``allow_pm`` a ``Total`` instead, for "pm" and "784.000 + pm" are
    then answers too. None when empty.
    """

    def __init__(self, *, allow_pm: bool = False, **kwargs: Any) -> None:
        self.allow_pm = allow_pm
        example = _("For example 1.058.000, 12,50 or 1,2 mln.")
        with_pm = _("For example 1.058.000, 12,50, 1,2 mln or pm.")
        kwargs["help_text"] = kwargs.get("help_text") or (with_pm if allow_pm else example)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The amount a text says; ``ValidationError`` with what is wrong and how to mend it."""
        if value in self.empty_values:
            return None
        total = value if isinstance(value, Total) else self.parsed(str(value))
        if total is None or self.allow_pm:
            return total
        if total.pm:
            raise amount_error("pm_not_allowed", value)
        return total.amount

    def parsed(self, text: str) -> Total | None:
        try:
            return parse_amount(text)
        except AmountError as error:
            raise amount_error(error.reason, text) from error

    def run_validators(self, value: Any) -> None:
        """Length and null characters make no sense for a number; other validators still run."""
        forms.Field.run_validators(self, value)

    def prepare_value(self, value: Any) -> Any:
        """The amount as a text that reads back the same in either language."""
        if not isinstance(value, Total | Decimal | int):
            return value
        if known_language(get_language()) == "nl":
            return format_amount(value, "nl")
        return format_amount(value, "en").replace(",", "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled:
            return False
        try:
            before, after = self.to_python(initial), self.to_python(data)
        except ValidationError:
            return True
        return bool(before != after)
