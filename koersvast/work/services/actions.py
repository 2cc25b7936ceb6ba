"""What is done to reach a result."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.locking import locked
from koersvast.core.periods import Period
from koersvast.core.policy import require
from koersvast.core.services import add_record, sign
from koersvast.organisation.models import Role
from koersvast.work.models import Action, Result
from koersvast.work.policy import may_complete


@transaction.atomic
def add_action(
    *,
    actor: Actor,
    result: Result,
    text: str,
    role: Role | None = None,
    due: Period | None = None,
) -> Action:
    """Add an action to a result, behind the others, with the next code of the result.

    An open action with the same text, role and due date is not added again: who sends a form
    twice means it once. Raises PermissionDenied or ValidationError.
    """
    stored = locked(result)
    codes = set(Action.objects.filter(plan=stored.plan_id).values_list("code", flat=True))
    actions: list[Action] = list(stored.actions.all())
    action = Action(
        plan_id=stored.plan_id,
        result=stored,
        code=_free_code(stored.code, codes),
        position=max((each.position for each in actions), default=0) + 1,
        text=text.strip(),
        role=role,
        due=due,
    )
    for each in actions:
        same = (each.text, each.role_id, each.due) == (action.text, action.role_id, due)
        if same and each.done_on is None:
            return each
    add_record(actor=actor, record=action)
    return action


def _free_code(start: str, taken: set[str]) -> str:
    number = 1
    while f"{start}.{number}" in taken:
        number += 1
    return f"{start}.{number}"


@transaction.atomic
def complete_action(*, actor: Actor, action: Action, on: date | None) -> bool:
    """Say on which day an action was done, or with None that it is open again.

    Return whether that is news. Allowed to who keeps the work, owns the result, or holds the role
    of the action. Raises PermissionDenied or ValidationError.
    """
    stored = locked(action)
    require(may_complete(actor, stored))
    if on is not None and on > timezone.localdate():
        raise ValidationError(_("This day has not come yet. Choose today or earlier."))
    if stored.done_on == on:
        return False
    stored.done_on = on
    stored.version += 1
    stored.full_clean()
    sign(stored, actor)
    stored.save()
    action.__dict__.update(stored.__dict__)
    return True
