"""Offering an assignment and agreeing on it: every party, to the same version."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from koersvast.core.actors import SYSTEM, Access
from koersvast.organisation.models import RoleHolding
from koersvast.work.models import Agreement, Assignment, AssignmentVersion
from koersvast.work.services import (
    ConflictingVersion,
    agree,
    change_assignment,
    fulfil,
    offer,
    withdraw,
)
from koersvast.work.tests.errands import (
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


def test_the_last_party_makes_it_agreed_and_not_one_before(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = offered(cast, small, parties)
    agree(actor=parties.contractor.actor, assignment=errand, version_number=1, party="contractor")
    agree(
        actor=parties.political.actor,
        assignment=errand,
        version_number=1,
        party="political_principal",
    )
    assert version(errand, 1).agreed_on is None
    agree(
        actor=parties.administrative.actor,
        assignment=errand,
        version_number=1,
        party="administrative_principal",
    )
    assert version(errand, 1).agreed_on == timezone.localdate()
    assert {row.role for row in Agreement.objects.all()} == {*parties.roles.values()}


def test_an_assignment_without_a_political_principal_needs_two(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = offered(cast, small, parties, kind="assignment", political_principal=None)
    agree(actor=parties.contractor.actor, assignment=errand, version_number=1, party="contractor")
    agree(
        actor=parties.administrative.actor,
        assignment=errand,
        version_number=1,
        party="administrative_principal",
    )
    assert version(errand, 1).agreed_on is not None


def refused(errand: Assignment, who: Any, number: int, party: str) -> ValidationError:
    """Return what an agreement is refused with; nothing of it is stored."""
    before = Agreement.objects.count(), Agreement.history.count()
    with pytest.raises(ValidationError) as error:
        agree(actor=who.actor, assignment=errand, version_number=number, party=party)
    assert (Agreement.objects.count(), Agreement.history.count()) == before
    return error.value


def test_agreeing_to_an_old_version_is_refused_with_the_difference(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = offered(cast, small, parties)
    change_assignment(
        actor=cast.secretary.actor, assignment=errand, changes={"money": "500.000 euro"}
    )
    error = refused(errand, parties.contractor, 1, "contractor")
    assert isinstance(error, ConflictingVersion)
    assert (error.number, error.latest) == (1, 2)
    (found,) = error.found
    assert (found.name, found.old, found.new) == ("money", "400.000 euro", "500.000 euro")
    assert "400.000 euro" in " ".join(error.messages)
    assert "500.000 euro" in " ".join(error.messages)


def test_agreeing_to_a_version_that_never_was_tells_the_present_one(
    cast: Any, small: Any, parties: Parties
) -> None:
    error = refused(offered(cast, small, parties), parties.contractor, 7, "contractor")
    assert isinstance(error, ConflictingVersion)
    assert {each.old for each in error.found} == {""}


def test_a_version_that_is_not_offered_cannot_be_agreed_to(
    cast: Any, small: Any, parties: Parties
) -> None:
    refused(drafted(cast, small, parties), parties.contractor, 1, "contractor")


def test_nobody_agrees_twice_as_the_same_party(cast: Any, small: Any, parties: Parties) -> None:
    errand = offered(cast, small, parties)
    agree(actor=parties.contractor.actor, assignment=errand, version_number=1, party="contractor")
    refused(errand, parties.contractor, 1, "contractor")


def test_one_person_who_holds_two_roles_agrees_for_one_of_them(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = offered(cast, small, parties)
    both = player("both", parties.roles["contractor"], parties.roles["administrative_principal"])
    agree(actor=both.actor, assignment=errand, version_number=1, party="contractor")
    error = refused(errand, both, 1, "administrative_principal")
    assert "contractor" in error.messages[0] or "opdrachtnemer" in error.messages[0]


@pytest.mark.parametrize("party", ["political_principal", "buurman"])
def test_nobody_agrees_for_a_party_that_is_none(
    cast: Any, small: Any, parties: Parties, party: str
) -> None:
    errand = offered(cast, small, parties, kind="assignment", political_principal=None)
    refused(errand, parties.political, 1, party)


@pytest.mark.parametrize("who", ["director", "secretary", "administrator", "reader"])
def test_only_who_holds_the_role_agrees(cast: Any, small: Any, parties: Parties, who: str) -> None:
    errand = offered(cast, small, parties)
    with pytest.raises(PermissionDenied, match="Programmamanager"):
        agree(actor=cast.all()[who].actor, assignment=errand, version_number=1, party="contractor")
    assert not Agreement.objects.exists()


def test_the_system_and_who_only_reads_agree_for_nobody(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = offered(cast, small, parties)
    reader = player("kijker", parties.roles["contractor"], access=Access.READER)
    for actor in (SYSTEM, reader.actor):
        with pytest.raises(PermissionDenied):
            agree(actor=actor, assignment=errand, version_number=1, party="contractor")


def test_who_left_the_role_since_signing_in_does_not_agree(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand, actor = offered(cast, small, parties), parties.contractor.actor
    holding = RoleHolding.objects.get(role=parties.roles["contractor"])
    holding.valid_to = timezone.localdate() - timedelta(days=1)
    holding.save()
    with pytest.raises(PermissionDenied):
        agree(actor=actor, assignment=errand, version_number=1, party="contractor")


def test_the_database_refuses_a_second_agreement_of_a_person_and_of_a_party(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = offered(cast, small, parties)
    first = agree(
        actor=parties.contractor.actor, assignment=errand, version_number=1, party="contractor"
    )
    row = {"version_of": first.version_of, "role": first.role, "agreed_on": date(2023, 1, 1)}
    for more in (
        {"party": "political_principal", "person": first.person},
        {"party": "contractor", "person": parties.political.person},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Agreement.objects.create(**row, **more)


def test_what_two_store_at_the_same_moment_is_refused_with_a_sentence(
    cast: Any, small: Any, parties: Parties, monkeypatch: pytest.MonkeyPatch
) -> None:
    errand = offered(cast, small, parties)

    def collide(*_given: Any, **_options: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr(Agreement, "save", collide)
    refused(errand, parties.contractor, 1, "contractor")


@pytest.mark.parametrize("how", ["withdraw", "fulfil"])
def test_nothing_is_agreed_or_changed_of_what_has_ended(
    cast: Any, small: Any, parties: Parties, how: str
) -> None:
    errand, keeper = agreed(cast, small, parties), cast.secretary.actor
    end = {"withdraw": withdraw, "fulfil": fulfil}[how]
    end(actor=keeper, assignment=errand, on=timezone.localdate())
    refused(errand, parties.contractor, 1, "contractor")
    with pytest.raises(ValidationError):
        change_assignment(actor=keeper, assignment=errand, changes={"money": "1"})
    with pytest.raises(ValidationError):
        offer(actor=keeper, assignment=errand, version_number=1)
    with pytest.raises(ValidationError):
        withdraw(actor=keeper, assignment=errand, on=timezone.localdate())


def test_an_assignment_without_words_cannot_be_agreed_to(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = Assignment.objects.create(plan=small.plan, code="O", work=small.works["T1"])
    refused(errand, parties.contractor, 1, "contractor")
    assert not AssignmentVersion.objects.exists()
