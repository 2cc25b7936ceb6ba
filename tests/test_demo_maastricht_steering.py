"""The demonstration against its source: how M decides, what it risks and whom it tells.

The figures below are copied out of the source by hand, apart from the plan file, so that a slip
in one shows against the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from koersvast.communication.models import CommunicationMoment
from koersvast.decisions.models import (
    Advice,
    Body,
    Decision,
    DecisionMoment,
    Procedure,
    Proposal,
    Step,
)
from koersvast.direction.models import Plan
from koersvast.funding.models import FundingSource
from koersvast.organisation.models import Person
from koersvast.risk.models import Measure, Risk, ScaleLevel, Score
from koersvast.work.models import Milestone, Work
from tests.demonstrations import loaded

pytestmark = pytest.mark.one_database

RHYTHMS = {
    "directieteam": "driewekelijks",
    "gmt": "maandelijks",
    "kwartiermakersoverleg": "tweewekelijks",
}
"""Tables 9 and 11."""
MEASURES_OF_TABLE_14 = [1, 3, 1, 2, 2]
CONDITIONS_OF_TABLE_13 = 3
STEPS: dict[str, tuple[str, str]] = {
    "2.1": ("decision", ""),
    "2.2": ("intention", "college"),
    "2.3": ("advice", "ondernemingsraad"),
    "2.4": ("intention", "college"),
    "2.5": ("advice", "ondernemingsraad"),
    "2.6": ("decision", "college"),
    "2.7": ("placement", ""),
    "2.8": ("start", ""),
}
DUE = {
    "2.4": date(2023, 2, 28),
    "2.5": date(2023, 4, 30),
    "2.8": date(2023, 7, 1),
}
"""Table 15 and table 8; 2.7 is told in words, the other months are lost."""
TABLE_15: list[tuple[date, date]] = [
    (date(2023, 2, 28), date(2023, 2, 28)),
    (date(2023, 3, 1), date(2023, 3, 1)),
    (date(2023, 3, 1), date(2023, 3, 1)),
    (date(2023, 2, 27), date(2023, 3, 5)),  # in the week of 1 March
    (date(2023, 3, 14), date(2023, 3, 14)),
    (date(2023, 4, 1), date(2023, 5, 31)),
    (date(2023, 4, 21), date(2023, 4, 30)),  # the end of April
    (date(2023, 5, 1), date(2023, 6, 30)),
]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plan]:
    """Load the demonstration once for all tests here; they only look."""
    with loaded(django_db_blocker, "maastricht/plan-m") as (plan,):
        yield plan


@pytest.fixture(autouse=True)
def on_the_demonstration(demo: Plan, db: None) -> None:
    """Let every test look at the demonstration."""


def test_the_rhythms_of_governance_are_those_of_tables_9_and_11() -> None:
    found = dict(Body.objects.exclude(rhythm="").values_list("code", "rhythm"))
    assert found == RHYTHMS


def test_those_who_keep_an_agenda_are_secretary() -> None:
    bodies = Body.objects.filter(secretary_role__isnull=False)
    found = dict(bodies.values_list("code", "secretary_role__code"))
    assert found == {
        "directieteam": "directiesecretaris",
        "kwartiermakersoverleg": "projectsecretaris",
    }


def test_works_council_and_unions_are_bodies_of_their_kind() -> None:
    assert Body.objects.get(kind="works_council").name == "Ondernemingsraad"
    assert Body.objects.get(kind="union_consultation").name == "LO"


def test_no_rule_openness_or_outcome_is_guessed() -> None:
    assert not Body.objects.exclude(rule="").exists()
    assert not Proposal.objects.exclude(openness="").exists()
    assert not Decision.objects.exclude(outcome="").exists()
    assert not Advice.objects.exclude(outcome="").exists()


def test_the_reorganisation_has_the_eight_steps_of_the_illustration() -> None:
    procedure = Procedure.objects.get()
    assert procedure.template == "reorganisatie"
    steps = procedure.steps.order_by("position")
    assert {step.code: (step.kind, step.body.code if step.body else "") for step in steps} == STEPS
    assert [step.code for step in steps] == list(STEPS)
    assert all(step.waits for step in steps if step.code != "2.1")


def test_the_first_phase_is_done_without_a_day_and_2_4_comes_next() -> None:
    done = Step.objects.filter(done=True)
    assert set(done.values_list("code", flat=True)) == {"2.1", "2.2", "2.3"}
    assert not done.filter(done_on__isnull=False).exists()
    dated = {step.code: step.due.last for step in Step.objects.all() if step.due and step.due.last}
    assert dated == DUE
    assert Step.objects.get(code="2.7").due.text == "vóór het zomerreces in 2023"


def test_advice_is_asked_twice_each_on_the_intended_decision_before_it() -> None:
    found = {step.code: step.advice for step in Step.objects.filter(kind="advice")}
    for code, before in (("2.3", "2.2"), ("2.5", "2.4")):
        advice = found[code]
        assert advice is not None and advice.kind == "advice"
        assert advice.proposal == Step.objects.get(code=before).proposal
    asked = Advice.objects.get(steps__code="2.5")
    assert (asked.requested_on, asked.given_on) == (None, None)
    assert asked.reasons and asked.consequences and asked.measures


def test_the_college_deals_with_two_proposals_on_the_reference_date(demo: Plan) -> None:
    moments = DecisionMoment.objects.filter(body__code="college", when__isnull=False)
    assert {moment.when.first for moment in moments} == {demo.reference_date}
    assert Proposal.objects.filter(moment__in=moments).count() == 2
    assert Milestone.objects.filter(decision_moment__in=moments).count() == 2


def test_coverage_names_the_decision_it_comes_from() -> None:
    decided = {
        source.title: source.decided_by.title
        for source in FundingSource.objects.select_related("decided_by")
        if source.decided_by
    }
    assert len(decided) == FundingSource.objects.count() == 4
    assert {title for name, title in decided.items() if "Berap" in name} == {
        "Berap: 4 mln incidenteel in te zetten in 2023 en 2024"
    }


def test_the_main_structure_changed_units_of_the_new_organisation() -> None:
    decision = Decision.objects.get(proposal__steps__code="2.2")
    units = {link.unit.code for link in decision.unit_links.select_related("unit")}
    assert units >= {"domein-sociaal", "domein-bedrijfsvoering", "domein-fysiek"}


def test_risks_and_measures_are_those_of_table_14() -> None:
    risks = Risk.objects.filter(source="M tabel 14").order_by("position")
    assert [risk.measures.count() for risk in risks] == MEASURES_OF_TABLE_14
    programme = Work.objects.get(code="M")
    assert {link.work for risk in risks for link in risk.work_links.all()} >= {programme}


def test_the_three_preconditions_are_those_of_table_13() -> None:
    conditions = Risk.objects.filter(kind="precondition")
    assert conditions.count() == CONDITIONS_OF_TABLE_13
    assert {condition.source for condition in conditions} == {"M tabel 3, M tabel 13"}
    assert "1,9 mln" in conditions.order_by("-position")[0].title


def test_the_source_scores_nothing_and_names_no_owner_of_a_risk() -> None:
    assert Score.objects.exists()
    assert not Score.objects.filter(illustrative=False).exists()
    assert not ScaleLevel.objects.filter(illustrative=False).exists()
    assert not Risk.objects.filter(owner_role__isnull=False).exists()
    assert not Measure.objects.filter(role__isnull=False).exists()
    assert not Measure.objects.exclude(state="").exists()


def test_every_level_of_every_scale_is_there() -> None:
    found = set(ScaleLevel.objects.values_list("scale", "level"))
    assert len(found) == 25
    assert ScaleLevel.objects.count() == 25


def test_the_communication_plan_is_table_15() -> None:
    rows = CommunicationMoment.objects.filter(source="M tabel 15").order_by("position")
    assert [(row.when.first, row.when.last) for row in rows] == TABLE_15


def test_what_waits_for_a_decision_says_so() -> None:
    waiting = CommunicationMoment.objects.filter(source="M tabel 15")
    assert waiting.get(code="C2").proposal == Proposal.objects.get(steps__code="2.4")
    assert waiting.get(code="C8").decision_moment == DecisionMoment.objects.get(code="BM5")


def test_what_is_told_to_be_done_is_done_without_a_guessed_day() -> None:
    done = CommunicationMoment.objects.filter(done=True)
    assert {row.code for row in done} == {"C9", "C11"}
    assert not done.filter(done_on__isnull=False).exists()


def test_rhythms_of_communication_are_told_in_words() -> None:
    rhythms = CommunicationMoment.objects.exclude(rhythm="")
    assert rhythms.count() == 7
    assert not rhythms.filter(when__isnull=False).exists()


def test_the_accounts_can_walk_a_decision_with_advice() -> None:
    for account, body in (
        ("directeur", "directieteam"),
        ("collegelid", "college"),
        ("or-lid", "ondernemingsraad"),
    ):
        roles = Person.objects.get(code=account).holdings.values_list("role", flat=True)
        assert Body.objects.filter(code=body, memberships__role__in=roles).exists()
