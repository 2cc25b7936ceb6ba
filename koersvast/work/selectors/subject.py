"""The works that a document is about."""

from __future__ import annotations

from dataclasses import dataclass

from koersvast.core.actors import Actor
from koersvast.core.documents import Scope, Subject
from koersvast.direction.models import Plan
from koersvast.work.models import Work
from koersvast.work.selectors.shape import Shape, shape_of


@dataclass(frozen=True)
class Works:
    """Works in the order of the tree; `top` is the one they are part of, None for a whole plan."""

    shape: Shape
    keys: list[int]
    top: Work | None

    @property
    def works(self) -> list[Work]:
        """The works, parents before children."""
        return [self.shape.works[key] for key in self.keys]

    def depth(self, work: Work) -> int:
        """Return how deep a work stands below the top, 0 for the top itself or a root."""
        base = self.shape.depths[self.top.pk] if self.top else 0
        return self.shape.depths[work.pk] - base


def works_of(scope: Scope) -> Works:
    """Return the works that a document is about: its subject and all below it; read once.

    A subject that is no work of the plan leaves nothing.
    """
    if "works" not in scope.kept:
        shape = shape_of(scope.actor, plan=scope.plan.pk)
        top = next((each for each in shape.works.values() if each.code == scope.subject), None)
        keys = shape.subtree(top.pk) if top else ([] if scope.subject else list(shape.works))
        scope.kept["works"] = Works(shape, keys, top)
    found: Works = scope.kept["works"]
    return found


def subjects_of(actor: Actor, plan: Plan) -> list[Subject]:
    """Return what a document can be about: the plan, and each work with works below it."""
    shape = shape_of(actor, plan=plan.pk)
    parents = {key for key in shape.parents.values() if key is not None}
    roots = [key for key, parent in shape.parents.items() if parent is None]
    whole = [Subject("", plan.title)] if len(roots) != 1 else []
    chosen = [key for key in shape.works if key in parents or key in roots]
    return [*whole, *(Subject(shape.works[key].code, shape.works[key].title) for key in chosen)]
