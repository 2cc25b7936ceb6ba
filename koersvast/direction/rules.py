"""Rules of plans and goals, pure: from which day a plan is read, which goals nothing serves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from koersvast.core.trees import Parents, line_up


def loose_ends(parents: Parents, served: Collection[int]) -> set[int]:
    """Return the goals that nothing serves: neither they nor a goal below them is in `served`.

    Every goal should lead down to work and euros (M table 1).
    """
    reached = {key for goal in served for key in line_up(parents, goal)}
    return set(parents) - reached


def viewpoint(reference: date, today: date, last_planned: date | None) -> date:
    """Return the day from which a plan is read.

    That is today as long as something is planned for today or later. A plan whose dates all lie
    behind us is read from its reference date, so that it does not drown in overdue dates.
    """
    return today if last_planned is not None and last_planned >= today else reference
