"""Decisions in a plan file."""

from __future__ import annotations

from koersvast.core.parts import JointCheck, Part, Scope, listed, parts, rows, scalars
from koersvast.decisions import schemas
from koersvast.decisions.advice_exchange import register_advice_parts
from koersvast.decisions.deciding_exchange import too_early
from koersvast.decisions.models import (
    Body,
    Decision,
    DecisionMoment,
    DecisionUnit,
    Membership,
    Objection,
    Proposal,
    Reader,
    Section,
)
from koersvast.decisions.procedures_exchange import (
    ADVICES,
    DECISIONS,
    PROCEDURES,
    out_of_order,
)

BODIES, MOMENTS, PROPOSALS = "decisions.bodies", "decisions.moments", "decisions.proposals"
ROLES, UNITS = "organisation.roles", "organisation.units"

members = rows(
    Membership,
    schemas.MemberRow,
    link="body",
    identity=("role", "valid_from"),
    refs=listed(role=ROLES),
)
sections = rows(Section, schemas.SectionRow, link="proposal", identity=("heading",))
objections = rows(
    Objection,
    schemas.ObjectionRow,
    link="proposal",
    identity=("position",),
    refs=listed(role=ROLES),
)
readers = scalars(Reader, "role", link="proposal", refs=listed(role=ROLES))
units = scalars(DecisionUnit, "unit", link="decision", refs=listed(unit=UNITS))

proposals = rows(
    Proposal,
    schemas.ProposalRow,
    refs=listed(
        body=BODIES,
        moment=MOMENTS,
        drafting_role=ROLES,
        unit=UNITS,
        portfolio_role=ROLES,
        secrecy_body=BODIES,
    ),
    adder="author",
    children={"sections": sections, "objections": objections, "readers": readers},
)
decisions = rows(
    Decision,
    schemas.DecisionRow,
    refs=listed(proposal=PROPOSALS, body=BODIES),
    children={"units": units},
)


def register_parts() -> None:
    """Add bodies, moments, proposals and decisions to the plan file."""
    parts.add(
        Part(
            "decisions",
            "bodies",
            schemas.BodyRow,
            rows(
                Body,
                schemas.BodyRow,
                refs=listed(secretary_role=ROLES),
                children={"members": members},
            ),
            Scope.MUNICIPALITY,
        ),
        Part(
            "decisions",
            "moments",
            schemas.MomentRow,
            rows(DecisionMoment, schemas.MomentRow, refs=listed(body=BODIES)),
        ),
        Part("decisions", "proposals", schemas.ProposalRow, proposals),
        Part("decisions", "decisions", schemas.DecisionRow, decisions),
    )
    register_advice_parts()
    looked_at = (BODIES, PROPOSALS, DECISIONS, ADVICES, PROCEDURES)
    parts.check_together(
        JointCheck(looked_at, too_early, spares_system=True),
        JointCheck(looked_at, out_of_order, spares_system=True),
    )
