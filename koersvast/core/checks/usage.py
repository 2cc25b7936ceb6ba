"""Which rows of the municipality a plan uses: its units, roles and bodies.

Those rows serve other plans too. A plan is judged on what it uses itself, so that checking its
file alone and checking it in a register with other plans come to the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from koersvast.core.checks.scope import Scope
from koersvast.core.models import Record
from koersvast.core.parts import Part, Table, parts
from koersvast.core.parts import Scope as Within

Used = dict[str, set[int]]


def used_rows(scope: Scope) -> Used:
    """Return part ("organisation.units") -> keys of its rows that the plan uses, also through
    each other; a fixed number of queries, and some for each step of a chain.
    """
    used: Used = defaultdict(set)
    for part in parts.all():
        if part.scope is Within.PLAN:
            _take(part.table, scope, {"plan": scope.plan}, "", used)
    _close(scope, used)
    return used


def _take(table: Table, scope: Scope, own: dict[str, Any], link: str, used: Used) -> None:
    """Note what the rows of a table, and those nested in it, point at."""
    prefix = f"{link}__" if link else ""
    found: Any = table.model._default_manager
    conditions = {f"{prefix}{name}": value for name, value in own.items()}
    rows = found.visible_to(scope.actor).filter(**conditions, **_real(table, link))
    for name, target in table.refs.items():
        if parts.get(target).scope is Within.MUNICIPALITY:
            keys = rows.order_by().values_list(f"{name}_id", flat=True).distinct()
            used[target].update(key for key in keys if key is not None)
    for inner in table.children.values():
        _take(inner, scope, own, f"{inner.link}__{link}" if link else inner.link, used)


def _real(table: Table, link: str) -> dict[str, bool]:
    """Return the condition that neither the row nor what it is nested in is made up."""
    steps = link.split("__") if link else []
    paths = ["", *("__".join(steps[: index + 1]) + "__" for index in range(len(steps)))]
    model: Any = table.model
    found = {}
    for path, step in zip(paths, ["", *steps], strict=True):
        model = model._meta.get_field(step).related_model if step else model
        if issubclass(model, Record):
            found[f"{path}illustrative"] = False
    return found


def _close(scope: Scope, used: Used) -> None:
    """Add what the used rows point at themselves, as long as that gives new ones."""
    fresh = {name: set(keys) for name, keys in used.items()}
    while fresh:
        found: Used = defaultdict(set)
        for name, keys in fresh.items():
            for target, key in _points_at(parts.get(name), scope, keys):
                if key not in used[target]:
                    found[target].add(key)
        for target, keys in found.items():
            used[target] |= keys
        fresh = found


def _points_at(part: Part, scope: Scope, keys: set[int]) -> Iterator[tuple[str, int]]:
    tables = [(part.table, "pk"), *((t, t.link) for t in part.table.children.values())]
    for table, path in tables:
        rows: Any = table.model._default_manager
        rows = rows.visible_to(scope.actor).filter(
            **{f"{path}__in": list(keys)}, **_real(table, "")
        )
        for name, target in table.refs.items():
            if parts.get(target).scope is Within.MUNICIPALITY:
                for key in rows.order_by().values_list(f"{name}_id", flat=True).distinct():
                    if key is not None:
                        yield target, key
