"""The tree of all work on the home page: filters, open levels, added columns, export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from koersvast.core.actors import Actor
from koersvast.core.display import display
from koersvast.core.kit.exports import Cell
from koersvast.core.money import AmountError, Total, parse_amount
from koersvast.core.registries import Column, registries
from koersvast.direction.models import Plan
from koersvast.organisation.models import Unit
from koersvast.work.models import Work
from koersvast.work.rules import Status
from koersvast.work.selectors import Shape, TreeRow, shape_of, work_tree

PAGE = "work.tree"
DEEPEST = 8
OPEN_DEPTH = 2
"""Works less deep than this are open to begin with."""


@dataclass(frozen=True)
class Choice:
    """An option of a filter."""

    value: str
    label: str


@dataclass(frozen=True)
class Filter:
    """A filter: its name in the address, its label, what can be chosen and what is."""

    name: str
    label: str
    choices: list[Choice]
    value: str


@dataclass(frozen=True)
class Wanted:
    """What the address asks for, as far as it makes sense; the rest is as if not asked."""

    plan: int | None = None
    unit: int | None = None
    kind: str | None = None
    theme: int | None = None

    @property
    def is_filtered(self) -> bool:
        """Tell whether the tree shows less than all."""
        return self != Wanted()

    @property
    def narrows_work(self) -> bool:
        """Tell whether works are left out for another reason than their plan."""
        return self != Wanted(plan=self.plan)


@dataclass(frozen=True)
class ShownRow:
    """A line of the tree as it is shown."""

    row: TreeRow
    values: list[Any]
    toggle: str
    is_open: bool

    @property
    def indent(self) -> int:
        """How far the name is set in; from some depth on no further."""
        return min(self.row.depth, DEEPEST)


@dataclass(frozen=True)
class Tree:
    """The tree with its filters and columns. `rows` are those shown, `all` the whole tree."""

    filters: list[Filter]
    wanted: Wanted
    columns: list[Column]
    rows: list[ShownRow]
    all: list[TreeRow]
    query: str
    all_open: bool


def filters_of(actor: Actor, data: QueryDict, plans: list[Plan]) -> tuple[list[Filter], Wanted]:
    """Return the filters, each with only what the actor sees, and what is wanted; two queries."""
    shape = shape_of(actor)
    units = Unit.objects.visible_to(actor).filter(works__isnull=False).distinct()
    options = {
        "plan": (_("Plan"), [Choice(str(plan.pk), plan.title) for plan in plans]),
        "unit": (_("Unit"), [Choice(str(unit.pk), unit.name) for unit in units]),
        "kind": (_("Kind of work"), _kinds(shape)),
        "theme": (_("Part or theme"), _themes(shape)),
    }
    filters = [
        Filter(name, label, choices, _known(data.get(name, ""), choices))
        for name, (label, choices) in options.items()
    ]
    value = {each.name: each.value for each in filters}
    wanted = Wanted(
        plan=_key(value["plan"]),
        unit=_key(value["unit"]),
        kind=value["kind"] or None,
        theme=_key(value["theme"]),
    )
    return [each for each in filters if len(each.choices) > 1 or each.value], wanted


def _known(value: str, choices: Iterable[Choice]) -> str:
    return value if any(value == choice.value for choice in choices) else ""


def _key(value: str) -> int | None:
    return int(value) if value else None


def _kinds(shape: Shape) -> list[Choice]:
    used = {work.kind for work in shape.works.values()}
    return [Choice(value, str(label)) for value, label in Work.Kind.choices if value in used]


def _themes(shape: Shape) -> list[Choice]:
    return [
        Choice(str(key), "\u2003" * shape.depths[key] + work.title)
        for key, work in shape.works.items()
    ]


def tree_of(actor: Actor, data: QueryDict, plans: list[Plan]) -> Tree:
    """Return the tree as the address asks for it."""
    filters, wanted = filters_of(actor, data, plans)
    rows = work_tree(
        actor, unit=wanted.unit, kind=wanted.kind, theme=wanted.theme, plan=wanted.plan
    )
    opened = _opened(rows, data.get("open"), narrowed=wanted.narrows_work)
    shown = list(_visible(rows, opened))
    columns = registries.columns_of(PAGE)
    values = values_of(actor, columns, [row.work.pk for row in shown])
    query = data.copy()
    query.pop("open", None)
    return Tree(
        filters=filters,
        wanted=wanted,
        columns=columns,
        rows=[
            ShownRow(
                row=row,
                values=values[row.work.pk],
                toggle=_toggle(query.urlencode(), opened, row.work.pk),
                is_open=row.work.pk in opened,
            )
            for row in shown
        ],
        all=rows,
        query=query.urlencode(),
        all_open=all(row.work.pk in opened for row in rows if row.has_children),
    )


def _opened(rows: Iterable[TreeRow], asked: str | None, *, narrowed: bool) -> set[int]:
    """Return the works whose parts are shown: those asked for, or the upper levels."""
    parents = [row for row in rows if row.has_children]
    if asked == "all" or (asked is None and narrowed):
        return {row.work.pk for row in parents}
    if asked is None:
        return {row.work.pk for row in parents if row.depth < OPEN_DEPTH}
    keys = set(asked.split("-"))
    return {row.work.pk for row in parents if str(row.work.pk) in keys}


def _visible(rows: Iterable[TreeRow], opened: set[int]) -> Iterable[TreeRow]:
    """Yield the rows of which everything above is open."""
    closed_at: int | None = None
    for row in rows:
        if closed_at is not None and row.depth > closed_at:
            continue
        closed_at = None if row.work.pk in opened else row.depth
        yield row


def _toggle(query: str, opened: set[int], key: int) -> str:
    """Return the address that opens a work, or closes it when it is open."""
    keys = "-".join(map(str, sorted(opened ^ {key})))
    return f"?{query}{'&' if query else ''}open={keys}#work-{key}"


def values_of(actor: Actor, columns: Iterable[Column], keys: list[int]) -> Mapping[int, list[Any]]:
    """Return per work what each added column shows; a column is asked once for all."""
    data = [column.data(actor, keys) for column in columns]
    return {key: [values.get(key) for values in data] for key in keys}


def tree_sheet(actor: Actor, tree: Tree) -> list[list[Cell]]:
    """Return the whole tree, as it is filtered, as rows of a spreadsheet."""
    values = values_of(actor, tree.columns, [row.work.pk for row in tree.all])
    head: list[Cell] = [
        _("Plan"), _("Code"), _("Level"), pgettext("record", "Work"), _("Kind of work"), _("Unit"),
        _("Contractor or lead"), *(str(status.label) for status in Status), _("Ready by"),
        _("Next date"), *(str(column.label) for column in tree.columns),
    ]  # fmt: skip
    return [head, *(_line(row, values[row.work.pk]) for row in tree.all)]


def _line(row: TreeRow, values: Iterable[Any]) -> list[Cell]:
    work = row.work
    return [
        work.plan.code,
        work.code,
        row.depth + 1,
        work.title,
        str(work.get_kind_display()),
        work.unit.name if work.unit else "",
        ", ".join(row.contractors),
        *(row.counts.of(status) for status in Status),
        str(row.ready_by or ""),
        str(row.next_date or ""),
        *("" if value is None else _cell(value) for value in values),
    ]


def _cell(value: Any) -> Cell:
    """Return what a column shows as a cell: without its link, and an amount as a number."""
    if isinstance(value, int):
        return value
    total = value if isinstance(value, Total) else None
    text = strip_tags(value) if isinstance(value, str) else display(value)
    if total is None:
        try:
            total = parse_amount(text)
        except AmountError:
            return text
    return text if total is None or total.pm else total.amount
