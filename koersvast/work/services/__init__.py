"""Every write of work that touches more than one row, or needs more than `core.services` checks."""

from koersvast.work.services.actions import add_action, complete_action
from koersvast.work.services.agreements import agree
from koersvast.work.services.assignments import (
    SeenVersion,
    change_assignment,
    draft_assignment,
    fulfil,
    offer,
    withdraw,
)
from koersvast.work.services.decided import links_of, set_decided
from koersvast.work.services.escalations import (
    answer_escalation,
    change_escalation,
    close_escalation,
    raise_escalation,
)
from koersvast.work.services.links import set_expertise, set_goals, set_needs
from koersvast.work.services.planning import moments_seen, phases_seen, set_phases, set_ready_by
from koersvast.work.services.progress import Report, report_status
from koersvast.work.services.seen import Changed, Overtaken, seen_of
from koersvast.work.services.sprints import LineReport, SprintRefused, report_sprint
from koersvast.work.services.versions import ConflictingVersion, in_words

__all__ = [
    "Changed",
    "ConflictingVersion",
    "LineReport",
    "Overtaken",
    "Report",
    "SeenVersion",
    "SprintRefused",
    "add_action",
    "agree",
    "answer_escalation",
    "change_assignment",
    "change_escalation",
    "close_escalation",
    "complete_action",
    "draft_assignment",
    "fulfil",
    "in_words",
    "links_of",
    "moments_seen",
    "offer",
    "phases_seen",
    "raise_escalation",
    "report_sprint",
    "report_status",
    "seen_of",
    "set_decided",
    "set_expertise",
    "set_goals",
    "set_needs",
    "set_phases",
    "set_ready_by",
    "withdraw",
]
