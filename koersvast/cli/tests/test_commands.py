"""The command line, in the process: verbs, exit codes, output for people and for programs."""

from __future__ import annotations

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import (
    CommandError,
    call_command,
    get_commands,
    load_command_class,
)
from django.db import connection
from django.utils import translation

from koersvast.checks.models import CheckCount
from koersvast.checks.selectors import EVERYBODY, check_plan, waiting_count
from koersvast.cli import demo, main, serving
from koersvast.cli.reports import money_lines
from koersvast.core.actors import Access
from koersvast.core.checks import Severity
from koersvast.core.models import User
from koersvast.core.money import Total
from koersvast.direction.models import Plan
from koersvast.funding.models import CostAmount
from koersvast.funding.rules import Ledger, Line
from koersvast.organisation.models import Municipality, Person

PLAN = """\
koersvast: 1
plan: {code: V, title: Voorbeeld, reference_date: 2023-02-28}
work:
  works:
    - {code: W, kind: programme, title: Bedrijfsvoering}
funding:
  cost_items:
    - {code: K, work: W, title: Inhuur, nature: incidental, amounts: {2023: 1000, 2024: pm}}
"""


def run(*arguments: str) -> str:
    """Run a command and return what it printed."""
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def plan_path(tmp_path: Path) -> Path:
    """Return a plan file on disk."""
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN)
    return path


@pytest.mark.django_db
def test_import_stores_a_plan_and_says_what_was_created(plan_path: Path) -> None:
    printed = run("plan", "import", str(plan_path))
    assert Plan.objects.get().code == "V"
    assert "funding.cost_items" in printed


@pytest.mark.django_db
def test_the_menu_counts_findings_from_the_moment_a_plan_was_brought_in(plan_path: Path) -> None:
    run("plan", "import", str(plan_path), "--dry-run")
    assert waiting_count(EVERYBODY) is None
    run("plan", "import", str(plan_path))
    assert waiting_count(EVERYBODY) == sum(
        row.is_open and row.found.severity is not Severity.INFORMATION
        for row in check_plan(Plan.objects.get(), EVERYBODY)
    )


@pytest.mark.django_db
def test_a_dry_run_shows_all_and_stores_nothing(plan_path: Path) -> None:
    data = json.loads(run("plan", "import", str(plan_path), "--dry-run", "--format", "json"))
    assert data["stored"] is False
    assert data["counts"]["work.works"] == {"created": 1}
    assert not Plan.objects.exists()


@pytest.mark.django_db
def test_a_refused_file_exits_with_1_and_names_file_and_line(plan_path: Path) -> None:
    plan_path.write_text(PLAN.replace("work: W", "work: ZZ"))
    out = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("plan", "import", str(plan_path), stdout=out)
    assert stop.value.code == 1
    assert f"{plan_path}:8:" in out.getvalue()
    assert not Plan.objects.exists()


