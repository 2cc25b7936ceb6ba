"""Rules of goals, pure: which goals nothing serves."""

from __future__ import annotations

from collections.abc import Collection, Mapping

Parents = Mapping[int, int | None]


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
