"""Messages that wait for a decision or milestone, and what nobody else learns of a closed one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from koersvast.communication.tests.small_messages import (
    SECRET,
    Messages,
    closed_decision,
    closed_proposal,
    text_of,
)
from koersvast.core.actors import SYSTEM
from koersvast.core.periods import parse_period
from koersvast.core.services import change_record
from koersvast.decisions.models import Body, Decision, DecisionMoment, Proposal
from koersvast.work.models import Milestone
from tests.cast import Cast

pytestmark = pytest.mark.django_db
WAITING = "/communication/?standing=waiting"


def test_a_message_waits_until_what_it_waits_for_is_there(cast: Cast, messages: Messages) -> None:
    small = messages.small
    body = Body.objects.create(code="b", name="Raad", kind="council")
    given = {"plan": small.plan, "body": body}
    ahead = DecisionMoment.objects.create(
        **given, code="d1", title="Vergadering", when=parse_period("1 juli 2023")
    )
    past = DecisionMoment.objects.create(
        **given, code="d2", title="Eerder", when=parse_period("1 februari 2023")
    )
    asked = Proposal.objects.create(**given, code="v1", title="Voorstel", moment=ahead)
    decided = Proposal.objects.create(**given, code="v2", title="Besloten")
    taken = Decision.objects.create(
        **given, code="b1", title="Besluit", proposal=decided, outcome="amended",
        decided_on=parse_period("1 februari 2023"),
    )  # fmt: skip
    postponed = Decision.objects.create(**given, code="b2", title="Later", outcome="postponed")
    later = Decision.objects.create(
        **given, code="b3", title="Straks", decided_on=parse_period("1 juli 2023")
    )
    reached = Milestone.objects.create(
        plan=small.plan,
        code="m2",
        work=small.works["W"],
        title="Klaar",
        reached_on=date(2023, 1, 5),
    )
    waits = {
        "C1": {"decision_moment": ahead},
        "C2": {"decision_moment": past},
        "C3": {"proposal": asked},
        "C4": {"proposal": decided},
        "C5": {"decision": taken},
        "C6": {"decision": postponed},
        "C7": {"decision": later},
        "C8": {"milestone": Milestone.objects.get(code="M1")},
        "C9": {"milestone": reached},
    }
    for code, fields in waits.items():
        messages.moment(code, "16 juni 2023", **fields)
    page = text_of(cast.reader, WAITING)
    assert [code for code in waits if f"Bericht {code}" in page] == ["C1", "C3", "C6", "C7", "C8"]
    assert "is gepland vóór waar het op wacht" in page


def test_what_went_out_too_early_says_so(cast: Cast, messages: Messages) -> None:
    milestone = Milestone.objects.get(code="M1")
    moment = messages.moment("C1", "1 januari 2023", milestone=milestone)
    address = f"/registers/communication-moments/{moment.pk}/"
    assert "gepland vóór waar het op wacht" in text_of(cast.reader, address)
    moment.done = True
    moment.save()
    assert "ging uit vóór waar het op wachtte" in text_of(cast.reader, address)
    moment.cancelled_on = date(2023, 1, 1)
    moment.save()
    assert "waar het op wacht" not in text_of(cast.reader, address)


def pages_about(messages: Messages, moment: Any) -> list[str]:
    register = f"/registers/communication-moments/{moment.pk}"
    return [
        "/",
        "/communication/",
        WAITING,
        "/communication/calendar/?from=2023-W23",
        "/communication/matrix/",
        "/communication/audiences/",
        f"/work/{messages.small.works['T1'].pk}/communication/",
        f"{register}/",
        f"{register}/?on={timezone.localdate()}",
        f"{register}/history/",
        "/registers/communication-moments/",
        f"/registers/communication-moments/?q={SECRET.split()[0]}",
        "/registers/communication-moments/export/csv/",
        "/search/?q=stadhuis",
    ]


@pytest.mark.parametrize("kind", ["decision", "proposal"])
def test_no_page_tells_of_a_closed_proposal_that_a_message_waits_for(
    cast: Cast, messages: Messages, kind: str
) -> None:
    make = closed_decision if kind == "decision" else closed_proposal
    closed = make(messages.small, cast.director.person)
    moment = messages.moment("C1", "16 juni 2023")
    change_record(actor=SYSTEM, record=moment, changes={kind: closed})
    for address in pages_about(messages, moment):
        for player in (cast.employee, cast.administrator):
            answer = player.client.get(address)
            page = answer.content.decode()
            assert SECRET not in page, address
            assert f";{closed.code};" not in page, address
    assert "Bericht C1" not in text_of(cast.reader, WAITING)
    own = f"/registers/communication-moments/{moment.pk}/"
    assert SECRET in text_of(cast.director, own)
    assert "Wacht op" in text_of(cast.director, own)


def test_a_past_state_says_nothing_of_what_one_may_not_know(cast: Cast, messages: Messages) -> None:
    moment = messages.moment("C1", "16 juni 2023")
    closed = closed_decision(messages.small, cast.director.person)
    change_record(actor=SYSTEM, record=moment, changes={"decision": closed})
    address = f"/registers/communication-moments/{moment.pk}/?on={timezone.localdate()}"
    assert "Wacht op" not in text_of(cast.reader, address)
    assert "Bericht C1" in text_of(cast.reader, address)
