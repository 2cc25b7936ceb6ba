"""What changed between the facts of two reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Facts = Mapping[str, Mapping[str, Any]]
"""Name of what took them down -> its `label`, its `aspects` (name -> label), its `ways` (aspect ->
[what it did when it grew, when it fell]), and its `rows`: key -> `label` and `values` (aspect ->
[as compared, as shown, rank or None]). As JSON holds it; ways and ranks may be absent."""


@dataclass(frozen=True)
class Moved:
    """An aspect that is another than it was, as both are shown; `way`: "risen", "later", ..."""

    aspect: str
    old: str
    new: str
    way: str = ""


@dataclass(frozen=True)
class Change:
    """Something that came, went, or changed in some aspects."""

    label: str
    kind: str
    """"new", "gone" or "changed"."""
    moved: tuple[Moved, ...]


@dataclass(frozen=True)
class Topic:
    """What changed of one kind of fact."""

    name: str
    label: str
    changes: tuple[Change, ...]


def compared(old: Facts, new: Facts) -> list[Topic]:
    """Return what differs, in the order of the new facts; a topic in which nothing did is left out.

    What only one of the two took down at all is not compared: nothing is known to have changed.
    """
    topics = []
    for name, fresh in new.items():
        if name not in old:
            continue
        changes = _changes(old[name]["rows"], fresh)
        if changes:
            topics.append(Topic(name, fresh["label"], tuple(changes)))
    return topics


def _changes(old: Mapping[str, Any], fresh: Mapping[str, Any]) -> list[Change]:
    found, new = [], fresh["rows"]
    for key, row in new.items():
        before = old.get(key)
        if before is None:
            found.append(Change(row["label"], "new", _moved({}, row["values"], fresh)))
        elif moved := _moved(before["values"], row["values"], fresh):
            found.append(Change(row["label"], "changed", moved))
    gone = (row for key, row in old.items() if key not in new)
    found.extend(Change(row["label"], "gone", _moved(row["values"], {}, fresh)) for row in gone)
    return found


def _moved(
    old: Mapping[str, Any], new: Mapping[str, Any], fresh: Mapping[str, Any]
) -> tuple[Moved, ...]:
    """Return the aspects whose values differ; a missing value is an empty one."""
    found = []
    for name, label in fresh["aspects"].items():
        before, after = old.get(name, ("", "")), new.get(name, ("", ""))
        if before[0] != after[0]:
            ways = fresh.get("ways", {}).get(name)
            found.append(Moved(label, before[1], after[1], _way(before[2:], after[2:], ways)))
    return tuple(found)


def _way(old: Sequence[float | None], new: Sequence[float | None], ways: Any) -> str:
    """Return which way a value went; empty where one of the two has no rank, or both the same."""
    before, after = next(iter(old), None), next(iter(new), None)
    if not ways or before is None or after is None or before == after:
        return ""
    return str(ways[0] if after > before else ways[1])
