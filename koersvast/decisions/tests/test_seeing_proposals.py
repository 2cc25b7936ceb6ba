"""Who sees a proposal: the condition in the database, state by state and person by person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from koersvast.core.actors import ANONYMOUS, SYSTEM
from koersvast.core.visibility import required_links
from koersvast.decisions.closing import closing_of
from koersvast.decisions.models import (
    Decision,
    DecisionUnit,
    Membership,
    Objection,
    Proposal,
    Reader,
    Section,
)
from koersvast.decisions.rules.closed import is_closed
from koersvast.decisions.tests.bodies import Circle, make_circle, role
from koersvast.organisation.models import Unit
from tests.cast import Cast, SmallPlan

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def circle(cast: Cast, small: SmallPlan) -> Circle:
    return make_circle(cast, small.plan)


def sees(actor: Any, proposal: Proposal) -> bool:
    found = list(Proposal.objects.visible_to(actor).filter(pk=proposal.pk))
    assert len(found) <= 1, "nobody sees it twice"
    return bool(found)


STATES: list[tuple[dict[str, Any], bool]] = [
    ({}, True),
    ({"openness": "public"}, True),
    ({"openness": "confidential"}, False),
    ({"openness": "something-new"}, False),
    ({"embargo_until": TODAY}, False),
    ({"embargo_until": TODAY - DAY}, True),
    ({"secrecy_body": True}, False),
    ({"secrecy_from": TODAY + DAY}, False),
    ({"secrecy_ground": "art. 87"}, False),
    ({"secrecy_decision": "besluit 12"}, False),
    ({"secrecy_body": True, "secrecy_lifted_on": TODAY}, True),
    ({"secrecy_body": True, "secrecy_lifted_on": TODAY + DAY}, False),
    ({"secrecy_lifted_on": TODAY + DAY}, True),
    ({"openness": "confidential", "secrecy_body": True, "secrecy_lifted_on": TODAY}, False),
    ({"embargo_until": TODAY, "secrecy_body": True, "secrecy_lifted_on": TODAY}, False),
]


@pytest.mark.parametrize(("state", "everybody"), STATES)
def test_the_database_and_the_rule_say_the_same_of_every_state(
    circle: Circle, state: dict[str, Any], everybody: bool
) -> None:
    values = {**state, **({"secrecy_body": circle.body} if "secrecy_body" in state else {})}
    Proposal.objects.filter(pk=circle.proposal.pk).update(**values)
    circle.proposal.refresh_from_db()
    assert is_closed(closing_of(circle.proposal), TODAY) is not everybody
    for player in (circle.cast.reader, circle.cast.secretary, circle.cast.administrator):
        assert sees(player.actor, circle.proposal) is everybody
    for player in (circle.author, circle.clerk, circle.member, circle.holder):
        assert sees(player.actor, circle.proposal)
    assert not sees(ANONYMOUS, circle.proposal)
    assert not sees(circle.cast.outsider.actor, circle.proposal)
    assert sees(SYSTEM, circle.proposal)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "seen"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (None, TODAY - DAY, False),
        (TODAY + DAY, None, False),
    ],
)
def test_a_member_sees_it_on_the_days_of_the_membership(
    circle: Circle, valid_from: Any, valid_to: Any, seen: bool
) -> None:
    circle.close()
    Membership.objects.all().delete()
    Membership.objects.create(
        body=circle.body, role=role("director"), valid_from=valid_from, valid_to=valid_to
    )
    assert sees(circle.cast.director.actor, circle.proposal) is seen


def test_a_named_reader_sees_what_hangs_on_it_too_and_others_see_nothing(circle: Circle) -> None:
    circle.close()
    unit = Unit.objects.create(code="u", name="U", level="team")
    decision = Decision.objects.create(
        plan=circle.plan, code="B1", body=circle.body, proposal=circle.proposal, title="Besluit"
    )
    hanging = [
        decision,
        DecisionUnit.objects.create(decision=decision, unit=unit),
        Objection.objects.create(proposal=circle.proposal, reason="Nee"),
        Reader.objects.create(proposal=circle.proposal, role=role("director")),
        Section.objects.get(),
    ]
    for row in hanging:
        rows = type(row).objects
        assert row in rows.visible_to(circle.cast.director.actor)
        assert row in rows.visible_to(SYSTEM)
        assert row not in rows.visible_to(circle.cast.administrator.actor)
        assert row not in rows.visible_to(ANONYMOUS)
    assert [link.name for link in required_links(DecisionUnit)] == ["decision"]


def test_a_decision_without_a_proposal_is_for_everybody(circle: Circle) -> None:
    circle.close()
    decision = Decision.objects.create(plan=circle.plan, code="B", body=circle.body, title="Los")
    assert decision in Decision.objects.visible_to(circle.cast.reader.actor)


def test_somebody_who_is_concerned_twice_over_sees_it_once_in_one_query(circle: Circle) -> None:
    circle.close()
    for code in ("member", "clerk", "holder"):
        Reader.objects.create(proposal=circle.proposal, role=role(code))
    Membership.objects.create(body=circle.body, role=role("clerk"))
    actor = circle.clerk.actor
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(Proposal.objects.visible_to(actor)) == 1
    assert len(queries) == 1
