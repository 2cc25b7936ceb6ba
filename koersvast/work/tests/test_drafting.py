"""Drafting and changing an assignment: what was offered never changes, it becomes a version."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from koersvast.core.actors import SYSTEM
from koersvast.core.services import Conflict, change_record, delete_record
from koersvast.work.models import Assignment, AssignmentVersion
from koersvast.work.rules.assignments import AssignmentState
from koersvast.work.selectors.assignments import (
    latest_version,
    party_to_be,
    state_expression,
    state_now,
    waiting_for,
)
from koersvast.work.services import (
    ConflictingVersion,
    SeenVersion,
    agree,
    change_assignment,
    draft_assignment,
    fulfil,
    offer,
    withdraw,
)
from koersvast.work.tests.errands import (
    TEXTS,
    Parties,
    agreed,
    drafted,
    make_parties,
    offered,
    player,
    version,
)


@pytest.fixture
def parties(cast: Any) -> Parties:
    return make_parties()


def change(actor: Any, errand: Assignment, seen: SeenVersion | None = None, **changes: Any) -> Any:
    return change_assignment(actor=actor, assignment=errand, changes=changes, seen=seen)


def test_a_draft_gets_a_code_and_a_first_version(cast: Any, small: Any, parties: Parties) -> None:
    first, second = drafted(cast, small, parties), drafted(cast, small, parties)
    assert [first.code, second.code] == ["T1.O1", "T1.O2"]
    assert version(first, 1).result == TEXTS["result"]
    assert state_now(first, latest_version(first)) is AssignmentState.DRAFT


def test_a_draft_keeps_the_code_that_it_was_given(cast: Any, small: Any, parties: Parties) -> None:
    assert drafted(cast, small, parties, code="O7").code == "O7"


@pytest.mark.parametrize("who", ["director", "secretary", "administrator"])
def test_who_keeps_the_work_drafts(cast: Any, small: Any, who: str) -> None:
    errand = Assignment(work=small.works["T1"])
    draft_assignment(actor=cast.all()[who].actor, assignment=errand, texts={})
    assert errand.pk


@pytest.mark.parametrize("who", ["employee", "reader", "outsider"])
def test_nobody_else_drafts_changes_offers_or_ends(
    cast: Any, small: Any, parties: Parties, who: str
) -> None:
    actor, errand = cast.all()[who].actor, drafted(cast, small, parties)
    today = timezone.localdate()
    for act in (
        lambda: draft_assignment(
            actor=actor, assignment=Assignment(work=small.works["T1"]), texts={}
        ),
        lambda: change(actor, errand, money="1"),
        lambda: offer(actor=actor, assignment=errand, version_number=1),
        lambda: fulfil(actor=actor, assignment=errand, on=today),
        lambda: withdraw(actor=actor, assignment=errand, on=today),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert version(errand, 1).money == TEXTS["money"]


def test_a_version_that_was_not_offered_changes_in_place(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = drafted(cast, small, parties)
    found = change(cast.director.actor, errand, money=" 5 ", contractor=None)
    assert (found.number, found.money) == (1, "5")
    errand.refresh_from_db()
    assert errand.contractor is None


def test_an_offered_version_never_changes_and_a_change_makes_the_next(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = offered(cast, small, parties)
    found = change(cast.secretary.actor, errand, money="5")
    assert (found.number, found.money, found.result) == (2, "5", TEXTS["result"])
    assert found.offered_on is None
    assert version(errand, 1).money == TEXTS["money"]


def test_a_change_of_an_agreed_assignment_needs_every_party_again(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = agreed(cast, small, parties)
    change(cast.secretary.actor, errand, money="5")
    offer(actor=cast.secretary.actor, assignment=errand, version_number=2)
    assert version(errand, 1).agreed_on is not None
    assert version(errand, 2).agreed_on is None
    assert waiting_for(parties.contractor.actor) == [(errand, "contractor")]
    agree(actor=parties.contractor.actor, assignment=errand, version_number=2, party="contractor")
    assert waiting_for(parties.contractor.actor) == []


def test_another_party_makes_a_new_version_and_the_old_one_keeps_its_parties(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = agreed(cast, small, parties)
    found = change(cast.secretary.actor, errand, contractor=parties.roles["political_principal"])
    assert found.number == 2
    assert version(errand, 1).contractor == parties.roles["contractor"]
    with pytest.raises(ConflictingVersion, match="Programmamanager"):
        offer(actor=cast.secretary.actor, assignment=errand, version_number=1)


def test_an_imported_version_remembers_its_parties_when_another_comes(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = Assignment.objects.create(
        plan=small.plan, code="O", work=small.works["T1"], **parties.roles
    )
    AssignmentVersion.objects.create(assignment=errand, number=1, offered_on=date(2023, 1, 1))
    change(cast.secretary.actor, errand, contractor=None)
    assert version(errand, 1).contractor == parties.roles["contractor"]


def test_the_same_words_make_no_new_version(cast: Any, small: Any, parties: Parties) -> None:
    errand = offered(cast, small, parties)
    same = {"money": TEXTS["money"], "kind": errand.kind, "contractor": errand.contractor}
    assert change(cast.secretary.actor, errand, **same).number == 1


def test_words_for_an_assignment_without_any_become_its_first_version(
    cast: Any, small: Any
) -> None:
    errand = Assignment.objects.create(plan=small.plan, code="O", work=small.works["T1"])
    assert change(cast.secretary.actor, errand, scope="Pleinen").number == 1
    assert version(errand, 1).scope == "Pleinen"


def test_who_changes_another_version_than_the_latest_is_shown_the_difference(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = offered(cast, small, parties)
    change(cast.director.actor, errand, hours="8")
    with pytest.raises(ConflictingVersion) as error:
        change(cast.secretary.actor, errand, SeenVersion(1, 2), hours="9")
    assert [each.name for each in error.value.found] == ["hours"]
    assert version(errand, 2).hours == "8"


def test_two_who_change_the_same_words_of_a_draft_are_told(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = drafted(cast, small, parties)
    seen = SeenVersion(1, version(errand, 1).version)
    change(cast.director.actor, errand, seen, hours="8")
    with pytest.raises(Conflict):
        change(cast.secretary.actor, errand, seen, hours="9")


def test_a_version_is_offered_once_and_only_when_it_is_whole(
    cast: Any, small: Any, parties: Parties
) -> None:
    actor = cast.secretary.actor
    empty = Assignment(work=small.works["T1"])
    draft_assignment(actor=actor, assignment=empty, texts={})
    with pytest.raises(ValidationError) as error:
        offer(actor=actor, assignment=empty, version_number=1)
    assert len(error.value.messages) == 3
    errand = offered(cast, small, parties)
    with pytest.raises(ValidationError):
        offer(actor=actor, assignment=errand, version_number=1)


def test_only_what_was_agreed_is_fulfilled_and_not_on_a_day_to_come(
    cast: Any, small: Any, parties: Parties
) -> None:
    actor, today = cast.secretary.actor, timezone.localdate()
    with pytest.raises(ValidationError):
        fulfil(actor=actor, assignment=offered(cast, small, parties), on=today)
    errand = agreed(cast, small, parties)
    with pytest.raises(ValidationError):
        fulfil(actor=actor, assignment=errand, on=today + timedelta(days=1))
    fulfil(actor=actor, assignment=errand, on=today)
    errand.refresh_from_db()
    assert state_now(errand, latest_version(errand)) is AssignmentState.FULFILLED


def test_the_history_keeps_why_an_assignment_was_withdrawn(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = offered(cast, small, parties)
    withdraw(
        actor=cast.secretary.actor, assignment=errand, on=timezone.localdate(), reason="Geen geld"
    )
    last = Assignment.history.filter(id=errand.pk).latest("history_id")
    assert last.history_change_reason == "Geen geld"
    assert last.history_user == cast.secretary.user


def test_the_database_tells_the_same_state_as_the_rule(
    cast: Any, small: Any, parties: Parties
) -> None:
    today = timezone.localdate()
    drafted(cast, small, parties)
    offered(cast, small, parties)
    agreed(cast, small, parties)
    done, gone = agreed(cast, small, parties), agreed(cast, small, parties)
    fulfil(actor=cast.secretary.actor, assignment=done, on=today)
    withdraw(actor=cast.secretary.actor, assignment=gone, on=today)
    Assignment.objects.create(plan=small.plan, code="O", work=small.works["T1"])
    rows = Assignment.objects.annotate(state=state_expression()).order_by("pk")
    assert [row.state for row in rows] == [
        state_now(row, latest_version(row)).value for row in rows
    ]
    assert {row.state for row in rows} == {state.value for state in AssignmentState}


def test_an_assignment_waits_for_who_has_to_agree_and_for_nobody_else(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = offered(cast, small, parties)
    both = player("both", parties.roles["contractor"], parties.roles["political_principal"])
    assert waiting_for(both.actor) == [(errand, "contractor")]
    agree(actor=both.actor, assignment=errand, version_number=1, party="contractor")
    for who in (both, parties.contractor, cast.secretary, cast.reader, cast.outsider):
        assert waiting_for(who.actor) == [], who.user
    assert waiting_for(SYSTEM) == []
    latest = version(errand, 1)
    given = list(latest.agreements.all())
    assert party_to_be(parties.political.actor, errand, latest, given) == "political_principal"


def test_what_was_agreed_to_is_not_deleted_and_its_words_are_not_changed_elsewhere(
    cast: Any, small: Any, parties: Parties
) -> None:
    actor, errand = cast.administrator.actor, agreed(cast, small, parties)
    with pytest.raises(PermissionDenied):
        delete_record(actor=actor, record=errand)
    with pytest.raises(PermissionDenied):
        change_record(actor=actor, record=errand, changes={"contractor": None})
    with pytest.raises(PermissionDenied):
        change_record(actor=actor, record=version(errand, 1), changes={"money": "1"})
    change_record(actor=actor, record=errand, changes={"note": "Uit het archief"})
    delete_record(actor=actor, record=drafted(cast, small, parties))
