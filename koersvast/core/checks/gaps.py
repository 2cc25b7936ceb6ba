"""Gaps: what rows lack, told once where many of them lack it.

A plan in which no result has an owner was not meant to register owners: that is one finding, and
not one for each result. So is a part of the plan in which most have none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from koersvast.core.checks.findings import Finding, named
from koersvast.core.checks.scope import Scope
from koersvast.core.registries import Label

MANY, FEW = 5, 3
"""From so many rows that lack something on a plan, and a group, are spoken of as a whole."""
MOST_ROWS = 200
"""So many of them a finding leads to."""


@dataclass(frozen=True)
class Lack:
    """The sentences of a gap: `each` gets name; `plan` count, all, names; `group` group too.

    Without a `group` sentence rows are not grouped. Fewer rows than `few` are told one by one, also
    when they are all there are.
    """

    each: Label
    plan: Label
    group: Label = ""
    few: int = 2


@dataclass(frozen=True)
class Place:
    """Where a row stands: the works it concerns, and the row it is grouped by (None: by none)."""

    works: tuple[int, ...] = ()
    group: Any = None


def gaps(
    scope: Scope,
    rows: Sequence[Any],
    lacks: Callable[[Any], bool],
    words: Lack,
    *,
    field: str,
    place: Callable[[Any], Place],
    told: Callable[[Any], Mapping[str, Any]] = lambda row: {},
) -> Iterator[Finding]:
    """Yield what `rows` lack: of the plan at once, of a group at once, or of each.

    Of the plan when all lack it (two rows at least), or five or more do that are half of them. Of a
    group when three or more lack it that are half of it. `told` gives what the sentence of each
    says besides its name.
    """
    bare = [row for row in rows if lacks(row)]
    if _is_of_plan(len(bare), len(rows), words.few):
        yield _together(scope.plan, words.plan, bare, rows, field, place)
        return
    groups: dict[Any, list[Any]] = {}
    for row in rows if words.group else ():
        groups.setdefault(place(row).group, []).append(row)
    together, short_of = set(), {id(row) for row in bare}
    for group, own in groups.items():
        short = [row for row in own if id(row) in short_of]
        if group is not None and len(short) >= FEW and len(short) * 2 >= len(own):
            together.add(group)
            yield _together(group, words.group, short, own, field, place)
    for row in bare:
        if not words.group or place(row).group not in together:
            values = {"name": named(row), **told(row)}
            yield Finding(row, words.each, values, field, place(row).works)


def _is_of_plan(short: int, count: int, few: int) -> bool:
    """Tell whether so many of all rows are spoken of as the whole plan."""
    return (short == count and count >= few) or (short >= MANY and short * 2 >= count)


def _together(
    record: Any,
    sentence: Label,
    short: Sequence[Any],
    rows: Sequence[Any],
    field: str,
    place: Callable[[Any], Place],
) -> Finding:
    values = {
        "group": named(record),
        "count": len(short),
        "all": len(rows),
        "names": [_short_name(row) for row in short],
    }
    works = {key for row in short for key in place(row).works}
    return Finding(
        record, sentence, values, "", tuple(sorted(works)), about=field, rows=short[:MOST_ROWS]
    )


def _short_name(row: Any) -> str:
    """Return how a row is called in a list: by its code, which in a plan is short and known; rows
    of the municipality, such as units, by their name.
    """
    return str(row.code) if hasattr(row, "plan_id") else str(row)
