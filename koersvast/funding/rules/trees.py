"""Sums over the tree of work: a subtree's sum is the sum of its parts, whatever its shape."""

from __future__ import annotations

from collections.abc import Mapping

from koersvast.core import trees
from koersvast.funding.rules.lines import NOTHING, Sum

Parents = Mapping[int, int | None]
"""Every work and the one it is part of."""


def roll_up(own: Mapping[int, Sum], parents: Parents) -> dict[int, Sum]:
    """Return for every work of the tree its own sum plus those of all works below it."""
    return trees.roll_up(parents, own, NOTHING, Sum.__add__)
