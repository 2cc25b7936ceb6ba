"""A plan file brings the registers in line with it, and says what it did."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from koersvast.core.upsert import Fate
from koersvast.direction.models import Goal, Plan
from koersvast.exchange.tests.plans import (
    HEAD,
    PLAN,
    bring,
    changed,
    exported,
    labels,
    refused,
    stored,
)
from koersvast.funding.models import CostItem
from koersvast.organisation.models import Municipality, Person, Unit
from koersvast.work.models import Action, Result, Work

pytestmark = pytest.mark.django_db
MUNICIPALITY = "municipality: {name: Voorbeeldstad, cbs_code: GM9999}\n"


def test_an_import_into_an_empty_register_creates_every_row() -> None:
    outcome = stored()
    assert outcome.stored
    assert outcome.counts()["work.results"] == {"created": 2}
    assert outcome.counts()["work.results.actions"] == {"created": 2}
    assert outcome.counts()["funding.cost_items.amounts"] == {"created": 2}
    assert Work.objects.get(code="T").parent == Work.objects.get(code="W")
    assert [str(each) for each in Result.objects.get(code="R1").ready_by.all()]


def test_a_created_row_knows_its_line() -> None:
    lines = {f"{row.table} {row.label}": row.line for row in stored().rows}
    assert lines["plan.head P"] == 2
    assert lines["work.results R1"] == 17
    assert lines["work.results.actions A2"] == 24


def test_importing_twice_changes_nothing() -> None:
    stored()
    outcome = stored()
    assert outcome.rows == []
    assert outcome.unchanged["work.results"] == 2
    assert Result.history.count() == 2  # type: ignore[attr-defined]


def test_a_change_is_told_field_by_field_with_old_and_new() -> None:
    stored()
    text = changed("title: Controleplan", "title: Plan voor controle")
    text = changed("amounts: {2023: 100, 2024: pm}", "amounts: {2023: 250.50, 2024: 75}", text)
    outcome = stored(text)
    told = {f"{row.table} {row.label}": row.fields for row in outcome.of(Fate.CHANGED)}
    assert told == {
        "work.results R1": {"title": ("Controleplan", "Plan voor controle")},
        "funding.cost_items.amounts K1 / 2023": {"amount": ("100", "250.50")},
        "funding.cost_items.amounts K1 / 2024": {"amount": ("–", "75"), "pm": ("yes", "no")},
    }
    assert Result.objects.get(code="R1").title == "Plan voor controle"


def test_a_changed_reference_is_told_by_its_codes() -> None:
    stored()
    outcome = stored(changed("title: Grip, parent: D1", "title: Grip"))
    (row,) = outcome.of(Fate.CHANGED)
    assert row.fields == {"parent": ("D1", "–")}
    assert Goal.objects.get(code="D2").parent is None


def test_a_changed_head_is_told() -> None:
    stored()
    (row,) = stored(changed("title: Een plan", "title: Het plan")).rows
    assert (row.table, row.fields) == ("plan.head", {"title": ("Een plan", "Het plan")})


def test_a_change_raises_the_version_of_the_row() -> None:
    stored()
    stored(changed("title: Controleplan", "title: Anders"))
    assert Result.objects.get(code="R1").version == 2
    assert Result.objects.get(code="R2").version == 1


def test_a_dry_run_tells_everything_and_stores_nothing() -> None:
    outcome = stored(PLAN, dry_run=True)
    assert not outcome.stored
    assert outcome.counts()["work.results"] == {"created": 2}
    assert not Plan.objects.exists()
    assert not Unit.objects.exists()


def test_a_dry_run_of_changes_leaves_rows_and_history_alone() -> None:
    stored()
    outcome = stored(changed("title: Controleplan", "title: Anders"), dry_run=True)
    assert labels(outcome, Fate.CHANGED) == ["work.results R1"]
    assert Result.objects.get(code="R1").title == "Controleplan"
    assert Result.history.count() == 2  # type: ignore[attr-defined]


def test_an_import_with_a_problem_stores_nothing_at_all() -> None:
    text = changed("result: R2", "result: R9")
    problems = refused(changed("koersvast: 1\n", "koersvast: 1\n" + MUNICIPALITY, text))
    assert len(problems) == 1
    assert not Plan.objects.exists()
    assert not Unit.objects.exists()
    assert not Municipality.objects.exists()


def test_what_cannot_be_kept_by_the_database_stores_nothing_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(CostItem, "clean", broken)
    with pytest.raises(RuntimeError):
        bring(PLAN)
    assert not Plan.objects.exists()


def test_the_history_says_who_did_it_and_why(cast: Any) -> None:
    stored(actor=cast.secretary.actor)
    stored(changed("title: Controleplan", "title: Anders"), actor=cast.secretary.actor)
    rows = Result.objects.get(code="R1").history.all()  # type: ignore[attr-defined]
    assert [row.history_type for row in rows] == ["~", "+"]
    assert {row.history_user for row in rows} == {cast.secretary.user}
    assert {row.history_change_reason for row in rows} == {"import"}


def test_the_system_signs_with_no_user() -> None:
    stored()
    row = Action.objects.get(code="A1").history.get()  # type: ignore[attr-defined]
    assert row.history_user is None
    assert row.history_change_reason == "import"


def test_who_does_not_keep_the_registers_imports_nothing(cast: Any) -> None:
    for player in (cast.director, cast.employee, cast.reader, cast.outsider):
        with pytest.raises(PermissionDenied):
            bring(PLAN, actor=player.actor)


def test_a_secretary_does_not_give_access_by_way_of_a_file(cast: Any) -> None:
    people = "  people:\n    - {code: secretary, name: Secretary, access: 4}\ndirection:\n"
    text = changed("direction:\n", people)
    (problem,) = refused(text, actor=cast.secretary.actor)
    assert problem.startswith("9: organisation.people: you may look at this register")
    assert Person.objects.get(code="secretary").access == 3
    stored(text, actor=cast.administrator.actor)
    assert Person.objects.get(code="secretary").access == 4


def test_people_as_they_are_do_not_hinder_a_secretary(cast: Any) -> None:
    people = "  people:\n    - {code: secretary, name: Secretary, access: 3}\ndirection:\n"
    assert stored(changed("direction:\n", people), actor=cast.secretary.actor).stored


def test_the_municipality_is_made_known_once() -> None:
    first, second = PLAN.split("\n", 1)
    text = f"{first}\n{MUNICIPALITY}{second}"
    assert "municipality Voorbeeldstad" in labels(stored(text), Fate.CREATED)
    assert stored(text).rows == []
    assert Municipality.objects.get().cbs_code == "GM9999"


def test_the_code_of_a_known_municipality_is_filled_in() -> None:
    Municipality.objects.create(name="Voorbeeldstad")
    (row,) = [each for each in stored(HEAD + MUNICIPALITY).rows if each.table == "municipality"]
    assert row.fields == {"cbs_code": ("", "GM9999")}
    assert Municipality.objects.get().cbs_code == "GM9999"


@pytest.mark.parametrize(("name", "code"), [("Elders", ""), ("Voorbeeldstad", "GM0001")])
def test_a_plan_of_another_municipality_is_refused(name: str, code: str) -> None:
    Municipality.objects.create(name=name, cbs_code=code)
    (problem,) = refused(HEAD + MUNICIPALITY)
    assert problem.startswith("3: municipality: this is a plan of Voorbeeldstad GM9999 and this is")
    assert "take this key out of the file" in problem
    assert stored(HEAD).stored


def test_a_second_plan_shares_the_organisation_and_has_codes_of_its_own() -> None:
    stored()
    second = changed("code: P,", "code: Q,").replace("Controleplan", "Tweede plan")
    outcome = stored(second)
    assert outcome.unchanged["organisation.units"] == 1
    assert outcome.counts()["work.results"] == {"created": 2}
    assert not outcome.of(Fate.MISSING)
    assert set(Result.objects.values_list("plan__code", "title").filter(code="R1")) == {
        ("P", "Controleplan"),
        ("Q", "Tweede plan"),
    }
    assert stored().rows == []
    assert exported("Q")["work"]["results"][0]["title"] == "Tweede plan"


def test_a_plan_without_more_than_its_head_is_a_plan() -> None:
    assert labels(stored(HEAD), Fate.CREATED) == ["plan.head P"]


def test_json_says_the_same_as_yaml() -> None:
    stored()
    text = """{"koersvast": 1,
      "plan": {"code": "P", "title": "Een plan", "reference_date": "2023-02-28"},
      "funding": {"cost_items": [{"code":"K1","work":"T","title":"Inhuur","nature":"incidental",
        "amounts": {"2023": 100, "2024": "pm"}}]}}"""
    outcome = stored(text, json=True)
    assert outcome.unchanged["funding.cost_items.amounts"] == 2
    assert not outcome.of(Fate.CHANGED)
