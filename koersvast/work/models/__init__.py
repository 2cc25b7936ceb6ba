"""The tables of work."""

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
from koersvast.work.models.works import Responsibility, Work, WorkGoal

__all__ = [
    "Action",
    "Dependency",
    "ExpertiseNeed",
    "Light",
    "Milestone",
    "Phase",
    "ReadyBy",
    "Responsibility",
    "Result",
    "ResultGoal",
    "StatusUpdate",
    "Work",
    "WorkGoal",
]
