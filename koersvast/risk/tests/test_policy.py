"""Who keeps which risk."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from koersvast.core.policy import policies
from koersvast.risk.models import Measure, Risk, ScaleLevel, Score
from koersvast.risk.policy import may_set_state
from koersvast.risk.tests.risks import DAY, measure, risk, score
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("small")


def test_secretaries_keep_everything(cast: Cast) -> None:
    one = risk()
    for row in (one, measure(one), score(one, 1, 1), ScaleLevel()):
        policy = policies.of(row)
        assert policy.may_add(cast.secretary.actor)
        assert policy.may_change(cast.secretary.actor, row)
        assert policy.may_delete(cast.secretary.actor, row)
        assert not policy.may_add(cast.reader.actor)
        assert not policy.may_change(cast.reader.actor, row)


def test_an_owner_keeps_his_risk_and_what_hangs_on_it(cast: Cast) -> None:
    own, other = risk(owner="employee"), risk("RI2", owner="director")
    actor = cast.employee.actor
    assert policies.of(Risk).may_change(actor, own)
    assert not policies.of(Risk).may_change(actor, other)
    assert not policies.of(Risk).may_delete(actor, own)
    assert not policies.of(Risk).may_add(actor)
    for make in (measure(own), score(own, 1, 1)):
        assert policies.of(make).may_delete(actor, make)
    for make in (measure(other, "RI2.1"), score(other, 1, 1)):
        assert not policies.of(make).may_change(actor, make)


def test_a_role_that_is_held_no_more_keeps_nothing(cast: Cast) -> None:
    own = risk(owner="employee")
    assert not policies.of(Risk).may_change(cast.director.actor, own)
    assert not policies.of(Score).may_add(cast.reader.actor)
    assert not policies.of(Score).may_add(cast.director.actor)
    assert policies.of(Score).may_add(cast.employee.actor)


def test_a_risk_without_owner_is_nobodys(cast: Cast) -> None:
    loose = risk()
    made = measure(loose)
    for player in (cast.reader, cast.employee, cast.director, cast.outsider):
        assert not policies.of(Risk).may_change(player.actor, loose)
        assert not may_set_state(player.actor, made)


def test_many_rows_are_asked_about_at_once(cast: Cast) -> None:
    own, other = risk(owner="employee"), risk("RI2")
    rows = [Score(risk_id=each.pk, date=DAY, probability=1) for each in (own, other, own)]
    actor = cast.employee.actor
    with CaptureQueriesContext(connection) as queries:
        assert policies.of(Score).may_add_each(actor, rows) == [True, False, True]
    assert len(queries) == 1
    assert policies.of(Measure).may_add_each(cast.secretary.actor, []) == []
