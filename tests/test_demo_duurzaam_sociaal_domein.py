"""The demonstration against its source: Maastricht's implementation plan of 2021 (D).

The figures below are copied out of the source by hand, apart from the plan file, so that a slip
in one shows against the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from koersvast.communication.models import Audience, Channel, CommunicationMoment
from koersvast.core.money import Total
from koersvast.decisions.models import Advice, Body, Decision, Proposal
from koersvast.direction.models import Goal, Plan, Statement
from koersvast.funding.models import CostItem, FundingSource, SourceAmount
from koersvast.funding.rules import Verdict
from koersvast.funding.selectors import plan_totals
from koersvast.organisation.models import Role, Unit
from koersvast.risk.models import Risk, Score
from koersvast.work.models import Action, Dependency, Milestone, ReadyBy, Result, Work
from tests.demonstrations import changes_when_loaded_again, euros, loaded, whole

pytestmark = pytest.mark.one_database

NAME = "maastricht/plan-d"
OVERVIEW: list[tuple[str, int]] = [
    ("", 954_000),  # assignments of the Ontwikkelagenda
    ("3.1", 5_000),
    ("3.2", 100_000),
    ("4.1", 54_000),
    ("4.2", 57_000),
    ("4.3", 443_000),
    ("5.1", 100_000),
    ("5.2", 100_000),
    ("5.3", 125_000),
    ("6.1", 240_000),
    ("6.2", 15_000),
    ("7.1", 50_000),
    ("7.2", 30_000),
    ("8.1", 100_000),
    ("8.2", 96_000),
    ("", 152_000),  # contingency
]
"""The lines of the cost overview: mark and euros."""
COVERAGE = [1_036_000, 605_000, 550_000, 750_000, -320_000]
RESULTS = {"W3": 5, "W4": 6, "W5": 5, "W6": 4, "W7": 2, "W8": 5}
ACTIONS = {"W3": 23, "W4": 22, "W5": 18, "W6": 10, "W7": 6, "W8": 15}
CONTINUOUS = {"R5.1", "R5.2", "R5.4", "R6.1", "R6.2"}
AFTERWARDS = {"R3.1", "R6.4", "R8.1", "R8.3"}
READY_BY = {
    "R3.1": ["Q4 2021", "Q2 2022", "Q4 2022"],
    "R3.2": ["1 november 2021"],
    "R3.3": ["1 november 2021"],
    "R3.4": ["Q4 2021", "Q2 2022", "Q4 2022", "Q4 2022"],
    "R3.5": ["Q3 2022"],
    "R4.1": ["Q3 2021", "Q2 2022"],
    "R4.2": ["Q2 2022", "Q3 2022", "Q3/Q4 2022"],
    "R4.3": ["Q2 2022"],
    "R4.4": ["Q2 2022", "Q4 2022"],
    "R4.5": ["Q4 2022"],
    "R4.6": ["Q4 2022"],
    "R5.3": ["Q2 2022"],
    "R5.5": ["Q4 2021"],
    "R6.3": ["Q2 2022"],
    "R6.4": ["Q3 2021", "Q3 2021", "Q1 2022", "Q3 2022"],
    "R7.1": ["Q2 2022"],
    "R7.2": ["Q2 2022"],
    "R8.1": ["Q3 2022"],
    "R8.2": ["Q4 2021", "Q4 2022"],
    "R8.3": ["Q1 2022"],
    "R8.4": ["Q3 2022"],
    "R8.5": ["Q2 2022", "Q4 2022"],
}
RHYTHMS = {"wekelijks": 3, "(twee)wekelijks": 1, "periodiek": 7}
CALENDAR = {15: 1, 17: 3, 18: 1, 19: 3, 20: 3, 21: 1, 22: 3, 23: 6, 24: 2, 25: 6, 26: 2, 27: 3}
CALENDAR |= {29: 5}
"""Week of 2021 -> rows of the calendar; 28 has none."""
EXACT = 16
"""Rows with a date of their own; the others have a week."""
TRACK_OF_MILESTONE = {
    "W3": {3, 4, 12},
    "W4": {2, 9},
    "W5": {1, 6},
    "W6": {5, 10},
    "W7": {7, 8},
    "W8": {11, 13},
}


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plan]:
    """Load the demonstration once for all tests here; they only look."""
    with loaded(django_db_blocker, NAME) as (plan,):
        yield plan


@pytest.fixture(autouse=True)
def on_the_demonstration(demo: Plan, db: None) -> None:
    """Let every test look at the demonstration."""


def test_the_plan_speaks_from_the_day_of_its_version(demo: Plan) -> None:
    assert (demo.code, demo.reference_date) == ("D", date(2021, 6, 25))


def test_there_are_six_building_blocks_each_with_a_goal_of_its_own() -> None:
    programme = Work.objects.get(parent=None)
    blocks = Work.objects.filter(parent=programme).order_by("code")
    assert [block.title for block in blocks] == [
        "Strategie",
        "Organisatie",
        "Bemensing en cultuur",
        "Processen",
        "Systemen",
        "Sturingsinformatie",
    ]
    for block in blocks:
        goals = {goal.code for goal in Goal.objects.filter(work_links__work=block)}
        assert f"D{block.code[1:]}" in goals


def test_there_are_27_results_with_their_actions() -> None:
    assert Counter(Result.objects.values_list("work__code", flat=True)) == RESULTS
    assert Counter(Action.objects.values_list("result__work__code", flat=True)) == ACTIONS
    assert not Result.objects.filter(actions__isnull=True).exists()


def test_every_result_is_ready_when_its_table_says() -> None:
    found: dict[str, list[str]] = {}
    for moment in ReadyBy.objects.order_by("result__code", "id"):
        found.setdefault(moment.result.code, []).append(moment.when.text)
    assert found == READY_BY
    of = Result.objects.values_list("code", flat=True)
    assert set(of.filter(continuity="continuous")) == CONTINUOUS
    assert set(of.filter(continuity="afterwards")) == AFTERWARDS
    assert set(of) == set(READY_BY) | CONTINUOUS


def test_every_result_has_a_cost_answer() -> None:
    assert not Result.objects.filter(cost_items__isnull=True).exists()
    (unknown,) = CostItem.objects.filter(amounts__pm=True)
    assert unknown.result is not None and unknown.result.code == "R4.1"
    regular = CostItem.objects.filter(regular_means=True)
    assert regular.count() == 19
    assert not regular.filter(amounts__isnull=False).exists()


def test_the_cost_overview_has_16_lines_that_add_up() -> None:
    lines = CostItem.objects.filter(stands_in__in=("overview", "both"))
    found = Counter((line.mark, whole(line.amounts.all())) for line in lines)
    assert found == Counter((mark, euros(amount)) for mark, amount in OVERVIEW)
    assert sum(amount for _, amount in OVERVIEW) == 2_621_000


def test_a_line_stands_in_the_chapter_its_mark_names() -> None:
    for line in CostItem.objects.exclude(mark="").exclude(mark="7.2"):
        assert line.stands_in == "both"
        assert line.result is not None and line.result.work.code == f"W{line.mark[0]}"


def test_the_line_without_a_counterpart_in_its_chapter_is_kept() -> None:
    line = CostItem.objects.get(mark="7.2")
    assert line.stands_in == "overview"
    assert whole(line.amounts.all()) == euros(30_000)


def test_the_contingency_is_ten_percent_of_the_chapters_rounded() -> None:
    marked = sum(amount for mark, amount in OVERVIEW if mark)
    assert marked == 1_515_000
    contingency = CostItem.objects.get(title="Post onvoorzien")
    assert whole(contingency.amounts.all()) == euros(152_000)
    assert "10%" in contingency.note


def test_coverage_adds_up_with_its_negative_remainder() -> None:
    sources = FundingSource.objects.order_by("position")
    assert [whole(each.amounts.all()) for each in sources] == [euros(each) for each in COVERAGE]
    assert sum(COVERAGE) == 2_621_000
    assert SourceAmount.objects.count() == 5


def test_money_comes_out_even_but_for_what_is_not_known(demo: Plan) -> None:
    ledger = plan_totals(demo).ledger
    assert ledger.sum("coverage").total == euros(2_621_000)
    assert ledger.sum("cost").total == euros(2_621_000) + Total(pm=True)
    assert ledger.balance().total == Total(pm=True)


def test_still_needed_is_430_000(demo: Plan) -> None:
    check = next(each for each in plan_totals(demo).checks if each.record.code == "G-NODIG")
    assert check.record.amount == 430_000
    assert check.evaluation.verdict is Verdict.AGREES


def test_stated_totals_that_no_line_holds_are_told_apart(demo: Plan) -> None:
    verdicts = {each.record.code: each.evaluation.verdict for each in plan_totals(demo).checks}
    agreeing = {code for code, verdict in verdicts.items() if verdict is Verdict.AGREES}
    assert agreeing >= {"G-DEKKING", "G-NODIG", "G-055", "G-130", "G-075-1", "G-043-1", "G-032"}
    assert {"G-OA-5.3", "G-OA-7.1"}.isdisjoint(agreeing)


def test_thirteen_numbered_milestones_stand_on_six_tracks() -> None:
    found: dict[str, set[int]] = {}
    for milestone in Milestone.objects.select_related("work"):
        assert milestone.number is not None
        found.setdefault(milestone.work.code, set()).add(milestone.number)
    assert found == TRACK_OF_MILESTONE
    assert not Milestone.objects.filter(when__isnull=False).exists()


def test_core_goals_are_of_three_kinds() -> None:
    kinds = Counter(Goal.objects.filter(level="strategic").values_list("kind", flat=True))
    assert kinds == {"substantive": 3, "business": 3, "financial": 1}


def test_the_change_story_tells_why_what_and_how() -> None:
    kinds = Counter(Statement.objects.values_list("kind", flat=True))
    assert (kinds["story_why"], kinds["story_what"], kinds["story_how"]) == (4, 4, 6)


def test_what_waits_for_a_strategy_is_a_dependency() -> None:
    found = set(Dependency.objects.values_list("result__code", "needs__code"))
    assert found == {
        ("R4.1", "R3.2"),
        ("R4.1", "R3.4"),
        ("R4.3", "R3.4"),
        ("R5.3", "R4.1"),
    }


def test_risks_and_preconditions_are_those_of_chapters_5_10_and_11() -> None:
    assert Counter(Risk.objects.values_list("kind", flat=True)) == {"risk": 7, "precondition": 3}
    assert Risk.objects.filter(source="D 11").count() == 2
    friction = Risk.objects.get(title="Frictiekosten")
    assert not friction.scores.exists()
    assert {link.work.code for link in friction.work_links.all()} == {"DSD", "W5"}
    assert not Score.objects.filter(illustrative=False).exists()


def test_the_approach_has_eleven_rhythms() -> None:
    rhythms = CommunicationMoment.objects.exclude(rhythm="")
    assert Counter(rhythms.values_list("rhythm", flat=True)) == RHYTHMS
    assert not rhythms.filter(when__isnull=False).exists()


def test_the_calendar_runs_from_week_15_to_week_29_of_2021() -> None:
    rows = CommunicationMoment.objects.filter(when__isnull=False)
    weeks = Counter(row.when.first.isocalendar()[1] for row in rows)
    assert {row.when.first.year for row in rows} == {2021}
    assert weeks == CALENDAR
    assert sum(row.when.first == row.when.last for row in rows) == EXACT


def test_every_row_of_the_calendar_says_to_whom_how_what_and_by_whom() -> None:
    for name in ("audience_links", "channel_links", "points", "role_links"):
        rows = CommunicationMoment.objects.filter(when__isnull=False)
        assert not rows.filter(**{f"{name}__isnull": True}).exists(), name
    assert (Audience.objects.count(), Channel.objects.count()) == (18, 26)


def test_three_messages_wait_for_the_council_of_21_july() -> None:
    proposal = Proposal.objects.get()
    assert proposal.moment is not None
    assert proposal.moment.when.first == date(2021, 7, 21)
    waiting = CommunicationMoment.objects.filter(proposal=proposal)
    assert {row.code for row in waiting} == {"C29.2", "C29.3", "C29.4"}


def test_the_council_amended_and_granted_part_of_the_claim() -> None:
    decision = Decision.objects.get()
    assert (decision.body.kind, decision.outcome) == ("council", "amended")
    assert decision.decided_on.first == date(2021, 3, 16)
    granted = FundingSource.objects.get(decided_by=decision)
    assert whole(granted.amounts.all()) == euros(550_000)


def test_no_rule_of_a_body_is_guessed_and_no_advice_was_asked() -> None:
    assert not Body.objects.exclude(rule="").exists()
    assert not Advice.objects.exists()


def test_what_the_source_does_not_give_is_empty() -> None:
    assert not Result.objects.filter(owner_role__isnull=False).exists()
    assert not Result.objects.filter(expertise__isnull=False).exists()
    assert not Action.objects.filter(role__isnull=False).exists()


def test_nothing_of_the_plan_itself_is_made_up() -> None:
    for model in (Unit, Role, Statement, Goal, Work, Result, Milestone, CostItem, FundingSource):
        assert not model.objects.filter(illustrative=True).exists(), model


def test_loading_it_again_changes_nothing() -> None:
    assert changes_when_loaded_again(NAME) == []
