"""Circles in what points at what, found in one walk however many rows there are."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)
SHOWN = 8


def circles(edges: Mapping[Node, Iterable[Node]]) -> list[list[Node]]:
    """Return the groups of nodes that all reach each other, a node that reaches itself included.

    Each group begins with nodes that form one circle, in order; Tarjan's algorithm without
    recursion, so that a chain of a hundred thousand rows is no problem.
    """
    walk = _Walk(edges)
    for node in edges:
        walk.visit(node)
    return [_circle_first(group, edges) for group in walk.found]


def path_text(circle: list[Node], edges: Mapping[Node, Iterable[Node]]) -> str:
    """Return the circle that a group begins with as "A › B › A", shortened in the middle."""
    length = next(i for i, node in enumerate(circle, 1) if circle[0] in set(edges[node]))
    names = [str(node) for node in circle[:length]]
    if len(names) > SHOWN:
        names = [*names[: SHOWN - 1], "…"]
    return " › ".join([*names, str(circle[0])])


def _circle_first(group: set[Node], edges: Mapping[Node, Iterable[Node]]) -> list[Node]:
    """Return the nodes of a group with one of its circles in front."""
    path: dict[Node, None] = {}
    node = next(iter(group))
    while node not in path:
        path[node] = None
        node = next(to for to in edges[node] if to in group)
    order = list(path)
    circle = order[order.index(node) :]
    return [*circle, *(each for each in group if each not in set(circle))]


class _Walk(dict[Node, int]):
    """Node -> the number in which it was met, with what Tarjan's algorithm keeps beside it."""

    def __init__(self, edges: Mapping[Node, Iterable[Node]]) -> None:
        super().__init__()
        self.edges = edges
        self.low: dict[Node, int] = {}
        self.open: dict[Node, None] = {}
        self.found: list[set[Node]] = []

    def visit(self, root: Node) -> None:
        """Walk through all that can be reached from `root`."""
        if root in self:
            return
        trail: list[tuple[Node, Iterator[Node]]] = [self._enter(root)]
        while trail:
            node, targets = trail[-1]
            for to in targets:
                if to not in self:
                    trail.append(self._enter(to))
                    break
                if to in self.open:
                    self.low[node] = min(self.low[node], self[to])
            else:
                trail.pop()
                if trail:
                    above = trail[-1][0]
                    self.low[above] = min(self.low[above], self.low[node])
                self._leave(node)

    def _enter(self, node: Node) -> tuple[Node, Iterator[Node]]:
        self[node] = self.low[node] = len(self)
        self.open[node] = None
        return node, iter(self.edges.get(node, ()))

    def _leave(self, node: Node) -> None:
        if self.low[node] != self[node]:
            return
        group: set[Node] = set()
        while node not in group:
            group.add(self.open.popitem()[0])
        if len(group) > 1 or node in set(self.edges.get(node, ())):
            self.found.append(group)
