"""The demonstration against its source: Maastricht's plan of approach of 2023 (M).

The figures below are copied out of the source by hand, apart from the plan file, so that a slip
in one shows against the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

import koersvast.demo
from koersvast.core.actors import SYSTEM
from koersvast.core.money import Total
from koersvast.direction.models import Goal, Plan, Statement
from koersvast.exchange.services import import_plan
from koersvast.funding.models import CostAmount, CostItem, FundingSource, SourceAmount
from koersvast.funding.rules import Ledger, Verdict
from koersvast.funding.selectors import plan_totals
from koersvast.organisation.models import Municipality, Person, Role, Unit
from koersvast.work.models import (
    Action,
    Dependency,
    Phase,
    Responsibility,
    Result,
    StatusUpdate,
    Work,
)

pytestmark = pytest.mark.one_database

FILE = Path(koersvast.demo.__file__).parent / "maastricht" / "plan-m.yaml"
YEARS = (2023, 2024, 2025, 2026, 2027)
Five = tuple[int, int, int, int, int]

# Table 2 (the same as table 12): subject, nature, and an amount for each of the five years.
NONE: Five = (0, 0, 0, 0, 0)
TABLE_2: dict[str, dict[str, Five]] = {
    "Mens en Organisatie": {
        "incidental": (160_000, 100_000, 0, 0, 0),
        "structural": (73_000, 73_000, 173_000, 173_000, 173_000),
        "subtotal": (233_000, 173_000, 173_000, 173_000, 173_000),
    },
    "Juridische Zaken, Subsidies, Inkoop": {
        "incidental": (465_000, 584_000, 0, 0, 0),
        "structural": (593_000, 883_000, 883_000, 883_000, 883_000),
        "subtotal": (1_058_000, 1_467_000, 883_000, 883_000, 883_000),
    },
    "Informatie & Automatisering": {
        "incidental": (175_000, 50_000, 0, 0, 0),
        "structural": (1_060_000, 1_157_000, 1_157_000, 1_157_000, 1_157_000),
        "subtotal": (1_235_000, 1_207_000, 1_157_000, 1_157_000, 1_157_000),
    },
    "Financiën": {
        "incidental": (150_000, 100_000, 0, 0, 0),
        "structural": (100_000, 250_000, 250_000, 250_000, 250_000),
        "subtotal": (250_000, 350_000, 250_000, 250_000, 250_000),
    },
    "Control": {
        "incidental": (345_000, 50_000, 0, 0, 0),
        "structural": (202_000, 438_000, 438_000, 438_000, 438_000),
        "subtotal": (547_000, 488_000, 438_000, 438_000, 438_000),
    },
    "Verbeteren Externe Oriëntatie": {"subtotal": NONE},
    "Duurzaam Sociaal Domein": {"subtotal": (-180_000, 0, 0, 0, 0)},
    "Leren-ontwikkelen (cultuur)": {"subtotal": NONE},
}
WORK_OF = {
    "Mens en Organisatie": "T4",
    "Juridische Zaken, Subsidies, Inkoop": "JIS",
    "Informatie & Automatisering": "T3",
    "Financiën": "T2",
    "Control": "T1",
    "Verbeteren Externe Oriëntatie": "H1",
    "Duurzaam Sociaal Domein": "H2",
    "Leren-ontwikkelen (cultuur)": "H5",
}
TOTAL_COST: Five = (3_143_000, 3_685_000, 2_901_000, 2_901_000, 2_901_000)
INCIDENTAL: Five = (1_115_000, 884_000, 0, 0, 0)
STRUCTURAL: Five = (2_028_000, 2_801_000, 2_901_000, 2_901_000, 2_901_000)
# The source prints coverage negative and the shortfall positive.
COVERAGE: dict[str, tuple[int | str | None, ...]] = {
    "Begroting 2023": (1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000),
    "Berap 2023": (2_143_000, None, None, None, None),
    "Berap 2024": (None, 784_000, None, None, None),
    "post onvoorzien": ("pm", "pm", "pm", "pm", "pm"),
}
SHORTFALL: Five = (0, 1_901_000, 1_901_000, 1_901_000, 1_901_000)

RESULTS_OF_TABLE_6 = {
    "Control": 4,
    "Financiën": 3,
    "I&A: processen en systemen": 8,
    "Personeel en integriteit": 3,
    "Inkoop": 9,
    "Subsidies": 6,
    "Juridische Zaken": 1,
    "Sociaal Domein": 12,
}
# Table 11: who realises the improvements of a theme.
OWNER_OF = {
    "Control": "concerncontroller",
    "Financiën": "manager-financien",
    "I&A: processen en systemen": "manager-ia",
    "Personeel en integriteit": "manager-mo",
    "Inkoop": "manager-juridische-zaken",
    "Subsidies": "manager-juridische-zaken",
    "Juridische Zaken": "manager-juridische-zaken",
    "Sociaal Domein": None,
}
# Table 10: process owners of technique, implementation, monitoring and upkeep, per priority.
CC, AM = "concerncontroller", "afdelingsmanagers"
FIN, IA, JZ, MO = "manager-financien", "manager-ia", "manager-juridische-zaken", "manager-mo"
TABLE_10: dict[str, tuple[set[str], set[str], set[str], set[str]]] = {
    "PR1": ({CC}, {CC, AM}, {CC}, {AM}),
    "PR2": ({FIN}, {"manager-bedrijfsvoering", AM}, {FIN}, {FIN}),
    "PR3": ({IA}, {IA, AM}, {CC}, {AM}),
    "PR4": ({JZ}, {JZ, AM}, {JZ, CC}, {JZ}),
    "PR5": ({MO}, {MO, AM}, {MO, CC}, {MO}),
}


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plan]:
    """Load the demonstration once for all tests here; they only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        outcome = import_plan(actor=SYSTEM, content=FILE.read_bytes())
        assert [str(problem) for problem in outcome.problems] == []
        yield Plan.objects.get()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def on_the_demonstration(demo: Plan, db: None) -> None:
    """Let every test look at the demonstration."""


