"""There is always an administrator who can sign in, and nobody changes his own access."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from koersvast.core.actors import SYSTEM, Access, Actor
from koersvast.core.kit.import_rows import SheetImport
from koersvast.core.kit.register import registers
from koersvast.core.kit.sheets import Sheet
from koersvast.core.parts import parts
from koersvast.core.services import change_record, delete_record
from koersvast.core.upsert import Outcome, Written, bring_in
from koersvast.organisation.models import Person
from koersvast.organisation.schemas import PersonRow
from koersvast.organisation.services import set_access, set_account


def import_access(actor: Actor, **access: int) -> SheetImport:
    rows = [
        (2 + n, {"code": code, "access": each}) for n, (code, each) in enumerate(access.items())
    ]
    register: Any = registers.of(Person)
    sheet = Sheet(("code", "access"), rows)
    work = SheetImport(register, parts.get("organisation.people"), actor, sheet)
    work.run()
    return work if not work.ok else _stored(work)


def _stored(work: SheetImport) -> SheetImport:
    again = SheetImport(work.register, work.part, work.actor, work.sheet)
    assert again.run(expected=work.fingerprint())
    return again


def access_of(player: Any) -> int:
    return Person.objects.get(pk=player.person.pk).access


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def second(cast: Any) -> Any:
    """A second administrator: the reader of the cast."""
    Person.objects.filter(pk=cast.reader.person.pk).update(access=Access.ADMINISTRATOR)
    return cast.reader


def test_nobody_imports_his_own_access(cast: Any, second: Any) -> None:
    work = import_access(cast.administrator.actor, employee=3, administrator=1)
    assert [(each.line, each.message) for each in work.outcomes[0].problems] == [
        (3, "Nobody changes his own access.")
    ]
    assert access_of(cast.administrator) == Access.ADMINISTRATOR
    assert access_of(cast.employee) == Access.EMPLOYEE


def test_an_administrator_imports_the_access_of_others(cast: Any, second: Any) -> None:
    assert import_access(cast.administrator.actor, reader=1, employee=3, administrator=4).ok
    assert (access_of(second), access_of(cast.employee)) == (Access.READER, Access.EDITOR)


def test_an_import_by_who_is_no_longer_administrator_is_refused(cast: Any, second: Any) -> None:
    stale = second.actor
    set_access(actor=cast.administrator.actor, person=second.person, access=Access.READER)
    assert not import_access(stale, administrator=1).ok
    assert access_of(cast.administrator) == Access.ADMINISTRATOR


def test_the_system_imports_any_access(cast: Any) -> None:
    row = PersonRow(code="administrator", name="Administrator", access=1)
    written = Written(parts.get("organisation.people"), [(row, lambda _path: 1)])
    outcome = Outcome()
    bring_in([written], actor=SYSTEM, plan=None, outcome=outcome, reason="import")
    assert outcome.stored
    assert access_of(cast.administrator) == Access.READER


def test_of_two_who_demote_each_other_the_second_is_refused(cast: Any, second: Any) -> None:
    first, stale = cast.administrator, second.actor
    set_access(actor=first.actor, person=second.person, access=Access.READER)
    with pytest.raises(PermissionDenied):
        set_access(actor=stale, person=first.person, access=Access.READER)
    with pytest.raises(PermissionDenied):
        set_account(actor=stale, person=first.person, user=None)
    with pytest.raises(PermissionDenied):
        delete_record(actor=stale, record=first.person)
    assert first.actor.is_administrator


def test_an_administrator_whose_account_was_taken_away_is_refused(cast: Any, second: Any) -> None:
    stale = second.actor
    set_account(actor=cast.administrator.actor, person=second.person, user=None)
    with pytest.raises(PermissionDenied):
        set_access(actor=stale, person=cast.administrator.person, access=Access.READER)
    second.user.is_active = False
    second.user.save()
    with pytest.raises(PermissionDenied):
        delete_record(actor=stale, record=cast.administrator.person)


def test_one_administrator_deletes_another(cast: Any, second: Any) -> None:
    delete_record(actor=cast.administrator.actor, record=second.person)
    assert not Person.objects.filter(pk=second.person.pk).exists()


def test_the_last_administrator_stays_whoever_asks(cast: Any) -> None:
    last = cast.administrator.person
    Person.objects.create(code="no-account", name="X", access=Access.ADMINISTRATOR)
    with pytest.raises(PermissionDenied, match="nobody with an account"):
        set_access(actor=SYSTEM, person=last, access=Access.READER)
    with pytest.raises(PermissionDenied, match="nobody with an account"):
        set_account(actor=SYSTEM, person=last, user=None)
    with pytest.raises(PermissionDenied, match="nobody with an account"):
        delete_record(actor=SYSTEM, record=last)
    set_account(actor=SYSTEM, person=last, user=cast.outsider.user)
    assert cast.outsider.actor.is_administrator


def test_nobody_changes_his_own_access_by_any_way(cast: Any, second: Any) -> None:
    own = cast.administrator
    with pytest.raises(PermissionDenied, match="own access"):
        change_record(actor=own.actor, record=own.person, changes={"access": 1})
    change_record(actor=own.actor, record=own.person, changes={"name": "Somebody"})
