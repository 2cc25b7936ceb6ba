"""The tree of units on a day: who stands where, how deep, and who stands beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from koersvast.organisation.rules.facts import DAY, Key, PlacementFact, UnitFact


@dataclass(frozen=True)
class Place:
    """A unit in the tree. `depth` counts from 0; `beside`: the source does not place its top."""

    unit: UnitFact
    parent: Key | None
    depth: int
    beside: bool


@dataclass(frozen=True)
class Forest:
    """All units of a day, each after the one it stands under: the placed ones first."""

    places: tuple[Place, ...] = ()

    @property
    def layers(self) -> int:
        """The number of management layers: units from the top down to the deepest, both included.

        Almelo allows at most four (A 5). Units whose place is unknown are not counted.
        """
        return max((each.depth + 1 for each in self.places if not each.beside), default=0)

    def of(self, key: Key) -> Place | None:
        """Return where a unit stands; None when it does not exist on the day."""
        return next((each for each in self.places if each.unit.key == key), None)

    def children(self) -> dict[Key, list[Key]]:
        """Return unit -> the units under it, in order."""
        found: dict[Key, list[Key]] = defaultdict(list)
        for each in self.places:
            if each.parent is not None:
                found[each.parent].append(each.unit.key)
        return dict(found)

    def above(self, key: Key) -> list[UnitFact]:
        """Return the units above a unit, the top first."""
        by_key = {each.unit.key: each for each in self.places}
        path: list[UnitFact] = []
        place = by_key.get(key)
        while place is not None and place.parent is not None:
            place = by_key[place.parent]
            path.append(place.unit)
        return path[::-1]


def forest_on(units: Sequence[UnitFact], placements: Iterable[PlacementFact], day: date) -> Forest:
    """Return the tree of units on `day`; brothers stand in the order in which `units` gives them.

    Beside the tree stands a unit without a placement, one under a unit that does not exist on
    that day, and one in a circle; what stands under it goes with it.
    """
    known = {each.key: each for each in units if each.span.holds_on(day)}
    parents: dict[Key, Key | None] = {}
    for placement in placements:
        if placement.unit in known and placement.span.holds_on(day):
            parents.setdefault(placement.unit, placement.parent)
    below: dict[Key, list[Key]] = defaultdict(list)
    for key in known:
        parent = parents.get(key)
        if parent is not None and parent in known:
            below[parent].append(key)
    tops = [key for key in known if key in parents and parents[key] is None]
    loose = [key for key in known if key not in parents or _lost(parents[key], known)]
    places = [*_walk(tops, known, below, set(), beside=False)]
    places += _walk(loose, known, below, {each.unit.key for each in places}, beside=True)
    seen = {each.unit.key for each in places}
    for key in known:  # what is left stands in a circle
        if key not in seen:
            places += _walk([key], known, below, seen, beside=True)
            seen |= {each.unit.key for each in places}
    return Forest(tuple(places))


def _lost(parent: Key | None, known: dict[Key, UnitFact]) -> bool:
    return parent is not None and parent not in known


def _walk(
    tops: list[Key],
    known: dict[Key, UnitFact],
    below: dict[Key, list[Key]],
    seen: set[Key],
    *,
    beside: bool,
) -> list[Place]:
    """Return the trees under `tops`; without recursion, for a chain may be long."""
    found: list[Place] = []
    met = set(seen)
    waiting: list[tuple[Key, Key | None, int]] = [(key, None, 0) for key in reversed(tops)]
    while waiting:
        key, parent, depth = waiting.pop()
        if key in met:
            continue
        met.add(key)
        found.append(Place(known[key], parent, depth, beside))
        waiting.extend((child, key, depth + 1) for child in reversed(below[key]))
    return found


def change_days(units: Iterable[UnitFact], placements: Iterable[PlacementFact]) -> list[date]:
    """Return the days on which a unit comes, goes or moves; in order."""
    days: set[date] = set()
    for span in [*(each.span for each in units), *(each.span for each in placements)]:
        if span.valid_from:
            days.add(span.valid_from)
        if span.valid_to and span.valid_to < date.max:
            days.add(span.valid_to + DAY)
    return sorted(days)


class Change(StrEnum):
    """What happened to a unit between two days."""

    NEW = "new"
    GONE = "gone"
    MOVED = "moved"


@dataclass(frozen=True)
class Difference:
    """A unit that is new, gone or elsewhere. None as a place: the unit is not there on that day."""

    unit: UnitFact
    change: Change
    old: Place | None
    new: Place | None


def differences(old: Forest, new: Forest) -> list[Difference]:
    """Return what differs between two days: new units, those gone, those that moved."""
    before = {each.unit.key: each for each in old.places}
    after = {each.unit.key: each for each in new.places}
    found = [
        Difference(place.unit, Change.NEW, None, place)
        for key, place in after.items()
        if key not in before
    ]
    found += [
        Difference(place.unit, Change.GONE, place, None)
        for key, place in before.items()
        if key not in after
    ]
    found += [
        Difference(place.unit, Change.MOVED, before[key], place)
        for key, place in after.items()
        if key in before and _stand(before[key]) != _stand(place)
    ]
    return found


def _stand(place: Place) -> tuple[Key | None, bool]:
    """Return where a unit stands; under a unit that itself stands beside is still under it."""
    return place.parent, place.beside and place.parent is None
