"""What a register declares, and the registry of all registers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any, ClassVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse

from koersvast.core.actors import Actor
from koersvast.core.parts import Part, parts
from koersvast.core.policy import Policy, policies
from koersvast.core.registries import Label, MenuItem, Related, registries
from koersvast.core.schemas import CONTROL
from koersvast.core.visibility import joined, only_seen, with_seen_links

LONGEST_SEARCH = 200
MOST_WORDS = 8


@dataclass(frozen=True)
class Computed:
    """What a list shows, filters and sorts on, while no column of the table holds it.

    `field` tells its name and its choices, `value` gives the expression for the database.
    """

    field: models.Field[Any, Any]
    value: Callable[[Actor], Any]


class Register:
    """A register on screen. Subclass it with ten declarative lines and `registers.add` it.

    - `model`, `name` (in the address: letters and hyphens).
    - `columns`: fields of the list, also across a relation ("work__title").
    - `filters`: fields to filter on (choices, booleans, relations).
    - `computed`: what `columns` and `filters` name and is no field.
    - `search`: fields that are searched, here and in the global search.
    - `fields`: fields of the form, in order; `initial`: form fields that the address may fill in.
    - `shown_on`: relations; the page of the row they point at lists the rows of this register.
    - `form`: the class of the form, where that holds more than fields of the row.
    - `section`: the menu section; empty keeps it out of the menu.
    - `empty`: what to do when there is no row yet; by default to add or import one, for who may.
    """

    model: ClassVar[type[models.Model]]
    name: ClassVar[str]
    columns: ClassVar[tuple[str, ...]]
    filters: ClassVar[tuple[str, ...]] = ()
    computed: ClassVar[Mapping[str, Computed]] = {}
    search: ClassVar[tuple[str, ...]] = ()
    fields: ClassVar[tuple[str, ...]] = ()
    shown_on: ClassVar[tuple[str, ...]] = ()
    form: ClassVar[Any] = None
    section: ClassVar[Label] = ""
    order: ClassVar[int] = 100
    lead: ClassVar[Label] = ""
    empty: ClassVar[Label] = ""

    @property
    def policy(self) -> Policy:
        """Who may do what here."""
        return policies.of(self.model)

    @property
    def label(self) -> Label:
        """The plural name on screen."""
        return self.model._meta.verbose_name_plural or self.name

    @property
    def singular(self) -> Label:
        """The singular name on screen."""
        return self.model._meta.verbose_name or self.name

    @cached_property
    def part(self) -> Part | None:
        """How the rows are written in a file, if the register has a part in the plan file."""
        return parts.for_model(self.model)

    def new(self, actor: Actor) -> Any:
        """Return a row to fill in; it tells who adds it, where rows tell that."""
        record: Any = self.model()
        if self.part is not None and self.part.table.adder:
            setattr(record, f"{self.part.table.adder}_id", actor.person_id)
        return record

    def rows(self, actor: Actor) -> QuerySet[Any]:
        """Return the rows the actor sees, with the relations that the list shows."""
        relations = {
            name.rpartition("__")[0] or name
            for name in self.columns
            if "__" in name or self._is_relation(name)
        }
        rows: QuerySet[Any] = self.model._default_manager.visible_to(actor)  # type: ignore[attr-defined]
        rows = with_seen_links(rows, actor)
        rows = rows.annotate(**{name: each.value(actor) for name, each in self.computed.items()})
        relations_read = joined(self.model, sorted(relations))
        return rows.select_related(*relations_read) if relations_read else rows

    def find(self, actor: Actor, text: str) -> QuerySet[Any]:
        """Return the visible rows in which every word of `text` is found."""
        found = self.rows(actor)
        words = CONTROL.sub(" ", text[:LONGEST_SEARCH]).split()[:MOST_WORDS]
        if words and not self.search:
            return found.none()
        for word in words:
            found = found.filter(self._holds(actor, word))
        return found

    def _holds(self, actor: Actor, word: str) -> Q:
        """Return the condition that a word stands in a row, or in what the actor sees beside it."""
        places = (
            Q((f"{name}__icontains", word)) & only_seen(self.model, name, actor)
            for name in self.search
        )
        return reduce(or_, places)

    def get(self, actor: Actor, pk: int) -> Any:
        """Return a visible row; Http404 otherwise."""
        record = self.rows(actor).filter(pk=pk).first()
        if record is None:
            raise Http404
        return record

    def _is_relation(self, name: str) -> bool:
        try:
            return bool(self.model._meta.get_field(name).is_relation)
        except FieldDoesNotExist:
            return False

    @property
    def list_url(self) -> str:
        """The address of the list."""
        return reverse("register-list", args=[self.name])

    def detail_url(self, record: models.Model) -> str:
        """The address of a row; a register with a page of its own overrides this."""
        return reverse("register-detail", args=[self.name, record.pk])

    def url(self, page: str, *arguments: Any) -> str:
        """The address of another page of this register ("edit", "history", "import")."""
        return reverse(f"register-{page}", args=[self.name, *arguments])


def _menu_item(register: Register) -> MenuItem:
    return MenuItem(
        section=str(register.section),
        label=register.label,
        url_name="register-list",
        kwargs=(("register", register.name),),
        order=register.order,
        visible=lambda actor: register.policy.may_list(actor),
    )


def _related(register: Register, relation: str) -> Related:
    """Return the list of a register's rows on the page of what `relation` points at."""

    def rows(actor: Actor, record: Any) -> QuerySet[Any]:
        found = register.rows(actor).filter(**{relation: record})
        return found if register.policy.may_list(actor) else found.none()

    target: Any = register.model._meta.get_field(relation).related_model
    return Related(
        target, f"{register.name}-{relation}", register.label, rows, order=register.order
    )


class Registers:
    """All registers by name and by model."""

    def __init__(self) -> None:
        self._registers: dict[str, Register] = {}

    def add(self, *kinds: type[Register]) -> None:
        """Register them: pages, search and, with a section, a line in the menu."""
        for kind in kinds:
            register = kind()
            if kind.name in self._registers:
                raise ValueError(f"register {kind.name} is registered twice")
            self._registers[kind.name] = register
            registries.add(*(_related(register, relation) for relation in kind.shown_on))
            if kind.section:
                registries.add(_menu_item(register))

    def all(self) -> list[Register]:
        """Return every register."""
        return list(self._registers.values())

    def get(self, name: str) -> Register:
        """Return the register called `name`; Http404 where there is none."""
        try:
            return self._registers[name]
        except KeyError as error:
            raise Http404 from error

    def of(self, model: type[models.Model] | models.Model) -> Register | None:
        """Return the register of a model or row, if there is one."""
        kind = model if isinstance(model, type) else type(model)
        return next((r for r in self._registers.values() if r.model is kind), None)


registers = Registers()


def url_of(record: models.Model | None) -> str:
    """Return the address of a record's page; empty when it has no register."""
    if record is None:
        return ""
    register = registers.of(record)
    return register.detail_url(record) if register else ""
