"""Which proposals and decisions are about a work, or change an assignment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.locking import locked
from koersvast.decisions.models import Decision, Proposal
from koersvast.work.models import Assignment, AssignmentDecision, Work, WorkDecision, WorkProposal
from koersvast.work.services.seen import Changed, is_news, may_replace, remove, store


@transaction.atomic
def set_decided(
    *,
    actor: Actor,
    record: Work | Assignment,
    model: type[Proposal | Decision],
    rows: Iterable[Any],
    seen: str | None = None,
) -> Changed:
    """Make these the proposals (or decisions) of a work, or the decisions of an assignment.

    Rows are of the same plan. What the actor does not see stays linked as it is. `seen` is
    `seen_of` of the sorted keys that he saw. Raises PermissionDenied, ValidationError or Overtaken.
    """
    stored = locked(record)
    may_replace(actor, stored)
    visible = model.objects.visible_to(actor).filter(plan_id=stored.plan_id)
    wanted = {row.pk: row for row in rows}
    if visible.filter(pk__in=wanted).count() != len(wanted):
        raise ValidationError(_("Choose rows of the same plan."))
    name = "proposal" if model is Proposal else "decision"
    links = links_of(actor, stored, model)
    current = {getattr(link, f"{name}_id"): link for link in links}
    present = [getattr(link, name) for link in current.values()]
    if not is_news(sorted(current), sorted(wanted), seen, present):
        return Changed()
    removed = remove(actor, [link for key, link in current.items() if key not in wanted])
    made, held = _link_model(stored, model)
    new = [made(**{held: stored, name: row}) for key, row in wanted.items() if key not in current]
    return Changed(added=store(actor, new), removed=removed)


def links_of(actor: Actor, record: Any, model: type[Proposal | Decision]) -> list[Any]:
    """Return the links of a work or assignment that the actor sees, each with its target."""
    made, held = _link_model(record, model)
    name = "proposal" if model is Proposal else "decision"
    return list(made.objects.visible_to(actor).filter(**{held: record}).select_related(name))


def _link_model(record: Any, model: type[Proposal | Decision]) -> tuple[Any, str]:
    if isinstance(record, Assignment):
        return AssignmentDecision, "assignment"
    return (WorkProposal if model is Proposal else WorkDecision), "work"
