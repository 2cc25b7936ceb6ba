"""Plan check as a whole: a clean plan, the five sources, every rule tested, few queries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from koersvast.checks.selectors import check_plan
from koersvast.checks.tests import test_texts
from koersvast.cli.checking import check_file
from koersvast.communication.tests import test_checks as of_communication
from koersvast.core.checks import checks
from koersvast.decisions.tests import test_checks as of_decisions
from koersvast.direction.models import Plan
from koersvast.funding.tests import test_checks as of_funding
from koersvast.organisation.tests import test_checks as of_organisation
from koersvast.risk.tests import test_checks as of_risk
from koersvast.work.tests import test_checks as of_work
from tests.checking import CLEAN, found, stored
from tests.demonstrations import FOLDER, loaded

MODULES = (
    of_work, of_funding, of_decisions, of_risk, of_communication, of_organisation, test_texts,
)  # fmt: skip
ELSEWHERE = {"PLAN-04", "GELD-14", "GELD-16"}
"""Rules whose findings no file can hold: they are stored by hand in the tests of their app."""
PLANS = {
    "maastricht/plan-m": "M", "maastricht/plan-d": "D", "huizen/plan-h": "H",
    "huizen/plan-j": "J", "almelo/plan-a": "A",
}  # fmt: skip
MUST_FIND = {
    # M: the text says that incidental cost adds up to 2,143 mln; the lines make 1.999.000
    ("M", "GELD-01", "G-S-10"), ("M", "GELD-01", "G-F-10"),
    # D: cost line 7.2 has no counterpart in its chapter, and the pm of chapter 4 none in the total
    ("D", "GELD-04", "K-7.2"), ("D", "GELD-04", "K-R4.1"), ("D", "GELD-08", "K-R4.1"),
    # D: the Ontwikkelagenda pays twice 50.000 that no table shows; the second pledge is a claim
    ("D", "GELD-03", "G-OA-5.3"), ("D", "GELD-03", "G-OA-7.1"), ("D", "GELD-17", "F4"),
    # D: 954.000 that no chapter nor mark explains; a total without its pm; a roadmap without dates
    ("D", "GELD-18", "K-OA"), ("D", "GELD-19", "G-KOSTEN"), ("D", "PLAN-07", "D"),
    # D: the structure waits for strategies that come later; actions are those of other results
    ("D", "PLAN-03", "R4.1"), ("D", "PLAN-03", "R4.3"),
    ("D", "WERK-07", "R8.1"), ("D", "WERK-07", "R8.2"), ("D", "WERK-07", "R8.3"),
    # M: shortfall from 2024, incidental money under structural cost, 1,073 mln that is pm
    ("M", "GELD-12", "M"), ("M", "GELD-13", "M"), ("M", "GELD-08", "F4"), ("M", "GELD-07", "K-DSD"),
    # M: the shortfall of each year without the pm of what covers it
    ("M", "GELD-19", "M"),
    # M: the structure adopted before the advice on it; a work of a department that is abolished
    ("M", "BESL-05", "PR1"), ("M", "ORG-04", "H5"), ("M", "PLAN-06", "R5.9"),
    # H: a risk "...", draws without a decision, an assignment without parties
    ("H", "TEKST-01", "H-RI3"), ("H", "GELD-15", "T1"), ("H", "GELD-15", "T3"),
    ("H", "GELD-15", "T4"), ("H", "OPDR-03", "O1"), ("H", "BESL-07", "BM5"),
    # J: yearly plans of July to September still to come in December; cost without an amount
    ("J", "DATUM-01", "R6"), ("J", "DATUM-01", "R7"), ("J", "GELD-09", "K1"),
    # A: principal and contractor in one hand; placement without a decision; no advice on 6.4
    ("A", "WERK-11", "O4"), ("A", "BESL-06", "PR1"), ("A", "BESL-04", "B2"),
    ("A", "PLAN-06", "R-O4.1"), ("A", "GELD-10", "A"),
}  # fmt: skip


def told(rows: list[Any]) -> list[tuple[Any, ...]]:
    return [(row.found.key, row.found.digest, row.found.text) for row in rows]


@pytest.mark.django_db
def test_a_clean_plan_gives_no_finding() -> None:
    assert [row.found.text for row in found()] == []


def test_every_rule_has_a_test_that_it_fires_and_one_that_it_is_silent() -> None:
    fires = {case[0] for module in MODULES for case in module.FIRES.values()}
    silent = {case[0] for module in MODULES for case in module.SILENT.values()}
    codes = {rule.code for rule in checks.all()}
    assert codes - fires == ELSEWHERE
    assert codes - silent == {"PLAN-04"}


def test_every_rule_says_why_how_to_mend_it_and_where_that_comes_from() -> None:
    for rule in checks.all():
        assert all(map(str, (rule.title, rule.why, rule.mend, rule.source))), rule.code
        assert (rule.look.__doc__ or "").startswith(("Look", "Hold", "Count")), rule.code


@pytest.mark.slow
@pytest.mark.parametrize("municipality", ["maastricht", "huizen", "almelo"])
def test_a_file_by_itself_and_a_plan_of_the_register_give_the_same(
    municipality: str, django_db_blocker: Any
) -> None:
    names = [name for name in PLANS if name.startswith(municipality)]
    with loaded(django_db_blocker, *names):
        for name in names:
            plan = Plan.objects.get(code=PLANS[name])
            assert told(check_file(FOLDER / f"{name}.yaml").rows) == told(check_plan(plan))


@pytest.mark.slow
@pytest.mark.django_db
def test_it_finds_unaided_what_is_wrong_in_the_sources() -> None:
    seen = set()
    for name, plan in PLANS.items():
        checked = check_file(FOLDER / f"{name}.yaml")
        seen |= {(plan, row.found.rule.code, row.found.key[2]) for row in checked.rows}
        assert all(checked.line(row) for row in checked.rows), "every finding has its line"
    assert seen >= MUST_FIND


@pytest.mark.django_db
def test_a_plan_twenty_times_as_large_costs_as_many_queries() -> None:
    def queries(count: int) -> int:
        plan = stored(of_work.many_results(count, "2025"))
        with CaptureQueriesContext(connection) as captured:
            check_plan(plan)
        return len(captured)

    assert queries(100) == queries(5)


@pytest.mark.slow
def test_the_pages_of_findings_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.plan_check_docs", "--check"],
        cwd=Path(__file__).resolve().parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-500:]


def test_the_clean_plan_has_every_register_that_rules_look_at() -> None:
    text = CLEAN.read_text(encoding="utf-8")
    for register in ("risks:", "assignments:", "procedures:", "allocations:", "stated_totals:"):
        assert register in text
