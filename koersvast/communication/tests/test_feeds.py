"""A calendar by a token: what stands in it, how it follows changes, and who gets it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from koersvast.communication import selectors, throttle
from koersvast.communication.models import CalendarFeed, CommunicationMoment, MomentRole
from koersvast.communication.services import (
    Links,
    change_message,
    hash_of,
    links_of,
    make_feed,
    renew_feed,
    unchanged_since,
    withdraw_feed,
)
from koersvast.communication.services import feeds as feed_services
from koersvast.communication.tests.small_messages import (
    SECRET,
    Messages,
    closed_decision,
    closed_proposal,
)
from koersvast.core.actors import SYSTEM, Access
from koersvast.core.periods import parse_period
from koersvast.core.services import delete_record, restore_batch
from koersvast.core.signature import batch_of
from koersvast.decisions.models import Body, DecisionMoment, Membership
from koersvast.organisation.models import Role, RoleHolding
from tests.cast import Cast, Player

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_was_slowed() -> None:
    cache.clear()


def token_of(player: Player, work: Any = None) -> str:
    return make_feed(actor=player.actor, work=work)[1]


def get(token: str, **headers: str) -> Any:
    """Fetch a calendar the way a calendar programme does: without signing in."""
    return Client().get(f"/feeds/{token}.ics", headers=headers)


def events(token: str) -> dict[str, Any]:
    """Return the events of a calendar by their title, read by the library."""
    answer = get(token)
    assert answer.status_code == 200
    whole = Calendar.from_ical(answer.content)
    return {str(event["SUMMARY"]): event for event in whole.walk("VEVENT")}


def test_a_person_gets_the_messages_in_which_one_of_his_roles_acts(
    cast: Cast, messages: Messages
) -> None:
    messages.moment("C1", "16 juni 2023", points=["De aanleiding; het waarom"])
    messages.moment("C2", "17 juni 2023", roles=[Role.objects.get(code="director")])
    found = events(token_of(cast.employee))
    assert list(found) == ["Bericht C1"]
    event = found["Bericht C1"]
    assert event["DTSTART"].dt == date(2023, 6, 16)
    assert event["DTEND"].dt == date(2023, 6, 17)
    assert event["STATUS"] == "CONFIRMED"
    assert "Voor: Gemeenteraad" in event["DESCRIPTION"]
    assert "De aanleiding; het waarom" in event["DESCRIPTION"]
    assert event["URL"].startswith("http://testserver/registers/communication-moments/")


def test_a_week_lasts_seven_days(cast: Cast, messages: Messages) -> None:
    messages.moment("C1", "week 24 2023")
    event = events(token_of(cast.employee))["Bericht C1"]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2023, 6, 12), date(2023, 6, 19))


def test_a_work_brings_the_messages_of_all_below_it(cast: Cast, messages: Messages) -> None:
    works = messages.small.works
    messages.moment("C1", "16 juni 2023", work=works["T1"])
    messages.moment("C2", "17 juni 2023", work=works["W"], roles=[])
    messages.moment("C3", "18 juni 2023", work=works["X"])
    assert list(events(token_of(cast.reader, works["W"]))) == ["Bericht C1", "Bericht C2"]


def test_what_has_no_date_is_not_in_it(cast: Cast, messages: Messages) -> None:
    messages.moment("C1")
    messages.moment("C2", rhythm="periodiek")
    messages.moment("C3", rhythm="wekelijks")
    assert events(token_of(cast.employee)) == {}


def test_a_readable_rhythm_repeats_by_rule(cast: Cast, messages: Messages) -> None:
    messages.moment("C1", "7 juni 2023", rhythm="elke twee weken")
    event = events(token_of(cast.employee))["Bericht C1"]
    assert event["RRULE"]["FREQ"] == ["WEEKLY"]
    assert event["RRULE"]["INTERVAL"] == [2]


def test_a_rhythm_that_was_done_ends(cast: Cast, messages: Messages) -> None:
    messages.moment("C1", "7 juni 2023", rhythm="wekelijks", done=True, done_on=date(2023, 7, 5))
    event = events(token_of(cast.employee))["Bericht C1"]
    assert event["RRULE"]["UNTIL"] == [date(2023, 7, 5)]


def test_a_rhythm_within_a_period_is_written_out(cast: Cast, messages: Messages) -> None:
    month = timezone.localdate().strftime("%Y-%m")
    messages.moment("C1", month, rhythm="wekelijks")
    whole = Calendar.from_ical(get(token_of(cast.employee)).content)
    found = whole.walk("VEVENT")
    assert len(found) >= 4
    assert len({str(event["UID"]) for event in found}) == len(found)


def test_a_change_keeps_the_uid_and_raises_the_sequence(cast: Cast, messages: Messages) -> None:
    moment = messages.moment("C1", "16 juni 2023")
    token = token_of(cast.employee)
    before = events(token)["Bericht C1"]
    change_message(
        actor=SYSTEM,
        moment=moment,
        changes={"title": "Verzet", "when": parse_period("20 juni 2023")},
        links=links_of(moment),
    )
    after = events(token)["Verzet"]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt
    assert after["DTSTART"].dt == date(2023, 6, 20)


def test_another_audience_raises_the_sequence_too(cast: Cast, messages: Messages) -> None:
    moment = messages.moment("C1", "16 juni 2023")
    token = token_of(cast.employee)
    before = events(token)["Bericht C1"]
    links = links_of(moment)
    wider = Links([*links.audiences, messages.press], links.channels, links.roles, links.points)
    change_message(actor=SYSTEM, moment=moment, changes={}, links=wider)
    after = events(token)["Bericht C1"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert "Pers" in after["DESCRIPTION"]


def test_a_cancelled_message_says_so(cast: Cast, messages: Messages) -> None:
    messages.moment("C1", "16 juni 2023", cancelled_on=date(2023, 6, 1))
    assert events(token_of(cast.employee))["Bericht C1"]["STATUS"] == "CANCELLED"


def test_a_deleted_message_stays_for_a_while_as_cancelled(cast: Cast, messages: Messages) -> None:
    moment = messages.moment("C1", "16 juni 2023")
    own, of_work = token_of(cast.employee), token_of(cast.reader, messages.small.works["W"])
    before = events(own)["Bericht C1"]
    delete_record(actor=cast.secretary.actor, record=moment)
    for token in (own, of_work):
        after = events(token)["Bericht C1"]
        assert after["UID"] == before["UID"]
        assert after["STATUS"] == "CANCELLED"
        assert after["SEQUENCE"] > before["SEQUENCE"]
    CommunicationMoment.history.filter(history_type="-").update(
        history_date=timezone.now() - selectors.REMEMBERED - timedelta(days=1)
    )
    assert events(own) == {}


def test_what_was_deleted_and_put_back_stands_there_once(cast: Cast, messages: Messages) -> None:
    moment = messages.moment("C1", "16 juni 2023")
    token = token_of(cast.employee)
    key = moment.pk
    delete_record(actor=cast.secretary.actor, record=moment)
    gone = CommunicationMoment.history.filter(id=key, history_type="-").latest()
    restore_batch(actor=cast.secretary.actor, batch=batch_of(gone))
    assert events(token)["Bericht C1"]["STATUS"] == "CONFIRMED"
    assert get(token).content.count(b"BEGIN:VEVENT") == 1


def test_a_deleted_message_of_other_roles_is_not_shown(cast: Cast, messages: Messages) -> None:
    moment = messages.moment("C1", "16 juni 2023", roles=[Role.objects.get(code="director")])
    token = token_of(cast.employee)
    delete_record(actor=cast.secretary.actor, record=moment)
    assert events(token) == {}


def test_decision_moments_of_ones_bodies_come_along(cast: Cast, messages: Messages) -> None:
    employee = Role.objects.get(code="employee")
    seat = Body.objects.create(code="b1", name="Stuurgroep", kind="steering_group")
    kept = Body.objects.create(code="b2", name="College", kind="college", secretary_role=employee)
    other = Body.objects.create(code="b3", name="Raad", kind="council")
    past = Body.objects.create(code="b4", name="Oud", kind="consultation")
    Membership.objects.create(body=seat, role=employee)
    Membership.objects.create(body=past, role=employee, valid_to=date(2020, 1, 1))
    moments = {}
    for body in (seat, kept, other, past):
        moments[body.code] = DecisionMoment.objects.create(
            plan=messages.small.plan,
            code=body.code,
            body=body,
            title="Vergadering",
            when=parse_period("5 juli 2023"),
        )
    token = token_of(cast.employee)
    before = events(token)
    assert set(before) == {"Stuurgroep: Vergadering", "College: Vergadering"}
    delete_record(actor=SYSTEM, record=moments["b1"])
    assert events(token)["Vergadering"]["STATUS"] == "CANCELLED"


def test_a_waiting_message_is_tentative_and_says_for_what(cast: Cast, messages: Messages) -> None:
    body = Body.objects.create(code="b", name="Raad", kind="council")
    awaited = DecisionMoment.objects.create(
        plan=messages.small.plan, code="d", body=body, title="Raadsvergadering"
    )
    messages.moment("C1", "16 juni 2023", decision_moment=awaited)
    event = events(token_of(cast.employee))["Bericht C1"]
    assert event["STATUS"] == "TENTATIVE"
    assert "Raadsvergadering" in event["DESCRIPTION"]


def test_a_closed_proposal_is_never_in_a_calendar_of_who_may_not_see_it(
    cast: Cast, messages: Messages
) -> None:
    proposal = closed_proposal(messages.small, cast.director.person)
    roles = list(Role.objects.filter(code__in=["employee", "director"]))
    messages.moment("C1", "16 juni 2023", proposal=proposal, roles=roles)
    for player, knows in ((cast.employee, False), (cast.secretary, False), (cast.director, True)):
        token = token_of(player, messages.small.works["W"])
        text = get(token).content.decode().replace("\r\n ", "")
        assert (SECRET in text) is knows
        assert ("TENTATIVE" in text) is knows
        assert "Bericht C1" in text


def test_a_decision_on_a_closed_proposal_neither(cast: Cast, messages: Messages) -> None:
    decision = closed_decision(messages.small, cast.director.person)
    messages.moment("C1", "16 juni 2023", decision=decision)
    text = get(token_of(cast.employee)).content.decode().replace("\r\n ", "")
    assert SECRET not in text


def test_rights_are_those_of_now(cast: Cast, messages: Messages) -> None:
    messages.moment("C1", "16 juni 2023")
    own, of_work = token_of(cast.employee), token_of(cast.employee, messages.small.works["W"])
    assert len(events(own)) == len(events(of_work)) == 1
    RoleHolding.objects.filter(person=cast.employee.person).delete()
    assert events(own) == {}
    person = cast.employee.person
    assert person is not None
    person.access = Access.NONE
    person.save()
    assert events(of_work) == {}
    assert "Bedrijfsvoering" not in get(of_work).content.decode()


def test_an_account_that_was_closed_gets_nothing(cast: Cast, messages: Messages) -> None:
    messages.moment("C1", "16 juni 2023")
    token = token_of(cast.employee)
    cast.employee.user.is_active = False
    cast.employee.user.save()
    assert events(token) == {}


@pytest.mark.parametrize("token", ["onbekend", "a" * 43, "é" * 10])
def test_an_unknown_token_is_answered_with_a_sentence(cast: Cast, token: str) -> None:
    answer = get(token)
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/plain")
    assert "Dit agenda-adres werkt niet" in answer.content.decode()
    assert "Location" not in answer


def test_a_withdrawn_token_is_answered_like_an_unknown_one(cast: Cast, messages: Messages) -> None:
    feed, token = make_feed(actor=cast.employee.actor)
    assert get(token).status_code == 200
    assert withdraw_feed(actor=cast.employee.actor, feed=feed)
    assert get(token).status_code == 404
    assert get(token).content == get("onbekend").content
    assert not withdraw_feed(actor=cast.employee.actor, feed=feed)
    with pytest.raises(ValidationError):
        renew_feed(actor=cast.employee.actor, feed=feed)


def test_a_renewed_token_closes_the_old_address(cast: Cast, messages: Messages) -> None:
    feed, token = make_feed(actor=cast.employee.actor)
    fresh = renew_feed(actor=cast.employee.actor, feed=feed)
    assert get(token).status_code == 404
    assert get(fresh).status_code == 200


def test_only_a_hash_of_the_token_is_kept(cast: Cast, messages: Messages) -> None:
    feed, token = make_feed(actor=cast.employee.actor)
    feed.refresh_from_db()
    assert token not in str(vars(feed))
    assert feed.token_hash == hash_of(token)
    assert len(token) >= 43
    assert token not in str(list(CalendarFeed.history.values()))


def test_nobody_touches_the_subscription_of_another(cast: Cast, messages: Messages) -> None:
    feed, _token = make_feed(actor=cast.employee.actor)
    for act in (renew_feed, withdraw_feed):
        with pytest.raises(PermissionDenied):
            act(actor=cast.administrator.actor, feed=feed)


def test_who_may_not_read_makes_none(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        make_feed(actor=cast.outsider.actor)
    with pytest.raises(PermissionDenied):
        make_feed(actor=SYSTEM)


def test_subscriptions_have_a_limit(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_services, "MOST_FEEDS", 1)
    make_feed(actor=cast.employee.actor)
    with pytest.raises(ValidationError):
        make_feed(actor=cast.employee.actor)


def test_nothing_new_is_answered_with_304(cast: Cast, messages: Messages) -> None:
    moment = messages.moment("C1", "16 juni 2023")
    token = token_of(cast.employee)
    first = get(token)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert get(token).content == first.content
    same = get(token, **{"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert get(token, **{"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    change_message(actor=SYSTEM, moment=moment, changes={"title": "Anders"}, links=links_of(moment))
    assert get(token, **{"If-None-Match": first["ETag"]}).status_code == 200
    assert get(token, **{"If-Modified-Since": first["Last-Modified"]}).status_code == 200


def test_another_right_makes_it_new_too(cast: Cast, messages: Messages) -> None:
    messages.moment("C1", "16 juni 2023")
    token = token_of(cast.employee)
    first = get(token)
    MomentRole.objects.all().delete()
    assert get(token, **{"If-Modified-Since": first["Last-Modified"]}).status_code == 200


def test_since_when_it_is_what_it_is(cast: Cast) -> None:
    feed, _token = make_feed(actor=cast.employee.actor)
    first = unchanged_since(feed=feed, fingerprint="a")
    assert unchanged_since(feed=feed, fingerprint="a") == first
    assert unchanged_since(feed=feed, fingerprint="b") > first


def test_an_address_leaves_no_trace(cast: Cast, messages: Messages) -> None:
    for answer in (get(token_of(cast.employee)), get("onbekend")):
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "private" in answer["Cache-Control"]


def test_who_tries_many_addresses_is_slowed(
    cast: Cast, messages: Messages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "TRIES", 2)
    assert [get(f"gok{number}").status_code for number in range(4)] == [404, 404, 429, 429]


def test_a_working_address_never_counts_as_a_guess(
    cast: Cast, messages: Messages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "TRIES", 2)
    token = token_of(cast.employee)
    assert {get(token).status_code for _number in range(4)} == {200}


def test_a_working_address_answers_also_where_others_guessed(
    cast: Cast, messages: Messages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A calendar service fetches for many from one place, withdrawn addresses among them."""
    monkeypatch.setattr(throttle, "TRIES", 1)
    token = token_of(cast.employee)
    assert [get(each).status_code for each in ("gok1", "gok2", token)] == [404, 429, 200]


def test_long_and_foreign_titles_are_folded_by_the_rules(cast: Cast, messages: Messages) -> None:
    title = "Coördinatie, gesprekken; en \\ " + "é" * 200
    messages.moment("C1", "16 juni 2023", title=title)
    token = token_of(cast.employee)
    assert all(len(line) <= 75 for line in get(token).content.split(b"\r\n"))
    assert title in events(token)