def cells(amounts: Any) -> dict[int, Total]:
    return {
        each.year: Total(pm=True) if each.pm else Total(each.amount)
        for each in amounts
        if each.year is not None
    }


def euros(figures: Five) -> dict[int, Total]:
    return {year: Total(Decimal(amount)) for year, amount in zip(YEARS, figures, strict=True)}


def ledger(demo: Plan) -> Ledger:
    return plan_totals(demo).ledger


@pytest.mark.parametrize(
    ("subject", "nature"),
    [(subject, n) for subject, lines in TABLE_2.items() for n in lines if n != "subtotal"],
)
def test_every_line_of_table_2_is_registered_per_year(subject: str, nature: str) -> None:
    item = CostItem.objects.get(work__code=WORK_OF[subject], nature=nature, regular_means=False)
    assert item.title.startswith(subject)
    assert cells(item.amounts.all()) == euros(TABLE_2[subject][nature])
    assert item.source == "M tabel 2"


@pytest.mark.parametrize("subject", TABLE_2)
def test_every_subtotal_of_table_2_adds_up(subject: str) -> None:
    amounts = CostAmount.objects.filter(item__work__code=WORK_OF[subject])
    for year, total in euros(TABLE_2[subject]["subtotal"]).items():
        assert Total.of(each.total for each in amounts.filter(year=year)) == total


def test_there_is_no_cost_beside_table_2_but_regular_means() -> None:
    items = CostItem.objects.filter(regular_means=False)
    assert items.count() == 13
    assert CostAmount.objects.count() == 13 * 5
    (regular,) = CostItem.objects.filter(regular_means=True)
    assert regular.work is not None and regular.work.code == "H5"
    assert not regular.amounts.exists()


def test_the_negative_item_is_incidental_cost_with_a_note() -> None:
    item = CostItem.objects.get(work__code="H2")
    assert item.nature == "incidental"
    assert item.amounts.get(year=2023).amount == Decimal(-180_000)
    assert "hoofdstuk 8" in item.note
    assert "eenmalige dekking" in item.note


