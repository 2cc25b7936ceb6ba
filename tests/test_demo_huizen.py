"""The demonstration against its sources: Huizen's progress report (H) and college decision (J).

The figures below are copied out of the sources by hand, apart from the plan files, so that a slip
in one shows against the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from koersvast.core.periods import Period
from koersvast.direction.models import Goal, Plan, Statement
from koersvast.funding.models import Allocation, CostItem, FundingSource
from koersvast.funding.rules import Verdict
from koersvast.funding.selectors import plan_totals
from koersvast.organisation.models import RoleHolding
from koersvast.work.models import (
    Milestone,
    Responsibility,
    Result,
    Sprint,
    SprintNote,
    StatusUpdate,
    Work,
)
from tests.demonstrations import changes_when_loaded_again, euros, loaded, whole

pytestmark = pytest.mark.one_database

GROUPS = {
    "Organisatieperspectief": 3,
    "Fysiek domein": 5,
    "Strategisch HRM": 2,
    "Opgavegericht Werken": 2,
    "Integraal Management en Bedrijfsvoering": 1,
}
"""The working groups, and how many results the report tells of."""
SPRINTS = [
    (date(2022, 7, 18), date(2022, 8, 26)),
    (date(2022, 8, 29), date(2022, 10, 7)),
    (date(2022, 10, 10), date(2022, 11, 11)),
]
EXPECTED = {
    "Organisatieperspectief": "Q1 '23",
    "Fysiek domein": "Q4 '22",
    "Strategisch HRM": "Q4 '22",
    "Opgavegericht Werken": "Q4 '22",
    "Integraal Management en Bedrijfsvoering": None,
}
STRUCTURAL, INCIDENTAL = 1_000_000, 500_000
DRAWS = {"structural": [127_000, 237_931], "incidental": [100_000, 243_000]}
LEFT = {"structural": 635_069, "incidental": 157_000}
REGULAR = [24_535, 3_300, 854, 743]


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


def test_both_plans_speak_from_their_own_day(report: Plan, steering: Plan) -> None:
    assert (report.code, report.reference_date) == ("H", date(2022, 11, 11))
    assert (steering.code, steering.reference_date) == ("J", date(2023, 12, 15))


def test_there_are_five_working_groups_with_their_results(report: Plan) -> None:
    lines = Work.objects.filter(plan=report, kind="programme_line")
    assert [line.title for line in lines.order_by("position")] == list(GROUPS)
    assert {line.parent.title for line in lines if line.parent} == {
        "Concern-ontwikkelprogramma, de Roadtrip"
    }
    assert Counter(Result.objects.filter(plan=report).values_list("work__title", flat=True)) == (
        GROUPS
    )


def test_a_working_group_is_led_by_the_role_of_its_name(report: Plan) -> None:
    leads = Responsibility.objects.filter(work__plan=report)
    assert {(each.kind, each.work.title, each.role.name) for each in leads} == {
        ("lead", title, f"Trekker {title}") for title in GROUPS
    }


def test_the_change_of_lead_is_two_periods(report: Plan) -> None:
    first, second = RoleHolding.objects.filter(role__name="Trekker Fysiek domein").order_by(
        "person__code"
    )
    assert (first.person.code, second.person.code) == ("eerste-trekker", "tweede-trekker")
    assert first.valid_from is None and second.valid_to is None
    assert first.valid_to is not None and second.valid_from is not None
    assert (second.valid_from - first.valid_to).days == 1


def test_three_sprints_have_their_days(report: Plan) -> None:
    sprints = Sprint.objects.filter(plan=report).order_by("position")
    assert [(each.period.first, each.period.last) for each in sprints] == SPRINTS


def test_what_was_done_stands_once_per_group_with_its_expectation(report: Plan) -> None:
    notes = SprintNote.objects.filter(sprint__plan=report).select_related("work", "sprint")
    found = {note.work.title: note.expected.text if note.expected else None for note in notes}
    assert found == EXPECTED
    assert {note.sprint.title for note in notes} == {"Sprint 3"}
    told = Sprint.objects.filter(plan=report).order_by("position")
    assert [each.told_with and each.told_with.title for each in told] == ["Sprint 3"] * 2 + [None]


def test_the_aim_of_the_report_is_a_milestone(report: Plan) -> None:
    aim = Milestone.objects.get(plan=report)
    assert isinstance(aim.when, Period) and aim.when.last == date(2023, 4, 1)


def test_seven_priorities_hang_under_the_original_goal(report: Plan) -> None:
    top = Goal.objects.get(plan=report, parent=None)
    assert Goal.objects.filter(plan=report, parent=top).count() == 7


def test_the_sources_and_their_draws_are_those_of_the_report(report: Plan) -> None:
    for nature, amount in (("structural", STRUCTURAL), ("incidental", INCIDENTAL)):
        source = FundingSource.objects.get(plan=report, nature=nature)
        (given,) = source.amounts.all()
        assert given.total == euros(amount)
        assert given.year == (2023 if nature == "structural" else 2022)
        draws = Allocation.objects.filter(funding_source=source).order_by("position")
        assert [draw.amount for draw in draws] == DRAWS[nature]
        assert amount - sum(DRAWS[nature]) == LEFT[nature]


def test_every_draw_is_dated(report: Plan) -> None:
    days = Allocation.objects.filter(plan=report).values_list("code", "decided_on")
    assert {code: day.first for code, day in days} == {
        "T1": date(2022, 6, 1),
        "T2": date(2022, 10, 1),
        "T3": date(2022, 6, 1),
        "T4": date(2022, 10, 1),
    }


def test_what_is_stated_to_be_left_is_left(report: Plan) -> None:
    checks = {each.record.code: each for each in plan_totals(report).checks}
    assert checks["G-635069"].record.amount == LEFT["structural"]
    assert checks["G-157000"].record.amount == LEFT["incidental"]
    assert {each.evaluation.verdict for each in checks.values()} == {Verdict.AGREES}


def test_what_the_regular_budget_paid_is_known_but_in_no_sum(report: Plan) -> None:
    items = CostItem.objects.filter(plan=report, regular_means=True).order_by("position")
    assert [whole(item.amounts.all()) for item in items] == [euros(each) for each in REGULAR]
    assert sum(REGULAR) == 29_432
    spent = sum(sum(each) for each in DRAWS.values())
    assert plan_totals(report).ledger.sum("cost").total.amount == Decimal(spent)


def test_the_four_feelings_are_those_of_the_decision(steering: Plan) -> None:
    feelings = Statement.objects.filter(plan=steering, kind="feeling").order_by("position")
    assert [each.text.lower().rstrip(".") for each in feelings] == [
        "veilig",
        "gewaardeerd",
        "gehoord / gezien / begrepen",
        "gestimuleerd",
    ]


def test_six_steering_levels_and_kinds_of_work_are_told(steering: Plan) -> None:
    texts = " ".join(Statement.objects.filter(plan=steering).values_list("text", flat=True))
    for level in ("individu", "cluster", "team", "afdeling", "domein", "concern"):
        assert level in texts.lower()
    for kind in ("opgaven", "projecten", "beleidsprocessen", "uitvoerende processen"):
        assert kind in texts.lower()


def test_money_without_amounts_stays_without_amounts(steering: Plan) -> None:
    assert CostItem.objects.filter(plan=steering).exists()
    assert not CostItem.objects.filter(plan=steering, amounts__isnull=False).exists()
    assert not FundingSource.objects.filter(plan=steering, amounts__isnull=False).exists()


def test_no_status_update_is_made_up(demo: list[Plan]) -> None:
    assert StatusUpdate.objects.exists()
    assert not StatusUpdate.objects.filter(illustrative=True).exists()


@pytest.mark.parametrize("name", ["huizen/plan-h", "huizen/plan-j"])
def test_loading_it_again_changes_nothing(name: str) -> None:
    assert changes_when_loaded_again(name) == []
