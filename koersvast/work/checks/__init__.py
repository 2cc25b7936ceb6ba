"""What plan check looks at in work: results, planning, who answers, decisions, goals."""

from collections import defaultdict
from typing import Any

from koersvast.core.checks import Scope, Subject, checks, norm_kinds
from koersvast.decisions.models import Decision, Proposal
from koersvast.risk.models import Risk
from koersvast.work.checks import commissioning, decisions, goals, overdue, planning, results
from koersvast.work.models import Work, WorkDecision, WorkProposal, WorkRisk
from koersvast.work.selectors import facts_of

Works = dict[int, set[int]]


def _linked(scope: Scope, model: Any, name: str) -> Works:
    found: Works = defaultdict(set)
    for key, work in scope.rows(model, "work").values_list(f"{name}_id", "work_id"):
        found[key].add(work)
    return found


def works_of_risks(scope: Scope) -> Works:
    """Return risk -> the works it is one of; one query."""
    return _linked(scope, WorkRisk, "risk")


def works_of_decisions(scope: Scope) -> Works:
    """Return decision -> the works it changes; one query."""
    return _linked(scope, WorkDecision, "decision")


def works_of_proposals(scope: Scope) -> Works:
    """Return proposal -> the works it is about; one query."""
    return _linked(scope, WorkProposal, "proposal")


def register_checks() -> None:
    """Register the rules and the norms they ask for."""
    checks.show_on(
        Subject(Work, lambda work: work.plan, lambda actor, work: facts_of(actor, work).keys)
    )
    checks.place(Risk, works_of_risks)
    checks.place(Decision, works_of_decisions)
    checks.place(Proposal, works_of_proposals)
    norm_kinds.add(results.MOST_RESULTS)
    checks.add(
        results.without_owner,
        results.without_ready_by,
        results.without_action,
        results.without_goal,
        results.owner_without_holder,
        results.too_many_in_a_quarter,
        results.same_actions,
        commissioning.without_goal,
        commissioning.without_assignment,
        commissioning.without_principal,
        commissioning.without_contractor,
        commissioning.both_in_one_hand,
        commissioning.changed_after_agreement,
        commissioning.without_parties,
        commissioning.unit_ended,
        planning.implemented_before_built,
        planning.ready_after_end,
        planning.ready_before_needed,
        planning.circle,
        planning.later_than_planned,
        planning.milestone_without_date,
        overdue.results_past,
        overdue.actions_past,
        overdue.milestones_past,
        decisions.decided_too_late,
        decisions.without_moment,
        goals.without_work,
    )
