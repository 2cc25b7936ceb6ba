"""Rules of goals, pure: the order of a tree, and which goals nothing serves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

Parents = Mapping[int, int | None]


def in_tree_order(parents: Parents) -> list[tuple[int, int]]:
    """Return every goal with its depth from 0, each after the one it is part of.

    Goals of one parent keep the order in which they are given. A goal whose parent is not given
    stands at the top; so does one in a circle, which a register refuses.
    """
    below: dict[int | None, list[int]] = defaultdict(list)
    for key, parent in parents.items():
        below[parent if parent in parents else None].append(key)
    found: dict[int, int] = {}
    for start in [*below[None], *parents]:
        waiting = [(start, 0)]
        while waiting:
            key, depth = waiting.pop()
            if key not in found:
                found[key] = depth
                waiting.extend((child, depth + 1) for child in reversed(below[key]))
    return list(found.items())


def loose_ends(parents: Parents, served: Collection[int]) -> set[int]:
    """Return the goals that nothing serves: neither they nor a goal below them is in `served`.

    Every goal should lead down to work and euros (M table 1).
    """
    reached: set[int] = set()
    for goal in served:
        key: int | None = goal
        while key is not None and key in parents and key not in reached:
            reached.add(key)
            key = parents[key]
    return set(parents) - reached
