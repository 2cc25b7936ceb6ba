"""Advice and procedures in a plan file."""

from __future__ import annotations

from koersvast.core.parts import Part, listed, parts, rows
from koersvast.decisions import advice_schemas as schemas
from koersvast.decisions.models import Advice, Procedure, Step

BODIES, ROLES = "decisions.bodies", "organisation.roles"
PROPOSALS, ADVICES, DECISIONS = (
    "decisions.proposals",
    "decisions.advices",
    "decisions.decisions",
)

steps = rows(
    Step,
    schemas.StepRow,
    link="procedure",
    refs=listed(body=BODIES, role=ROLES, proposal=PROPOSALS, advice=ADVICES, decision=DECISIONS),
    numbered=True,
)


def register_advice_parts() -> None:
    """Add advice and procedures to the plan file, behind what they point at."""
    parts.add(
        Part(
            "decisions",
            "advices",
            schemas.AdviceRow,
            rows(Advice, schemas.AdviceRow, refs=listed(body=BODIES, proposal=PROPOSALS)),
        ),
        Part(
            "decisions",
            "procedures",
            schemas.ProcedureRow,
            rows(Procedure, schemas.ProcedureRow, children={"steps": steps}),
        ),
    )
