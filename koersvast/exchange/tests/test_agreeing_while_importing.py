"""Offering and agreeing on screen while a file comes in: all agree to the same words."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest

from koersvast.core.upsert import run
from koersvast.core.upsert.flat import FlatTable
from koersvast.core.upsert.joint import check_together
from koersvast.exchange.services import import_plan
from koersvast.exchange.writer import plan_data, to_yaml
from koersvast.work.services import agree, offer
from koersvast.work.tests.errands import drafted, make_parties, version
from tests.plugins.at_once import AtOnce

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20
A_MOMENT = 0.5
"""Seconds in which the other one surely arrives at the lock."""


def test_a_file_does_not_change_the_words_of_what_is_offered_and_agreed_meanwhile(
    at_once: AtOnce, cast: Any, small: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file was read before it was offered; who offers it waits until the file is in."""
    parties = make_parties()
    errand, keeper = drafted(cast, small, parties), cast.secretary.actor
    data = plan_data(small.plan, keeper)
    data["work"]["assignments"][0]["versions"][0]["result"] = "Heel iets anders"
    content, compared, arriving = to_yaml(data).encode(), Event(), Event()

    def slowly(flats: list[FlatTable], *given: Any, **more: Any) -> None:
        check_together(flats, *given, **more)
        if any(flat.name == "work.assignments" for flat in flats):
            compared.set()
            assert arriving.wait(PATIENCE)
            Event().wait(A_MOMENT)  # the other one stands at the lock by now

    monkeypatch.setattr(run, "check_together", slowly)

    def offer_and_agree() -> str:
        assert compared.wait(PATIENCE)
        arriving.set()
        said: str = offer(actor=keeper, assignment=errand, version_number=1).result
        people = (parties.contractor, parties.administrative, parties.political)
        for party, who in zip(parties.roles, people, strict=True):
            agree(actor=who.actor, assignment=errand, version_number=1, party=party)
        return said

    outcome, said = at_once(lambda: import_plan(actor=keeper, content=content), offer_and_agree)
    assert outcome.stored
    stored = version(errand, 1)
    assert stored.agreed_on is not None
    assert stored.result == said == "Heel iets anders"
