"""Judging, closing, measures and scales: what is stored and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from koersvast.core.actors import Actor
from koersvast.core.periods import parse_period
from koersvast.core.services import Conflict, change_record, delete_record
from koersvast.organisation.models import Role
from koersvast.risk.models import Measure, Risk, Scale, ScaleLevel, Score
from koersvast.risk.services import (
    add_example_scales,
    add_measure,
    change_score,
    close_risk,
    reopen_risk,
    score_risk,
    set_measure_state,
)
from koersvast.risk.tests.risks import DAY, measure, risk, score
from tests.cast import Cast, SmallPlan

pytestmark = pytest.mark.usefixtures("small")


@pytest.fixture
def own(small: SmallPlan) -> Risk:
    """A risk that the employee owns."""
    return risk(owner="employee")


def judge(actor: Actor, of: Risk, **said: Any) -> Score:
    return score_risk(actor=actor, risk=of, **{"on": DAY, "probability": 3, "time": 4, **said})


def refusal(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        call(*args, **kwargs)
    return " ".join(caught.value.messages)


def test_an_owner_judges_his_risk_and_the_history_says_so(cast: Cast, own: Risk) -> None:
    measure(own)
    made = judge(cast.employee.actor, own, moment="after", money_likely=Decimal(500), note="Zo")
    stored = Score.objects.get()
    assert (stored.pk, stored.moment, stored.time, stored.note) == (made.pk, "after", 4, "Zo")
    assert stored.money_likely == 500 and not stored.illustrative
    assert stored.history.get().history_user == cast.employee.user


def test_before_and_after_measures_may_be_judged_on_one_day(cast: Cast, own: Risk) -> None:
    measure(own)
    judge(cast.employee.actor, own)
    judge(cast.employee.actor, own, moment="after")
    assert Score.objects.count() == 2


def test_a_second_score_of_a_day_is_refused(cast: Cast, own: Risk) -> None:
    judge(cast.employee.actor, own)
    assert "al beoordeeld" in refusal(judge, cast.employee.actor, own, probability=1)
    assert Score.objects.get().probability == 3


def test_a_day_that_has_not_come_is_refused(cast: Cast, own: Risk) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert refusal(judge, cast.employee.actor, own, on=tomorrow)
    judge(cast.employee.actor, own, on=timezone.localdate())
    assert Score.objects.count() == 1


def test_a_score_that_gives_no_impact_is_refused(cast: Cast, own: Risk) -> None:
    assert refusal(judge, cast.employee.actor, own, time=None)


def test_euros_that_do_not_rise_are_refused(cast: Cast, own: Risk) -> None:
    falling = {"money_low": Decimal(5), "money_likely": Decimal(4)}
    assert refusal(judge, cast.employee.actor, own, **falling)
    assert refusal(judge, cast.employee.actor, own, money_likely=Decimal(-1))
    assert not Score.objects.exists()


def test_a_precondition_has_no_score(cast: Cast) -> None:
    assert refusal(judge, cast.secretary.actor, risk(kind="precondition"))


def test_without_a_measure_nobody_judges_after_measures(cast: Cast, own: Risk) -> None:
    made = judge(cast.employee.actor, own)
    sentence = "heeft nog geen maatregelen"
    assert sentence in refusal(judge, cast.employee.actor, own, moment="after")
    change = {"moment": "after"}
    actor = cast.employee.actor
    assert sentence in refusal(change_score, actor=actor, score=made, changes=change)
    assert [each.moment for each in Score.objects.all()] == ["before"]


def test_the_last_measure_stays_while_a_score_is_about_it(cast: Cast, own: Risk) -> None:
    first, second = measure(own), measure(own, "RI1.2")
    after = judge(cast.employee.actor, own, moment="after")
    delete_record(actor=cast.employee.actor, record=second)
    for call in (
        lambda: delete_record(actor=cast.secretary.actor, record=first),
        lambda: change_record(
            actor=cast.secretary.actor, record=first, changes={"risk": risk("RI2")}
        ),
    ):
        with pytest.raises(PermissionDenied, match="enige maatregel"):
            call()
    change_record(actor=cast.employee.actor, record=first, changes={"text": "Anders"})
    delete_record(actor=cast.secretary.actor, record=after)
    delete_record(actor=cast.secretary.actor, record=first)
    assert not Measure.objects.exists()


def test_a_closed_risk_is_not_judged(cast: Cast, own: Risk) -> None:
    made = judge(cast.employee.actor, own)
    close_risk(actor=cast.employee.actor, risk=own, on=DAY)
    assert refusal(judge, cast.employee.actor, own, on=DAY + timedelta(days=1))
    change = {"probability": 1}
    assert refusal(change_score, actor=cast.employee.actor, score=made, changes=change)


@pytest.mark.parametrize("who", ["reader", "director", "outsider"])
def test_somebody_else_judges_nothing(cast: Cast, own: Risk, who: str) -> None:
    actor = getattr(cast, who).actor
    made = score(own, 2, 2)
    for call in (
        lambda: judge(actor, own, on=date(2023, 2, 2)),
        lambda: change_score(actor=actor, score=made, changes={"probability": 5}),
        lambda: close_risk(actor=actor, risk=own, on=DAY),
        lambda: reopen_risk(actor=actor, risk=own),
        lambda: add_measure(actor=actor, risk=own, text="Iets"),
        lambda: add_example_scales(actor=actor),
    ):
        with pytest.raises(PermissionDenied):
            call()
    made.refresh_from_db()
    assert made.probability == 2


def test_a_score_is_changed_and_is_no_longer_made_up(cast: Cast, own: Risk) -> None:
    made = score(own, 2, 2, illustrative=True)
    changes = {"probability": 4, "risk": risk("RI2")}
    changed = change_score(actor=cast.employee.actor, score=made, changes=changes)
    assert set(changed) == {"probability", "illustrative"}
    made.refresh_from_db()
    assert (made.probability, made.illustrative, made.risk) == (4, False, own)


def test_a_change_that_changes_nothing_is_none(cast: Cast, own: Risk) -> None:
    made = score(own, 2, 2)
    changes = {"probability": 2}
    assert change_score(actor=cast.employee.actor, score=made, changes=changes) == []


def test_a_score_is_not_moved_to_a_day_that_has_one(cast: Cast, own: Risk) -> None:
    measure(own)
    score(own, 2, 2)
    other = score(own, 3, 3, date=date(2023, 3, 1))
    actor = cast.employee.actor
    assert "al beoordeeld" in refusal(change_score, actor=actor, score=other, changes={"date": DAY})
    change_score(actor=actor, score=other, changes={"date": DAY, "moment": "after"})
    assert Score.objects.filter(date=DAY).count() == 2


def test_a_changed_score_still_says_something_of_a_day_that_has_come(cast: Cast, own: Risk) -> None:
    made = score(own, 2, 2)
    actor = cast.employee.actor
    assert refusal(change_score, actor=actor, score=made, changes={"time": None})
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert refusal(change_score, actor=actor, score=made, changes={"date": tomorrow})


def test_what_somebody_else_changed_meanwhile_is_shown(cast: Cast, own: Risk) -> None:
    made = judge(cast.employee.actor, own)
    change_score(actor=cast.secretary.actor, score=made, changes={"probability": 5}, version=1)
    with pytest.raises(Conflict):
        change_score(actor=cast.employee.actor, score=made, changes={"probability": 1}, version=1)


def test_a_risk_is_closed_and_reopened(cast: Cast, own: Risk) -> None:
    actor = cast.employee.actor
    assert close_risk(actor=actor, risk=own, on=DAY)
    assert not close_risk(actor=actor, risk=own, on=DAY)
    assert Risk.objects.get(pk=own.pk).closed_on == DAY
    assert reopen_risk(actor=actor, risk=own)
    assert not reopen_risk(actor=actor, risk=own)
    assert Risk.objects.get(pk=own.pk).closed_on is None


def test_a_risk_is_not_closed_ahead(cast: Cast, own: Risk) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert refusal(close_risk, actor=cast.employee.actor, risk=own, on=tomorrow)


def test_a_measure_gets_the_next_code_and_place(cast: Cast, own: Risk) -> None:
    measure(own, "RI1.1", position=3)
    role = Role.objects.get(code="director")
    made = add_measure(
        actor=cast.employee.actor,
        risk=own,
        text=" Huur in ",
        role=role,
        due=parse_period("Q2 2023"),
        state="planned",
    )
    assert (made.code, made.position, made.text, made.state) == ("RI1.2", 4, "Huur in", "planned")
    assert (made.plan, made.role, str(made.due)) == (own.plan, role, "Q2 2023")


def test_who_sends_a_measure_twice_means_it_once(cast: Cast, own: Risk) -> None:
    first = add_measure(actor=cast.employee.actor, risk=own, text="Huur in")
    again = add_measure(actor=cast.employee.actor, risk=own, text="Huur in")
    assert first.pk == again.pk
    set_measure_state(actor=cast.employee.actor, measure=first, state="done")
    new = add_measure(actor=cast.employee.actor, risk=own, text="Huur in")
    assert (new.code, Measure.objects.count()) == ("RI1.2", 2)


def test_an_empty_measure_is_refused(cast: Cast, own: Risk) -> None:
    assert refusal(add_measure, actor=cast.employee.actor, risk=own, text="  ")


def test_who_is_responsible_says_how_far_a_measure_is(cast: Cast, own: Risk) -> None:
    made = measure(own, role=Role.objects.get(code="director"))
    assert set_measure_state(actor=cast.director.actor, measure=made, state="running")
    assert not set_measure_state(actor=cast.director.actor, measure=made, state="running")
    assert set_measure_state(actor=cast.employee.actor, measure=made, state="done")
    with pytest.raises(PermissionDenied):
        set_measure_state(actor=cast.reader.actor, measure=made, state="planned")
    with pytest.raises(PermissionDenied):
        change_record(actor=cast.director.actor, record=made, changes={"text": "Anders"})
    assert refusal(set_measure_state, actor=cast.employee.actor, measure=made, state="ooit")
    stored = Measure.objects.get()
    assert (stored.state, stored.text, stored.version) == ("done", "Doe iets", 3)


def test_an_owner_does_not_give_his_risk_to_another(cast: Cast, own: Risk) -> None:
    other = {"owner_role": Role.objects.get(code="director")}
    with pytest.raises(PermissionDenied, match="programmasecretaris"):
        change_record(actor=cast.employee.actor, record=own, changes=other)
    change_record(actor=cast.employee.actor, record=own, changes={"title": "Anders"})
    change_record(actor=cast.secretary.actor, record=own, changes=other)
    assert Risk.objects.get().title == "Anders"


def test_the_example_of_scales_is_complete_and_marked(cast: Cast) -> None:
    assert add_example_scales(actor=cast.secretary.actor) == 25
    for scale in Scale.values:
        levels = ScaleLevel.objects.filter(scale=scale, illustrative=True)
        assert [each.level for each in levels] == [1, 2, 3, 4, 5]
    assert refusal(add_example_scales, actor=cast.secretary.actor)
    assert ScaleLevel.objects.count() == 25
