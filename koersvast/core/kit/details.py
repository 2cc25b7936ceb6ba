"""What a record's page shows: its fields, and what hangs on it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.utils import timezone

from koersvast.core.actors import Actor
from koersvast.core.display import NOTHING, field_display
from koersvast.core.history import Names, names_at
from koersvast.core.kit.register import Register, url_of
from koersvast.core.registries import registries
from koersvast.core.signature import history_of
from koersvast.core.visibility import hide_unseen, is_open

OWN_FIELDS = {"id", "version", "position", "illustrative"}
RELATED_ROWS = 100


def detail_context(register: Register, actor: Actor, record: models.Model) -> dict[str, Any]:
    """Return fields, related lists and what the actor may do."""
    related = [
        {"label": each.label, "name": each.name, "rows": _linked(each.data(actor, record))}
        for each in registries.related_of(register.model)
    ]
    policy = register.policy
    hide_unseen(actor, [record])
    return {
        "fields": fields_of(register, record),
        "related": [each for each in related if each["rows"]],
        "may_change": bool(register.fields) and policy.may_change(actor, record),
        "may_delete": policy.may_delete(actor, record),
    }


def _linked(rows: Any) -> list[dict[str, Any]]:
    return [{"text": str(row), "url": url_of(row), "row": row} for row in rows[:RELATED_ROWS]]


def fields_of(
    register: Register, record: models.Model, names: Names | None = None
) -> list[dict[str, Any]]:
    """Return label, value and link of every field of a record that has a value.

    `names` gives what relations point at, by field and key, where that may be gone by now.
    """
    shown = []
    for field in register.model._meta.concrete_fields:
        value = getattr(record, field.attname)
        if field.name in OWN_FIELDS or value in (None, "", False):
            continue
        if names is not None and field.is_relation:
            if (field.name, value) in names or is_open(field.related_model):
                name = names.get((field.name, value), NOTHING)
                shown.append({"label": field.verbose_name, "value": name, "url": ""})
            continue
        related = getattr(record, field.name) if field.is_relation else None
        if field.is_relation and related is None:
            continue
        shown.append(
            {
                "label": field.verbose_name,
                "value": field_display(record, field),
                "url": url_of(related),
            }
        )
    return shown


def fields_as_of(
    register: Register, actor: Actor, record: models.Model, day: date
) -> list[dict[str, Any]]:
    """Return the fields as they were at the end of `day`; [] when the record was not there yet."""
    end = timezone.make_aware(datetime.combine(day, time.max))
    past = history_of(register.model).filter(id=record.pk, history_date__lte=end).first()
    if past is None or past.history_type == "-":
        return []
    names = names_at(register.model, past, actor)
    return fields_of(register, past.instance, names)
