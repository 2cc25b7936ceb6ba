"""Rules of goals, pure: which goals nothing serves."""

from __future__ import annotations

from collections.abc import Collection

from koersvast.core.trees import Parents, line_up


def loose_ends(parents: Parents, served: Collection[int]) -> set[int]:
    """Return the goals that nothing serves: neither they nor a goal below them is in `served`.

    Every goal should lead down to work and euros (M table 1).
    """
    reached = {key for goal in served for key in line_up(parents, goal)}
    return set(parents) - reached
