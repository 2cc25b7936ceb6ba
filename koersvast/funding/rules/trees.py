"""Sums over the tree of work: a subtree's sum is the sum of its parts, whatever its shape."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from koersvast.funding.rules.lines import NOTHING, Sum

Parents = Mapping[int, int | None]
"""Every work and the one it is part of."""


def children_of(parents: Parents) -> dict[int | None, list[int]]:
    """Return the works below each work, in the order given."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for work, parent in parents.items():
        children[parent].append(work)
    return dict(children)


def below(parents: Parents, root: int) -> set[int]:
    """Return `root` and every work below it; a circle in the tree is walked once."""
    children = children_of(parents)
    found = {root}
    waiting = [root]
    while waiting:
        fresh = [work for work in children.get(waiting.pop(), ()) if work not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return found


def roll_up(own: Mapping[int, Sum], parents: Parents) -> dict[int, Sum]:
    """Return for every work of the tree its own sum plus those of all works below it."""
    sums = {work: NOTHING for work in parents}
    for work, amount in own.items():
        seen: set[int] = set()
        here: int | None = work
        while here is not None and here in sums and here not in seen:
            sums[here] += amount
            seen.add(here)
            here = parents[here]
    return sums
