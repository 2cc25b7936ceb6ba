"""One row of everything, so that every address has something to show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from koersvast.checks.models import Acceptance, NormSetting
from koersvast.communication.models import (
    Audience,
    CalendarFeed,
    Channel,
    CommunicationMoment,
    MomentRole,
)
from koersvast.core.periods import parse_period
from koersvast.decisions.models import (
    Advice,
    Body,
    Decision,
    DecisionMoment,
    Membership,
    Objection,
    Procedure,
    Proposal,
    Step,
)
from koersvast.direction.models import Goal, Plan, Statement
from koersvast.funding.models import Allocation, CostItem, FundingSource, StatedTotal
from koersvast.organisation.models import Person, Role, RoleHolding, Unit, UnitPlacement
from koersvast.risk.models import Measure, Risk, RiskClasses, ScaleLevel, Score
from koersvast.work.models import (
    Action,
    Assignment,
    AssignmentVersion,
    Dependency,
    Escalation,
    Milestone,
    Responsibility,
    Result,
    Sprint,
    SprintNote,
    StatusUpdate,
    Work,
    WorkRisk,
)
from tests.access.world_of_reports import add_reports, make_report
from tests.cast import Cast, SmallPlan

TABS = (
    "assignment", "checks", "communication", "decided", "goals", "history", "money", "roadmap",
    "risks",
)  # fmt: skip
"""The tabs of a work."""
PERIOD = parse_period("18 juli 2022 - 26 augustus 2022")


@dataclass
class World:
    """The cast, the small plan, and a row of every register that nothing else needs."""

    cast: Cast
    small: SmallPlan
    rows: dict[str, Any] = field(default_factory=dict)

    def key(self, register: str) -> int:
        """Return the key of the row of a register."""
        return int(self.rows[register].pk)


def make_world(cast: Cast, small: SmallPlan) -> World:
    """Create a row of every register, below the work W that the director answers for."""
    world = World(cast, small)
    for register, make in ROWS.items():
        world.rows[register] = make(small)
    unit = world.rows["units"]
    world.rows["placement"] = UnitPlacement.objects.create(unit=unit)
    person = world.rows["people"]
    world.rows["holding"] = RoleHolding.objects.create(role=world.rows["roles"], person=person)
    world.rows["calendar-feed"] = CalendarFeed.objects.create(
        user=cast.secretary.user, token_hash="0" * 64
    )
    add_reports(small, cast, world.rows)
    return world


def _college() -> Body:
    """Return a body of which the director is the secretary."""
    role = Role.objects.get(code="director")
    return Body.objects.get_or_create(
        code="college", defaults={"name": "College", "kind": "college", "secretary_role": role}
    )[0]


def _works_council() -> Body:
    return Body.objects.get_or_create(
        code="or", defaults={"name": "Ondernemingsraad", "kind": "works_council"}
    )[0]


def _proposal(small: SmallPlan, code: str = "VA") -> Proposal:
    """Return a proposal that the employee made and the director drafts."""
    return Proposal.objects.create(
        plan=small.plan,
        code=code,
        title="Voorstel",
        body=_college(),
        author=Person.objects.get(code="employee"),
        drafting_role=Role.objects.get(code="director"),
    )


def _work(small: SmallPlan) -> Work:
    return Work.objects.create(
        plan=small.plan, code="A", title="Werk", kind="project", parent=small.works["T1"]
    )


def _result(small: SmallPlan) -> Result:
    return Result.objects.create(
        plan=small.plan, code="RA", title="Resultaat", work=small.works["T1"]
    )


def _action(small: SmallPlan) -> Action:
    result = small.results["R1"]
    return Action.objects.create(plan=small.plan, code="R1.9", result=result, text="Doe iets")


def _update(small: SmallPlan) -> StatusUpdate:
    result = small.results["R1"]
    return StatusUpdate.objects.create(result=result, date=date(2023, 2, 1), time="attention")


def _milestone(small: SmallPlan) -> Milestone:
    return Milestone.objects.create(
        plan=small.plan, code="MA", work=small.works["W"], title="Punt", when=parse_period("2023")
    )


def _dependency(small: SmallPlan) -> Dependency:
    return Dependency.objects.create(result=small.results["R1"], needs=small.results["R2"])


def _sprint(small: SmallPlan, code: str = "SPA") -> Sprint:
    return Sprint.objects.create(
        plan=small.plan, code=code, work=small.works["W"], title="Sprint", period=PERIOD
    )


def _note(small: SmallPlan) -> SprintNote:
    sprint = _sprint(small, "SPB")
    return SprintNote.objects.create(sprint=sprint, work=small.works["T1"], done="Gedaan")


def _cost(small: SmallPlan) -> CostItem:
    return CostItem.objects.create(
        plan=small.plan, code="KA", work=small.works["T1"], title="Kosten", nature="incidental"
    )


def _source(small: SmallPlan) -> FundingSource:
    return FundingSource.objects.create(
        plan=small.plan, code="BA", work=small.works["W"], title="Bron", nature="incidental"
    )


def _allocation(small: SmallPlan) -> Allocation:
    return Allocation.objects.create(
        plan=small.plan,
        code="TA",
        title="Toekenning",
        funding_source=small.sources["B1"],
        work=small.works["W"],
        amount=Decimal(10),
        year=2023,
    )


def _stated(small: SmallPlan) -> StatedTotal:
    return StatedTotal.objects.create(
        plan=small.plan,
        code="SA",
        title="Totaal",
        measure="cost",
        amount=Decimal(150),
        first_year=2023,
    )


def _message(small: SmallPlan) -> CommunicationMoment:
    moment = CommunicationMoment.objects.create(
        plan=small.plan, code="CA", work=small.works["T1"], title="Bericht"
    )
    MomentRole.objects.create(moment=moment, role=Role.objects.get(code="employee"))
    return moment


def _assignment(small: SmallPlan) -> Assignment:
    row = Assignment.objects.create(plan=small.plan, code="OA", work=small.works["T1"])
    AssignmentVersion.objects.create(assignment=row, number=1, scope="Alles")
    return row


def _escalation(small: SmallPlan) -> Escalation:
    role = Role.objects.create(code="oa", name="Partij")
    errand = Assignment.objects.create(plan=small.plan, code="OB", work=small.works["T1"])
    return Escalation.objects.create(
        plan=small.plan,
        code="EA",
        assignment=errand,
        title="Wie gaat voor",
        raised_by=role,
        raised_on=date(2023, 3, 1),
        interests="Tempo en beheer",
        tried_together="Twee keer om tafel",
        question="Wie gaat voor?",
        to_role=role,
    )


def _risk(small: SmallPlan, code: str = "RIA") -> Risk:
    """Return a risk of the work T1."""
    risk = Risk.objects.create(plan=small.plan, code=code, title="Risico")
    WorkRisk.objects.create(work=small.works["T1"], risk=risk)
    return risk


ROWS: dict[str, Callable[[SmallPlan], Any]] = {
    "units": lambda small: Unit.objects.create(code="a", name="Eenheid", level="team"),
    "roles": lambda small: Role.objects.create(code="a", name="Rol"),
    "people": lambda small: Person.objects.create(code="a", name="Iemand", access=1),
    "plans": lambda small: Plan.objects.create(
        code="A", title="Nog een plan", reference_date=date(2023, 1, 1)
    ),
    "statements": lambda small: Statement.objects.create(
        plan=small.plan, code="SA", kind="motto", text="Samen"
    ),
    "goals": lambda small: Goal.objects.create(
        plan=small.plan, code="DA", level="strategic", title="Doel"
    ),
    "bodies": lambda small: Body.objects.create(code="a", name="Overleg", kind="consultation"),
    "memberships": lambda small: Membership.objects.create(
        body=_college(), role=Role.objects.get(code="employee")
    ),
    "decision-moments": lambda small: DecisionMoment.objects.create(
        plan=small.plan, code="BA", body=_college(), title="Moment", when=parse_period("Q4 2023")
    ),
    "proposals": _proposal,
    "decisions": lambda small: Decision.objects.create(
        plan=small.plan, code="BA", body=_college(), title="Besluit", outcome="as_proposed"
    ),
    "objections": lambda small: Objection.objects.create(
        proposal=_proposal(small, "VB"),
        role=Role.objects.get(code="employee"),
        reason="Te vroeg",
        answer="Later kan niet",
        settled_on=date(2023, 3, 1),
    ),
    "advices": lambda small: Advice.objects.create(
        plan=small.plan, code="ADA", body=_works_council(), title="Advies", kind="other"
    ),
    "procedures": lambda small: Procedure.objects.create(
        plan=small.plan, code="PRA", title="Procedure"
    ),
    "steps": lambda small: Step.objects.create(
        procedure=Procedure.objects.create(plan=small.plan, code="PRB", title="Met een stap"),
        code="1",
        title="Stap",
        kind="intention",
    ),
    "risks": _risk,
    "measures": lambda small: Measure.objects.create(
        plan=small.plan, code="RIB.1", risk=_risk(small, "RIB"), text="Doe iets"
    ),
    "risk-scores": lambda small: Score.objects.create(
        risk=_risk(small, "RIC"), date=date(2023, 2, 1), probability=4, time=4
    ),
    "risk-classes": lambda small: RiskClasses.objects.create(),
    "risk-scales": lambda small: ScaleLevel.objects.create(
        code="probability-4", scale="probability", level=4, label="Groot", percentage=70
    ),
    "works": _work,
    "results": _result,
    "actions": _action,
    "milestones": _milestone,
    "status-updates": _update,
    "dependencies": _dependency,
    "responsibilities": lambda small: Responsibility.objects.create(
        work=small.works["T1"], kind="coordination", role=Role.objects.get(code="director")
    ),
    "sprints": _sprint,
    "sprint-notes": _note,
    "assignments": _assignment,
    "escalations": _escalation,
    "cost-items": _cost,
    "funding-sources": _source,
    "allocations": _allocation,
    "reports": make_report,
    "stated-totals": _stated,
    "audiences": lambda small: Audience.objects.create(plan=small.plan, code="A1", name="Raad"),
    "channels": lambda small: Channel.objects.create(plan=small.plan, code="K1", name="Brief"),
    "communication-moments": _message,
    "norms": lambda small: NormSetting.objects.create(code="contingency", value=10),
    "accepted-findings": lambda small: Acceptance.objects.create(
        plan=small.plan,
        code="GELD-09.1",
        rule="GELD-09",
        kind="funding.costitem",
        row="KB",
        digest="0" * 32,
        reason="Bekend",
    ),
}
"""Register -> how to make a row of it that may be deleted."""
