"""The demonstration against its sources: how H and J decide, what they risk and whom they tell.

The figures below are copied out of the sources by hand, apart from the plan files, so that a slip
in one shows against the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from koersvast.cli.demo import PASSWORD, make_accounts
from koersvast.communication.models import CommunicationMoment
from koersvast.decisions.models import Advice, Body, Decision, DecisionMoment, Proposal, Section
from koersvast.direction.models import Plan
from koersvast.funding.models import Allocation
from koersvast.organisation.models import Person
from koersvast.risk.models import Measure, Risk, Score
from koersvast.work.models import Assignment
from tests.demonstrations import loaded

pytestmark = pytest.mark.one_database

MOMENTS: dict[str, tuple[date, date] | None] = {
    "Lonkend perspectief": (date(2022, 11, 22), date(2022, 11, 22)),
    "Voorstellen Fysiek domein": (date(2022, 10, 1), date(2022, 12, 31)),
    "Voorstel Opgavegericht Werken": (date(2022, 10, 1), date(2022, 12, 31)),
    "HR-visie en HR-strategie": (date(2022, 10, 1), date(2022, 12, 31)),
    "Vervolg van de toewijzing van middelen voor structurele formatie (CMT / college)": None,
}
HEADINGS = 14


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Plan]]:
    """Load the demonstration once for all tests here; they only look."""
    with loaded(django_db_blocker, "huizen/plan-h", "huizen/plan-j") as plans:
        yield plans


@pytest.fixture
def report(demo: list[Plan]) -> Plan:
    """The progress report (H)."""
    return demo[0]


@pytest.fixture
def steering(demo: list[Plan]) -> Plan:
    """The college decision (J)."""
    return demo[1]


@pytest.fixture(autouse=True)
def on_the_demonstration(demo: list[Plan], db: None) -> None:
    """Let every test look at the demonstration."""


def test_the_next_moments_of_decision_are_those_of_the_report(report: Plan) -> None:
    found = {
        moment.title: (moment.when.first, moment.when.last) if moment.when else None
        for moment in DecisionMoment.objects.filter(plan=report)
    }
    assert found == MOMENTS


def test_who_decided_is_told_for_one_draw_only(report: Plan) -> None:
    (draw,) = Allocation.objects.filter(plan=report, decided_by__isnull=False)
    assert draw.amount == 237_931
    assert draw.decided_by is not None and draw.decided_by.body.code == "college"


def test_no_outcome_is_guessed(report: Plan, steering: Plan) -> None:
    assert not Decision.objects.filter(plan=report).exclude(outcome="").exists()
    told = Decision.objects.filter(plan=steering).exclude(outcome="")
    assert [(each.outcome, each.decided_on.first) for each in told] == [
        ("as_proposed", date(2023, 12, 15))
    ]


def test_the_placeholder_among_the_risks_stands_as_it_stands(report: Plan) -> None:
    risks = Risk.objects.filter(plan=report).order_by("position")
    assert risks.count() == 3
    assert risks[2].title == "..."
    assert not Risk.objects.filter(owner_role__isnull=False).exists()
    assert Measure.objects.count() == 1
    assert not Score.objects.filter(illustrative=False).exists()


def test_the_assignment_of_the_programme_has_no_parties_that_are_not_told(report: Plan) -> None:
    assignment = Assignment.objects.get(plan=report)
    assert assignment.kind == "bestuursopdracht"
    assert not any(
        (
            assignment.contractor,
            assignment.administrative_principal,
            assignment.political_principal,
        )
    )
    assert not any(version.agreements.exists() for version in assignment.versions.all())


def test_only_the_rule_that_is_told_is_there() -> None:
    told = dict(Body.objects.exclude(rule="").values_list("code", "rule"))
    assert told == {"cmt": "consent"}


def test_the_works_council_is_made_up_to_walk_with() -> None:
    made_up = Body.objects.filter(illustrative=True)
    assert [body.kind for body in made_up] == ["works_council"]


def test_the_proposal_has_its_header_and_every_heading(steering: Plan) -> None:
    proposal = Proposal.objects.get(plan=steering, document_number="D.1529312")
    assert proposal.case_number == "Z.180338"
    assert proposal.openness == "public"
    assert (proposal.document_date, proposal.embargo_until) == (None, None)
    assert proposal.secrecy_body is None
    assert proposal.drafting_role is not None and proposal.portfolio_role is not None
    assert Section.objects.filter(proposal=proposal).count() == HEADINGS
    assert Decision.objects.get(proposal=proposal).outcome == "as_proposed"


def test_the_cmt_advised_on_the_proposal(steering: Plan) -> None:
    advice = Advice.objects.get(plan=steering)
    assert (advice.kind, advice.outcome) == ("other", "positive")
    assert advice.given_on.first == date(2023, 7, 5)


def test_wider_communication_waits_for_the_decision(steering: Plan) -> None:
    decision = Decision.objects.get(plan=steering, outcome="as_proposed")
    waiting = CommunicationMoment.objects.filter(decision=decision)
    assert {row.code for row in waiting} == {"C3", "C4"}


def test_what_is_told_to_be_done_is_done(demo: list[Plan]) -> None:
    done = CommunicationMoment.objects.filter(done=True)
    assert set(done.values_list("plan__code", "code")) == {
        ("H", "C1"),
        ("H", "C2"),
        ("H", "C6"),
        ("H", "C8"),
        ("J", "C1"),
        ("J", "C2"),
    }
    assert set(done.filter(done_on__isnull=False).values_list("plan__code", "code")) == {
        ("H", "C1"),
        ("H", "C2"),
        ("J", "C1"),
    }


def test_the_made_up_confidential_proposal_is_there_for_those_concerned_only(
    steering: Plan,
) -> None:
    proposal = Proposal.objects.get(plan=steering, openness="confidential")
    assert proposal.illustrative
    assert proposal.title.startswith("Fictief voorbeeld")
    address = f"/decisions/proposals/{proposal.pk}/"
    with transaction.atomic():
        make_accounts()
        seeing, telling, finding = set(), set(), set()
        for person in Person.objects.filter(illustrative=True).select_related("user"):
            client = Client()
            assert client.login(username=person.code, password=PASSWORD)
            page = client.get("/registers/proposals/").content.decode()
            searched = client.get("/search/?q=fictief").content.decode()
            telling |= {person.code} if address in page else set()
            finding |= {person.code} if address in searched else set()
            answer = client.get(address).status_code
            seeing |= {person.code} if answer == 200 else set()
            assert answer in (200, 404)
        transaction.set_rollback(True)
    assert seeing == telling == finding == {"directeur", "portefeuillehouder", "opsteller"}
