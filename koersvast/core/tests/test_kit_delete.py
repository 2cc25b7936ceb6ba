"""Deleting: what goes along, what forbids it, and undoing it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from koersvast.core.services import (
    CannotRestore,
    add_record,
    change_record,
    delete_record,
    restore_batch,
)
from koersvast.core.signature import Part, batch_of, marked
from koersvast.core.tests.walking import (
    Goal,
    Role,
    Unit,
    UnitPlacement,
    english,
    hidden,
    main,
    url,
)
from tests.cast import Cast, SmallPlan


@pytest.fixture
def secretary(cast: Cast) -> Client:
    return english(cast.secretary)


@pytest.fixture
def unit(cast: Cast) -> Any:
    """A unit with a placement, which goes along, and a role, which stays without its unit."""
    unit = Unit.objects.create(code="zuid", name="Team Zuid", level="team", note="bij het park")
    UnitPlacement.objects.create(unit=unit, parent=Unit.objects.get(code="concern"))
    Role.objects.create(code="chef", name="Chef Zuid", unit=unit)
    return unit


def test_one_is_told_first_what_goes_and_what_stays(secretary: Client, unit: Any) -> None:
    page = main(secretary.get(url("delete", "units", unit.pk)))
    assert "With it goes 1 record" in page
    assert "Team Zuid ‹ Gemeente Voorbeeldstad" in page
    assert "1 record stays, but loses its link to this" in page
    assert "Chef Zuid" in page
    assert Unit.objects.filter(pk=unit.pk).exists()


def test_what_is_still_needed_is_not_deleted_and_what_needs_it_is_named(
    secretary: Client, small: SmallPlan
) -> None:
    goal = small.goals["D1"]
    for answer in (
        secretary.get(url("delete", "goals", goal.pk)),
        secretary.post(url("delete", "goals", goal.pk)),
    ):
        assert "This cannot be deleted yet" in main(answer)
        assert "Grip" in main(answer)
        assert "With it go" not in main(answer)
    assert answer.status_code == 409
    assert Goal.objects.filter(pk=goal.pk).exists()


def test_undo_puts_back_the_record_what_went_along_and_the_links(
    secretary: Client, unit: Any
) -> None:
    answer = secretary.post(url("delete", "units", unit.pk), follow=True)
    assert "Deleted: Team Zuid" in main(answer)
    assert f'<form id="undo" method="post" action="{url("deleted", "units")}">' in (
        answer.content.decode()
    )
    assert not Unit.objects.filter(code="zuid").exists()
    role = Role.objects.get(code="chef")
    assert (role.unit, role.version) == (None, 2)
    undone = secretary.post(
        url("deleted", "units"), {"batch": hidden(answer, "batch")}, follow=True
    )
    assert undone.status_code == 200
    back = Unit.objects.get(code="zuid")
    assert (back.pk, back.note, back.placements.count()) == (unit.pk, "bij het park", 1)
    role.refresh_from_db()
    assert role.unit == back
    assert [row.history_type for row in back.history.all()] == ["+", "-", "+"]
    assert {row.history_user.username for row in back.history.all()[:2]} == {"secretary"}


def test_what_was_deleted_is_listed_and_put_back_from_there_once(
    secretary: Client, unit: Any
) -> None:
    address = url("deleted", "units")
    assert "Nothing was deleted" in main(secretary.get(address))
    secretary.post(url("delete", "units", unit.pk))
    page = secretary.get(address)
    assert "Team Zuid" in main(page)
    assert "Secretary" in main(page)
    batch = hidden(page, "batch")
    assert "Put back: Team Zuid" in main(secretary.post(address, {"batch": batch}, follow=True))
    assert "Team Zuid" not in main(secretary.get(address))
    again = secretary.post(address, {"batch": batch})
    assert again.status_code == 409
    assert "put back already" in main(again)
    assert UnitPlacement.objects.filter(unit=unit.pk).count() == 1


@pytest.mark.parametrize("batch", ["", "x", "0" * 16, "%", "[deleted:"])
def test_a_deletion_that_never_was_cannot_be_undone(secretary: Client, batch: str) -> None:
    assert secretary.post(url("deleted", "units"), {"batch": batch}).status_code == 409


def test_history_shows_the_reason_without_its_mark(
    cast: Cast, secretary: Client, unit: Any
) -> None:
    batch = delete_record(actor=cast.secretary.actor, record=unit, reason="x" * 200)
    row = Unit.history.filter(id=unit.pk).latest()
    assert len(row.history_change_reason) == 100
    assert batch_of(row) == batch
    restore_batch(actor=cast.secretary.actor, batch=batch)
    page = main(secretary.get(url("history", "units", unit.pk)))
    assert batch not in page
    assert "[deleted" not in page
    assert "(put back)" in page


def test_a_tree_comes_back_from_above(cast: Cast, small: SmallPlan) -> None:
    placed = Unit.objects.create(code="a", name="A", level="team")
    for _number in range(3):
        UnitPlacement.objects.create(unit=placed)
    batch = delete_record(actor=cast.secretary.actor, record=placed)
    restored = restore_batch(actor=cast.secretary.actor, batch=batch)
    assert [str(record) for record in restored] == ["A"]
    assert placed.placements.count() == 3


def test_who_may_not_add_it_may_not_put_it_back(cast: Cast, unit: Any) -> None:
    batch = delete_record(actor=cast.secretary.actor, record=unit)
    with pytest.raises(PermissionDenied):
        restore_batch(actor=cast.reader.actor, batch=batch)
    assert not Unit.objects.filter(code="zuid").exists()


def test_a_code_that_is_taken_since_is_told(cast: Cast, secretary: Client, unit: Any) -> None:
    secretary.post(url("delete", "units", unit.pk))
    Unit.objects.create(code="zuid", name="Nieuw Zuid", level="team")
    page = secretary.get(url("deleted", "units"))
    answer = secretary.post(url("deleted", "units"), {"batch": hidden(page, "batch")})
    assert answer.status_code == 409
    assert "“Team Zuid” cannot be put back: Unit with this Code already exists." in main(answer)
    assert UnitPlacement.objects.filter(unit__code="zuid").count() == 0


def test_what_hung_on_something_that_is_gone_is_told(cast: Cast, small: SmallPlan) -> None:
    actor = cast.secretary.actor
    batch = delete_record(actor=actor, record=small.goals["D3"])
    goal = Goal(plan_id=999)
    Goal.history.filter(id=small.goals["D3"].pk, history_type="-").update(plan_id=goal.plan_id)
    with pytest.raises(CannotRestore, match="Zonder werk"):
        restore_batch(actor=actor, batch=batch)


def test_a_link_that_somebody_made_since_is_left_alone(cast: Cast, unit: Any) -> None:
    actor = cast.secretary.actor
    batch = delete_record(actor=actor, record=unit)
    role = Role.objects.get(code="chef")
    role.unit = Unit.objects.get(code="concern")
    role.save()
    restore_batch(actor=actor, batch=batch)
    role.refresh_from_db()
    assert role.unit.code == "concern"


def test_a_role_that_is_gone_too_is_not_linked_again(cast: Cast, unit: Any) -> None:
    actor = cast.secretary.actor
    batch = delete_record(actor=actor, record=unit)
    delete_record(actor=actor, record=Role.objects.get(code="chef"))
    restore_batch(actor=actor, batch=batch)
    assert not Role.objects.filter(code="chef").exists()


def test_a_second_deletion_is_the_one_that_counts(cast: Cast, unit: Any) -> None:
    actor = cast.secretary.actor
    first = delete_record(actor=actor, record=unit)
    (back,) = restore_batch(actor=actor, batch=first)
    second = delete_record(actor=actor, record=back)
    with pytest.raises(CannotRestore):
        restore_batch(actor=actor, batch=first)
    restore_batch(actor=actor, batch=second)
    assert Unit.objects.filter(code="zuid").exists()


@pytest.mark.parametrize(
    "reason",
    [
        "[{part}:{batch}]",
        "[WITH:{batch}]",
        "[wi[with:{batch}]th:{batch}]",
        "[deleted:[deleted:{batch}]{batch}]",
    ],
)
@pytest.mark.parametrize("part", Part)
def test_nobody_can_forge_a_mark_in_a_reason(
    cast: Cast, unit: Any, reason: str, part: Part
) -> None:
    actor, concern = cast.secretary.actor, Unit.objects.get(code="concern")
    batch = delete_record(actor=actor, record=unit)
    forged = reason.format(part=part, batch=batch)
    change_record(actor=actor, record=concern, changes={"note": "x"}, reason=f"why {forged}")
    assert batch_of(concern.history.first()) == ""
    other = Unit(code="oost", name="Oost", level="team")
    add_record(actor=actor, record=other, reason=forged)
    own = delete_record(actor=actor, record=other, reason=forged)
    assert batch_of(Unit.history.filter(code="oost").first()) == own
    assert [str(record) for record in restore_batch(actor=actor, batch=batch)] == ["Team Zuid"]


def test_a_forged_mark_below_a_change_does_not_stop_an_undo(cast: Cast, unit: Any) -> None:
    actor, concern = cast.secretary.actor, Unit.objects.get(code="concern")
    batch = delete_record(actor=actor, record=unit)
    for part in (Part.DELETED, Part.WITH):
        change_record(actor=actor, record=concern, changes={"note": part})
        Unit.history.filter(history_id=concern.history.first().history_id).update(
            history_change_reason=marked("", part, batch)
        )
    assert [str(record) for record in restore_batch(actor=actor, batch=batch)] == ["Team Zuid"]
