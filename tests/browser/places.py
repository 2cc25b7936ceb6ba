"""An address of every page type, in the demonstration."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.urls import resolve, reverse

from koersvast.checks.selectors import check_plan
from koersvast.communication.models import (
    Audience,
    Channel,
    CommunicationMoment,
    MomentAudience,
    MomentChannel,
)
from koersvast.core.actors import SYSTEM
from koersvast.core.periods import parse_period
from koersvast.core.services import delete_record
from koersvast.decisions.advice_parts import PARTS as ADVICE_PARTS
from koersvast.decisions.models import Advice, Body, Decision, Objection, Proposal, Section
from koersvast.decisions.procedure_templates import templates
from koersvast.decisions.proposal_parts import PARTS as PROPOSAL_PARTS
from koersvast.decisions.services.procedures import start_procedure
from koersvast.direction.models import Goal, Plan
from koersvast.funding.models import Allocation, CostItem, FundingSource
from koersvast.organisation.models import Person, Role, RoleHolding, Unit, UnitPlacement
from koersvast.risk.models import Risk, Score
from koersvast.work.editing import PARTS
from koersvast.work.models import Action, Assignment, Escalation, Result, Sprint, SprintNote, Work
from koersvast.work.services import (
    change_assignment,
    draft_assignment,
    offer,
    raise_escalation,
)
from tests.access.table import KIT, PAGES, lines
from tests.browser.places_of_reports import reports

READS_ALL = "beheerder"
"""The account that may open every page."""

LEFT_OUT = {
    "risks-export": "sends a file",
    "checks-export": "sends a file",
    "check-withdraw": "answers a POST only",
    "measure-state": "answers a POST only",
    "risk-scales-example": "answers a POST only",
    "work-risk-unlink": "answers a POST only",
    "home-export": "sends a file",
    "work-export": "sends a file",
    "register-export": "sends a file",
    "health": "answers a machine with plain text",
    "account_login": "sends on who is signed in; a test of its own looks at it",
    "set_language": "sends on",
    "action-done": "answers a POST only",
    "step-done": "answers a POST only",
    "step-move": "answers a POST only",
    "communication-done": "answers a POST only",
    "calendar-feed-renew": "answers a POST only",
    "calendar-feed-withdraw": "answers a POST only",
    "calendar-feed": "a calendar for a programme, not for a browser",
    "report-again": "answers a POST only",
    "report-renew": "answers a POST only",
    "report-make-files": "answers a POST only",
    "report-file": "sends a file",
    "result-row": "a row for the planning, no page of its own",
}
"""Name -> why no browser looks at it."""

REFUSED = "/registers/dependencies/new/"
"""Nobody adds these by a form: 403, also for who may do everything else."""
ABSENT = "/work/999999/"


def first(model: type) -> int:
    """Return the key of the first row there is."""
    return int(model.objects.order_by("pk").values_list("pk", flat=True)[0])  # type: ignore[attr-defined]


def addresses() -> list[str]:
    """Return an address of every page type; each answers the administrator with 200."""
    root = Work.objects.get(code="M").pk
    work = Work.objects.get(code="H3").pk
    result = Result.objects.get(code="R1.1").pk
    goal = Goal.objects.get(code="B1").pk
    cost, allocation = first(CostItem), an_allocation()
    return [
        "/",
        "/search/?q=inkoop",
        "/search/?q=zzzzzz",
        "/help/",
        "/accounts/password/",
        "/accounts/logout/",
        "/direction/",
        "/thread/",
        f"/thread/goal/{goal}/",
        f"/thread/cost/{cost}/",
        *organisation(),
        *risks(),
        *plan_check(work),
        "/roadmap/",
        f"/work/{root}/",
        f"/work/{work}/",
        *[f"/work/{work}/{tab}/" for tab in ("money", "goals", "history")],
        f"/work/{root}/roadmap/",
        f"/work/{root}/sprints/",
        f"/work/sprints/{a_sprint().pk}/report/",
        *[f"/work/{work}/edit/{part}/" for part in PARTS[Work]],
        f"/work/results/{result}/",
        *[f"/work/results/{result}/{part}/" for part in PARTS[Result]],
        f"/money/works/{work}/rows/?part=cost&year=2023",
        f"/money/works/{work}/amounts/",
        *a_procedure(),
        *a_decision(),
        "/registers/allocations/new/",
        f"/registers/allocations/{allocation}/edit/",
        *communication(work),
        *errands(Work.objects.get(pk=work)),
        *reports(READS_ALL),
        *kit(goal),
        "/registers/results/?q=zzzzzz",
        f"/registers/plans/{first(Plan)}/",
        f"/registers/cost-items/{cost}/",
        f"/registers/cost-items/{cost}/edit/",
        f"/money/sources/{first(FundingSource)}/",
        f"/registers/funding-sources/{first(FundingSource)}/",
        "/registers/funding-sources/new/",
        f"/registers/funding-sources/{first(FundingSource)}/edit/",
    ]


def communication(work: int) -> list[str]:
    """Return the views of communication, and the pages of a message that is made for them."""
    row = Work.objects.get(pk=work)
    audience = Audience.objects.create(plan=row.plan, code="AX", name="Proefgroep")
    Audience.objects.create(plan=row.plan, code="AY", name="Nooit bereikt")
    channel = Channel.objects.create(plan=row.plan, code="KX", name="Proefbrief")
    moment = CommunicationMoment.objects.create(
        plan=row.plan, work=row, code="CX", title="Bericht", when=parse_period("week 24 2023")
    )
    MomentAudience.objects.create(moment=moment, audience=audience)
    MomentChannel.objects.create(moment=moment, channel=channel)
    register = "/registers/communication-moments"
    return [
        "/communication/",
        "/communication/?q=zzz&plan=999999",
        "/communication/calendar/?from=2023-W22&weeks=5",
        "/communication/matrix/",
        "/communication/audiences/",
        f"/work/{work}/communication/",
        "/calendars/",
        f"{register}/{moment.pk}/",
        f"{register}/{moment.pk}/edit/",
        f"{register}/{moment.pk}/history/",
        f"{register}/new/?plan={row.plan_id}",
    ]


def a_sprint() -> Sprint:
    """Make a sprint of the programme with a report of one line, as the demonstration has none."""
    programme = Work.objects.get(code="M")
    sprint = Sprint.objects.create(
        plan=programme.plan,
        code="SPX",
        work=programme,
        title="Sprint 1",
        period=parse_period("18 juli 2023 - 26 augustus 2023"),
    )
    line = programme.children.order_by("position")[0]
    expected = parse_period("Q4 2023")
    SprintNote.objects.create(sprint=sprint, work=line, done="Begonnen.", expected=expected)
    return sprint


def plan_check(work: int) -> list[str]:
    """Return the pages of plan check: findings, rules, accepting one, the tab of a work."""
    plan = Plan.objects.get(code="M")
    row = check_plan(plan)[0]
    return [
        "/checks/",
        "/checks/?q=zzzzzz",
        "/checks/rules/",
        reverse("check-accept", args=[plan.pk, row.found.token]),
        f"/work/{work}/checks/",
    ]


def risks() -> list[str]:
    """Return the pages of risks: all of them, one that was judged, a precondition."""
    risk = Risk.objects.get(code="M-RI1", plan__code="M").pk
    met = Risk.objects.filter(kind="precondition").order_by("pk")[0].pk
    score = Score.objects.filter(risk=risk).order_by("pk")[0].pk
    work = Work.objects.get(code="M").pk
    return [
        "/risks/",
        "/risks/?view=moves&rating=medium",
        "/risks/?q=zzzzzz",
        f"/risks/{risk}/",
        f"/risks/{met}/",
        f"/risks/{risk}/score/",
        f"/risks/scores/{score}/",
        f"/risks/{risk}/measure/",
        f"/risks/{risk}/close/",
        "/preconditions/",
        "/risk-scales/",
        f"/work/{work}/risks/",
        f"/work/{work}/risks/new/",
        f"/work/{work}/risks/link/",
    ]


def an_allocation() -> int:
    """Make an allocation, as the demonstration has none; return its key."""
    source = FundingSource.objects.order_by("pk")[0]
    row = Allocation.objects.create(
        plan=source.plan,
        code="TX",
        title="Toekenning",
        funding_source=source,
        work=source.work,
        amount=Decimal(10),
        year=2023,
    )
    return int(row.pk)


def a_procedure() -> list[str]:
    """Make a reorganisation in which advice was given; return the pages of both."""
    plan = Plan.objects.get(code="M")
    council = Body.objects.create(code="or-x", name="Raad", kind=Body.Kind.WORKS_COUNCIL)
    procedure = start_procedure(
        actor=SYSTEM,
        plan=plan,
        code="PRX",
        title="Reorganisatie",
        template=templates()["reorganisatie"],
        bodies={"works_council": council},
    )
    proposal = Proposal.objects.create(plan=plan, code="VX", body=council, title="Structuur")
    advice = Advice.objects.create(
        plan=plan,
        code="ADX",
        body=council,
        proposal=proposal,
        title="Advies",
        requested_on=parse_period("2023-03-01"),
    )
    decision = Decision.objects.create(plan=plan, code="BX", body=council, title="Besluit")
    step = procedure.steps.get(code="2.3").pk
    return [
        "/procedures/",
        "/procedures/start/",
        f"/procedures/{procedure.pk}/",
        f"/procedures/{procedure.pk}/add/",
        *[f"/procedures/steps/{step}/{part}/" for part in ("link", "ask")],
        f"/advice/{advice.pk}/",
        *[f"/advice/{advice.pk}/{part}/" for part in ADVICE_PARTS],
        f"/advice/ask/{proposal.pk}/",
        f"/decisions/{decision.pk}/told/",
    ]


def a_decision() -> list[str]:
    """Make a closed proposal of the administrator to a body by consent; return its pages."""
    plan, author = Plan.objects.get(code="M"), Person.objects.get(user__username=READS_ALL)
    body = Body.objects.create(code="kring-x", name="Kring", kind="consultation", rule="consent")
    proposal = Proposal.objects.create(
        plan=plan, code="VY", body=body, title="Besloten", openness="confidential", author=author
    )
    Section.objects.create(proposal=proposal, heading="advice", text="Doen.")
    objection = Objection.objects.create(proposal=proposal, reason="Te vroeg.")
    ended = Proposal.objects.create(plan=plan, code="VZ", body=body, title="Besloten over")
    Decision.objects.create(
        plan=plan, code="BZ", body=body, proposal=ended, title="Besluit", outcome="rejected"
    )
    return [
        "/decisions/",
        "/decisions/?per=month",
        f"/decisions/bodies/{body.pk}/",
        f"/decisions/proposals/{proposal.pk}/",
        f"/decisions/proposals/{ended.pk}/",
        *[f"/decisions/proposals/{proposal.pk}/{part}/" for part in PROPOSAL_PARTS],
        f"/decisions/objections/{objection.pk}/answer/",
        "/registers/proposals/new/",
        f"/registers/proposals/{proposal.pk}/edit/",
        f"/registers/proposals/{proposal.pk}/history/",
    ]


def errands(work: Work) -> list[str]:
    """Make a draft, an assignment that waits for the administrator, and a dilemma on it."""
    roles = [Role.objects.create(code=f"t-{n}", name=f"Partij {n}") for n in (1, 2)]
    person = Person.objects.get(user__username=READS_ALL)
    RoleHolding.objects.create(role=roles[0], person=person)
    made = []
    for _number in range(2):
        errand = Assignment(work=work, contractor=roles[0], administrative_principal=roles[1])
        texts = {"result": "Een klein begin", "money": "100 euro"}
        draft_assignment(actor=SYSTEM, assignment=errand, texts=texts)
        made.append(errand)
    draft, offered = (f"/work/assignments/{errand.pk}/" for errand in made)
    offer(actor=SYSTEM, assignment=made[1], version_number=1)
    change_assignment(actor=SYSTEM, assignment=made[1], changes={"money": "200 euro"})
    offer(actor=SYSTEM, assignment=made[1], version_number=2)
    dilemma = Escalation(
        assignment=made[1],
        title="Wie gaat voor",
        raised_by=roles[0],
        raised_on=date(2023, 3, 1),
        interests="Tempo en beheer",
        tried_together="Twee keer om tafel",
        question="Wie gaat voor?",
        to_role=roles[1],
    )
    raise_escalation(actor=SYSTEM, escalation=dilemma)
    return [
        f"/work/{work.pk}/assignment/",
        f"/work/{work.pk}/decided/",
        f"/work/{work.pk}/assignments/new/",
        f"{draft}offer/",
        *[f"{offered}{page}" for page in ("", "edit/", "agree/", "end/withdraw/", "decisions/")],
        f"{offered}escalate/",
        *[f"/work/escalations/{dilemma.pk}/{page}" for page in ("", "edit/", "answer/", "close/")],
        "/registers/assignments/",
        "/registers/escalations/",
    ]


def organisation() -> list[str]:
    """Return the pages about the organisation, and those on which it is changed."""
    unit = Unit.objects.get(code="directie").pk
    holding = RoleHolding.objects.filter(valid_to=None).order_by("pk")[0]
    return [
        "/organisation/",
        "/organisation/?on=2023-03-01",
        "/organisation/?view=list",
        "/organisation/changes/?old=2023-01-01&new=2026-01-01",
        f"/organisation/units/{unit}/",
        f"/organisation/units/{unit}/place/",
        f"/organisation/units/{unit}/end/",
        f"/organisation/placements/{first(UnitPlacement)}/remove/",
        f"/organisation/roles/{holding.role_id}/",
        f"/organisation/roles/{first(Role)}/assign/",
        f"/organisation/holdings/{holding.pk}/end/",
        f"/organisation/holdings/{holding.pk}/remove/",
        f"/organisation/people/{holding.person_id}/",
        f"/organisation/people/{first(Person)}/access/",
    ]


def kit(goal: int) -> list[str]:
    """Return the pages of registers: of goals, and of actions for what was deleted."""
    result = Result.objects.get(code="R1.1")
    action = Action.objects.create(plan=result.plan, code="AX", result=result, text="Vervalt")
    delete_record(actor=SYSTEM, record=action)
    return [
        "/registers/goals/",
        "/registers/goals/new/",
        "/registers/goals/import/",
        f"/registers/goals/{goal}/",
        f"/registers/goals/{goal}/edit/",
        f"/registers/goals/{goal}/delete/",
        f"/registers/goals/{goal}/history/",
        "/registers/actions/deleted/",
    ]


def names_of_pages() -> set[str]:
    """Return the name of every page that the access table knows and a browser can show."""
    table = [*lines(PAGES), *lines(KIT)]
    return {name for name, method, *_ in table if method == "GET"}


def names_of(found: list[str]) -> set[str]:
    """Return the names of the pages at these addresses."""
    return {str(resolve(address.partition("?")[0]).url_name) for address in found}
