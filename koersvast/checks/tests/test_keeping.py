"""What was found is kept as long as nothing changed, and for nobody who sees something else."""

from __future__ import annotations

import io
import pickle
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from koersvast.checks.models import Acceptance, NormSetting
from koersvast.checks.selectors import (
    EVERYBODY,
    check_plan,
    judged,
    outcome_of,
    sees_as_everybody,
    watched,
)
from koersvast.checks.services import accept_finding
from koersvast.core.checks import checks
from koersvast.core.services import change_record, delete_record, restore_batch
from koersvast.decisions.models import Body, Proposal
from koersvast.direction.models import Plan
from koersvast.funding.models import CostItem
from tests.checking import put, stored

pytestmark = pytest.mark.django_db
RULE = "GELD-09"
FEW = 40
"""Queries of a whole page on a second visit: session, menu, filters, names; no rule of the 60."""


@pytest.fixture(autouse=True)
def own_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return the looks that rules took at a plan."""
    taken: list[Any] = []
    run = checks.run
    monkeypatch.setattr(checks, "run", lambda scope: taken.append(scope.actor) or run(scope))
    return taken


@pytest.fixture
def bare(small: Any) -> CostItem:
    """Return a cost item of T1 without an amount: that is a finding."""
    return CostItem.objects.create(
        plan=small.plan, code="K9", work=small.works["T1"], title="Inhuur", nature="incidental"
    )


def codes(actor: Any, plan: Plan) -> set[tuple[str, str]]:
    return {(each.rule_code, each.code) for each in outcome_of(actor, plan)}


def test_the_rules_look_once_for_the_list_its_filters_the_export_and_the_tab(
    cast: Any, bare: CostItem, looks: list[Any]
) -> None:
    for address in ("/checks/", "/checks/?severity=warning&sort=row", "/checks/export/csv/"):
        assert cast.reader.client.get(address).status_code == 200
    assert cast.employee.client.get(f"/work/{bare.work_id}/checks/").status_code == 200
    assert len(looks) == 1, "and the employee sees what the reader sees"


def test_a_second_visit_costs_few_queries_and_a_larger_plan_as_many(
    cast: Any, small: Any, bare: CostItem
) -> None:
    def second() -> int:
        client = cast.employee.client
        client.get("/checks/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/checks/")
        return len(queries)

    before = second()
    for number in range(20):
        CostItem.objects.create(
            plan=small.plan, code=f"X{number}", work=small.works["T2"], title=f"Post {number}",
            nature="incidental",
        )  # fmt: skip
    assert second() == before < FEW


def test_what_was_mended_is_gone_at_once_and_undoing_that_brings_it_back(
    cast: Any, small: Any, bare: CostItem
) -> None:
    actor = cast.secretary.actor
    assert (RULE, "K9") in codes(actor, small.plan)
    change_record(actor=actor, record=bare, changes={"regular_means": True})
    assert (RULE, "K9") not in codes(actor, small.plan)
    change_record(actor=actor, record=bare, changes={"regular_means": False})
    assert (RULE, "K9") in codes(actor, small.plan)
    batch = delete_record(actor=actor, record=bare)
    assert (RULE, "K9") not in codes(actor, small.plan)
    restore_batch(actor=actor, batch=batch)
    assert (RULE, "K9") in codes(actor, small.plan)


def test_an_import_a_norm_and_what_is_taken_out_behind_the_history_are_noticed(
    cast: Any, looks: list[Any]
) -> None:
    plan = stored()
    actor = cast.reader.actor
    assert codes(actor, plan) == set()
    stored(put("work.results", "R1", owner_role=None))
    assert ("WERK-01", "R1") in codes(actor, plan)
    stored()
    norm = NormSetting.objects.get(code="contingency")
    norm.value = 90
    norm.save()
    assert {rule for rule, _code in codes(actor, plan)} == {"GELD-06"}
    seen = len(looks)
    outcome_of(actor, plan)
    assert len(looks) == seen
    rows = NormSetting.objects.filter(code="contingency")
    rows._raw_delete(rows.db)
    assert codes(actor, plan) == set()


def test_what_was_accepted_is_read_anew_and_keeps_what_was_found(
    cast: Any, small: Any, bare: CostItem, looks: list[Any]
) -> None:
    actor = cast.secretary.actor
    row = next(each for each in judged(actor, small.plan) if each.found.rule_code == RULE)
    accept_finding(actor=actor, plan=small.plan, found=row.found, reason="Zo hoort het")
    again = next(each for each in judged(actor, small.plan) if each.found.rule_code == RULE)
    assert not again.is_open and Acceptance.objects.count() == 1
    assert len(looks) == 1


def test_nobody_gets_what_was_found_in_rows_that_he_does_not_see(
    cast: Any, small: Any, looks: list[Any]
) -> None:
    body = Body.objects.create(code="college", name="College", kind="college")
    Proposal.objects.create(
        plan=small.plan, code="V9", title="Geheim ding volgt", body=body, openness="confidential",
        author=cast.secretary.person,
    )  # fmt: skip
    own, others = cast.secretary.actor, (cast.director.actor, cast.reader.actor, EVERYBODY)
    for _twice in range(2):
        assert ("TEKST-01", "V9") in codes(own, small.plan)
        for other in others:
            assert ("TEKST-01", "V9") not in codes(other, small.plan)
    assert len(looks) == 2, "one outcome for the author, one for all who see what everybody sees"
    kept = [value for value in kept_values() if isinstance(value[1], bytes)]
    assert len(kept) == 2
    assert sum("Geheim" in zlib.decompress(text).decode() for _mark, text in kept) == 1


def kept_values() -> list[Any]:
    """Return what the cache of this process holds, as it would be written to a file."""
    held: Any = cache
    return [PlainUnpickler(io.BytesIO(each)).load() for each in held._cache.values()]


class PlainUnpickler(pickle.Unpickler):
    """Reads text, bytes and tuples of these, and refuses every class."""

    def find_class(self, module: str, name: str) -> Any:
        raise AssertionError(f"{module}.{name} is kept")


def test_another_process_reads_plain_text_from_the_files_of_a_shared_cache(
    cast: Any, small: Any, bare: CostItem, settings: Any, tmp_path: Path, looks: list[Any]
) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(tmp_path),
        }
    }
    first = outcome_of(cast.reader.actor, small.plan)
    files = list(tmp_path.glob("*.djcache"))
    assert len(files) == 2
    for file in files:
        content = io.BytesIO(file.read_bytes())
        PlainUnpickler(content).load()  # when it runs out
        assert PlainUnpickler(io.BytesIO(zlib.decompress(content.read()))).load()
    assert outcome_of(cast.employee.actor, small.plan) == first
    assert len(looks) == 1


def test_what_is_kept_is_told_in_the_language_of_who_reads(
    cast: Any, small: Any, bare: CostItem
) -> None:
    def sentence() -> str:
        found = outcome_of(cast.reader.actor, small.plan)
        return next(each.text for each in found if each.code == "K9")

    with translation.override("nl"):
        assert sentence() == "“Inhuur” (K9) kost iets, maar er staat geen bedrag en geen pm."
    with translation.override("en"):
        assert sentence() == "“Inhuur” (K9) costs something, but gives neither an amount nor pm."
    with translation.override("fr"):
        assert "kost iets" in sentence(), "a language that is not there reads the first"


def test_a_finding_is_the_same_in_whatever_language_the_rules_looked() -> None:
    def unnamed(data: Any) -> None:
        data["work"]["assignments"].append({"code": "O2", "work": "W"})
        data["work"]["results"][0]["description"] = "Volgt"

    plan, found = stored(unnamed), {}
    for language in ("nl", "en"):
        with translation.override(language):
            found[language] = [row.found for row in check_plan(plan)]
    assert {"OPDR-03", "TEKST-01"} <= {each.rule_code for each in found["nl"]}
    assert found["nl"] == found["en"], "names and marks too, or what was accepted would come back"


def test_what_changed_while_the_rules_looked_is_not_kept(
    cast: Any, small: Any, bare: CostItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = checks.run

    def interrupted(scope: Any) -> Any:
        found = run(scope)
        change_record(actor=cast.secretary.actor, record=bare, changes={"regular_means": True})
        return found

    monkeypatch.setattr(checks, "run", interrupted)
    assert (RULE, "K9") in codes(cast.reader.actor, small.plan)
    monkeypatch.setattr(checks, "run", run)
    assert (RULE, "K9") not in codes(cast.reader.actor, small.plan)


def test_all_that_rules_read_is_watched(cast: Any) -> None:
    plan = stored(put("work.results", "R1", owner_role=None))
    tables = {model._meta.db_table for model in watched()} | {Acceptance._meta.db_table}
    with CaptureQueriesContext(connection) as queries:
        check_plan(plan, cast.director.actor)
        sees_as_everybody(cast.director.actor)
    read = {
        table for query in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])
    }
    assert len(read) > 30
    assert read <= tables
