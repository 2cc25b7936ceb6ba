"""Messages on the pages of audiences, channels, roles, works and milestones; bulk rights."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from koersvast.communication import throttle
from koersvast.communication.models import CommunicationMoment
from koersvast.communication.tests.small_messages import Messages
from koersvast.core.policy import policies
from koersvast.organisation.models import Role
from koersvast.work.models import Milestone
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_what_hangs_together_links_to_each_other(cast: Cast, messages: Messages) -> None:
    milestone = Milestone.objects.get(code="M1")
    messages.moment("C1", "16 juni 2023", milestone=milestone)
    role = Role.objects.get(code="employee")
    for address in (
        f"/registers/audiences/{messages.council.pk}/",
        f"/registers/channels/{messages.letter.pk}/",
        f"/registers/milestones/{milestone.pk}/",
        f"/organisation/roles/{role.pk}/",
    ):
        assert "Bericht C1" in cast.reader.client.get(address).content.decode(), address
    other = cast.reader.client.get(f"/registers/audiences/{messages.press.pk}/")
    assert "Bericht C1" not in other.content.decode()


def test_an_audience_that_hears_something_is_not_deleted(cast: Cast, messages: Messages) -> None:
    messages.moment("C1")
    address = f"/registers/audiences/{messages.council.pk}/delete/"
    assert cast.secretary.client.post(address).status_code == 409
    free = f"/registers/audiences/{messages.press.pk}/delete/"
    assert cast.secretary.client.post(free).status_code == 302


def test_many_messages_are_kept_by_who_keeps_their_work(cast: Cast, messages: Messages) -> None:
    works = messages.small.works
    rows = [CommunicationMoment(work=work) for work in (works["T1"], works["X"], None)]
    policy = policies.of(CommunicationMoment)
    assert policy.may_add_each(cast.director.actor, rows) == [True, False, False]
    assert policy.may_add_each(cast.secretary.actor, rows) == [True, True, True]
    assert policy.may_add_each(cast.reader.actor, rows) == [False, False, False]


def test_subscriptions_are_no_register(cast: Cast) -> None:
    assert cast.administrator.client.get("/registers/calendar-feeds/").status_code == 404


def test_a_count_of_guesses_that_ran_out_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    request = RequestFactory().get("/feeds/x.ics")
    throttle.count_miss(request)
    monkeypatch.setattr(cache, "add", lambda *_given: False)
    cache.clear()
    throttle.count_miss(request)
    assert not throttle.is_slowed(request)
