"""What a result or work serves, needs and asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.locking import locked
from koersvast.direction.models import Goal
from koersvast.work.models import Dependency, ExpertiseNeed, Result, ResultGoal, Work, WorkGoal
from koersvast.work.rules import circle_through
from koersvast.work.services.seen import Changed, is_news, may_replace, remove, store


@transaction.atomic
def set_goals(
    *, actor: Actor, record: Result | Work, goals: Iterable[Goal], seen: str | None = None
) -> Changed:
    """Make these the goals that a result or a work serves; goals of its own plan.

    `seen` is `seen_of` of the sorted keys of the goals that the actor saw. Raises
    PermissionDenied, ValidationError or Overtaken.
    """
    stored = locked(record)
    may_replace(actor, stored)
    wanted = {goal.pk: goal for goal in goals}
    if any(goal.plan_id != stored.plan_id for goal in wanted.values()):
        raise ValidationError(_("Choose goals of the same plan."))
    current = {link.goal_id: link for link in stored.goal_links.select_related("goal")}
    present = [link.goal for link in current.values()]
    if not is_news(sorted(current), sorted(wanted), seen, present):
        return Changed()
    removed = remove(actor, [link for key, link in current.items() if key not in wanted])
    new = [_goal_link(stored, goal) for key, goal in wanted.items() if key not in current]
    return Changed(added=store(actor, new), removed=removed)


def _goal_link(record: Any, goal: Goal) -> WorkGoal | ResultGoal:
    if isinstance(record, Work):
        return WorkGoal(work=record, goal=goal)
    return ResultGoal(result=record, goal=goal)


@transaction.atomic
def set_needs(
    *, actor: Actor, result: Result, needs: Iterable[Result], seen: str | None = None
) -> Changed:
    """Make these the results that must be ready before `result`; of the same plan, no circle.

    `seen` is `seen_of` of the sorted keys of the results that the actor saw. Raises
    PermissionDenied, ValidationError or Overtaken.
    """
    stored = locked(result)
    may_replace(actor, stored)
    wanted = {needed.pk: needed for needed in needs}
    if any(needed.plan_id != stored.plan_id for needed in wanted.values()):
        raise ValidationError(_("Choose results of the same plan."))
    current = {link.needs_id: link for link in stored.needs.select_related("needs")}
    present = [link.needs for link in current.values()]
    if not is_news(sorted(current), sorted(wanted), seen, present):
        return Changed()
    _refuse_circle(stored, wanted)
    removed = remove(actor, [link for key, link in current.items() if key not in wanted])
    new = [
        Dependency(result=stored, needs=row) for key, row in wanted.items() if key not in current
    ]
    return Changed(added=store(actor, new), removed=removed)


def _refuse_circle(result: Result, wanted: dict[int, Result]) -> None:
    """Refuse dependencies that come back at the result itself, naming the first that does."""
    edges: dict[int, list[int]] = defaultdict(list)
    others = Dependency.objects.filter(result__plan_id=result.plan_id).exclude(result=result)
    for one, two in others.values_list("result_id", "needs_id"):
        edges[one].append(two)
    for key, needed in wanted.items():
        if circle_through(result.pk, {**edges, result.pk: [key]}):
            raise ValidationError(
                _("“%(needed)s” itself waits for “%(result)s”; they cannot wait for each other.")
                % {"needed": needed, "result": result}
            )


@transaction.atomic
def set_expertise(
    *, actor: Actor, result: Result, texts: Iterable[str], seen: str | None = None
) -> Changed:
    """Make this the expertise that a result needs, in this order; empty lines are left out.

    `seen` is `seen_of` of the texts that the actor saw. Raises PermissionDenied, ValidationError
    or Overtaken.
    """
    stored = locked(result)
    may_replace(actor, stored)
    wanted = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    current = list(stored.expertise.order_by("position", "pk"))
    if not is_news([row.text for row in current], wanted, seen, current):
        return Changed()
    rows = {row.text: row for row in current}
    removed = remove(actor, [row for row in current if row.text not in wanted])
    added, changed = [], []
    for position, text in enumerate(wanted, start=1):
        row = rows.get(text)
        if row is None:
            added.append(ExpertiseNeed(result=stored, position=position, text=text))
        elif row.position != position:
            row.position = position
            changed.append(row)
    return Changed(added=store(actor, added), changed=store(actor, changed), removed=removed)
