"""Days the way a calendar writes them."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language

from koersvast.core.languages import known_language
from koersvast.core.period_labels import SHORT_MONTHS

register = template.Library()


@register.filter
def day_month(day: date) -> str:
    """Return "16 jun": Django gives Dutch months a capital."""
    return f"{day.day} {SHORT_MONTHS[known_language(get_language())][day.month - 1]}"


@register.filter
def weekday(day: date) -> str:
    """Return "vr 16 jun"."""
    return f"{date_format(day, 'D')} {day_month(day)}"
