"""The tables of work."""

from koersvast.work.models.assignments import (
    Agreement,
    Assignment,
    AssignmentDecision,
    AssignmentVersion,
    Escalation,
    Party,
)
from koersvast.work.models.progress import Light, Milestone, StatusUpdate
from koersvast.work.models.results import (
    Action,
    Dependency,
    ExpertiseNeed,
    Phase,
    ReadyBy,
    Result,
    ResultGoal,
)
from koersvast.work.models.rhythm import Sprint, SprintNote
from koersvast.work.models.steering import WorkDecision, WorkProposal, WorkRisk
from koersvast.work.models.works import Responsibility, Work, WorkGoal

__all__ = [
    "Action",
    "Agreement",
    "Assignment",
    "AssignmentDecision",
    "AssignmentVersion",
    "Dependency",
    "Escalation",
    "ExpertiseNeed",
    "Light",
    "Milestone",
    "Party",
    "Phase",
    "ReadyBy",
    "Responsibility",
    "Result",
    "ResultGoal",
    "Sprint",
    "SprintNote",
    "StatusUpdate",
    "Work",
    "WorkDecision",
    "WorkGoal",
    "WorkProposal",
    "WorkRisk",
]
