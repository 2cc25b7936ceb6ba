"""Template filters of decisions."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from koersvast.core.display import NOTHING
from koersvast.core.languages import known_language
from koersvast.core.period_labels import range_label, span_label
from koersvast.core.quarters import quarter_of
from koersvast.core.spans import month_span
from koersvast.decisions.rules.calendar import Days

register = template.Library()


@register.filter
def stretch(days: Days | None) -> str:
    """Return a stretch of the calendar in words: "Q4 2022", "maart 2023"."""
    if days is None:
        return NOTHING
    quarter, month = quarter_of(days[0]), month_span(days[0].year, days[0].month)
    if days == (quarter.first, quarter.last):
        return quarter.label
    language = known_language(get_language())
    whole_month = days == (month.first, month.last)
    return span_label(month, language) if whole_month else range_label(*days, language)
