"""Help, health and the menu."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast


@pytest.mark.django_db
def test_health_is_open_and_plain() -> None:
    response = Client().get(reverse("health"))
    assert (response.status_code, response.content) == (200, b"ok")
    assert response["Content-Type"] == "text/plain"


def test_everybody_who_signed_in_gets_help(cast: Cast) -> None:
    for player in cast.all().values():
        response = player.client.get(reverse("help"))
        assert response.status_code == 200
        assert "<kbd>/</kbd>" in response.content.decode()


def test_a_visitor_is_sent_to_the_sign_in_page(cast: Cast) -> None:
    for name in ("home", "thread", "roadmap", "search", "help"):
        response = Client().get(reverse(name))
        assert response.status_code == 302
        assert reverse("account_login") in response["Location"]


def test_the_menu_leads_to_the_pages_only_for_who_may_see_them(cast: Cast) -> None:
    inside = cast.reader.client.get(reverse("help")).content.decode()
    outside = cast.outsider.client.get(reverse("help")).content.decode()
    for name in ("thread", "roadmap"):
        assert f'href="{reverse(name)}"' in inside
        assert f'href="{reverse(name)}"' not in outside


def test_pages_are_only_read(cast: Cast) -> None:
    for name in ("home", "thread", "search", "help", "health"):
        assert cast.secretary.client.post(reverse(name)).status_code == 405
