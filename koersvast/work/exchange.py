"""Work in a plan file."""

from koersvast.core.parts import Part, listed, parts, rows, scalars
from koersvast.work import schemas
from koersvast.work.assignment_exchange import decided_children, register_assignment_parts
from koersvast.work.models import (
    Action,
    Dependency,
    ExpertiseNeed,
    Milestone,
    Phase,
    ReadyBy,
    Responsibility,
    Result,
    ResultGoal,
    StatusUpdate,
    Work,
    WorkGoal,
    WorkRisk,
)
from koersvast.work.sprint_exchange import register_sprints

GOALS, ROLES, WORKS, RESULTS = (
    "direction.goals",
    "organisation.roles",
    "work.works",
    "work.results",
)

work_children = {
    "goals": scalars(WorkGoal, "goal", link="work", refs=listed(goal=GOALS)),
    "responsibilities": rows(
        Responsibility,
        schemas.ResponsibilityRow,
        link="work",
        identity=("kind", "role"),
        refs=listed(role=ROLES),
    ),
    "updates": rows(StatusUpdate, schemas.UpdateRow, link="work", identity=("date",)),
    "risks": scalars(WorkRisk, "risk", link="work", refs=listed(risk="risk.risks")),
    **decided_children,
}
result_children = {
    "ready_by": rows(
        ReadyBy, schemas.ReadyByRow, link="result", identity=("position",), numbered=True
    ),
    "phases": rows(Phase, schemas.PhaseRow, link="result", identity=("kind", "period")),
    "expertise": scalars(ExpertiseNeed, "text", link="result", numbered=True),
    "goals": scalars(ResultGoal, "goal", link="result", refs=listed(goal=GOALS)),
    "needs": scalars(Dependency, "needs", link="result", refs=listed(needs=RESULTS), graph=True),
    "actions": rows(
        Action,
        schemas.ActionRow,
        link="result",
        refs=listed(role=ROLES),
        numbered=True,
        coded=True,
    ),
    "updates": rows(StatusUpdate, schemas.UpdateRow, link="result", identity=("date",)),
}


def register_parts() -> None:
    """Add works, results and milestones to the plan file."""
    parts.add(
        Part(
            "work",
            "works",
            schemas.WorkRow,
            rows(
                Work,
                schemas.WorkRow,
                refs=listed(parent=WORKS, unit="organisation.units"),
                tree="parent",
                children=work_children,
            ),
        ),
        Part(
            "work",
            "results",
            schemas.ResultRow,
            rows(
                Result,
                schemas.ResultRow,
                refs=listed(work=WORKS, owner_role=ROLES),
                children=result_children,
            ),
        ),
        Part(
            "work",
            "milestones",
            schemas.MilestoneRow,
            rows(
                Milestone,
                schemas.MilestoneRow,
                refs=listed(work=WORKS, decision_moment="decisions.moments"),
            ),
        ),
    )
    register_assignment_parts()
    register_sprints()
