"""How values look on screen and on paper."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koersvast.core.fields import MoneyField
from koersvast.core.money import Total, format_amount
from koersvast.core.periods import Period

NOTHING = "–"
EURO_AMOUNT = re.compile(r"€[ \u2009\u202f](?=[-–−]?\d)")


def display(value: Any) -> str:
    """Return a value as a reader expects it: dates in words, yes and no, money in euros."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{_day(local.date())} {local:%H:%M}"
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, Decimal | Total):
        return format_amount(value, get_language() or "nl")
    return str(value)


def _day(on: date) -> str:
    """Return a day as periods write it: Django's Dutch "M" gives its months a capital."""
    try:
        return Period.day(on).label(get_language())
    except ValueError:  # an old row may hold a year that is refused by now
        return on.isoformat()


def field_display(record: models.Model, field: models.Field[Any, Any]) -> str:
    """Return the value of a field of a record: the label of a choice, the name of a relation."""
    if field.choices:
        return display(getattr(record, f"get_{field.name}_display")())
    value = getattr(record, field.name)
    if isinstance(value, Decimal) and not isinstance(field, MoneyField):
        return format(value.normalize(), "f").replace(".", ",")
    return display(value)


def unparted(text: str) -> str:
    """Return a text in which no line ends between a euro sign and its amount."""
    return EURO_AMOUNT.sub("€\u00a0", text)
