"""Two at the same moment: both count, and who is too late is shown what changed."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
from django.db import transaction

from koersvast.work.models import Agreement, AssignmentVersion
from koersvast.work.services import ConflictingVersion, agree, change_assignment
from koersvast.work.tests.errands import agreed, make_parties, offered, version
from tests.plugins.at_once import AtOnce

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20
A_MOMENT = 0.5
"""Seconds in which the other one surely arrives at the lock."""


def test_parties_that_agree_at_the_same_moment_all_count_and_it_is_agreed_once(
    at_once: AtOnce, cast: Any, small: Any
) -> None:
    parties = make_parties()
    errand = offered(cast, small, parties)
    people = (parties.contractor, parties.administrative, parties.political)
    jobs = [
        lambda actor=who.actor, party=party: agree(
            actor=actor, assignment=errand, version_number=1, party=party
        )
        for party, who in zip(parties.roles, people, strict=True)
    ]
    found = at_once(*jobs)
    assert [type(each) for each in found] == [Agreement] * 3
    assert Agreement.objects.filter(version_of__assignment=errand).count() == 3
    assert version(errand, 1).agreed_on is not None
    days = AssignmentVersion.history.filter(id=version(errand, 1).pk).order_by("history_id")
    assert [row.agreed_on is not None for row in days].count(True) == 1


def test_two_people_with_one_role_agree_at_the_same_moment_and_one_counts(
    at_once: AtOnce, cast: Any, small: Any
) -> None:
    parties = make_parties()
    errand = offered(cast, small, parties)
    twin = parties.contractor.actor
    job = lambda: agree(actor=twin, assignment=errand, version_number=1, party="contractor")  # noqa: E731
    found = at_once(job, job)
    assert sum(isinstance(each, Agreement) for each in found) == 1
    assert Agreement.objects.count() == 1


def test_agreeing_while_another_changes_the_version_is_refused_with_the_difference(
    at_once: AtOnce, cast: Any, small: Any
) -> None:
    parties = make_parties()
    errand = offered(cast, small, parties)
    keeper, contractor = cast.secretary.actor, parties.contractor.actor
    changed, arriving = Event(), Event()

    def change() -> None:
        with transaction.atomic():
            change_assignment(actor=keeper, assignment=errand, changes={"money": "1 euro"})
            changed.set()
            assert arriving.wait(PATIENCE)
            Event().wait(A_MOMENT)  # the other one stands at the lock by now

    def come_along() -> Agreement:
        assert changed.wait(PATIENCE)
        arriving.set()
        return agree(actor=contractor, assignment=errand, version_number=1, party="contractor")

    nothing, error = at_once(change, come_along)
    assert nothing is None
    assert isinstance(error, ConflictingVersion)
    assert [(each.name, each.old, each.new) for each in error.found] == [
        ("money", "400.000 euro", "1 euro")
    ]
    assert not Agreement.objects.exists()


def test_a_change_while_the_last_party_agrees_leaves_both_as_they_are(
    at_once: AtOnce, cast: Any, small: Any
) -> None:
    parties = make_parties()
    errand = agreed(cast, small, parties)
    keeper = cast.secretary.actor
    jobs = [
        lambda text=text: change_assignment(
            actor=keeper, assignment=errand, changes={"hours": text}
        )
        for text in ("8 uur", "9 uur")
    ]
    found = at_once(*jobs)
    assert {type(each) for each in found} == {AssignmentVersion}
    assert version(errand, 1).agreed_on is not None
    numbers = AssignmentVersion.objects.values_list("number", flat=True)
    assert sorted(numbers) == [1, 2]
