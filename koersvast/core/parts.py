"""How registers stand in a file: each app declares its tables once, in its `exchange.py`.

The plan file, the bulk import of a register and its export are all made from these declarations,
so a register says once how its rows are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import models

from koersvast.core.schemas import Row

Values = dict[str, Any]
Check = Callable[[Sequence[tuple[tuple[Any, ...], Values]]], Iterable[tuple[int, str]]]
"""Looks at rows taken together; see `Table.check`."""


class Scope(StrEnum):
    """Within what a code is unique."""

    MUNICIPALITY = "municipality"
    PLAN = "plan"


@dataclass(frozen=True)
class Table:
    """How the rows of one model are written.

    - `fields`: model fields that are written; the row's own names.
    - `identity`: the fields that tell a row from its siblings.
    - `refs`: field -> "section.key" of the part that it points at, by code.
    - `link`: for a nested table, the field that points at the row it is nested in.
    - `children`: row key -> nested table.
    - `unpack`, `pack`: for rows written in short (a code, a year: amount), the way in and out.
    - `tree`: the field that makes a tree; `graph`: link and field that must not make a circle.
    - `adder`: the field that gets the person who adds a row, when it is somebody.
    - `check`: looks at all rows there will be, written and stored, as key and values (references
      as codes, nested rows as a list under their name), and returns what is wrong: number of the
      row, and a sentence.
    """

    model: type[models.Model]
    fields: tuple[str, ...]
    identity: tuple[str, ...] = ("code",)
    refs: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    children: Mapping[str, Table] = field(default_factory=dict)
    unpack: Callable[[Any], Values] | None = None
    pack: Callable[[Values], Any] | None = None
    as_mapping: bool = False
    tree: str = ""
    graph: bool = False
    row: type[Row] | None = None
    numbered: bool = False
    coded: bool = False
    adder: str = ""
    check: Check | None = None

    def __str__(self) -> str:
        return str(self.model._meta.verbose_name_plural)


@dataclass(frozen=True)
class Sides:
    """The rows of a part by code: as they are stored now, and as there will be."""

    before: Mapping[str, Values]
    after: Mapping[str, Values]


@dataclass(frozen=True)
class Clash:
    """What is wrong with rows taken together; told at the first of `rows` (part, code) written."""

    sentence: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class JointCheck:
    """Looks at the rows of several `parts` together, whenever one of them is written.

    `look` gets part -> rows (values as in `Table.check`) and returns what is wrong. A clash in
    which no written row has a share is not for this import. With `spares_system` it is asked of
    what people write, not of what the system loads.
    """

    parts: tuple[str, ...]
    look: Callable[[Mapping[str, Sides]], Iterable[Clash]]
    spares_system: bool = False


@dataclass(frozen=True)
class Part:
    """A register's place in the plan file: `section` is the app, `key` the list in it."""

    section: str
    key: str
    row: type[Row]
    table: Table
    scope: Scope = Scope.PLAN

    @property
    def name(self) -> str:
        """The name by which other parts refer to this one."""
        return f"{self.section}.{self.key}"


def listed(**names: str) -> dict[str, str]:
    """Return references as a mapping; reads as a sentence in a declaration."""
    return names


def rows(
    model: type[models.Model],
    row: type[Row],
    *,
    skip: tuple[str, ...] = (),
    **options: Any,
) -> Table:
    """Return the table of a model whose rows are written in full, fields as in `row`."""
    children = options.get("children", {})
    names = tuple(name for name in row.model_fields if name not in children and name not in skip)
    return Table(model=model, fields=names, row=row, **options)


def scalars(model: type[models.Model], name: str, **options: Any) -> Table:
    """Return a nested table that is written as a list of one field's values."""
    return Table(
        model=model,
        fields=(name,),
        identity=(name,),
        unpack=lambda item: {name: item},
        pack=lambda values: values[name],
        **options,
    )


class PartRegistry:
    """All parts, in the order in which they can be stored (apps register from low to high)."""

    def __init__(self) -> None:
        self._parts: dict[str, Part] = {}
        self._head: Part | None = None
        self.joint_checks: list[JointCheck] = []

    @property
    def head(self) -> Part:
        """The part of the plan itself: what stands under `plan:` in a plan file."""
        if self._head is None:
            raise LookupError("no app has registered the head of a plan file")
        return self._head

    def set_head(self, part: Part) -> None:
        """Register the part of the plan itself."""
        self._head = part

    def add(self, *parts: Part) -> None:
        """Register parts; a name is taken once."""
        for part in parts:
            if part.name in self._parts:
                raise ValueError(f"part {part.name} is registered twice")
            self._parts[part.name] = part

    def check_together(self, *checks: JointCheck) -> None:
        """Register checks that look at several parts."""
        self.joint_checks.extend(checks)

    def all(self) -> list[Part]:
        """Return every part in order of registration."""
        return list(self._parts.values())

    def get(self, name: str) -> Part:
        """Return the part called `name` ("work.results")."""
        return self._parts[name]

    def for_model(self, model: type[models.Model]) -> Part | None:
        """Return the part whose rows are of `model`, if it has one."""
        return next((p for p in self._parts.values() if p.table.model is model), None)


parts = PartRegistry()
