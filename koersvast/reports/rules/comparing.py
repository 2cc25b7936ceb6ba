"""What changed between the facts of two reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Facts = Mapping[str, Mapping[str, Any]]
"""Name of what took them down -> its `label`, its `aspects` (name -> label), and its `rows`: key ->
`label` and `values` (aspect -> [as compared, as shown]). As JSON holds it."""


@dataclass(frozen=True)
class Moved:
    """An aspect that is another than it was, as both are shown."""

    aspect: str
    old: str
    new: str


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
        changes = _changes(old[name]["rows"], fresh["rows"], fresh["aspects"])
        if changes:
            topics.append(Topic(name, fresh["label"], tuple(changes)))
    return topics


def _changes(
    old: Mapping[str, Any], new: Mapping[str, Any], aspects: Mapping[str, str]
) -> list[Change]:
    found = []
    for key, row in new.items():
        before = old.get(key)
        if before is None:
            found.append(Change(row["label"], "new", _moved({}, row["values"], aspects)))
        elif moved := _moved(before["values"], row["values"], aspects):
            found.append(Change(row["label"], "changed", moved))
    gone = (row for key, row in old.items() if key not in new)
    found.extend(Change(row["label"], "gone", _moved(row["values"], {}, aspects)) for row in gone)
    return found


def _moved(
    old: Mapping[str, Any], new: Mapping[str, Any], aspects: Mapping[str, str]
) -> tuple[Moved, ...]:
    """Return the aspects whose values differ; a missing value is an empty one."""
    found = []
    for name, label in aspects.items():
        before, after = old.get(name, ("", "")), new.get(name, ("", ""))
        if before[0] != after[0]:
            found.append(Moved(label, before[1], after[1]))
    return tuple(found)
