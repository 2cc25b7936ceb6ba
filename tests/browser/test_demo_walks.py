"""Every demonstration is walked as its users would: agree, decide with advice, judge, and tell."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.browser import walks
from tests.browser.conftest import Site

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Demo:
    """A demonstration: the plan that is walked, and the accounts that agree in it."""

    municipality: str
    plan: str
    contractor: str
    principal: str


DEMOS = (
    Demo("maastricht", "M", "programmamanager", "directeur-sociaal"),
    Demo("huizen", "H", "trekker", "directeur"),
    Demo("almelo", "A", "programmamanager", "directeur"),
)


@pytest.fixture(params=DEMOS, ids=lambda demo: str(demo.municipality))
def demo(request: pytest.FixtureRequest) -> Demo:
    """Return each demonstration in turn."""
    found: Demo = request.param
    return found


@pytest.fixture
def municipality(demo: Demo) -> str:
    """Serve that demonstration."""
    return demo.municipality


def test_an_assignment_is_offered_and_agreed(demo: Demo, site: Site) -> None:
    walks.offer_and_agree(site, demo.plan, demo.contractor, demo.principal)


def test_a_proposal_comes_to_a_decision_with_advice(demo: Demo, site: Site) -> None:
    walks.decide_with_advice(site, demo.plan, author="medewerker", member="or-lid")


def test_a_risk_is_judged_by_its_owner(demo: Demo, site: Site) -> None:
    walks.score_a_risk(site, demo.plan, owner="medewerker")


def test_a_message_is_planned_and_stands_in_the_calendar(demo: Demo, site: Site) -> None:
    walks.plan_a_message(site, demo.plan)
