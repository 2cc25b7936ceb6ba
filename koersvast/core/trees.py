"""Walks over trees that are given as key -> key of the parent. Pure.

A key whose parent is not among the keys is a root. A circle, which the registers refuse, is walked
once and its first key taken for a root.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

Value = TypeVar("Value")
Parents = Mapping[int, int | None]


def children_of(parents: Parents) -> dict[int | None, list[int]]:
    """Return the keys below each key, in the order given; the roots stand under None."""
    found: dict[int | None, list[int]] = defaultdict(list)
    for key, parent in parents.items():
        found[parent if parent in parents else None].append(key)
    return found


def depth_first(parents: Parents) -> list[tuple[int, int]]:
    """Return every key with its depth (a root has 0), parents before children, in given order."""
    children = children_of(parents)
    found: dict[int, int] = {}
    for root in [*children[None], *parents]:
        waiting = [(root, 0)]
        while waiting:
            key, depth = waiting.pop()
            if key not in found:
                found[key] = depth
                waiting.extend((child, depth + 1) for child in reversed(children[key]))
    return list(found.items())


def below(parents: Parents, *roots: int) -> set[int]:
    """Return `roots` and every key below them."""
    children = children_of(parents)
    found = set(roots)
    waiting = list(roots)
    while waiting:
        fresh = [key for key in children.get(waiting.pop(), ()) if key not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return found


def subtree(parents: Parents, root: int) -> list[int]:
    """Return `root` and all below it, parents before children; [] for an unknown root."""
    if root not in parents:
        return []
    within = below(parents, root)
    return [key for key, _depth in in_order([key for key in parents if key in within], parents)]


def line_up(parents: Parents, key: int | None) -> list[int]:
    """Return `key` and all above it, from low to high."""
    found: dict[int, None] = {}
    while key is not None and key not in found:
        found[key] = None
        key = parents.get(key)
    return list(found)


def roll_up(
    parents: Parents, own: Mapping[int, Value], empty: Value, merge: Callable[[Value, Value], Value]
) -> dict[int, Value]:
    """Return for every key its own value merged with those of all below it.

    `merge` must be associative and commutative, with `empty` as its neutral value.
    """
    found = {key: own.get(key, empty) for key in parents}
    for key, depth in reversed(depth_first(parents)):
        parent = parents[key]
        if depth and parent is not None:
            found[parent] = merge(found[parent], found[key])
    return found


def in_order(keys: Iterable[int], parents: Parents) -> list[tuple[int, int]]:
    """Return some keys of a tree with their depth among themselves, siblings in the order given."""
    wanted = list(keys)
    return depth_first({key: parents.get(key) for key in wanted})
