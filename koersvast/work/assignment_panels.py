"""What assignments and escalations add to the application."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.core.actors import Actor
from koersvast.core.kit.register import Computed, Register, registers
from koersvast.core.outlook import Outlook, Waiting, outlooks
from koersvast.core.registries import Related, Tab, registries
from koersvast.decisions.models import Decision, DecisionMoment, Proposal
from koersvast.organisation.models import Role
from koersvast.work.assignment_pages import assignment_tab, has_assignments
from koersvast.work.assignment_policy import register_assignment_policies
from koersvast.work.decided_tab import decided_tab, has_decided
from koersvast.work.models import Assignment, Escalation, Milestone, Party, Work
from koersvast.work.rules.assignments import PARTIES, AssignmentState
from koersvast.work.rules.escalations import EscalationState
from koersvast.work.selectors.assignments import state_expression, waiting_for
from koersvast.work.selectors.escalations import (
    escalations_to,
    rank_of_escalations,
    state_of_escalations,
)


def state_field(states: Iterable[Any]) -> models.Field[Any, Any]:
    """Return the field that a list shows for a state."""
    choices = [(state.value, state.label) for state in states]
    return models.CharField(gettext_lazy("state"), choices=choices)


class Assignments(Register):
    """Assignments; drafted on the page of a work, changed on pages of their own."""

    model, name, section, order = Assignment, "assignments", "work", 25
    columns = ("work", "code", "kind", "state", *PARTIES, "plan")
    filters = ("plan", "state", "kind", *PARTIES)
    search = ("code", "work__title", "work__code", "note")
    computed = {
        "state": Computed(state_field(AssignmentState), lambda actor: state_expression()),
    }
    lead = gettext_lazy(
        "What principals and contractor agreed on per work. Draft one on the page of the work."
    )

    def detail_url(self, record: models.Model) -> str:
        """An assignment has a page of its own."""
        return reverse("assignment-page", args=[record.pk])


class Escalations(Register):
    """Escalations, what is late first; raised on the page of an assignment."""

    model, name, section, order = Escalation, "escalations", "work", 27
    columns = ("title", "code", "state", "answer_by", "to_role", "to_body", "raised_by", "plan")
    filters = ("plan", "state", "to_role", "to_body", "raised_by")
    search = ("title", "code", "question", "assignment__work__title")
    computed = {"state": Computed(state_field(EscalationState), state_of_escalations)}
    lead = gettext_lazy("Dilemmas between lines, what is late first.")

    def rows(self, actor: Actor) -> QuerySet[Any]:
        """Return the rows, what is late first."""
        return super().rows(actor).order_by(rank_of_escalations(actor), "answer_by", "pk")

    def detail_url(self, record: models.Model) -> str:
        """An escalation has a page of its own."""
        return reverse("escalation-page", args=[record.pk])


def assignments_of_role(actor: Actor, role: Role) -> QuerySet[Any]:
    """Return the assignments to which a role is party."""
    party = Q(*((name, role) for name in PARTIES), _connector=Q.OR)
    rows: QuerySet[Any] = Assignment.objects.visible_to(actor)
    return rows.filter(party).select_related("work")


def works_of_proposal(actor: Actor, proposal: Proposal) -> QuerySet[Any]:
    """Return the works that a proposal is about."""
    rows: QuerySet[Any] = Work.objects.visible_to(actor)
    return rows.filter(proposal_links__proposal=proposal)


def works_of_decision(actor: Actor, decision: Decision) -> QuerySet[Any]:
    """Return the works that a decision changes."""
    rows: QuerySet[Any] = Work.objects.visible_to(actor)
    return rows.filter(decision_links__decision=decision)


def assignments_of_decision(actor: Actor, decision: Decision) -> QuerySet[Any]:
    """Return the assignments that a decision changes."""
    rows: QuerySet[Any] = Assignment.objects.visible_to(actor)
    return rows.filter(decision_links__decision=decision).select_related("work")


def answered_by(actor: Actor, decision: Decision) -> QuerySet[Any]:
    """Return the escalations that a decision answers."""
    rows: QuerySet[Any] = Escalation.objects.visible_to(actor)
    return rows.filter(decision=decision)


def milestones_of_moment(actor: Actor, moment: DecisionMoment) -> QuerySet[Any]:
    """Return the milestones that need the decision of a moment."""
    rows: QuerySet[Any] = Milestone.objects.visible_to(actor)
    return rows.filter(decision_moment=moment)


def waits_for(actor: Actor) -> Iterable[Waiting]:
    """Yield the assignments to agree to and the dilemmas to answer; four queries."""
    for assignment, party in waiting_for(actor):
        url = reverse("assignment-agree", args=[assignment.pk])
        what = _("Agree as %s") % Party(party).label
        yield Waiting(what, f"{assignment.get_kind_display()}: {assignment.work}", url)
    for shown in escalations_to(actor):
        row = shown.escalation
        url = reverse("escalation-page", args=[row.pk])
        yield Waiting(_("Answer a dilemma"), str(row), url, row.answer_by)


def register_assignments() -> None:
    """Say who keeps them, and add their registers, tabs, lists and what waits for somebody."""
    register_assignment_policies()
    registers.add(Assignments, Escalations)
    registries.add(
        Tab(
            Work,
            "assignment",
            gettext_lazy("Assignment"),
            "work/assignment_tab.html",
            assignment_tab,
            15,
            has_assignments,
        ),
        Tab(
            Work,
            "decided",
            gettext_lazy("Decisions"),
            "work/decided_tab.html",
            decided_tab,
            55,
            has_decided,
        ),
        Related(Role, "assignments", gettext_lazy("party to"), assignments_of_role, order=7),
        Related(Proposal, "works", gettext_lazy("about"), works_of_proposal, order=5),
        Related(Decision, "works", gettext_lazy("changes"), works_of_decision, order=5),
        Related(
            Decision,
            "assignments",
            gettext_lazy("changes assignments"),
            assignments_of_decision,
            order=6,
        ),
        Related(Decision, "escalations", gettext_lazy("answers"), answered_by, order=7),
        Related(
            DecisionMoment,
            "milestones",
            gettext_lazy("milestones that need it"),
            milestones_of_moment,
            order=5,
        ),
    )
    outlooks.add(Outlook("assignments", waits=waits_for, order=20))
