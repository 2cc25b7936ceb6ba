"""The tree of works, read in one query."""

from __future__ import annotations

from dataclasses import dataclass

from koersvast.core.actors import Actor
from koersvast.work.models import Work
from koersvast.work.rules import depth_first, subtree


@dataclass(frozen=True)
class Shape:
    """Visible works in the order of the tree, with their depth (a root has 0)."""

    works: dict[int, Work]
    depths: dict[int, int]
    parents: dict[int, int | None]
    """Key -> key of the parent; None where the parent is not visible."""

    def subtree(self, key: int) -> list[int]:
        """Return a work and all below it, parents before children."""
        return subtree(self.parents, key)

    def ancestors(self, key: int) -> list[Work]:
        """Return the works above `key`, the highest first."""
        found: list[Work] = []
        parent = self.parents.get(key)
        while parent is not None and self.works[parent] not in found:
            found.append(self.works[parent])
            parent = self.parents[parent]
        return found[::-1]

    def path(self, key: int, below: int) -> list[Work]:
        """Return the works between `below` and `key`, `key` itself included, the highest first."""
        line = [*self.ancestors(key), self.works[key]]
        keys = [work.pk for work in line]
        return line[keys.index(below) + 1 :] if below in keys else line


def shape_of(actor: Actor, *, plan: int | None = None) -> Shape:
    """Return the tree of one plan, or of all plans; one query."""
    rows = Work.objects.visible_to(actor).select_related("unit", "plan")
    if plan is not None:
        rows = rows.filter(plan_id=plan)
    works: dict[int, Work] = {work.pk: work for work in rows.order_by("plan", "position", "code")}
    parents = {
        key: work.parent_id if work.parent_id in works else None for key, work in works.items()
    }
    walked = depth_first(parents)
    ordered = {key: works[key] for key, _depth in walked}
    return Shape(ordered, dict(walked), {key: parents[key] for key in ordered})
