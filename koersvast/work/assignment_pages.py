"""What the page of an assignment and the tab of a work show of assignments."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from koersvast.core.actors import Actor
from koersvast.core.policy import policies
from koersvast.work.assignment_policy import may_raise
from koersvast.work.models import Assignment, AssignmentDecision, Escalation, Work
from koersvast.work.policy import may_change_work
from koersvast.work.selectors.errands import ShownAssignment, assignments_of
from koersvast.work.selectors.escalations import shown_escalations


def page_of(actor: Actor, shown: ShownAssignment) -> dict[str, Any]:
    """Return what stands on the page of an assignment."""
    assignment = shown.assignment
    links = AssignmentDecision.objects.visible_to(actor).filter(assignment=assignment)
    raised = Escalation.objects.visible_to(actor).filter(assignment=assignment)
    policy = policies.of(assignment)
    may_change = policy.may_change(actor, assignment)
    return {
        "shown": shown,
        "decisions": [link.decision for link in links.select_related("decision__body")],
        "escalations": shown_escalations(actor, raised),
        "may_change": may_change and shown.is_open,
        "may_link": may_change,
        "may_raise": shown.is_open and may_raise(actor, assignment),
        "may_delete": policy.may_delete(actor, assignment)
        and not policy.refuses(actor, assignment, None),
    }


def has_assignments(actor: Actor, work: Work) -> bool:
    """Tell whether the tab has content: there is an assignment, or the actor may draft one."""
    stored = Assignment.objects.visible_to(actor).filter(work=work)
    return bool(stored.exists()) or may_change_work(actor, work.pk)


def assignment_tab(request: HttpRequest, work: Work) -> dict[str, Any]:
    """Return the assignments of a work, with what the actor may do."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    raised = Escalation.objects.visible_to(actor).filter(assignment__work=work)
    return {
        "assignments": assignments_of(actor, [work.pk]),
        "escalations": shown_escalations(actor, raised),
        "may_draft": may_change_work(actor, work.pk),
    }
