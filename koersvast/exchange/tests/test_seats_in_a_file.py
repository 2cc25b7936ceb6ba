"""Nobody lets himself see what is closed by a plan file either."""

from __future__ import annotations

from typing import Any

import pytest

from koersvast.decisions.models import Membership, Proposal, Reader
from koersvast.decisions.policy import READERS_BY_THOSE_CONCERNED
from koersvast.decisions.seat_policy import NOT_TO_ONESELF as NO_SEAT
from koersvast.decisions.tests.bodies import Circle, make_circle, role
from koersvast.exchange.services import import_plan
from koersvast.organisation.models import RoleHolding
from koersvast.organisation.policy import NOT_TO_ONESELF as NO_ROLE
from tests.cast import Cast, Player, SmallPlan

HEAD = "koersvast: 1\nplan: {code: P, title: Voorbeeldplan, reference_date: 2023-03-01}\n"


@pytest.fixture(params=["secretary", "administrator"])
def keeper(request: pytest.FixtureRequest, cast: Cast) -> Player:
    """Somebody who keeps the registers, in the role that is called "own"."""
    player: Player = getattr(cast, request.param)
    RoleHolding.objects.create(role=role("own"), person=player.person)
    return player


@pytest.fixture
def circle(cast: Cast, small: SmallPlan) -> Circle:
    circle = make_circle(cast, small.plan)
    circle.close()
    return circle


BODY = "{code: kring, name: Kring, kind: management_team, rule: consent, "
FILES = {
    "member": f"decisions: {{bodies: [{BODY}secretary_role: clerk, members: [{{role: own}}]}}]}}\n",
    "longer": (
        f"decisions: {{bodies: [{BODY}secretary_role: clerk, members: [{{role: member}}, "
        "{role: own, valid_from: 2020-01-01}]}]}\n"
    ),
    "secretary": (
        f"decisions: {{bodies: [{BODY}secretary_role: own, members: [{{role: member}}]}}]}}\n"
    ),
    "new body": "decisions: {bodies: [{code: n, name: N, kind: college, secretary_role: own}]}\n",
    "role": (
        "organisation: {people: [{code: %s, name: %s, access: %d, holdings: [{role: own}, "
        "{role: member}]}]}\n"
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_nobody_gives_himself_a_seat_or_a_role_by_a_plan_file(
    keeper: Player, circle: Circle, name: str
) -> None:
    Membership.objects.create(
        body=circle.body, role=role("own"), valid_from="2020-01-01", valid_to="2021-01-01"
    )
    person: Any = keeper.person
    written = FILES[name]
    if name == "role":
        written %= (person.code, person.name, person.access)
    outcome = import_plan(actor=keeper.actor, content=(HEAD + written).encode())
    (problem,) = outcome.problems
    assert problem.message in (NO_SEAT, NO_ROLE)
    assert problem.line == 3
    assert not outcome.stored
    assert not Proposal.objects.visible_to(keeper.actor).filter(pk=circle.proposal.pk).exists()


def test_a_named_reader_names_nobody_by_a_file(keeper: Player, circle: Circle) -> None:
    Reader.objects.create(proposal=circle.proposal, role=role("own"))
    row = "decisions: {proposals: [{code: V1, title: Anders werken, body: kring, "
    rest = "portfolio_role: holder, openness: confidential, "
    text = (
        HEAD
        + row
        + rest
        + "sections: [{heading: advice, text: Doen.}], readers: [own, director]}]}\n"
    )
    outcome = import_plan(actor=keeper.actor, content=text.encode())
    (problem,) = outcome.problems
    assert problem.message == READERS_BY_THOSE_CONCERNED
    assert not Reader.objects.filter(role=role("director")).exists()
    own = text.replace("V1", "V9")
    assert import_plan(actor=keeper.actor, content=own.encode()).stored, "of one's own it is free"


def test_a_named_reader_lets_nobody_in_by_a_file(keeper: Player, circle: Circle) -> None:
    Reader.objects.create(proposal=circle.proposal, role=role("own"))
    row = "decisions: {proposals: [{code: V1, title: Anders werken, body: kring, "
    rest = "portfolio_role: own, openness: confidential, readers: [own], "
    text = HEAD + row + rest + "sections: [{heading: advice, text: Doen.}]}]}\n"
    (problem,) = import_plan(actor=keeper.actor, content=text.encode()).problems
    assert problem.message == READERS_BY_THOSE_CONCERNED
    Proposal.objects.update(openness="public")
    for role_code in ("own", "director"):
        written = text.replace("portfolio_role: own", f"portfolio_role: {role_code}")
        assert import_plan(actor=keeper.actor, content=written.encode()).stored
        Proposal.objects.update(openness="public")