def test_the_cost_of_three_themes_is_not_divided() -> None:
    above = Work.objects.get(code="JIS")
    below = set(Work.objects.filter(parent=above).values_list("title", flat=True))
    assert below == {"Inkoop", "Subsidies", "Juridische Zaken"}
    assert not CostItem.objects.filter(work__parent=above).exists()


def test_cost_adds_up_per_year_and_nature(demo: Plan) -> None:
    money = ledger(demo)
    assert money.years == list(YEARS)
    for nature, figures in (
        ("incidental", INCIDENTAL),
        ("structural", STRUCTURAL),
        (None, TOTAL_COST),
    ):
        for year, total in euros(figures).items():
            assert money.sum("cost", nature=nature, year=year).total == total


@pytest.mark.parametrize("name", COVERAGE)
def test_every_line_of_coverage_is_registered_per_year(name: str) -> None:
    titles = {
        "Begroting 2023": "Begroting 2023, structureel",
        "Berap 2023": "Berap 2023, incidenteel",
        "Berap 2024": "Berap 2024, incidenteel",
        "post onvoorzien": "Berap 2024, post onvoorzien",
    }
    expected = {
        year: Total(pm=True) if amount == "pm" else Total(Decimal(amount))
        for year, amount in zip(YEARS, COVERAGE[name], strict=True)
        if amount is not None
    }
    assert cells(FundingSource.objects.get(title=titles[name]).amounts.all()) == expected


def test_there_are_no_other_sources() -> None:
    assert FundingSource.objects.count() == 4
    assert SourceAmount.objects.count() == 12


def test_the_known_part_of_the_balance_is_the_shortfall_of_the_source(demo: Plan) -> None:
    money = ledger(demo)
    for year, shortfall in zip(YEARS, SHORTFALL, strict=True):
        assert money.balance(year).total.amount == Decimal(-shortfall)


def test_coverage_and_balance_carry_pm_in_all_five_years_and_cost_in_none(demo: Plan) -> None:
    money = ledger(demo)
    for year in YEARS:
        assert money.sum("coverage", year=year).total.pm
        assert money.balance(year).total.pm
        assert not money.sum("cost", year=year).total.pm


def test_stated_totals_of_the_table_agree_and_the_famous_sum_of_the_text_does_not(
    demo: Plan,
) -> None:
    verdicts = {each.record.code: each.evaluation for each in plan_totals(demo).checks}
    of_table = [code for code in verdicts if code.endswith(tuple(str(year) for year in YEARS))]
    assert len(of_table) == (len(TABLE_2) + 2) * 5
    for code in of_table:
        if not code.startswith("G-SALDO"):
            assert verdicts[code].verdict is Verdict.AGREES, code
    for code in ("G-S-10", "G-F-10"):
        assert verdicts[code].stated.amount == Decimal(2_143_000)
        assert verdicts[code].verdict is Verdict.DIFFERS


def test_the_results_of_table_6_stand_in_their_eight_themes() -> None:
    themes = Counter(Result.objects.exclude(work__code="H5").values_list("work__title", flat=True))
    assert themes == RESULTS_OF_TABLE_6
    assert sum(themes.values()) == 46


def test_the_results_of_table_7_stand_with_learning() -> None:
    assert Result.objects.filter(work__code="H5").count() == 9
    assert Result.objects.count() == 55


def test_every_result_names_the_expertise_it_needs() -> None:
    assert not Result.objects.filter(expertise__isnull=True).exists()


def test_owners_are_those_of_table_11_and_table_7_has_none() -> None:
    for result in Result.objects.select_related("work", "owner_role"):
        expected = OWNER_OF.get(result.work.title)
        found = result.owner_role.code if result.owner_role else None
        assert found == expected, result.code


def test_what_the_source_does_not_give_is_empty() -> None:
    assert not Action.objects.exists()
    assert not Dependency.objects.exists()


