"""`koersvast plan check`: of a file, in a database of its own; of a code; as text, JSON, SARIF."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock
from urllib.parse import unquote_to_bytes

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from koersvast.checks.models import Acceptance
from koersvast.checks.selectors import check_plan
from koersvast.cli.checking import content_of
from koersvast.direction.models import Plan
from koersvast.exchange.selectors import MAX_BYTES
from tests.checking import CLEAN, Data, clean_plan, put, stored

BROKEN = put("funding.stated_totals", "G1", amount=85000)
WARNED = put("risk.risks", "RI2", title="...")


def written(folder: Path, change: Callable[[Data], object]) -> Path:
    """Return a plan file with the clean plan, changed."""
    data = clean_plan()
    change(data)
    path = folder / "plan.json"
    path.write_text(json.dumps(data, default=str, indent=1), encoding="utf-8")
    return path


def run(*arguments: str) -> tuple[int, str]:
    """Run the command; return its exit code and what it printed."""
    out = io.StringIO()
    try:
        call_command("plan", "check", *arguments, stdout=out, stderr=out)
    except SystemExit as stop:
        return int(str(stop.code)), out.getvalue()
    return 0, out.getvalue()


def koersvast(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the program itself, with settings of its own."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("KOERSVAST_")}
    program = "from koersvast.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**own, "KOERSVAST_DATA": str(folder), **settings},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.django_db
def test_a_clean_file_ends_well() -> None:
    assert run(str(CLEAN)) == (0, "S: 0 fouten, 0 waarschuwingen, 0 ter informatie\n")


@pytest.mark.django_db
def test_a_finding_stands_on_the_line_of_its_row_and_key(tmp_path: Path) -> None:
    path = written(tmp_path, BROKEN)
    code, text = run(str(path))
    line = next(n for n, each in enumerate(path.read_text().splitlines(), 1) if "85000" in each)
    assert code == 1
    assert text.startswith(f"{path}:{line}: GELD-01 fout: “Totale kosten 2024” (G1): de tekst")
    assert text.endswith("S: 1 fout, 0 waarschuwingen, 0 ter informatie\n")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fail_on", "code"), [("error", 0), ("warning", 1), ("information", 1), ("never", 0)]
)
def test_one_chooses_from_which_severity_on_it_fails(
    tmp_path: Path, fail_on: str, code: int
) -> None:
    assert run(str(written(tmp_path, WARNED)), "--fail-on", fail_on)[0] == code


@pytest.mark.django_db
def test_a_file_that_cannot_be_imported_is_refused_with_its_problems(tmp_path: Path) -> None:
    path = written(tmp_path, put("work.results", "R1", work="nergens"))
    code, text = run(str(path))
    assert code == 2
    assert "work.results R1" in text
    with pytest.raises(CommandError, match="is niet te lezen"):
        run(str(tmp_path / "nergens.yaml"))


@pytest.mark.django_db
def test_programs_read_why_a_file_could_not_be_checked(tmp_path: Path) -> None:
    path = written(tmp_path, put("work.results", "R1", work="nergens"))
    code, data = refused(path, "json")
    assert (code, data["findings"]) == (2, [])
    (problem,) = data["problems"]
    assert problem["line"] > 1 and problem["where"] == "work.results R1"
    code, log = refused(path, "sarif")
    assert (code, list(misfits(log))) == (2, [])
    (invocation,) = log["runs"][0]["invocations"]
    (told,) = invocation["toolExecutionNotifications"]
    assert not invocation["executionSuccessful"]
    assert told["message"]["text"].startswith("work.results R1: ")
    assert told["locations"][0]["physicalLocation"]["region"] == {"startLine": problem["line"]}


def refused(path: Path, form: str) -> tuple[int, Any]:
    """Check a file that is refused; return the exit code and what programs read."""
    out = io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("plan", "check", str(path), "--format", form, stdout=out, stderr=io.StringIO())
    return int(str(stop.value.code)), json.loads(out.getvalue())


@pytest.mark.django_db
def test_a_finding_is_one_line_whatever_the_plan_says(tmp_path: Path) -> None:
    order = "::error::binnen"
    path = written(tmp_path, put("risk.risks", "RI2", title=f"Tekst\n{order} volgt"))
    lines = run(str(path))[1].splitlines()
    assert [line for line in lines if line.startswith("::")] == []
    assert any(order in line for line in lines)
    path = written(tmp_path, put("risk.risks", "RI2", **{f"x\n{order}": 1}))
    code, text = run(str(path))
    assert code == 2 and order in text
    assert [line for line in text.splitlines() if line.startswith("::")] == []


@pytest.mark.parametrize(
    "name", [b"pl\xe9n.json", b"p\x1b[31m\nlan.json", "pl\u202eän?#.json".encode()]
)
@pytest.mark.django_db
def test_a_file_with_an_odd_name_is_checked_too(tmp_path: Path, name: bytes) -> None:
    path = written(tmp_path, WARNED).rename(Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)))
    for form in ("text", "json", "sarif"):
        text = run(str(path), "--format", form)[1]
        text.encode()
        assert "\x1b" not in text
    uri = json.loads(text)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert unquote_to_bytes(uri["artifactLocation"]["uri"]) == os.fsencode(path)


def test_no_more_is_read_of_an_endless_file_than_a_plan_may_hold(tmp_path: Path) -> None:
    endless = tmp_path / "plan.yaml"
    endless.symlink_to("/dev/zero")
    assert len(content_of(endless)) == MAX_BYTES + 1


@pytest.mark.django_db
def test_a_name_that_is_no_file_and_no_plan_is_told_so(monkeypatch: Any) -> None:
    for name in ("x" * 5000, ".", ""):
        with pytest.raises(CommandError, match="Er is geen plan") as told:
            run(name)
        assert told.value.returncode == 2
    monkeypatch.setattr(Plan.objects, "filter", Mock(side_effect=DatabaseError("no such table")))
    with pytest.raises(CommandError, match="geen bestand") as told:
        run("plan.ymal")
    assert told.value.returncode == 2


@pytest.mark.django_db
def test_the_register_keeps_what_it_held_and_is_used_again_afterwards() -> None:
    stored()
    before = connection.settings_dict["NAME"]
    run(str(CLEAN))
    assert connection.settings_dict["NAME"] == before
    assert Plan.objects.get().code == "S"


@pytest.mark.django_db
def test_a_plan_is_checked_by_its_code_and_what_was_accepted_does_not_count() -> None:
    plan = stored(BROKEN)
    assert run("S")[0] == 1
    found = check_plan(plan)[0].found
    rule, kind, row, about = found.key
    Acceptance.objects.create(
        plan=plan, code="A", rule=rule, kind=kind, row=row, about=about,
        digest=found.digest, reason="Afgesproken met de raad",
    )  # fmt: skip
    code, text = run("S")
    assert (code, text) == (0, "S: 0 fouten, 0 waarschuwingen, 0 ter informatie, 1 geaccepteerd\n")
    log = json.loads(run("S", "--format", "sarif")[1])
    result = log["runs"][0]["results"][0]
    assert list(misfits(log)) == []
    assert result["suppressions"] == [
        {"kind": "external", "justification": "Afgesproken met de raad"}
    ]
    with pytest.raises(CommandError, match="X"):
        run("X")


@pytest.mark.django_db
def test_json_has_all_that_the_screen_has(tmp_path: Path) -> None:
    code, text = run(str(written(tmp_path, BROKEN)), "--format", "json")
    data = json.loads(text)
    assert (code, data["plan"], data["counts"]["error"]) == (1, "S", 1)
    finding = data["findings"][0]
    assert finding["row"] == {"kind": "funding.statedtotal", "code": "G1", "field": "amount"}
    assert finding["state"] == "open"
    assert all(finding[key] for key in ("message", "why", "mend", "source", "line", "facts"))


SARIF = {
    "": ({"version", "runs"}, {"$schema"}),
    "runs": ({"tool", "results"}, {"columnKind", "invocations"}),
    "invocations": ({"executionSuccessful"}, {"toolExecutionNotifications"}),
    "toolExecutionNotifications": ({"message"}, {"level", "locations"}),
    "tool": ({"driver"}, set()),
    "driver": ({"name"}, {"version", "language", "rules"}),
    "rules": (
        {"id"},
        {"shortDescription", "fullDescription", "help", "defaultConfiguration", "properties"},
    ),
    "results": (
        {"message"},
        {"ruleId", "ruleIndex", "level", "locations", "partialFingerprints", "suppressions"},
    ),
    "suppressions": ({"kind"}, {"justification"}),
    "locations": (set(), {"logicalLocations", "physicalLocation"}),
    "logicalLocations": (set(), {"fullyQualifiedName", "kind"}),
    "physicalLocation": ({"artifactLocation"}, {"region"}),
    "artifactLocation": ({"uri"}, set()),
    "region": ({"startLine"}, set()),
}  # fmt: skip
"""Object -> what the schema of SARIF 2.1.0 asks for in it, and what of the rest we write; it takes
no other names there.
"""


def misfits(value: Any, name: str = "") -> Iterator[str]:
    """Yield what in a log is not as the schema wants it: missing, or unknown."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            if name in SARIF:
                asked, allowed = SARIF[name]
                yield from (f"{name} lacks {key}" for key in asked - {*each})
                yield from (f"{name} has {key}" for key in {*each} - asked - allowed)
            for key, inner in each.items():
                yield from misfits(inner, key)


