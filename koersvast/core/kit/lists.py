"""Tables and filters of a register, made from its declaration."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2
from django import forms
from django.db import models
from django.db.models import Case, F, When
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.display import display
from koersvast.core.fields import MoneyField
from koersvast.core.history import NAMING
from koersvast.core.kit.register import Register, url_of
from koersvast.core.visibility import only_seen

PER_PAGE = 50
SHORT = "plan"
"""The relation that a list shows by its code: its title would fill every row."""


def field_of(model: type[models.Model], path: str) -> models.Field[Any, Any]:
    """Return the model field at the end of a path such as "work__title"."""
    *relations, last = path.split("__")
    for name in relations:
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]
    return model._meta.get_field(last)  # type: ignore[return-value]


def column_field(register: Register, path: str) -> models.Field[Any, Any]:
    """Return what a column or filter of a register is about: a field, or what is computed."""
    computed = register.computed.get(path)
    return computed.field if computed else field_of(register.model, path)


class ValueColumn(django_tables2.Column):
    """A column that shows a field the way the whole application shows it."""

    def __init__(self, register: Register, path: str, actor: Actor, *, first: bool) -> None:
        field = column_field(register, path)
        numeric = isinstance(field, MoneyField | models.IntegerField | models.DecimalField)
        kind = "num" if numeric and not field.choices else ""
        super().__init__(
            accessor=path.replace("__", "."),
            order_by=path.replace("__", "."),
            verbose_name=field.verbose_name.capitalize() if field.verbose_name else path,
            attrs={"td": {"class": kind}, "th": {"class": kind}},
            empty_values=(),
        )
        self.register, self.path, self.first, self.field = register, path, first, field
        self.actor = actor

    def render(self, value: Any, record: models.Model) -> str | SafeString:
        """Return the cell: choices by their label, the first column and relations as links."""
        target: models.Model | None = record if self.first else None
        if isinstance(value, models.Model):
            target = target or value
            value = value.code if self.path == SHORT and hasattr(value, "code") else value
        elif self.field.choices and "__" not in self.path:
            value = dict(self.field.flatchoices).get(value, value)
        url = url_of(target)
        text = display(value)
        return format_html('<a href="{}">{}</a>', url, text) if url and value else text

    def order(self, rows: Any, is_descending: bool) -> tuple[Any, bool]:
        """Sort; equal values by key, so that a row is on one page only.

        What a row points at and the actor does not see, has no place in the order.
        """
        seen = only_seen(self.register.model, self.path, self.actor)
        if not seen:
            return rows.order_by(f"{'-' if is_descending else ''}{self.path}", "pk"), True
        rank = Case(When(seen, then=F(self._sorted_by())))
        order = rank.desc(nulls_last=True) if is_descending else rank.asc(nulls_last=True)
        return rows.order_by(order, "pk"), True

    def _sorted_by(self) -> str:
        """Return the field by which a link is sorted: the name of what it points at."""
        if not self.field.is_relation:
            return self.path
        names = {each.name for each in self.field.related_model._meta.concrete_fields}  # type: ignore[union-attr]
        return next((f"{self.path}__{name}" for name in NAMING if name in names), self.path)


class IllustrativeTable(django_tables2.Table):
    """The base of all lists."""

    class Meta:
        template_name = "core/kit/table.html"
        attrs = {"class": "table"}
        per_page = PER_PAGE


def table_of(register: Register, rows: Any, sort: str, actor: Actor) -> django_tables2.Table:
    """Return the table of a register. `sort` is a column name, "-" before it turns it round."""
    columns = [
        (name, ValueColumn(register, name, actor, first=index == 0))
        for index, name in enumerate(register.columns)
    ]
    order = sort if sort.removeprefix("-") in register.columns else None
    # the options of a table are not inherited
    parts = {**dict(columns), "Meta": IllustrativeTable.Meta}
    table_class = type("RegisterTable", (IllustrativeTable,), parts)
    return table_class(rows, order_by=order)


def found(register: Register, data: QueryDict, actor: Actor) -> tuple[Any, Any]:
    """Return the filters and the table that `data` (q, filters, sort) asks for.

    A filter value that does not exist finds nothing: a list or export that silently shows all
    would be read as the answer.
    """
    filters = filters_of(register, data, actor)
    rows = filters.qs if filters.form.is_valid() else filters.queryset.none()
    return filters, table_of(register, rows, data.get("sort", ""), actor)


def filters_of(register: Register, data: QueryDict, actor: Actor) -> django_filters.FilterSet:
    """Return the filters of a register; relations offer only rows that the actor sees."""
    declared: dict[str, Any] = {}
    for name in register.filters:
        field = column_field(register, name)
        label = field.verbose_name.capitalize()
        if field.is_relation:
            related: Any = field.related_model
            declared[name] = django_filters.ModelChoiceFilter(
                field_name=name,
                label=label,
                queryset=related._default_manager.visible_to(actor),
                empty_label=_("all"),
            )
        elif field.choices:
            declared[name] = django_filters.ChoiceFilter(
                field_name=name, label=label, choices=field.choices, empty_label=_("all")
            )
        else:
            declared[name] = django_filters.BooleanFilter(
                field_name=name,
                label=label,
                widget=forms.Select(
                    choices=[("", _("all")), ("true", _("yes")), ("false", _("no"))]
                ),
            )
    meta = type("Meta", (), {"model": register.model, "fields": []})
    kind = type("RegisterFilters", (django_filters.FilterSet,), {**declared, "Meta": meta})
    filters: django_filters.FilterSet = kind(data, queryset=register.find(actor, data.get("q", "")))
    filters.form.label_suffix = ""
    return filters
