"""The name of a calendar, which a program shows on one line."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from koersvast.communication.services import make_feed
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_a_line_end_in_the_title_of_a_work_does_not_stop_its_calendar(
    cast: Cast, small: Any, end: str
) -> None:
    work = small.works["T1"]
    type(work).objects.filter(pk=work.pk).update(title=f"Twee{end}regels")
    work.refresh_from_db()
    _feed, token = make_feed(actor=cast.secretary.actor, work=work)
    response = Client().get(f"/feeds/{token}.ics")
    assert response.status_code == 200
    assert "Twee regels" in str(Calendar.from_ical(response.content)["x-wr-calname"])
