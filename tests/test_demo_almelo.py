"""The demonstration against its source: Almelo's organisation and development plan (A).

The figures below are copied out of the source by hand, apart from the plan file, so that a slip
in one shows against the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from koersvast.decisions.models import Advice, Decision, Procedure, Step
from koersvast.direction.models import Goal, Plan, Statement
from koersvast.funding.models import CostItem, FundingSource
from koersvast.organisation.models import Person, Role, Unit
from koersvast.risk.models import Risk
from koersvast.work.models import (
    Assignment,
    Escalation,
    Milestone,
    ReadyBy,
    Responsibility,
    Result,
    Work,
)
from tests.demonstrations import changes_when_loaded_again, depth, loaded

NAME = "almelo/plan-a"
MOST_LAYERS = 4
NEW_UNITS = {
    "Adviespool",
    "KCC (Klantcontactcentrum)",
    "Uitvoering Sociaal",
    "Uitvoering Fysiek",
    "Bedrijfsvoering (BV)",
    "Strategie, Veiligheid en Communicatie (SVC)",
}
PILLARS = [
    "Leiderschapsontwikkeling",
    "Talentontwikkeling",
    "Mobiliteit en duurzame inzetbaarheid",
    "Resultaatgericht werken en sturen",
]
ANSWERS: dict[str, set[str]] = {
    "O1": {"projectleider-leiderschap"},
    "O2": {"projectleider-talentontwikkeling"},
    "O3": {"projectleider-situationeel-samenwerken"},
    "O4": {"opdrachtnemer-omgevingswet"},
    "O5": set(),
    "O6": {"kwartiermaker-adviespool", "team-hrm"},
    "O7": {"kwartiermaker-adviespool", "team-hrm"},
    "O8": {"hoofden", "teammanagers"},
}
"""Development challenge -> who can be addressed, by the table of 9.1."""
STARTS = {"O1": "Q1 2018", "O3": "Q1 2018", "O6": "Q3 2018", "O7": "Q3 2018"}
READY = {"O1": "Q3 2018", "O2": "Q2 2018", "O3": "Q2 2018"}
"""Challenge -> the quarter in which its plan or programme is ready, by the same table."""


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plan]:
    """Load the demonstration once for all tests here; they only look."""
    with loaded(django_db_blocker, NAME) as (plan,):
        yield plan


@pytest.fixture(autouse=True)
def on_the_demonstration(demo: Plan, db: None) -> None:
    """Let every test look at the demonstration."""


def quarter(day: date) -> str:
    return f"Q{(day.month + 2) // 3} {day.year}"


def test_the_plan_speaks_from_the_day_on_it(demo: Plan) -> None:
    assert (demo.code, demo.reference_date) == ("A", date(2018, 3, 27))


def test_mission_vision_and_five_core_values_are_told() -> None:
    kinds = Counter(Statement.objects.values_list("kind", flat=True))
    assert kinds["mission"] == 1
    assert kinds["vision"] >= 1
    values = Statement.objects.filter(kind="core_value").order_by("position")
    assert [value.text.partition(":")[0] for value in values] == [
        "Nabij",
        "Aanspreekbaar",
        "Geïnteresseerd",
        "Initiatief",
        "Vertrouwen",
    ]


def test_hallo_stad_rests_on_four_pillars() -> None:
    pillars = Work.objects.filter(parent__title="Hallo Stad!").order_by("position")
    assert [pillar.title for pillar in pillars] == PILLARS


def test_there_are_at_most_four_management_layers() -> None:
    assert depth(Unit.objects.all()) == MOST_LAYERS


def test_six_new_units_stand_below_the_board() -> None:
    below = Unit.objects.filter(placements__parent__code="directie")
    assert {unit.name for unit in below} == NEW_UNITS
    assert not Unit.objects.filter(incomplete=False).exists()


def test_there_are_eight_development_challenges_with_owner_where_given() -> None:
    challenges = Work.objects.filter(kind="challenge")
    assert {work.code for work in challenges} == set(ANSWERS)
    for code, roles in ANSWERS.items():
        answering = Responsibility.objects.filter(work__code=code, kind="contractor")
        assert set(answering.values_list("role__code", flat=True)) == roles


def test_challenges_are_phased_where_the_table_says() -> None:
    starts = Milestone.objects.filter(work__code__in=ANSWERS, title__startswith="Start")
    assert {each.work.code: quarter(each.when.first) for each in starts} == STARTS
    for code, when in READY.items():
        moments = ReadyBy.objects.filter(result__work__code=code, when__isnull=False)
        assert when in {quarter(each.when.last) for each in moments}
    (act,) = Result.objects.filter(work__code="O4")
    assert [phase.period.text for phase in act.phases.all()] == [
        "2017/2018",
        "2018/2019",
        "2020",
        "na 2020",
    ]
    for code in ("O5", "O8"):
        assert not ReadyBy.objects.filter(result__work__code=code).exists()
        assert not Milestone.objects.filter(work__code=code).exists()


def test_one_principal_of_a_challenge_is_told() -> None:
    (delegated,) = Responsibility.objects.filter(
        work__kind="challenge", kind="administrative_principal"
    )
    assert (delegated.work.code, delegated.role.code) == ("O4", "opdrachtnemer-omgevingswet")


def test_there_is_no_money_in_the_plan() -> None:
    assert not CostItem.objects.exists()
    assert not FundingSource.objects.exists()


def test_the_request_of_2017_was_withdrawn_on_a_day_that_is_not_told() -> None:
    withdrawn = Advice.objects.get(withdrawn=True)
    assert withdrawn.requested_on.text == "mei 2017"
    assert (withdrawn.withdrawn_on, withdrawn.given_on) == (None, None)
    assert Decision.objects.get(proposal=withdrawn.proposal).outcome == "withdrawn"


def test_the_second_request_follows_the_intended_decision() -> None:
    procedure = Procedure.objects.get()
    steps = list(procedure.steps.order_by("position"))
    assert [step.kind for step in steps] == [
        "step",
        "step",
        "step",
        "intention",
        "advice",
        "placement",
        "placement",
    ]
    assert [step.code for step in steps if step.done] == ["S1"]
    advice = steps[4].advice
    assert advice is not None and not advice.withdrawn
    assert advice.proposal == steps[3].proposal
    assert advice.requested_on is None


def test_the_norms_of_placement_stand_where_they_apply() -> None:
    assert "30%" in Step.objects.get(code="S6").output
    assert "functieboek" in Step.objects.get(code="S7").output


def test_what_the_text_calls_a_condition_is_a_precondition() -> None:
    assert Risk.objects.filter(kind="precondition", illustrative=False).count() == 5
    assert not Risk.objects.filter(kind="risk", illustrative=False).exists()


def test_an_example_of_a_programme_is_agreed_by_three_parties_on_one_version() -> None:
    assignment = Assignment.objects.get(work__kind="programme")
    (version,) = assignment.versions.all()
    assert assignment.kind == "bestuursopdracht"
    assert {each.party for each in version.agreements.all()} == {
        "contractor",
        "administrative_principal",
        "political_principal",
    }
    assert version.agreed_on == date(2018, 3, 20)


def test_an_example_of_a_neighbourhood_waits_for_its_principal() -> None:
    assignment = Assignment.objects.get(work__kind="neighbourhood_challenge")
    (version,) = assignment.versions.all()
    assert [each.party for each in version.agreements.all()] == ["contractor"]
    assert version.agreed_on is None


def test_an_example_of_a_dilemma_tells_what_was_tried_together() -> None:
    dilemma = Escalation.objects.get()
    assert dilemma.illustrative
    assert dilemma.tried_together and dilemma.closed_on is None


def test_parties_of_the_examples_have_an_account_each() -> None:
    for assignment in Assignment.objects.all():
        parties = [assignment.contractor, assignment.administrative_principal]
        if assignment.kind == "bestuursopdracht":
            parties.append(assignment.political_principal)
        holders = [set(Person.objects.filter(holdings__role=role)) for role in parties]
        assert all(holders)
        assert not set.intersection(*holders)


def test_the_examples_are_two_works_and_what_hangs_on_them() -> None:
    made_up = Work.objects.filter(illustrative=True)
    assert {(work.kind, work.parent) for work in made_up} == {
        ("programme", None),
        ("neighbourhood_challenge", None),
    }
    for model in (Work, Result, Role):
        name = "name" if model is Role else "title"
        for row in model.objects.filter(illustrative=True):
            assert "(voorbeeld)" in getattr(row, name), row
    assert not Result.objects.filter(illustrative=True).exclude(work__in=made_up).exists()
    assert not Result.objects.filter(work__in=made_up, illustrative=False).exists()
    for model in (Unit, Statement, Goal, Milestone):
        assert not model.objects.filter(illustrative=True).exists(), model


def test_loading_it_again_changes_nothing() -> None:
    assert changes_when_loaded_again(NAME) == []
