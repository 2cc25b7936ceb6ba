"""Every write of work that touches more than one row, or needs more than `core.services` checks."""

from koersvast.work.services.actions import add_action, complete_action
from koersvast.work.services.links import set_expertise, set_goals, set_needs
from koersvast.work.services.planning import moments_seen, phases_seen, set_phases, set_ready_by
from koersvast.work.services.progress import Report, report_status
from koersvast.work.services.seen import Changed, Overtaken, seen_of
from koersvast.work.services.sprints import LineReport, SprintRefused, report_sprint

__all__ = [
    "Changed",
    "LineReport",
    "Overtaken",
    "Report",
    "SprintRefused",
    "add_action",
    "complete_action",
    "moments_seen",
    "phases_seen",
    "report_sprint",
    "report_status",
    "seen_of",
    "set_expertise",
    "set_goals",
    "set_needs",
    "set_phases",
    "set_ready_by",
]
