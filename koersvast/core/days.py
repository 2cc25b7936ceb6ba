"""Which days a register takes: a year typed with two digits is a slip, not the year 23."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from koersvast.core.spans import FIRST_YEAR, LAST_YEAR


def validate_day(day: date) -> None:
    """Refuse a day outside the years that periods know."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            _("Give a year between %(first)s and %(last)s, in four digits."),
            code="year",
            params={"first": str(FIRST_YEAR), "last": str(LAST_YEAR)},
        )
