"""Walks over trees that are given as key -> key of the parent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TypeVar

V = TypeVar("V")
Parents = Mapping[int, int | None]


def _children(parents: Parents) -> dict[int | None, list[int]]:
    """Return the children of every key, in the order given; a lost parent makes a root."""
    found: dict[int | None, list[int]] = defaultdict(list)
    for key, parent in parents.items():
        found[parent if parent in parents else None].append(key)
    return found


def depth_first(parents: Parents) -> list[tuple[int, int]]:
    """Return every key with its depth (a root has 0), parents before children, in given order."""
    children = _children(parents)
    found: list[tuple[int, int]] = []
    waiting = [(key, 0) for key in reversed(children[None])]
    while waiting:
        key, depth = waiting.pop()
        found.append((key, depth))
        waiting.extend((child, depth + 1) for child in reversed(children[key]))
    return found


def subtree(parents: Parents, root: int) -> list[int]:
    """Return `root` and all below it, parents before children; [] for an unknown root."""
    found: list[int] = []
    depth_of_root: int | None = None
    for key, depth in depth_first(parents):
        if key == root:
            depth_of_root = depth
        elif depth_of_root is not None and depth <= depth_of_root:
            break
        if depth_of_root is not None:
            found.append(key)
    return found


def roll_up(
    parents: Parents, own: Mapping[int, V], empty: V, merge: Callable[[V, V], V]
) -> dict[int, V]:
    """Return for every key its own value merged with those of all below it.

    `merge` must be associative and commutative, with `empty` as its neutral value.
    """
    found = {key: own.get(key, empty) for key in parents}
    for key, depth in reversed(depth_first(parents)):
        parent = parents[key]
        if depth and parent is not None:
            found[parent] = merge(found[parent], found[key])
    return found
