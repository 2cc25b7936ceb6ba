"""What changed, when and by whom: entries of any number of records, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from koersvast.core.display import NOTHING, display

HIDDEN = {"id", "version", "position"}
KINDS = {"+": "added", "~": "changed", "-": "deleted"}


@dataclass(frozen=True)
class FieldChange:
    """A field that got another value."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """One change of one record."""

    when: datetime
    who: str
    kind: str
    model_label: str
    record: str
    reason: str
    changes: list[FieldChange] = field(default_factory=list)


@dataclass(frozen=True)
class Scope:
    """Records of one model whose history is wanted."""

    model: type[models.Model]
    keys: Sequence[int]


def entries(scopes: Iterable[Scope], *, limit: int = 100) -> list[Entry]:
    """Return the latest changes of all records in `scopes`, newest first, at most `limit`."""
    found: list[Entry] = []
    for scope in scopes:
        found.extend(_entries_of(scope, limit))
    found.sort(key=lambda entry: entry.when, reverse=True)
    return found[:limit]


def _entries_of(scope: Scope, limit: int) -> list[Entry]:
    manager: Any = scope.model.history  # type: ignore[attr-defined]
    latest = list(
        manager.filter(id__in=list(scope.keys)[:5000])
        .select_related("history_user__person")
        .order_by("-history_date", "-history_id")[:limit]
    )
    if not latest:
        return []
    before = _predecessors(manager, latest)
    names = _related_names(scope.model, [*latest, *before.values()])
    return [_entry(scope.model, row, before.get(row.history_id), names) for row in latest]


def _predecessors(manager: Any, latest: list[Any]) -> dict[int, Any]:
    """Return for each history row the one just before it of the same record."""
    chains: dict[int, list[Any]] = defaultdict(list)
    for row in manager.filter(id__in={row.id for row in latest}).order_by("history_id"):
        chains[row.id].append(row)
    return {
        later.history_id: earlier
        for chain in chains.values()
        for earlier, later in zip(chain, chain[1:], strict=False)
    }


def _related_names(model: type[models.Model], rows: list[Any]) -> dict[tuple[str, int], str]:
    """Return the names of all rows that the relations in `rows` point at; one query a relation."""
    names: dict[tuple[str, int], str] = {}
    for relation in model._meta.concrete_fields:
        if not relation.is_relation:
            continue
        keys = {value for row in rows if (value := getattr(row, relation.attname))}
        related: Any = relation.related_model
        for key, record in related._default_manager.in_bulk(keys).items():
            names[relation.name, key] = str(record)
    return names


def _entry(
    model: type[models.Model], row: Any, before: Any, names: dict[tuple[str, int], str]
) -> Entry:
    changes = [] if before is None or row.history_type != "~" else _changes(model, before, row, names)
    return Entry(
        when=row.history_date,
        who=_who(row),
        kind=KINDS[row.history_type],
        model_label=str(model._meta.verbose_name),
        record=_name_of(model, row, names),
        reason=row.history_change_reason or "",
        changes=changes,
    )


def _who(row: Any) -> str:
    user = row.history_user
    if user is None:
        return _("system")
    person = getattr(user, "person", None)
    return str(person or user.get_username())


def _name_of(model: type[models.Model], row: Any, names: dict[tuple[str, int], str]) -> str:
    for attribute in ("title", "name", "text", "when", "period", "date", "year"):
        if value := getattr(row, attribute, None):
            return display(value)
    relations = [each for each in model._meta.concrete_fields if each.is_relation]
    keys = [(each.name, getattr(row, each.attname)) for each in relations]
    return " · ".join(names[key] for key in keys if key in names)


def _changes(
    model: type[models.Model], old: Any, new: Any, names: dict[tuple[str, int], str]
) -> list[FieldChange]:
    return [
        FieldChange(
            label=str(each.verbose_name),
            old=_shown(old, each, names),
            new=_shown(new, each, names),
        )
        for each in model._meta.concrete_fields
        if each.name not in HIDDEN and getattr(old, each.attname) != getattr(new, each.attname)
    ]


def _shown(row: Any, each: Any, names: dict[tuple[str, int], str]) -> str:
    value = getattr(row, each.attname)
    if each.is_relation:
        return names.get((each.name, value), NOTHING) if value else NOTHING
    if each.choices:
        return display(dict(each.flatchoices).get(value, value))
    return display(value)
