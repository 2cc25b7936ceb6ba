"""A college, a works council with a member and a secretary, and an intended decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from koersvast.core.periods import Period
from koersvast.decisions.models import (
    Advice,
    Body,
    Decision,
    Membership,
    Procedure,
    Proposal,
)
from koersvast.decisions.services.advice import Question, ask_advice, give_advice
from koersvast.decisions.services.procedures import add_step, complete_step, start_procedure
from koersvast.direction.models import Plan
from koersvast.organisation.models import Role, RoleHolding
from tests.cast import Cast, Player

MARCH = date(2023, 3, 1)
MEETING = Period.day(date(2023, 3, 2))
TERM = date(2023, 3, 20)
DECIDED = date(2023, 4, 10)


@dataclass(frozen=True)
class Council:
    """Who meets, and what they meet on. The employee is a member of the works council."""

    cast: Cast
    plan: Plan
    college: Body
    works_council: Body
    proposal: Proposal

    def question(self, **changes: Any) -> Question:
        """Return a question with all that the act wants told."""
        values = {
            "body": self.works_council,
            "title": "Advies op de structuur",
            "proposal": self.proposal,
            "reasons": "Te veel lagen.",
            "consequences": "Functies wijzigen.",
            "measures": "Het sociaal statuut geldt.",
        }
        return Question(**{**values, **changes})

    def ask(self, *, by: Player | None = None, on: date = MARCH, **changes: Any) -> Advice:
        """Ask advice as the programme secretary."""
        options = {name: changes.pop(name) for name in ("step", "advice") if name in changes}
        actor = (by or self.cast.secretary).actor
        question = self.question(**changes)
        return ask_advice(actor=actor, plan=self.plan, question=question, on=on, **options)

    def advised(self) -> Advice:
        """Return advice that was given in time; no decision yet."""
        advice = self.ask(consultation_on=MEETING, agreed_term=TERM)
        given: dict[str, Any] = {
            "on": date(2023, 4, 1),
            "outcome": "negative",
            "text": "Niet doen.",
        }
        return give_advice(actor=self.cast.secretary.actor, advice=advice, **given)

    def decide(self, on: date, outcome: str = "as_proposed") -> Decision:
        """Store a decision of the college on the proposal."""
        return Decision.objects.create(
            plan=self.plan,
            code=f"B{Decision.objects.count() + 1}",
            body=self.college,
            proposal=self.proposal,
            title="Besluit over de structuur",
            decided_on=Period.day(on),
            outcome=outcome,
        )


def make_council(cast: Cast, plan: Plan) -> Council:
    """Create the bodies and the proposal."""
    member = Role.objects.create(code="or-lid", name="Lid ondernemingsraad")
    RoleHolding.objects.create(role=member, person=cast.employee.person)
    college = Body.objects.create(code="college", name="College", kind="college")
    works_council = Body.objects.create(code="or", name="Ondernemingsraad", kind="works_council")
    Membership.objects.create(body=works_council, role=member)
    proposal = Proposal.objects.create(plan=plan, code="V1", body=college, title="Nieuwe structuur")
    return Council(cast, plan, college, works_council, proposal)


def close(proposal: Proposal) -> None:
    """Make a proposal confidential."""
    proposal.openness = Proposal.Openness.CONFIDENTIAL
    proposal.save()


def refused(error: pytest.ExceptionInfo[ValidationError]) -> str:
    """Return the sentence of a refusal."""
    return " ".join(error.value.messages)


def course_of_three(cast: Cast, plan: Plan) -> Procedure:
    """Return a procedure of three steps, of which the middle one waited for nothing and is done."""
    actor = cast.secretary.actor
    procedure = start_procedure(actor=actor, plan=plan, code="PR1", title="Traject")
    for title in ("Een", "Twee", "Drie"):
        values = {"title": title, "kind": "step", "waits": title != "Twee"}
        add_step(actor=actor, procedure=procedure, values=values)
    complete_step(actor=actor, step=procedure.steps.get(title="Twee"), on=MARCH)
    return procedure
