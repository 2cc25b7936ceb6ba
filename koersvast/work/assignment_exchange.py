"""Assignments and escalations in a plan file, and what a work names of decisions."""

from __future__ import annotations

from koersvast.core.parts import Part, listed, parts, rows, scalars
from koersvast.work import assignment_schemas as schemas
from koersvast.work.models import (
    Agreement,
    Assignment,
    AssignmentDecision,
    AssignmentVersion,
    Escalation,
    WorkDecision,
    WorkProposal,
)

BODIES, PROPOSALS, DECISIONS = (
    "decisions.bodies",
    "decisions.proposals",
    "decisions.decisions",
)
ROLES, WORKS = "organisation.roles", "work.works"

agreements = rows(
    Agreement,
    schemas.AgreementRow,
    link="version_of",
    identity=("party",),
    refs=listed(role=ROLES, person="organisation.people"),
)
versions = rows(
    AssignmentVersion,
    schemas.VersionRow,
    link="assignment",
    identity=("number",),
    refs=listed(contractor=ROLES, administrative_principal=ROLES, political_principal=ROLES),
    children={"agreements": agreements},
)
assignment_decisions = scalars(
    AssignmentDecision, "decision", link="assignment", refs=listed(decision=DECISIONS)
)
decided_children = {
    "proposals": scalars(WorkProposal, "proposal", link="work", refs=listed(proposal=PROPOSALS)),
    "decisions": scalars(WorkDecision, "decision", link="work", refs=listed(decision=DECISIONS)),
}
"""What stands in the row of a work."""


def register_assignment_parts() -> None:
    """Add assignments and escalations."""
    assignments = rows(
        Assignment,
        schemas.AssignmentRow,
        refs=listed(
            work=WORKS,
            contractor=ROLES,
            administrative_principal=ROLES,
            political_principal=ROLES,
        ),
        children={"versions": versions, "decisions": assignment_decisions},
    )
    escalations = rows(
        Escalation,
        schemas.EscalationRow,
        refs=listed(
            assignment="work.assignments",
            raised_by=ROLES,
            to_role=ROLES,
            to_body=BODIES,
            decision=DECISIONS,
        ),
    )
    parts.add(
        Part("work", "assignments", schemas.AssignmentRow, assignments),
        Part("work", "escalations", schemas.EscalationRow, escalations),
    )
