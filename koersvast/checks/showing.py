"""A finding as a page shows it: where its rows are, and who may mend or accept it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.db import models

from koersvast.checks.policy import may_accept_each
from koersvast.checks.selectors import Judged, Told
from koersvast.core.actors import Actor
from koersvast.core.checks import named
from koersvast.core.kit.register import registers, url_of
from koersvast.direction.models import Plan

Records = dict[tuple[str, int], tuple[Any, bool]]
"""Kind and key of a row -> the row, and whether the actor may change it."""


@dataclass(frozen=True)
class Place:
    """A row: its name, the address of its page, and of its form for who may change it."""

    name: str
    url: str
    form: str = ""


@dataclass(frozen=True)
class Shown:
    """A finding, the row it is about, and the rows it tells of at once.

    Where it tells of rows of the plan at once, these are the place, and not the plan.
    """

    row: Judged
    may_accept: bool
    place: Place
    rows: list[Place]


def shown_to(actor: Actor, page: Iterable[Judged], here: str) -> list[Shown]:
    """Return findings for a page; a form leads back to `here`. Some queries per kind of row."""
    rows = list(page)
    allowed = may_accept_each(actor, [row.found for row in rows])
    together = _records(actor, rows)
    return [
        Shown(row, may, _place(row, may, here), _rows(row.found, together, here))
        for row, may in zip(rows, allowed, strict=True)
    ]


def _place(row: Judged, may_change: bool, here: str) -> Place:
    """Return where the row of a finding is; who accepts findings on a row may change it."""
    found, record = row.found, row.found.place
    if found.rows and isinstance(record, Plan):
        return Place(found.name, "")
    form = form_of(record, found.field, here) if may_change else ""
    return Place(found.name, url_of(record), form)


def _records(actor: Actor, rows: Iterable[Judged]) -> Records:
    """Return the rows that findings tell of at once, as far as the actor sees them."""
    keys: dict[str, set[int]] = {}
    for row in rows:
        keys.setdefault(row.found.rows_kind, set()).update(row.found.rows)
    records: Records = {}
    for kind, wanted in keys.items():
        register = registers.of(apps.get_model(kind)) if wanted else None
        if register is None:
            continue
        seen = list(register.rows(actor).filter(pk__in=wanted))
        may = register.policy.may_change_each(actor, seen)
        records |= {
            (kind, each.pk): (each, allowed) for each, allowed in zip(seen, may, strict=True)
        }
    return records


def _rows(found: Told, records: Records, here: str) -> list[Place]:
    """Return the rows that a finding tells of at once; `about` is then the field they lack."""
    seen = (records.get((found.rows_kind, key)) for key in found.rows)
    return [
        Place(named(row), url_of(row), form_of(row, found.about, here) if may else "")
        for row, may in (each for each in seen if each)
    ]


def form_of(record: models.Model, field: str, here: str) -> str:
    """Return the address of the form of a row at a field of it; "" where the form has not that."""
    register = registers.of(record)
    if register is None or field not in register.fields:
        return ""
    return f"{register.url('edit', record.pk)}?{urlencode({'next': here})}#id_{field}"
