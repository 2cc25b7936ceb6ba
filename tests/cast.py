"""One cast of people and one small plan, used by every test that needs a database.

The plan "P": root work W (programme, contractor: the director) with themes T1 and T2, and X beside
it, for which nobody answers. Results R1, R2 (T1), R3 (T2), R4 (X); the employee's role owns R1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from koersvast.core.actors import Access, Actor
from koersvast.core.models import User
from koersvast.core.periods import parse_period
from koersvast.direction.models import Goal, Plan, Statement
from koersvast.funding.models import CostAmount, CostItem, FundingSource, SourceAmount
from koersvast.organisation.models import (
    Municipality,
    Person,
    Role,
    RoleHolding,
    Unit,
    UnitPlacement,
)
from koersvast.organisation.selectors import actor_for
from koersvast.work.models import (
    Action,
    Milestone,
    Phase,
    ReadyBy,
    Responsibility,
    Result,
    ResultGoal,
    Work,
    WorkGoal,
)

TODAY = date(2023, 3, 1)


@dataclass(frozen=True)
class Player:
    """Somebody of the cast."""

    user: User
    person: Person | None
    client: Client

    @property
    def actor(self) -> Actor:
        """Who this is as an actor, today."""
        return actor_for(self.user, date.today())  # noqa: DTZ011


@dataclass(frozen=True)
class Cast:
    """Everybody: what they may do differs, see `koersvast/*/policy.py`."""

    administrator: Player
    secretary: Player  # keeps all registers
    director: Player  # contractor of W: changes W and all below it
    employee: Player  # owns R1: reports on it
    reader: Player  # looks
    outsider: Player  # has an account, but no access

    def all(self) -> dict[str, Player]:
        """Return everybody by name."""
        return dict(vars(self))


def make_player(name: str, access: int | None, *roles: Role) -> Player:
    """Create somebody with an account and, with access, a person who holds these roles."""
    user = User.objects.create(username=name)
    person = None
    if access is not None:
        person = Person.objects.create(code=name, name=name.capitalize(), access=access, user=user)
        for role in roles:
            RoleHolding.objects.create(person=person, role=role)
    return Player(user, person, signed_in(user))


def signed_in(user: User) -> Client:
    """Return a browser in which `user` is signed in: what `force_login` stores, in fewer steps."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def make_cast() -> Cast:
    """Create the cast with the roles "director" and "employee", both of the unit "concern"."""
    Municipality.objects.create(name="Voorbeeldstad")
    unit = Unit.objects.create(code="concern", name="Gemeente Voorbeeldstad", level="concern")
    UnitPlacement.objects.create(unit=unit)
    director = Role.objects.create(code="director", name="Directeur", unit=unit, leads=True)
    employee = Role.objects.create(code="employee", name="Controller", unit=unit)
    return Cast(
        administrator=make_player("administrator", Access.ADMINISTRATOR),
        secretary=make_player("secretary", Access.EDITOR),
        director=make_player("director", Access.EMPLOYEE, director),
        employee=make_player("employee", Access.EMPLOYEE, employee),
        reader=make_player("reader", Access.READER),
        outsider=make_player("outsider", None),
    )


@dataclass(frozen=True)
class SmallPlan:
    """The small plan; see the top of this module."""

    plan: Plan
    works: dict[str, Work]
    results: dict[str, Result]
    goals: dict[str, Goal]
    costs: dict[str, CostItem]
    sources: dict[str, FundingSource]


def make_plan(cast: Cast) -> SmallPlan:
    """Create the small plan. Cost: T1 100 (2023) + 50 (2024), T2 pm (2023); coverage 80 (2023)."""
    plan = Plan.objects.create(code="P", title="Voorbeeldplan", reference_date=TODAY)
    Statement.objects.create(plan=plan, code="S1", kind="mission", text="We werken samen.")
    top = Goal.objects.create(plan=plan, code="D1", level="strategic", title="Basis op orde")
    sub = Goal.objects.create(plan=plan, code="D2", level="tactical", title="Grip", parent=top)
    loose = Goal.objects.create(plan=plan, code="D3", level="strategic", title="Zonder werk")
    works = _works(plan)
    WorkGoal.objects.create(work=works["W"], goal=top)
    director = Role.objects.get(code="director")
    Responsibility.objects.create(work=works["W"], kind="contractor", role=director)
    results = _results(plan, works)
    ResultGoal.objects.create(result=results["R1"], goal=sub)
    Milestone.objects.create(
        plan=plan,
        code="M1",
        work=works["W"],
        number=1,
        title="Start",
        when=parse_period("2023-01-15"),
    )
    costs, sources = _money(plan, works)
    goals = {"D1": top, "D2": sub, "D3": loose}
    return SmallPlan(plan, works, results, goals, costs, sources)


def _works(plan: Plan) -> dict[str, Work]:
    def work(code: str, title: str, kind: str, parent: Work | None = None) -> Work:
        return Work.objects.create(
            plan=plan,
            code=code,
            title=title,
            kind=kind,
            parent=parent,
            unit=Unit.objects.get(code="concern"),
            period=parse_period("Q1 2023 - Q1 2024"),
        )

    root = work("W", "Bedrijfsvoering", "programme")
    return {
        "W": root,
        "T1": work("T1", "Control", "programme_line", root),
        "T2": work("T2", "Financiën", "programme_line", root),
        "X": work("X", "Los project", "project"),
    }


def _results(plan: Plan, works: dict[str, Work]) -> dict[str, Result]:
    owner = Role.objects.get(code="employee")
    found: dict[str, Result] = {}
    for position, (code, work, title, role) in enumerate(
        (
            ("R1", "T1", "Control ingericht", owner),
            ("R2", "T1", "Controleplan", None),
            ("R3", "T2", "Eén begroting", None),
            ("R4", "X", "Los resultaat", None),
        ),
        start=1,
    ):
        found[code] = Result.objects.create(
            plan=plan, code=code, work=works[work], title=title, owner_role=role, position=position
        )
    ReadyBy.objects.create(result=found["R1"], when=parse_period("Q4 2023"))
    Phase.objects.create(result=found["R1"], kind="build", period=parse_period("Q1 2023 - Q2 2023"))
    Phase.objects.create(result=found["R1"], kind="implement", period=parse_period("Q3 2023"))
    Action.objects.create(plan=plan, code="R1.1", result=found["R1"], text="Beschrijf het proces")
    return found


def _money(plan: Plan, works: dict[str, Work]) -> tuple[dict[str, Any], dict[str, Any]]:
    first = CostItem.objects.create(
        plan=plan, code="K1", work=works["T1"], title="Inhuur", nature="incidental"
    )
    CostAmount.objects.create(item=first, year=2023, amount=Decimal(100))
    CostAmount.objects.create(item=first, year=2024, amount=Decimal(50))
    second = CostItem.objects.create(
        plan=plan, code="K2", work=works["T2"], title="Systeem", nature="structural"
    )
    CostAmount.objects.create(item=second, year=2023, pm=True)
    source = FundingSource.objects.create(
        plan=plan, code="B1", work=works["W"], title="Begroting 2023", nature="structural"
    )
    SourceAmount.objects.create(item=source, year=2023, amount=Decimal(80))
    return {"K1": first, "K2": second}, {"B1": source}
