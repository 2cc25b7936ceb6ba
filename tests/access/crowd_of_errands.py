"""Many assignments, dilemmas, and decisions about work."""

from __future__ import annotations

from datetime import date
from typing import Any

from koersvast.decisions.models import Body, Decision, DecisionMoment, Proposal
from koersvast.work.models import (
    Agreement,
    Assignment,
    AssignmentDecision,
    AssignmentVersion,
    Escalation,
    Milestone,
    WorkDecision,
    WorkProposal,
)

DAY = date(2023, 3, 1)


def add_errands(crowd: Any) -> None:
    """Add assignments with versions and agreements to T1, and hang as much on one of them."""
    work, own = crowd.world.small.works["T1"], crowd.world.rows["assignments"]
    parties = ("contractor", "administrative_principal", "political_principal")
    made = crowd.coded(
        Assignment,
        lambda n: {
            "work": work,
            "kind": "bestuursopdracht",
            **dict.fromkeys(parties, crowd.roles[n]),
        },
        "o",
    )
    first = own.versions.count() + 1
    told = {"result": "Af", "offered_on": DAY}
    versions = crowd.rows(AssignmentVersion, lambda n: {"assignment": made[n], "number": 1, **told})
    versions += crowd.rows(
        AssignmentVersion, lambda n: {"assignment": own, "number": first + n, **told}
    )
    for start in (0, crowd.count):
        crowd.rows(
            Agreement,
            lambda n, start=start: {
                "version_of": versions[start + n],
                "party": "contractor",
                "role": crowd.roles[n],
                "agreed_on": DAY,
            },
        )
    for kind, targets in (("e", made), ("f", [own] * crowd.count)):
        _escalations(crowd, kind, targets)
    _decided(crowd, own)


def _escalations(crowd: Any, kind: str, targets: list[Any]) -> None:
    crowd.coded(
        Escalation,
        lambda n: {
            "assignment": targets[n],
            "title": "Wie gaat voor",
            "raised_by": crowd.roles[n],
            "raised_on": DAY,
            "interests": "Tempo",
            "tried_together": "Om tafel",
            "question": "Wie?",
            "to_role": crowd.roles[n],
        },
        kind,
    )


def _decided(crowd: Any, own: Assignment) -> None:
    """Let works and an assignment name proposals and decisions, and milestones their moments."""
    work = crowd.world.small.works["T1"]
    bodies = crowd.rows(
        Body, lambda n: {"code": f"{crowd.mark}b{n}", "name": "Gremium", "kind": "college"}
    )
    moments = crowd.coded(
        DecisionMoment, lambda n: {"body": bodies[n], "title": "Besluit", "when": crowd.when}, "m"
    )
    proposals = crowd.coded(
        Proposal, lambda n: {"body": bodies[n], "title": "Voorstel", "moment": moments[n]}, "v"
    )
    decisions = crowd.coded(
        Decision,
        lambda n: {"body": bodies[n], "title": "Besluit", "proposal": proposals[n]},
        "b",
    )
    crowd.rows(WorkProposal, lambda n: {"work": work, "proposal": proposals[n]})
    crowd.rows(WorkDecision, lambda n: {"work": work, "decision": decisions[n]})
    crowd.rows(AssignmentDecision, lambda n: {"assignment": own, "decision": decisions[n]})
    crowd.coded(
        Milestone,
        lambda n: {
            "work": work,
            "title": "Besloten",
            "when": crowd.when,
            "decision_moment": moments[n],
        },
        "n",
    )