@pytest.mark.django_db
def test_sarif_has_the_structure_that_version_2_1_0_asks_for(tmp_path: Path) -> None:
    path = written(tmp_path, BROKEN)
    log: Any = json.loads(run(str(path), "--format", "sarif")[1])
    assert log["version"] == "2.1.0"
    assert list(misfits(log)) == []
    (one,) = log["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["shortDescription"]["text"] and rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
    for result in one["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["level"] in {"error", "warning", "note"}
        physical = result["locations"][0]["physicalLocation"]
        assert physical["region"]["startLine"] >= 1
        assert " " not in physical["artifactLocation"]["uri"]
    assert one["results"]


@pytest.mark.slow
def test_a_file_is_checked_while_the_database_cannot_be_reached(tmp_path: Path) -> None:
    url = "postgres://nobody@127.0.0.1:1/nothing"
    done = koersvast(tmp_path, "plan", "check", str(CLEAN), KOERSVAST_DATABASE_URL=url)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("S: 0 fouten")


@pytest.mark.slow
def test_the_database_of_the_user_is_not_made_nor_touched(tmp_path: Path) -> None:
    database = tmp_path / "maastricht.sqlite3"
    assert koersvast(tmp_path, "plan", "check", str(CLEAN)).returncode == 0
    assert not database.exists()
    database.write_bytes(b"not a database")
    assert koersvast(tmp_path, "plan", "check", str(CLEAN)).returncode == 0
    assert database.read_bytes() == b"not a database"
