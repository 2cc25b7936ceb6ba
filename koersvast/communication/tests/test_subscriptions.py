"""The page on which one makes, renews and withdraws addresses of calendars."""

from __future__ import annotations

import re
from typing import Any

import pytest

from koersvast.communication.tests.small_messages import Messages, text_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SUBSCRIPTIONS = "/calendars/"


def test_the_address_is_shown_once_and_works(cast: Cast, messages: Messages) -> None:
    messages.moment("C1", "16 juni 2023")
    client = cast.employee.client
    assert "Nog geen abonnementen" in text_of(cast.employee, SUBSCRIPTIONS)
    answer = client.post(SUBSCRIPTIONS, {"work": messages.small.works["W"].pk})
    # the address of this page holds no token; without a referrer a browser could not post from it
    assert answer["Referrer-Policy"] == "same-origin"
    found = re.search(r'value="http://testserver(/feeds/[^"]+\.ics)"', answer.content.decode())
    assert found is not None
    assert b"Bericht C1" in client.get(found[1]).content
    page = client.get(SUBSCRIPTIONS).content.decode()
    assert "/feeds/" not in page
    assert "Bedrijfsvoering" in page
    pk = re.findall(r"calendars/(\d+)/withdraw/", page)[0]
    renewed = client.post(f"{SUBSCRIPTIONS}{pk}/renew/").content.decode()
    assert "/feeds/" in renewed
    assert client.get(found[1]).status_code == 404
    client.post(f"{SUBSCRIPTIONS}{pk}/withdraw/")
    assert "Ingetrokken" in text_of(cast.employee, SUBSCRIPTIONS)
    assert client.post(f"{SUBSCRIPTIONS}{pk}/renew/", follow=True).status_code == 200
    for verb in ("renew", "withdraw"):
        assert cast.secretary.client.post(f"{SUBSCRIPTIONS}{pk}/{verb}/").status_code == 404
    assert client.post(SUBSCRIPTIONS, {"work": "999999"}).status_code == 404


def test_too_many_subscriptions_get_a_sentence(
    cast: Cast, small: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("koersvast.communication.services.feeds.MOST_FEEDS", 0)
    page = cast.employee.client.post(SUBSCRIPTIONS, follow=True).content.decode()
    assert "Trek er eerst een in" in page
