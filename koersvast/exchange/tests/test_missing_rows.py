"""Rows that a file does not name are kept and told, and removed only when asked."""

from __future__ import annotations

from typing import Any

import pytest

from koersvast.core.upsert import Fate
from koersvast.exchange.tests.plans import HEAD, PLAN, changed, labels, refused, stored
from koersvast.funding.models import CostItem
from koersvast.organisation.models import Role, Unit
from koersvast.work.models import Action, Dependency, Milestone, Result, Work

pytestmark = pytest.mark.django_db

WITHOUT_R2 = changed(
    "    - code: R2\n      work: T\n      title: Toetsing\n      needs: [R1]\n",
    "",
    changed("    - {code: K2, result: R2, title: Systeem, nature: structural}\n", ""),
)
WITHOUT_ACTION = changed("        - {code: A2, text: Leg het voor}\n", "")


def test_missing_rows_are_told_and_kept() -> None:
    stored()
    outcome = stored(WITHOUT_R2)
    assert labels(outcome, Fate.MISSING) == ["work.results R2", "funding.cost_items K2"]
    assert Result.objects.filter(code="R2").exists()


def test_a_missing_row_tells_how_many_rows_hang_on_it() -> None:
    stored()
    hanging = {row.label: row.hangs_on for row in stored(WITHOUT_R2).of(Fate.MISSING)}
    assert hanging == {"R2": 2, "K2": 0}


def test_what_hangs_on_a_missing_row_is_not_told_by_itself() -> None:
    stored()
    outcome = stored(HEAD)
    assert "work.results R1" in labels(outcome, Fate.MISSING)
    assert not [row for row in outcome.of(Fate.MISSING) if row.table == "work.results.actions"]


def test_a_missing_row_in_a_list_is_told_by_itself() -> None:
    stored()
    assert labels(stored(WITHOUT_ACTION), Fate.MISSING) == ["work.results.actions A2"]


def test_rows_of_the_municipality_are_never_missing() -> None:
    stored()
    for prune in (False, True):
        outcome = stored(HEAD, prune=prune)
        gone = [*outcome.of(Fate.MISSING), *outcome.of(Fate.PRUNED)]
        assert not [row for row in gone if row.table.startswith("organisation")]
    assert Unit.objects.count() == Role.objects.count() == 1


def test_pruning_removes_what_the_file_does_not_name() -> None:
    stored()
    outcome = stored(WITHOUT_R2, prune=True)
    assert sorted(labels(outcome, Fate.PRUNED)) == ["funding.cost_items K2", "work.results R2"]
    assert not Result.objects.filter(code="R2").exists()
    assert not Dependency.objects.exists()
    assert stored(WITHOUT_R2, prune=True).rows == []


def test_pruning_a_whole_tree_begins_below() -> None:
    stored()
    stored(HEAD, prune=True)
    assert not Work.objects.exists()
    assert not CostItem.objects.exists()


def test_a_dry_run_of_pruning_removes_nothing() -> None:
    stored()
    outcome = stored(HEAD, prune=True, dry_run=True)
    assert "work.works W" in labels(outcome, Fate.PRUNED)
    assert Work.objects.count() == 2


def test_a_removal_stands_in_the_history_with_its_actor(cast: Any) -> None:
    stored()
    stored(WITHOUT_R2, prune=True, actor=cast.administrator.actor)
    last = Result.history.filter(code="R2").latest()  # type: ignore[attr-defined]
    assert (last.history_type, last.history_user) == ("-", cast.administrator.user)
    assert last.history_change_reason.startswith("import")
    cascade = Dependency.history.latest()  # type: ignore[attr-defined]
    assert (cascade.history_type, cascade.history_user) == ("-", cast.administrator.user)


def test_what_is_protected_is_not_pruned_and_nothing_is() -> None:
    """A row of another plan still needs it: it can be made so on screen only."""
    stored()
    stored(changed("code: P,", "code: Q,", HEAD))
    CostItem.objects.filter(code="K2").update(plan_id=_plan("Q"))
    problems = refused(
        changed("    - {code: K1, work: T", "    - {code: K9, work: T", WITHOUT_R2), prune=True
    )
    assert problems == [
        "0: work.results R2: cannot be removed: cost item “Systeem” point at it; move or remove "
        "those first, or write the row"
    ]
    assert CostItem.objects.filter(code="K1").exists()


def _plan(code: str) -> int:
    from koersvast.direction.models import Plan

    return Plan.objects.get(code=code).pk


def test_a_file_that_still_names_what_it_would_prune_is_refused() -> None:
    stored()
    text = changed("    - {code: D2, level: tactical, title: Grip, parent: D1}\n", "")
    assert stored(text).stored
    (problem,) = refused(text, prune=True)
    assert "goal “D2” is not a code of direction.goals" in problem


def test_the_number_of_a_pruned_row_is_free_at_once() -> None:
    stored()
    text = changed(
        "{code: M2, work: W, number: 2, title: Einde}",
        "{code: M3, work: W, number: 2, title: Slot}",
    )
    (problem,) = refused(text)
    assert "number 2: This number is already used" in problem
    stored(text, prune=True)
    assert list(Milestone.objects.values_list("code", "number")) == [("M1", 1), ("M3", 2)]


def test_telling_what_is_missing_costs_no_queries_per_row(
    django_assert_max_num_queries: Any,
) -> None:
    rows = "".join(f"    - {{code: X{n}, work: T, title: Nummer {n}}}\n" for n in range(300))
    stored(changed("  milestones:\n", rows + "  milestones:\n"))
    with django_assert_max_num_queries(80):
        outcome = stored(PLAN)
    assert len(outcome.of(Fate.MISSING)) == 300
    assert Action.objects.count() == 2


def test_a_file_without_roles_is_held_against_works_that_roles_answer_for() -> None:
    answers = "title: Control, parent: W, responsibilities: [{kind: lead, role: directeur}]}"
    stored(changed("title: Control, parent: W}", answers))
    assert stored(HEAD).ok
