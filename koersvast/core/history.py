"""What changed, when and by whom: of any number of records, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.core.actors import Actor
from koersvast.core.display import NOTHING, display
from koersvast.core.models import is_open
from koersvast.core.signature import history_of, reason_of
from koersvast.core.visibility import required_links, seen_by

HIDDEN = {"id", "version", "position"}
REASONS = {"import": gettext_lazy("import"), "restored": gettext_lazy("put back")}
"""What the application itself gives as a reason, in the reader's language."""
NAMING = ("title", "name", "text", "when", "period", "date", "year")
"""The fields that name a row, the first that is filled in."""
KINDS = {"+": "added", "~": "changed", "-": "deleted"}
Names = dict[tuple[str, int], str]
"""Field and key of what it points at -> the name of that."""


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


def entries(
    scopes: Iterable[Scope], *, limit: int = 100, actor: Actor | None = None
) -> list[Entry]:
    """Return the latest changes of all records in `scopes`, newest first, at most `limit`.

    The caller sees to it that the records may be seen; with `actor`, the names of what they point
    at are shown only where he may see that too, and nothing of what must point at something else.
    """
    found: list[Entry] = []
    for scope in scopes:
        found.extend(_entries_of(scope, limit, actor))
    found.sort(key=lambda entry: entry.when, reverse=True)
    return found[:limit]


def told_to(rows: Any, actor: Actor) -> Any:
    """Return the history rows without those of links to what the actor does not see.

    What is gone is seen by nobody: who saw it when it was there is not known any more.
    """
    for link in required_links(rows.model.instance_type):
        rows = rows.filter(**{f"{link.name}__in": seen_by(actor, link)})
    return rows


def names_at(model: type[models.Model], row: Any, actor: Actor) -> Names:
    """Return the names of what a history row points at, also of what is gone by now."""
    return _related_names(model, [row], actor)


def _entries_of(scope: Scope, limit: int, actor: Actor | None) -> list[Entry]:
    keys = list(scope.keys)[:5000]
    rows = history_of(scope.model).filter(id__in=keys)
    rows = rows if actor is None else told_to(rows, actor)
    latest = list(rows.select_related("history_user__person")[:limit])
    if not latest:
        return []
    before = _predecessors(scope.model, latest)
    names = _related_names(scope.model, [*latest, *before.values()], actor)
    pairs = [(row, before.get(row.history_id)) for row in latest]
    return [
        _entry(scope.model, row, earlier, names)
        for row, earlier in pairs
        if not _is_hidden(scope.model, row, earlier, names)
    ]


def _predecessors(model: type[models.Model], latest: list[Any]) -> dict[int, Any]:
    """Return for each history row the one just before it of the same record; one query."""
    chains: dict[int, list[Any]] = defaultdict(list)
    keys = {row.id for row in latest}
    for row in model.history.filter(id__in=keys).order_by("history_id"):  # type: ignore[attr-defined]
        chains[row.id].append(row)
    return {
        later.history_id: earlier for chain in chains.values() for earlier, later in pairwise(chain)
    }


def _related_names(model: type[models.Model], rows: list[Any], actor: Actor | None) -> Names:
    """Return the names of all that the relations in `rows` point at; at most three queries each."""
    names: Names = {}
    for relation in model._meta.concrete_fields:
        if relation.is_relation:
            keys = {value for row in rows if (value := getattr(row, relation.attname))}
            found = _names_of(relation.related_model, keys, actor)
            names |= {(relation.name, key): name for key, name in found.items()}
    return names


def _names_of(model: Any, keys: set[int], actor: Actor | None) -> dict[int, str]:
    """Return key -> name; what was deleted since has the name it had last."""
    records = model._default_manager.in_bulk(keys) if keys else {}
    gone = keys - records.keys()
    if actor is not None and hasattr(model._default_manager, "visible_to"):
        seen = model._default_manager.visible_to(actor).in_bulk(list(records)) if records else {}
        records = {key: record for key, record in records.items() if key in seen}
    names = {key: str(record) for key, record in records.items()}
    if gone and hasattr(model, "history") and (actor is None or is_open(model)):
        for row in model.history.filter(id__in=gone, history_type="-"):
            names[row.id] = name_of(row)
    return names


def _entry(model: type[models.Model], row: Any, before: Any, names: Names) -> Entry:
    changes = (
        [] if before is None or row.history_type != "~" else _changes(model, before, row, names)
    )
    return Entry(
        when=row.history_date,
        who=who(row),
        kind=KINDS[row.history_type],
        model_label=str(model._meta.verbose_name),
        record=_full_name(model, row, names),
        reason=reason(row),
        changes=changes,
    )


def reason(row: Any) -> str:
    """Return why a change was made; what the application itself says, in the reader's language."""
    given = reason_of(row)
    return str(REASONS.get(given, given))


def who(row: Any) -> str:
    """Return the name of who made a change; the system where nobody did."""
    user = row.history_user
    if user is None:
        return _("system")
    person = getattr(user, "person", None)
    return str(person or user.get_username())


def _full_name(model: type[models.Model], row: Any, names: Names) -> str:
    if name := name_of(row):
        return name
    relations = [each for each in model._meta.concrete_fields if each.is_relation]
    keys = [(each.name, getattr(row, each.attname)) for each in relations]
    return " · ".join(names[key] for key in keys if key in names)


def name_of(row: Any) -> str:
    """Return what a history row itself says it is called; "" when it does not."""
    values = (getattr(row, attribute, None) for attribute in NAMING)
    return next((display(value) for value in values if value), "")


def _is_hidden(model: type[models.Model], row: Any, before: Any, names: Names) -> bool:
    """Tell whether nothing of a change may be seen: it is about links to what is not seen."""
    if before is None or row.history_type != "~":
        return False
    differing = _differing(model, before, row)
    return bool(differing) and not any(_is_told(each, before, row, names) for each in differing)


def _differing(model: type[models.Model], old: Any, new: Any) -> list[Any]:
    return [
        each
        for each in model._meta.concrete_fields
        if each.name not in HIDDEN and getattr(old, each.attname) != getattr(new, each.attname)
    ]


def _is_told(each: Any, old: Any, new: Any, names: Names) -> bool:
    """Tell whether a change of a field is told; not of a link from and to what is not seen."""
    if not each.is_relation or is_open(each.related_model):
        return True
    keys = [getattr(row, each.attname) for row in (old, new)]
    return any((each.name, key) in names for key in keys)


def _changes(model: type[models.Model], old: Any, new: Any, names: Names) -> list[FieldChange]:
    return [
        FieldChange(
            label=str(each.verbose_name),
            old=_shown(old, each, names),
            new=_shown(new, each, names),
        )
        for each in _differing(model, old, new)
        if _is_told(each, old, new, names)
    ]


def _shown(row: Any, each: Any, names: Names) -> str:
    value = getattr(row, each.attname)
    if each.is_relation:
        return names.get((each.name, value), NOTHING) if value else NOTHING
    if each.choices:
        return display(dict(each.flatchoices).get(value, value))
    return display(value)
