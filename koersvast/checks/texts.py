"""The texts and periods of a plan, of whatever register; read once for a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from koersvast.core.checks import Scope, used_rows
from koersvast.core.fields import PeriodField
from koersvast.core.models import Record
from koersvast.core.parts import Scope as Within
from koersvast.core.parts import Table, parts
from koersvast.core.periods import Period

ASIDE = {"code", "note", "source", "mark", "marks", "template", "cbs_code"}
"""Fields that hold no words of the plan: codes, and what its editor says about a row."""
OWN_SECTION = "checks"
"""What plan check itself keeps is no text of the plan."""
NOT_READ = {"organisation.people"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the model and key of the row that has a code, and the field."""

    model: Any
    key: int
    field: str


Texts = list[tuple[Place, str]]
Periods = list[tuple[Place, Period]]


@dataclass(frozen=True)
class Reached:
    """A table, how its rows are reached from a row with a code, and which of them count."""

    table: Table
    top: Any
    link: str
    rows: Any
    name: str = ""

    def values(self, fields: list[str]) -> Iterator[tuple[int, list[Any]]]:
        """Yield the key of the row with a code, and the values of some fields."""
        key = f"{self.link}_id" if self.link else "pk"
        rows = self.rows.order_by("pk").values_list(key, *fields)
        for found, *values in rows.iterator(chunk_size=2000):
            yield found, values


def tables_in(scope: Scope) -> list[Reached]:
    """Return every table of the plan, nested ones too, and the municipality's rows that it uses."""
    found: list[Reached] = []
    used = scope.once(used_rows)
    for part in parts.all():
        if part.section == OWN_SECTION or part.name in NOT_READ:
            continue
        manager: Any = part.table.model._default_manager
        rows = manager.visible_to(scope.actor).filter(illustrative=False)
        if part.scope is Within.PLAN:
            rows = rows.filter(plan=scope.plan)
        elif used.get(part.name):
            rows = rows.filter(pk__in=used[part.name])
        else:
            continue
        found += _reached(Reached(part.table, part.table.model, "", rows), scope)
    return found


def _reached(outer: Reached, scope: Scope) -> Iterator[Reached]:
    yield outer
    for name, table in outer.table.children.items():
        manager: Any = table.model._default_manager
        rows = manager.visible_to(scope.actor).filter(
            **{f"{table.link}__in": outer.rows.order_by().values("pk")}
        )
        if issubclass(table.model, Record):
            rows = rows.filter(illustrative=False)
        if table.coded:
            inner = Reached(table, table.model, "", rows)
        else:
            path = f"{table.link}__{outer.link}" if outer.link else table.link
            inner = Reached(table, outer.top, path, rows, outer.name or name)
        yield from _reached(inner, scope)


def _fields(table: Table, kinds: Iterable[type[models.Field[Any, Any]]]) -> list[str]:
    """Return the fields of a table that are of these kinds and hold words of the plan."""
    found = []
    for field in table.model._meta.concrete_fields:
        wanted = isinstance(field, tuple(kinds)) and field.name in table.fields
        if wanted and not field.choices and field.name not in ASIDE:
            found.append(field.name)
    return found


@dataclass(frozen=True)
class _Words:
    """What a plan says: its texts, and the codes of rows that are called otherwise."""

    texts: Texts
    codes: frozenset[str]


def texts_in(scope: Scope) -> Texts:
    """Return every text of the plan that is not empty; a query for each table."""
    return scope.once(_words_in).texts


def named_codes_in(scope: Scope) -> frozenset[str]:
    """Return the codes that stand for what is told of their row, as "DSD" for its title."""
    return scope.once(_words_in).codes


def _words_in(scope: Scope) -> _Words:
    texts: Texts = []
    codes: set[str] = set()
    for name in _fields(parts.head.table, (models.CharField, models.TextField)):
        texts.append((Place(type(scope.plan), scope.plan.pk, name), getattr(scope.plan, name)))
    for reached in scope.once(tables_in):
        names = [
            name for name in _fields(reached.table, (models.CharField, models.TextField))
            if not isinstance(reached.table.model._meta.get_field(name), PeriodField)
        ]  # fmt: skip
        own = {each.name for each in reached.table.model._meta.concrete_fields}
        coded = ["code"] if "code" in own and not reached.link else []
        for key, values in reached.values([*names, *coded]) if names else ():
            for name, text in zip(names, values, strict=False):
                if text:
                    texts.append((Place(reached.top, key, reached.name or name), text))
            if coded and values[0] and values[0] != values[-1]:
                codes.add(values[-1])
    return _Words(texts, frozenset(codes))


def periods_in(scope: Scope) -> Periods:
    """Return every period of the plan; a query for each table."""
    found: Periods = []
    for reached in scope.once(tables_in):
        names = _fields(reached.table, (PeriodField,))
        if names:
            for key, values in reached.values(names):
                for name, period in zip(names, values, strict=True):
                    if period is not None:
                        found.append((Place(reached.top, key, reached.name or name), period))
    return found


def records_at(places: Iterable[Place]) -> dict[tuple[Any, int], Any]:
    """Return the rows at some places by model and key; a query for each model."""
    keys: dict[Any, set[int]] = {}
    for place in places:
        keys.setdefault(place.model, set()).add(place.key)
    found: dict[tuple[Any, int], Any] = {}
    for model, wanted in keys.items():
        rows = model._default_manager.filter(pk__in=sorted(wanted))
        found |= {(model, row.pk): row for row in rows}
    return found


def works_at(record: Any) -> tuple[int, ...]:
    """Return the works that a row concerns, as far as the row itself says so."""
    own = getattr(record, "work_id", None)
    if own is not None:
        return (own,)
    result = getattr(record, "result", None) if hasattr(record, "result_id") else None
    return (result.work_id,) if result is not None else ()
