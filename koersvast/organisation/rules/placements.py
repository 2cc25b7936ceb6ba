"""Where units stand through time: no two places at once, no unit under itself on any day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from koersvast.organisation.rules.facts import DAY, HoldingFact, Key, PlacementFact, Span, span_of

Graph = dict[Key, set[Key]]


@dataclass(frozen=True)
class Overlap:
    """A unit that stands in two places on the days of `span`."""

    unit: Key
    first: PlacementFact
    second: PlacementFact
    span: Span


@dataclass(frozen=True)
class Circle:
    """Units that stand under each other on the days of `span`, each under the one before it."""

    units: tuple[Key, ...]
    span: Span


def overlaps(placements: Iterable[PlacementFact]) -> list[Overlap]:
    """Return every pair of neighbours in time that puts one unit in two places."""
    by_unit: dict[Key, list[PlacementFact]] = defaultdict(list)
    for placement in placements:
        by_unit[placement.unit].append(placement)
    found = []
    for unit, own in by_unit.items():
        own.sort(key=lambda each: (each.span.first, each.span.last))
        longest = own[0]
        for placement in own[1:]:
            if longest.span.overlaps(placement.span):
                shared = longest.span.shared(placement.span)
                found.append(Overlap(unit, longest, placement, shared))
            longest = max(longest, placement, key=lambda each: each.span.last)
    return found


def circles(placements: Iterable[PlacementFact]) -> list[Circle]:
    """Return the circles with the days on which they exist, earliest first.

    On every day with a circle at least one is returned, and none on other days. Placements that
    could not make a circle on whatever day are left out first, so that a sound organisation of
    thousands of units costs one walk through it.
    """
    suspects = _suspects(list(placements))
    found: list[Circle] = []
    last_of: dict[tuple[Key, ...], int] = {}
    for first, last in _stretches(suspects):
        for units in _circles_of(_graph(suspects, first)):
            index = last_of.get(units)
            if index is not None and found[index].span.last + DAY == first:
                found[index] = Circle(units, span_of(found[index].span.first, last))
            else:
                last_of[units] = len(found)
                found.append(Circle(units, span_of(first, last)))
    return found


def _suspects(placements: list[PlacementFact]) -> list[PlacementFact]:
    """Return the placements of units that are on a circle when dates are not looked at."""
    graph: Graph = {}
    for each in placements:
        if each.parent is not None:
            graph.setdefault(each.unit, set()).add(each.parent)
    left = _tied(graph)
    return [each for each in placements if each.unit in left and each.parent in left]


def _tied(graph: Graph) -> set[Key]:
    """Return the units that are left when those without a parent are taken off, again and again."""
    below: dict[Key, set[Key]] = defaultdict(set)
    above = {unit: set(parents) for unit, parents in graph.items()}
    for unit, parents in graph.items():
        for parent in parents:
            below[parent].add(unit)
    loose = [key for key in below if key not in above]
    while loose:
        parent = loose.pop()
        for unit in below[parent]:
            above[unit].discard(parent)
            if not above[unit]:
                del above[unit]
                loose.append(unit)
    return set(above)


def _stretches(placements: list[PlacementFact]) -> list[tuple[date, date]]:
    """Return the stretches of days (first, last) within which nothing changes."""
    if not placements:
        return []
    starts = {date.min}
    for each in placements:
        starts.add(each.span.first)
        if each.span.last < date.max:
            starts.add(each.span.last + DAY)
    ordered = sorted(starts)
    ends = [following - DAY for _start, following in pairwise(ordered)]
    return list(zip(ordered, [*ends, date.max], strict=True))


def _graph(placements: list[PlacementFact], day: date) -> Graph:
    graph: Graph = {}
    for each in placements:
        if each.parent is not None and each.span.holds_on(day):
            graph.setdefault(each.unit, set()).add(each.parent)
    return graph


def _circles_of(graph: Graph) -> list[tuple[Key, ...]]:
    """Return circles until none is left; each from above to below, from its lowest key on."""
    found = []
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            units: list[Key] = error.args[1][:-1]
            start = units.index(min(units, key=str))
            found.append((*units[start:], *units[:start]))
            graph = {unit: above for unit, above in graph.items() if unit not in units}
        else:
            return found


def holders_on(holdings: Iterable[HoldingFact], day: date) -> dict[Key, list[Key]]:
    """Return role -> the people who hold it on `day`, in the order in which they are given."""
    found: dict[Key, list[Key]] = defaultdict(list)
    for each in holdings:
        if each.span.holds_on(day) and each.person not in found[each.role]:
            found[each.role].append(each.person)
    return {role: people for role, people in found.items() if people}
