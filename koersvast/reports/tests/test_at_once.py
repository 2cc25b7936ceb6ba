"""People who do something with a report at the same moment: one of them wins, nothing is lost."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from koersvast.reports.models import Making, Version
from koersvast.reports.selectors import words_of
from koersvast.reports.services import (
    ask_new,
    correct,
    delete_draft,
    finalise,
    store_renewed,
    write_words,
)
from koersvast.reports.services.making import drafted_of
from koersvast.reports.tests.conftest import ON, asked, stored

pytestmark = pytest.mark.django_db(transaction=True)


def refusals(found):
    return [each for each in found if isinstance(each, Exception)]


def freeze(player, version):
    return finalise(actor=player.actor, version=version, edition=version.edition, on=ON)


def test_two_who_make_it_final_at_once_make_it_final_once(at_once, cast, small):
    version = stored(cast.employee, small)
    jobs = [lambda: freeze(cast.employee, version), lambda: freeze(cast.secretary, version)]
    assert refusals(at_once(*jobs)) == []
    frozen = Version.objects.get()
    assert (frozen.edition, frozen.is_final) == (2, True)


def test_two_corrections_at_once_are_one(at_once, cast, small):
    version = freeze(cast.employee, stored(cast.employee, small))

    def fix(player):
        return lambda: correct(actor=player.actor, version=version, reason="Een bedrag", on=ON)

    (refused,) = refusals(at_once(fix(cast.employee), fix(cast.secretary)))
    assert isinstance(refused, ValidationError)
    assert [each.number for each in Version.objects.order_by("number")] == [1, 2]


def test_what_is_written_while_the_facts_are_renewed_is_there_or_was_refused(at_once, cast, small):
    version = stored(cast.employee, small)
    drafted = drafted_of(cast.employee.actor, version.report)
    actor, words = cast.employee.actor, {"introduction": "Mijn woorden."}
    found = at_once(
        lambda: store_renewed(actor=actor, report=version.report, drafted=drafted, on=ON),
        lambda: write_words(actor=actor, version=version, words=words, edition=1),
    )
    refused = refusals(found)
    assert all(isinstance(each, ValidationError) for each in refused)
    kept = Version.objects.get()
    assert words_of(kept) == ({} if refused else words)
    assert kept.edition == 3 - len(refused)


def test_a_draft_that_one_throws_away_while_another_freezes_it_is_gone_or_final(
    at_once, cast, small
):
    version = stored(cast.employee, small)
    (refused,) = refusals(
        at_once(
            lambda: delete_draft(actor=cast.employee.actor, version=version, edition=1),
            lambda: freeze(cast.secretary, version),
        )
    )
    assert isinstance(refused, ValidationError | Http404)
    assert [each.is_final for each in Version.objects.all()] in ([], [True])


def test_two_clicks_at_once_ask_for_one_report(at_once, cast, small):
    def ask():
        return ask_new(actor=cast.employee.actor, plan=small.plan, **asked())

    assert refusals(at_once(ask, ask)) == []
    assert Making.objects.count() == 1
