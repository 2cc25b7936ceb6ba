"""Template filters: values as a reader expects them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from koersvast.core.display import display, unparted
from koersvast.core.kit.register import url_of
from koersvast.core.money import Total, format_amount, format_short
from koersvast.core.registries import registries

register = template.Library()
register.filter("unparted", unparted)


@register.filter
def shown(value: Any) -> str:
    """Return a value in words: a dash for nothing, dates and money as people write them."""
    return display(value)


@register.filter
def money(value: Total | Decimal | int | None) -> str:
    """Return an amount in whole euros (cents only when there are), with PM; "" for None."""
    return "" if value is None else format_amount(value, get_language() or "nl")


@register.filter
def short_money(value: Total | Decimal | int | None) -> str:
    """Return an amount in short, for a tile: "€ 1,9 mln"."""
    return "" if value is None else format_short(value, get_language() or "nl")


@register.filter
def page_of(record: models.Model | None) -> str:
    """Return the address of a record's page; empty when it has none."""
    return url_of(record)


@register.filter
def breakable(text: Any) -> SafeString:
    """Return a text that may go on at a new line behind each slash."""
    *parts, last = str(text).split("/")
    return format_html("{}{}", format_html_join("", "{}/<wbr>", ((each,) for each in parts)), last)


@register.inclusion_tag("components/page_links.html", takes_context=True)
def page_links(context: Any, page: str, record: Any = None) -> dict[str, Any]:
    """Show the buttons that other apps add to a page, about `record`."""
    return {"links": registries.links_of(context["request"].actor, page, record)}
