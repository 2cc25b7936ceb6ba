"""Planning and changing a message, by service and by form; saying that it was done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from koersvast.communication.models import (
    Audience,
    CommunicationMoment,
    MomentPoint,
)
from koersvast.communication.services import (
    Links,
    change_message,
    complete_message,
    links_of,
    mark_of,
    plan_message,
)
from koersvast.communication.tests.small_messages import SECRET, Messages, closed_decision
from koersvast.core.periods import parse_period
from koersvast.core.services import Conflict
from koersvast.direction.models import Plan
from koersvast.organisation.models import Role
from koersvast.work.models import Milestone
from koersvast.work.services import Overtaken
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NEW = "/registers/communication-moments/new/"


def unsaved(messages: Messages, code: str = "C9") -> CommunicationMoment:
    small = messages.small
    return CommunicationMoment(
        plan=small.plan,
        work=small.works["T1"],
        code=code,
        title="Nieuws",
        when=parse_period("week 24 2023"),
    )


def test_a_message_is_stored_with_all_that_hangs_on_it(cast: Cast, messages: Messages) -> None:
    role = Role.objects.get(code="employee")
    links = Links([messages.council], [messages.letter], [role], ["Een", " Twee ", "Een", ""])
    moment = unsaved(messages)
    plan_message(actor=cast.director.actor, moment=moment, links=links)
    stored = links_of(moment)
    assert stored == Links([messages.council], [messages.letter], [role], ["Een", "Twee"])
    assert moment.history.latest().history_user == cast.director.user
    assert MomentPoint.history.count() == 2


def test_who_does_not_keep_the_work_plans_nothing(cast: Cast, messages: Messages) -> None:
    with pytest.raises(PermissionDenied):
        plan_message(actor=cast.employee.actor, moment=unsaved(messages), links=Links())
    assert not CommunicationMoment.objects.exists()


def test_an_audience_of_another_plan_is_refused_and_nothing_stored(
    cast: Cast, messages: Messages
) -> None:
    other = Plan.objects.create(code="Q", title="Ander plan", reference_date=date(2023, 1, 1))
    theirs = Audience.objects.create(plan=other, code="a", name="Hun raad")
    with pytest.raises(ValidationError):
        plan_message(actor=cast.secretary.actor, moment=unsaved(messages), links=Links([theirs]))
    assert not CommunicationMoment.objects.exists()


def test_lists_are_replaced_and_their_order_kept(cast: Cast, messages: Messages) -> None:
    moment = messages.moment("C1", points=["Een", "Twee", "Drie"])
    links = Links([messages.press], [messages.letter, messages.intranet], [], ["Drie", "Vier"])
    assert change_message(
        actor=cast.secretary.actor, moment=moment, changes={"title": "Anders"}, links=links
    )
    moment.refresh_from_db()
    assert moment.title == "Anders"
    assert links_of(moment) == links
    assert not change_message(
        actor=cast.secretary.actor, moment=moment, changes={"title": "Anders"}, links=links
    )


def test_two_who_change_the_lists_at_once_are_told_so(cast: Cast, messages: Messages) -> None:
    moment = messages.moment("C1")
    seen = mark_of(links_of(moment))
    first = Links([messages.council, messages.press])
    change_message(actor=cast.director.actor, moment=moment, changes={}, links=first, seen=seen)
    with pytest.raises(Overtaken) as refused:
        change_message(
            actor=cast.secretary.actor,
            moment=moment,
            changes={"title": "Verloren"},
            links=Links([messages.press]),
            seen=seen,
        )
    assert "Gemeenteraad" in str(refused.value)
    moment.refresh_from_db()
    assert moment.title == "Bericht C1"
    change_message(
        actor=cast.secretary.actor,
        moment=moment,
        changes={},
        links=Links([messages.press]),
        seen=refused.value.seen,
    )
    assert links_of(moment).audiences == [messages.press]


def test_two_who_change_the_same_field_are_told_so(cast: Cast, messages: Messages) -> None:
    moment = messages.moment("C1")
    links = links_of(moment)
    change_message(
        actor=cast.director.actor, moment=moment, changes={"title": "Een"}, links=links, version=1
    )
    with pytest.raises(Conflict):
        change_message(
            actor=cast.secretary.actor,
            moment=moment,
            changes={"title": "Twee"},
            links=links,
            version=1,
        )


def test_a_message_waits_for_one_thing_at_most(cast: Cast, messages: Messages) -> None:
    moment = unsaved(messages)
    moment.milestone = Milestone.objects.get(code="M1")
    moment.decision = closed_decision(messages.small, cast.director.person)
    with pytest.raises(ValidationError, match="hoogstens één"):
        plan_message(actor=cast.secretary.actor, moment=moment, links=Links())


def test_a_role_that_acts_says_that_it_was_done(cast: Cast, messages: Messages) -> None:
    moment = messages.moment("C1", "16 juni 2023")
    today = timezone.localdate()
    assert complete_message(actor=cast.employee.actor, moment=moment, on=today)
    assert (moment.done, moment.done_on) == (True, today)
    assert not complete_message(actor=cast.employee.actor, moment=moment, on=today)
    assert complete_message(actor=cast.director.actor, moment=moment, on=None)
    assert (moment.done, moment.done_on) == (False, None)


def test_others_do_not_say_that_it_was_done(cast: Cast, messages: Messages) -> None:
    moment = messages.moment("C1", roles=[])
    for player in (cast.reader, cast.employee, cast.outsider):
        with pytest.raises(PermissionDenied):
            complete_message(actor=player.actor, moment=moment, on=None)


def test_no_day_ahead_and_nothing_cancelled_was_done(cast: Cast, messages: Messages) -> None:
    moment = messages.moment("C1")
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError):
        complete_message(actor=cast.secretary.actor, moment=moment, on=tomorrow)
    cancelled = messages.moment("C2", cancelled_on=date(2023, 1, 1))
    with pytest.raises(ValidationError, match="afgelast"):
        complete_message(actor=cast.secretary.actor, moment=cancelled, on=date(2023, 1, 1))
    cancelled.delete()
    with pytest.raises(Http404):
        complete_message(actor=cast.secretary.actor, moment=cancelled, on=None)


def form(messages: Messages, **fields: Any) -> dict[str, Any]:
    given = {
        "code": "C9",
        "title": "Nieuws voor de raad",
        "when": "week 24 2023",
        "work": messages.small.works["T1"].pk,
        "audiences": [messages.council.pk],
        "channels": [messages.letter.pk, messages.intranet.pk],
        "points": "De aanleiding\r\n\r\nHet vervolg\r\nDe aanleiding",
    }
    return {**given, **fields}


def new_at(messages: Messages) -> str:
    return f"{NEW}?plan={messages.small.plan.pk}"


def test_the_form_plans_a_message(cast: Cast, messages: Messages) -> None:
    client = cast.director.client
    page = client.get(new_at(messages)).content.decode()
    assert "Gemeenteraad" in page
    answer = client.post(new_at(messages), form(messages))
    moment = CommunicationMoment.objects.get(code="C9")
    assert answer["Location"] == f"/registers/communication-moments/{moment.pk}/"
    links = links_of(moment)
    assert links.points == ["De aanleiding", "Het vervolg"]
    assert [str(channel) for channel in links.channels] == ["Raadsbrief", "Intranet"]
    shown = client.get(answer["Location"]).content.decode()
    assert "De aanleiding" in shown
    assert "week 24 2023" in shown


def test_with_two_plans_the_plan_is_chosen_first(cast: Cast, messages: Messages) -> None:
    Plan.objects.create(code="Q", title="Ander plan", reference_date=date(2023, 1, 1))
    client = cast.secretary.client
    assert "Ander plan" in client.get(NEW).content.decode()
    assert client.post(NEW, form(messages)).status_code == 422
    work = messages.small.works["T1"].pk
    assert "Gemeenteraad" in client.get(f"{NEW}?work={work}").content.decode()
    assert client.get(f"{NEW}?plan=999999").status_code == 200
    assert client.get(f"{NEW}?work=999999").status_code == 200


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"points": "x" * 501}, "langer dan 500 tekens"),
        ({"points": "\n".join(str(number) for number in range(51))}, "hoogstens 50 punten"),
        ({"code": ""}, "verplicht"),
        ({"audiences": [999999]}, "999999"),
    ],
)
def test_a_wrong_form_gets_a_sentence(
    cast: Cast, messages: Messages, fields: dict[str, Any], sentence: str
) -> None:
    answer = cast.secretary.client.post(new_at(messages), form(messages, **fields))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not CommunicationMoment.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": "", "when": "week 24 2023"}, "Schrijf in een paar woorden wat wordt verteld."),
        ({"title": "Nieuws", "when": ""}, "Schrijf wanneer, hoe vaak, of waarop het wacht."),
    ],
)
def test_a_message_that_says_nothing_or_never_comes_is_not_planned(
    cast: Cast, messages: Messages, fields: dict[str, str], sentence: str
) -> None:
    data = {"plan": messages.small.plan.pk, "code": "C9", **fields}
    answer = cast.secretary.client.post(NEW, data)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not CommunicationMoment.objects.filter(code="C9").exists()


def test_a_rhythm_or_what_it_waits_for_will_do(cast: Cast, messages: Messages) -> None:
    data = {"plan": messages.small.plan.pk, "points": "Een punt"}
    awaited = {"milestone": Milestone.objects.get().pk}
    for code, said in (("C8", {"rhythm": "wekelijks"}), ("C9", awaited)):
        assert cast.secretary.client.post(NEW, {**data, "code": code, **said}).status_code == 302


def test_a_taken_code_gets_a_sentence(cast: Cast, messages: Messages) -> None:
    messages.moment("C9")
    answer = cast.secretary.client.post(new_at(messages), form(messages))
    assert answer.status_code == 422
    assert "al in gebruik" in answer.content.decode()


def test_the_first_free_code_is_proposed(cast: Cast, messages: Messages) -> None:
    for code in ("A", "C3", "C4"):
        messages.moment(code)
    page = cast.secretary.client.get(new_at(messages)).content.decode()
    assert 'name="code" value="C5"' in page


def edit_of(moment: CommunicationMoment) -> str:
    return f"/registers/communication-moments/{moment.pk}/edit/"


def test_the_form_changes_a_message(cast: Cast, messages: Messages) -> None:
    moment = messages.moment("C9", points=["Oud"])
    client = cast.director.client
    page = client.get(edit_of(moment)).content.decode()
    assert ">\nOud</textarea>" in page
    data = form(messages, done_on="2023-06-14", version=1, seen=mark_of(links_of(moment)))
    assert client.post(edit_of(moment), data).status_code == 302
    moment.refresh_from_db()
    assert (moment.title, moment.done) == ("Nieuws voor de raad", True)
    again = {**data, "version": moment.version, "seen": mark_of(links_of(moment)), "done": "true"}
    client.post(edit_of(moment), again)
    moment.refresh_from_db()
    assert moment.version == 2


def test_the_form_keeps_apart_what_is_not_told_and_what_was_not_done(
    cast: Cast, messages: Messages
) -> None:
    moment = messages.moment("C9")
    page = cast.director.client.get(edit_of(moment))
    assert page.context["form"]["done"].value() is None
    assert "niet vermeld" in page.content.decode()
    for said, stored in (("unknown", None), ("false", False), ("true", True), ("unknown", None)):
        moment.refresh_from_db()
        seen = mark_of(links_of(moment))
        data = form(messages, version=moment.version, seen=seen, done=said)
        assert cast.director.client.post(edit_of(moment), data).status_code == 302
        moment.refresh_from_db()
        assert moment.done is stored


def test_who_opens_a_message_again_says_that_it_was_not_done(
    cast: Cast, messages: Messages
) -> None:
    moment = messages.moment("C1")
    actor = cast.employee.actor
    assert complete_message(actor=actor, moment=moment, on=None)
    assert moment.done is False
    assert not complete_message(actor=actor, moment=moment, on=None)


def test_the_form_keeps_what_was_typed_when_somebody_was_first(
    cast: Cast, messages: Messages
) -> None:
    moment = messages.moment("C9")
    seen = mark_of(links_of(moment))
    change_message(
        actor=cast.secretary.actor, moment=moment, changes={}, links=Links([messages.press])
    )
    data = form(messages, title="Mijn titel", version=1, seen=seen)
    answer = cast.director.client.post(edit_of(moment), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Mijn titel" in page
    assert "Pers" in page
    assert seen not in page
    assert cast.director.client.post(edit_of(moment), form(messages, code="")).status_code == 422


def test_what_it_waits_for_unseen_stays_when_somebody_else_saves(
    cast: Cast, messages: Messages
) -> None:
    decision = closed_decision(messages.small, cast.director.person)
    moment = messages.moment("C9", decision=decision)
    client = cast.secretary.client
    page = client.get(edit_of(moment)).content.decode()
    assert SECRET not in page
    assert client.post(edit_of(moment), form(messages)).status_code == 302
    moment.refresh_from_db()
    assert moment.decision == decision
    milestone = Milestone.objects.get(code="M1")
    client.post(edit_of(moment), form(messages, milestone=milestone.pk))
    moment.refresh_from_db()
    assert (moment.decision, moment.milestone) == (None, milestone)


def test_the_history_tells_of_audiences_and_points(cast: Cast, messages: Messages) -> None:
    moment = messages.moment("C1")
    change_message(
        actor=cast.director.actor,
        moment=moment,
        changes={},
        links=Links([messages.press], points=["Nieuw punt"]),
    )
    page = cast.reader.client.get(f"/registers/communication-moments/{moment.pk}/history/")
    text = page.content.decode()
    assert "Nieuw punt" in text
    assert "Pers" in text
    assert "Gemeenteraad" in text


def test_done_is_a_button_and_so_is_open_again(cast: Cast, messages: Messages) -> None:
    moment = messages.moment("C1", "16 juni 2023")
    address = f"/communication/moments/{moment.pk}/done/"
    client = cast.employee.client
    answer = client.post(address, {"on": "2023-06-16", "next": "/communication/"})
    assert answer["Location"] == "/communication/"
    moment.refresh_from_db()
    assert moment.done_on == date(2023, 6, 16)
    answer = client.post(address, {"on": "", "next": "https://elders.example/"})
    assert answer["Location"] == f"/registers/communication-moments/{moment.pk}/"
    moment.refresh_from_db()
    assert not moment.done
    wrong = client.post(address, {"on": "2023-02-31"}, follow=True).content.decode()
    assert "Deze dag bestaat niet" in wrong
    assert client.post("/communication/moments/999999/done/").status_code == 404
    assert cast.reader.client.post(address, {"on": ""}).status_code == 403
