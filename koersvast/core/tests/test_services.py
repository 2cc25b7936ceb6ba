"""The one way in for changes of one record: rights, lock, check, history."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404
from django.utils.translation import override

from koersvast.core import deletions
from koersvast.core.actors import SYSTEM
from koersvast.core.policy import Policies, policies
from koersvast.core.services import (
    CannotRestore,
    Conflict,
    StillNeeded,
    add_record,
    change_record,
    delete_record,
    restore_batch,
    what_hangs_on,
)
from koersvast.core.tests.walking import Goal, Role, Unit, UnitPlacement
from tests.cast import Cast, SmallPlan


@pytest.fixture
def goal(small: SmallPlan) -> Any:
    return small.goals["D1"]


def test_adding_needs_the_right_and_a_valid_record(cast: Cast) -> None:
    unit = Unit(code="n", name="Nieuw", level="team")
    with pytest.raises(PermissionDenied):
        add_record(actor=cast.employee.actor, record=unit)
    with pytest.raises(ValidationError):
        add_record(actor=cast.secretary.actor, record=Unit(code="n", name="", level="team"))
    add_record(actor=cast.secretary.actor, record=unit, reason="gesprek")
    row = unit.history.get()
    assert (row.history_user, row.history_change_reason) == (cast.secretary.user, "gesprek")


def test_the_system_leaves_no_name(cast: Cast) -> None:
    unit = Unit(code="n", name="Nieuw", level="team")
    add_record(actor=SYSTEM, record=unit)
    assert unit.history.get().history_user is None


def test_two_who_store_the_same_at_the_same_moment(cast: Cast, monkeypatch: Any) -> None:
    unit = Unit(code="n", name="Nieuw", level="team")

    def too_late(**_options: Any) -> None:
        raise IntegrityError("UNIQUE constraint failed")

    monkeypatch.setattr(unit, "save", too_late)
    with pytest.raises(ValidationError, match="moment"):
        add_record(actor=cast.secretary.actor, record=unit)
    assert Unit.objects.count() == 1


def test_changing_needs_the_right_and_returns_what_differs(cast: Cast, goal: Any) -> None:
    with pytest.raises(PermissionDenied):
        change_record(actor=cast.reader.actor, record=goal, changes={"title": "X"})
    actor = cast.secretary.actor
    same = {"title": goal.title, "parent": None}
    assert change_record(actor=actor, record=goal, changes=same) == []
    changes = {"title": "Nieuw", "note": "", "plan": goal.plan}
    assert change_record(actor=actor, record=goal, changes=changes) == ["title"]
    assert (goal.title, goal.version) == ("Nieuw", 2)


def test_a_change_that_is_not_valid_stores_nothing(cast: Cast, goal: Any) -> None:
    with pytest.raises(ValidationError):
        change_record(actor=cast.secretary.actor, record=goal, changes={"level": "hoog"})
    assert Goal.objects.get(pk=goal.pk).level == "strategic"


def test_a_record_may_not_be_moved_to_where_one_may_do_nothing(
    cast: Cast, small: SmallPlan
) -> None:
    result = small.results["R1"]
    with pytest.raises(PermissionDenied):
        change_record(actor=cast.director.actor, record=result, changes={"work": small.works["X"]})
    result.refresh_from_db()
    assert result.work == small.works["T1"]


def test_a_row_without_a_version_is_just_changed(cast: Cast) -> None:
    placement = UnitPlacement.objects.get()
    changed = change_record(
        actor=cast.secretary.actor,
        record=placement,
        changes={"valid_from": "2023-01-01"},
        version=3,
    )
    assert changed == ["valid_from"]


class TestConflict:
    """Somebody else was first."""

    def test_it_names_the_fields_that_both_changed_with_their_present_values(
        self, cast: Cast, small: SmallPlan, goal: Any
    ) -> None:
        actor = cast.secretary.actor
        change_record(
            actor=cast.administrator.actor,
            record=goal,
            changes={"level": "tactical", "title": "T", "note": "N"},
        )
        changes = {"level": "operational", "title": "Basis op orde", "note": "", "source": "M 1"}
        with override("en"), pytest.raises(Conflict) as raised:
            change_record(actor=actor, record=goal, changes=changes, version=1)
        conflict = raised.value
        assert conflict.message_dict["level"] == ["“level” is now: tactical"]
        assert set(conflict.message_dict) == {"__all__", "level"}
        assert conflict.changed == ["level", "source"]
        assert conflict.stored.title == "T"  # type: ignore[attr-defined]

    def test_without_a_memory_of_what_was_seen_every_difference_counts(
        self, cast: Cast, goal: Any
    ) -> None:
        with pytest.raises(Conflict) as raised:
            change_record(
                actor=cast.secretary.actor, record=goal, changes={"title": "X"}, version=77
            )
        assert raised.value.changed == ["title"]

    def test_both_wrote_the_same(self, cast: Cast, goal: Any) -> None:
        change_record(actor=cast.administrator.actor, record=goal, changes={"title": "T"})
        changed = change_record(
            actor=cast.secretary.actor, record=goal, changes={"title": "T"}, version=1
        )
        assert changed == []


class TestDeleting:
    """With what hangs on it, or not at all."""

    def test_it_needs_the_right(self, cast: Cast, goal: Any) -> None:
        with pytest.raises(PermissionDenied):
            delete_record(actor=cast.reader.actor, record=goal)

    def test_what_others_need_stays(self, cast: Cast, small: SmallPlan, goal: Any) -> None:
        with pytest.raises(StillNeeded) as raised:
            delete_record(actor=cast.secretary.actor, record=goal)
        assert small.goals["D2"] in raised.value.blockers

    def test_what_is_restricted_stays_too(self, goal: Any, monkeypatch: Any) -> None:
        from django.db.models import RestrictedError

        def refuse(_record: Any) -> None:
            raise RestrictedError("no", {goal})

        monkeypatch.setattr(deletions, "_collected", refuse)
        assert what_hangs_on(goal) == ([], [goal])

    def test_a_row_that_points_at_two_that_go_loses_nothing_twice(self, cast: Cast) -> None:
        actor = cast.secretary.actor
        unit = Unit.objects.create(code="a", name="A", level="team")
        role = Role.objects.create(code="r", name="R", unit=unit)
        batch = delete_record(actor=actor, record=unit)
        assert role.history.first().history_change_reason == f"[unlinked:{batch}]"
        assert role.history.count() == 2
        restore_batch(actor=actor, batch=batch)
        role.refresh_from_db()
        assert (role.unit, role.version) == (unit, 3)

    def test_what_a_policy_cannot_judge_any_more_is_not_put_back(
        self, cast: Cast, small: SmallPlan
    ) -> None:
        action = small.results["R1"].actions.get()
        batch = delete_record(actor=cast.director.actor, record=action)
        type(action).history.filter(id=action.pk, history_type="-").update(result_id=999)
        with pytest.raises(CannotRestore, match=r"R1\.1|Beschrijf|actie|action"):
            restore_batch(actor=cast.director.actor, batch=batch)

    def test_a_record_whose_name_is_gone_is_called_by_its_kind(self, cast: Cast) -> None:
        placement = UnitPlacement(unit_id=999)
        assert deletions._safe_name(placement) == UnitPlacement._meta.verbose_name


def test_a_model_without_a_policy_is_closed(cast: Cast) -> None:
    closed = Policies().of(Unit)
    actor = cast.administrator.actor
    row = Unit.objects.get()
    assert not closed.may_list(actor)
    assert not closed.may_add(actor)
    assert not closed.may_change(actor, row)
    assert not closed.may_delete(actor, row)
    assert not closed.may_import(actor)
    assert policies.of(row).may_list(actor)


def test_what_somebody_deleted_meanwhile_is_not_found(cast: Cast) -> None:
    actor, unit = cast.secretary.actor, Unit.objects.create(code="n", name="N", level="team")
    seen = Unit.objects.get(pk=unit.pk)
    delete_record(actor=actor, record=unit)
    with pytest.raises(Http404):
        delete_record(actor=actor, record=seen)
    with pytest.raises(Http404):
        change_record(actor=actor, record=seen, changes={"name": "Nieuw"})
    assert Unit.history.filter(id=seen.pk, history_type="-").count() == 1
