"""The tables of decisions."""

from koersvast.decisions.models.bodies import Body, DecisionMoment, Membership
from koersvast.decisions.models.decisions import Advice, Decision, DecisionUnit, Objection
from koersvast.decisions.models.procedures import Procedure, Step
from koersvast.decisions.models.proposals import Proposal, Reader, Section

__all__ = [
    "Advice",
    "Body",
    "Decision",
    "DecisionMoment",
    "DecisionUnit",
    "Membership",
    "Objection",
    "Procedure",
    "Proposal",
    "Reader",
    "Section",
    "Step",
]
