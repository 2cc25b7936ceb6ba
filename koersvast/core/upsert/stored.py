"""What the registers already hold, by the same keys as the written rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from koersvast.core.actors import SYSTEM, Actor
from koersvast.core.models import is_open
from koersvast.core.parts import Table, parts
from koersvast.core.upsert.flat import FlatTable, Key, plain


@dataclass
class Stored:
    """The stored rows of a table by key, and the code of each (for references).

    Only what the actor sees. `taken` are the keys of the others: they cannot be used again.
    """

    rows: dict[Key, Any] = field(default_factory=dict)
    keys: dict[int, Key] = field(default_factory=dict)
    taken: set[Key] = field(default_factory=set)

    def add(self, key: Key, record: Any) -> None:
        """Note a stored row."""
        self.rows[key] = record
        self.keys[record.pk] = key


class Registers:
    """All stored rows that the import may meet, read once per table, as far as `actor` sees them.

    What he does not see is not compared, not missing and nothing a code can refer to.
    """

    def __init__(self, plan: models.Model | None, actor: Actor) -> None:
        self.plan, self.actor = plan, actor
        self._tables: dict[str, Stored] = {}

    def of(self, name: str) -> Stored:
        """Return the stored rows of the table called `name`; read before with `read`."""
        return self._tables[name]

    def read(self, flat: FlatTable, *, only_codes: bool = False) -> Stored:
        """Read the rows of a table once; what it is nested in must have been read before.

        With `only_codes` the rows are good for no more than being pointed at.
        """
        if flat.name not in self._tables:
            self._tables[flat.name] = stored = Stored()
            self._read_into(stored, flat, only_codes=only_codes)
        return self._tables[flat.name]

    def read_all(self, flats: list[FlatTable]) -> None:
        """Read tables, and before them the codes by which nested rows are told apart."""
        names = {flat.name for flat in flats}
        self.read_codes(
            target
            for flat in flats
            if flat.parent is not None
            for name, target in flat.table.refs.items()
            if name in flat.table.identity and target not in names
        )
        for flat in flats:
            self.read(flat)

    def read_codes(self, names: Iterable[str]) -> None:
        """Read of parts what is needed to point at their rows, where they are not read yet."""
        wanted = set(names)
        for part in parts.all():
            if part.name in wanted:
                self.read(FlatTable(part.name, part.table, part), only_codes=True)

    def _read_into(self, stored: Stored, flat: FlatTable, *, only_codes: bool) -> None:
        table = flat.table
        rows: Any = table.model._default_manager.all()
        narrowed = self.actor != SYSTEM and not is_open(table.model)
        if only_codes:
            rows = rows.only("code", *(["plan"] if flat.plan_scoped else []))
        if flat.plan_scoped:
            if self.plan is None:
                return
            rows = rows.filter(**{self._plan_path(flat): self.plan})
        if narrowed and flat.parent is None and not only_codes:
            hidden = rows.exclude(pk__in=self._seen(table.model))
            stored.taken = {(code,) for code in hidden.values_list("code", flat=True)}
        if narrowed:
            rows = rows.filter(pk__in=self._seen(table.model))
        if flat.parent is None:
            for record in rows.order_by("pk"):
                stored.add((getattr(record, "code", record.pk),), record)
            return
        self._read_nested(stored, flat, rows)

    def _seen(self, model: Any) -> Any:
        """Return the keys of the rows that the actor sees, for a query."""
        return model._default_manager.visible_to(self.actor).order_by().values("pk")

    def _plan_path(self, flat: FlatTable) -> str:
        """Return the way from a row of a table, nested at any depth, to its plan."""
        if flat.parent is None:
            return "plan"
        return f"{flat.table.link}__{self._plan_path(flat.parent)}"

    def _read_nested(self, stored: Stored, flat: FlatTable, rows: Any) -> None:
        table = flat.table
        parents = self.of(flat.parent.name).keys if flat.parent else {}
        order = ["position", "pk"] if table.numbered else ["pk"]
        ranks: dict[Key, int] = defaultdict(int)
        for record in rows.filter(**{f"{table.link}__isnull": False}).order_by(*order):
            parent = parents.get(getattr(record, f"{table.link}_id"))
            if parent is None:
                continue
            ranks[parent] += 1
            stored.add(self._nested_key(table, record, parent, ranks[parent]), record)

    def _nested_key(self, table: Table, record: Any, parent: Key, rank: int) -> Key:
        if table.coded:
            return (record.code,)
        if table.identity == ("position",):
            return (*parent, rank)
        return (*parent, *(self.value(table, record, name) for name in table.identity))

    def value(self, table: Table, record: Any, name: str) -> Any:
        """Return a field of a stored row the way it is written: references as codes."""
        if name not in table.refs:
            return plain(getattr(record, name))
        key = getattr(record, f"{name}_id")
        if key is None:
            return None
        return self._target(table.refs[name]).keys.get(key, (None,))[0]

    def _target(self, name: str) -> Stored:
        """Return what a reference points at; of what no row is written, the codes."""
        if name not in self._tables:
            part = parts.get(name)
            self.read(FlatTable(name, part.table, part), only_codes=True)
        return self.of(name)