def test_the_five_marks_of_table_7_are_phases_of_which_the_kind_is_not_told() -> None:
    marks = Phase.objects.order_by("result__code", "period")
    assert [(mark.result.code, mark.kind, mark.period.text) for mark in marks] == [
        ("L6", "not_told", "Q1 2023"),
        ("L7", "not_told", "Q1 2023"),
        ("L8", "not_told", "Q1 2023"),
        ("L9", "not_told", "Q1 2023"),
        ("L9", "not_told", "Q1 2024"),
    ]


def test_only_people_and_updates_are_made_up() -> None:
    for model in (Unit, Role, Statement, Goal, Work, Result, CostItem, FundingSource, Plan):
        assert not model.objects.filter(illustrative=True).exists(), model
    assert not Person.objects.filter(illustrative=False).exists()
    assert not StatusUpdate.objects.filter(illustrative=False).exists()


def test_the_programme_has_three_tracks_and_six_main_activities() -> None:
    top = Work.objects.get(parent=None)
    assert set(Work.objects.filter(code__startswith="S").values_list("title", flat=True)) == {
        "Spoor inhoud",
        "Spoor cultuur, leren en ontwikkelen",
        "Spoor structuur en reorganisatie",
    }
    assert set(Work.objects.filter(code__startswith="S").values_list("parent", flat=True)) == {
        top.pk
    }
    assert set(Work.objects.filter(code__startswith="H").values_list("title", flat=True)) == {
        "Verbeteren externe oriëntatie",
        "Duurzaam Sociaal Domein",
        "Optimaliseren bedrijfsvoering",
        "Realiseren organisatieaanpassing",
        "Leren en ontwikkelen",
        "Organisatieontwikkelingen Fysiek Domein",
    }


def test_the_goals_are_those_of_the_text() -> None:
    def titled(prefix: str) -> int:
        return Goal.objects.filter(code__startswith=prefix).count()

    assert (titled("O"), titled("V"), titled("B")) == (6, 6, 6)
    assert Goal.objects.count() == 18
    assert set(Goal.objects.filter(code__startswith="O").values_list("title", flat=True)) == {
        "Meer verbondenheid",
        "Veerkrachtige wijken",
        "Maastricht Health Campus verder ontwikkeld",
        "Binnenstad in balans",
        "Een duurzame stad",
        "Eigen organisatie op orde",
    }


def test_the_statements_are_those_of_the_text() -> None:
    kinds = Counter(Statement.objects.values_list("kind", flat=True))
    assert kinds == {"mission": 1, "vision": 3, "motto": 2, "principle": 16}


@pytest.mark.parametrize("priority", TABLE_10)
def test_the_process_roles_of_table_10_are_responsibilities(priority: str) -> None:
    work = Work.objects.get(code=priority)
    kinds = ("owner_technique", "owner_implementation", "owner_monitoring", "owner_upkeep")
    found = tuple(
        set(
            Responsibility.objects.filter(work=work, kind=kind).values_list("role__code", flat=True)
        )
        for kind in kinds
    )
    assert found == TABLE_10[priority]


def test_old_and_new_units_meet_on_the_day_of_the_reorganisation() -> None:
    start = date(2023, 7, 1)
    old = Unit.objects.filter(valid_to__isnull=False)
    assert set(old.values_list("valid_to", flat=True)) == {date(2023, 6, 30)}
    assert set(old.values_list("name", flat=True)) >= {"Concernzaken", "P&O", "SSC"}
    new = Unit.objects.filter(valid_from__isnull=False)
    assert set(new.values_list("valid_from", flat=True)) == {start}
    assert not Unit.objects.filter(incomplete=False).exists()


def test_no_milestone_has_a_number_of_its_own_making(demo: Plan) -> None:
    assert demo.milestones.exists()
    assert not demo.milestones.filter(number__isnull=False).exists()


def test_the_plan_speaks_from_the_day_it_was_presented(demo: Plan) -> None:
    assert (demo.code, demo.reference_date) == ("M", date(2023, 2, 28))
    assert Municipality.objects.get().cbs_code == "GM0935"


def test_loading_it_again_changes_nothing() -> None:
    outcome = import_plan(actor=SYSTEM, content=FILE.read_bytes())
    assert outcome.stored
    assert outcome.rows == []
