"""What changed in a part of the tree: the records whose history a work shows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import Q

from koersvast.core.actors import Actor
from koersvast.core.history import Scope, told_to
from koersvast.work.models import (
    Action,
    Agreement,
    Assignment,
    AssignmentDecision,
    AssignmentVersion,
    Dependency,
    Escalation,
    ExpertiseNeed,
    Milestone,
    Phase,
    ReadyBy,
    Responsibility,
    Result,
    ResultGoal,
    StatusUpdate,
    Work,
    WorkDecision,
    WorkGoal,
    WorkProposal,
    WorkRisk,
)

OF_WORK: tuple[type[models.Model], ...] = (
    WorkGoal,
    WorkRisk,
    WorkProposal,
    WorkDecision,
    Responsibility,
    Milestone,
    Assignment,
)
OF_ASSIGNMENT: tuple[type[models.Model], ...] = (AssignmentVersion, AssignmentDecision, Escalation)
OF_RESULT: tuple[type[models.Model], ...] = (
    ReadyBy,
    Phase,
    Action,
    ExpertiseNeed,
    ResultGoal,
    Dependency,
)


def scopes_of_work(actor: Actor, works: Collection[int], limit: int) -> list[Scope]:
    """Return the records of the latest `limit` changes in these works, what was deleted included.

    One query per model, whatever the number of rows; the keys come from the history itself, so
    that a removed phase is not forgotten.
    """
    results = _results(actor, works)
    found = [Scope(Work, list(works)), _scope(actor, Result, Q(work_id__in=works) & results, limit)]
    inside = Q(result_id__in=Result.history.filter(Q(work_id__in=works) & results).values("id"))
    found += [_scope(actor, model, Q(work_id__in=works), limit) for model in OF_WORK]
    found += [_scope(actor, model, inside, limit) for model in OF_RESULT]
    errands = Assignment.history.filter(work_id__in=works).values("id")
    found += [_scope(actor, model, Q(assignment_id__in=errands), limit) for model in OF_ASSIGNMENT]
    versions = AssignmentVersion.history.filter(assignment_id__in=errands).values("id")
    found.append(_scope(actor, Agreement, Q(version_of_id__in=versions), limit))
    found.append(_scope(actor, StatusUpdate, inside | Q(work_id__in=works), limit))
    return found


def _results(actor: Actor, works: Collection[int]) -> Q:
    """Return the condition that a result is visible, or is there no more."""
    visible = Result.objects.visible_to(actor).filter(work_id__in=works).values("pk")
    return Q(id__in=visible) | ~Q(id__in=Result.objects.values("pk"))


def _scope(actor: Actor, model: Any, condition: Q, limit: int) -> Scope:
    rows = told_to(model.history.filter(condition), actor)
    rows = rows.order_by("-history_date", "-history_id")
    return Scope(model, list(dict.fromkeys(rows.values_list("id", flat=True)[:limit])))