@pytest.mark.django_db
def test_a_file_that_is_not_there_exits_with_2(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as error:
        run("plan", "import", str(tmp_path / "none.yaml"))
    assert error.value.returncode == 2


@pytest.mark.django_db
def test_pruning_asks_first_and_keeps_the_rows_on_no(
    plan_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("plan", "import", str(plan_path))
    plan_path.write_text(PLAN[: PLAN.index("funding:")])
    monkeypatch.setattr("builtins.input", lambda *_question: "n")
    assert "K" in run("plan", "import", str(plan_path), "--prune")
    assert Plan.objects.get().costitems.count() == 1  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_pruning_removes_the_rows_on_yes(plan_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("plan", "import", str(plan_path))
    plan_path.write_text(PLAN[: PLAN.index("funding:")])
    monkeypatch.setattr("builtins.input", lambda *_question: "ja")
    run("plan", "import", str(plan_path), "--prune")
    assert Plan.objects.get().costitems.count() == 0  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_pruning_says_first_what_hangs_on_a_row(
    plan_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("plan", "import", str(plan_path))
    plan_path.write_text(PLAN[: PLAN.index("funding:")])
    monkeypatch.setattr("builtins.input", lambda *_question: "n")
    told = StringIO()
    call_command("plan", "import", str(plan_path), "--prune", stdout=StringIO(), stderr=told)
    with translation.override("nl"):
        kind = str(CostAmount._meta.verbose_name_plural)
    assert f"2 {kind}" in told.getvalue()


@pytest.mark.django_db
def test_where_nobody_can_answer_one_is_told_to_add_yes(
    plan_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(*_question: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    run("plan", "import", str(plan_path))
    plan_path.write_text(PLAN[: PLAN.index("funding:")])
    with pytest.raises(CommandError, match="--yes") as error:
        run("plan", "import", str(plan_path), "--prune")
    assert error.value.returncode == 2


@pytest.mark.django_db
def test_starting_anew_asks_first_and_only_on_the_file_of_the_demo(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nobody(*_question: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    refusal = "--yes" if connection.vendor == "sqlite" else "SQLite"
    with pytest.raises(CommandError, match=refusal):
        run("demo", "--load-only", "--reset")


@pytest.mark.django_db
def test_the_demo_prints_its_plans_for_programs() -> None:
    data = json.loads(run("demo", "--load-only", "--format", "json"))
    assert data["fresh"] is True
    plans = {plan["plan"]: plan for plan in data["plans"]}
    assert set(plans) == {"D", "M"}
    assert plans["M"]["cost"]["2023"] == {"amount": "3143000.00", "pm": False}
    assert "programmasecretaris" in data["accounts"]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["yaml", "json"])
def test_an_export_imports_again_without_a_change(
    plan_path: Path, tmp_path: Path, kind: str
) -> None:
    run("plan", "import", str(plan_path))
    path = tmp_path / f"out.{kind}"
    run("plan", "export", "V", "--format", kind, "--output", str(path))
    data = json.loads(run("plan", "import", str(path), "--format", "json"))
    assert data["rows"] == []


@pytest.mark.django_db
def test_an_unknown_plan_exits_with_2_and_names_the_known_ones(plan_path: Path) -> None:
    run("plan", "import", str(plan_path))
    with pytest.raises(CommandError, match="V") as error:
        run("plan", "export", "X")
    assert error.value.returncode == 2


def test_the_schema_is_json_schema() -> None:
    schema = json.loads(run("plan", "schema"))
    assert "2020-12" in schema["$schema"]


@pytest.mark.django_db
def test_totals_carry_pm_for_people_and_for_programs(plan_path: Path) -> None:
    run("plan", "import", str(plan_path))
    assert "pm" in run("plan", "totals", "V")
    data = json.loads(run("plan", "totals", "V", "--format", "json"))
    assert data["cost"]["2023"] == {"amount": "1000.00", "pm": False}
    assert data["cost"]["2024"] == {"amount": "0.00", "pm": True}


def test_known_amounts_that_come_to_zero_are_printed_as_0_and_pm() -> None:
    three, pm = Total(Decimal(3)), Total(pm=True)
    spent = Line("cost", three, 2023, "incidental")
    lines = [spent, Line("coverage", three, 2023), Line("coverage", pm, 2023)]
    cost, coverage, balance = money_lines(Ledger(lines))[-3:]
    assert (cost.split()[-1], coverage.split()[-3:]) == ("3", ["3", "+", "pm"])
    assert balance.split()[-3:] == ["0", "+", "pm"]
    assert money_lines(Ledger(lines[2:]))[-1].split()[1:] == ["pm"]


@pytest.mark.django_db
def test_createadmin_makes_an_account_with_its_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOERSVAST_PASSWORD", "een-lang-wachtwoord")
    run("createadmin", "anna", "--name", "Anna Voorbeeld")
    person = Person.objects.get(user__username="anna")
    assert person.access == Access.ADMINISTRATOR
    assert User.objects.get().check_password("een-lang-wachtwoord")
    with pytest.raises(CommandError):
        run("createadmin", "anna")


@pytest.mark.django_db
def test_createadmin_refuses_a_weak_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOERSVAST_PASSWORD", "1234")
    with pytest.raises(CommandError):
        run("createadmin", "anna")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_the_demo_loads_once_and_keeps_what_the_user_changed() -> None:
    printed = run("demo", "--load-only")
    assert "programmasecretaris" in printed
    assert "1.901.000" in printed
    waits = "Dat duurt ongeveer een halve minuut."
    assert waits in printed and waits not in run("demo", "--load-only")
    plan = Plan.objects.get(code="M")
    plan.title = "Gewijzigd"
    plan.save()
    assert "Gewijzigd" in run("demo", "--load-only")


@pytest.mark.django_db
def test_a_municipality_without_a_demo_is_a_sentence() -> None:
    with pytest.raises(CommandError, match="maastricht"):
        run("demo", "--load-only", "--municipality", "atlantis")


def test_a_taken_port_is_a_sentence() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=str(port)):
            serving.require_free_port("127.0.0.1", port)


def test_every_demo_has_plan_files() -> None:
    names = {name: [path.name for path in demo.plan_files(name)] for name in demo.municipalities()}
    assert names == {
        "almelo": ["plan-a.yaml"],
        "huizen": ["plan-h.yaml", "plan-j.yaml"],
        "maastricht": ["plan-d.yaml", "plan-m.yaml"],
    }


@pytest.mark.django_db
@pytest.mark.parametrize("municipality", ["almelo", "huizen", "maastricht"])
def test_the_demo_of_every_municipality_loads(municipality: str) -> None:
    printed = run("demo", "--load-only", "--municipality", municipality)
    for account in ("programmasecretaris", "directeur", "collegelid", "or-lid", "lezer"):
        assert account in printed
    assert Municipality.objects.get().name == municipality.capitalize()
    assert CheckCount.objects.count() == Plan.objects.count()


def test_the_front_page_names_every_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["koersvast"])
    main.main()
    printed = capsys.readouterr().out
    assert all(word in printed for word in ("demo", "serve", "plan import", "createadmin"))


@pytest.mark.parametrize(
    "words",
    [
        "demo",
        "serve",
        "createadmin",
        "plan",
        "plan import",
        "plan export",
        "plan schema",
        "plan totals",
    ],
)
def test_every_command_explains_itself_with_an_example(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command, *verb = words.split()
    app: Any = get_commands()[command]
    with pytest.raises(SystemExit) as stop:
        load_command_class(app, command).run_from_argv(["koersvast", command, *verb, "--help"])
    assert stop.value.code == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert f"Example: koersvast {words}" in printed
