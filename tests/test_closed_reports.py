"""What is closed stands in no report for everybody, and hides a report that tells of it.

The closed proposal is that of `tests/access/closed.py`, on which hangs all that can.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from koersvast.core.document_tree import as_data
from koersvast.core.documents import PUBLIC, documents
from koersvast.core.periods import parse_period
from koersvast.decisions.models import Proposal
from koersvast.reports.models import File, Holding, Report, Version
from koersvast.reports.selectors import draft, shown_document
from koersvast.reports.services import finalise, store_new, write_words
from tests.access.closed import WORD, Closed, make_closed
from tests.access.table import ROLES
from tests.access.world import World, make_world
from tests.cast import Cast, Player, SmallPlan

ON = date(2023, 3, 1)
LOOKERS = ROLES[1:]
TITLE = "Rapport dat niet iedereen ziet"


@pytest.fixture
def world(cast: Cast, small: SmallPlan) -> World:
    return make_world(cast, small)


@pytest.fixture
def closed(world: World) -> Closed:
    return make_closed(world)


def made(
    world: World, player: Player, kind: str, subject: str, *, public: bool, previous: Any = None
) -> Version:
    """Return a final report of a kind, as its author makes it."""
    plan = world.small.plan
    drafted = draft(
        PUBLIC if public else player.actor,
        kind=documents.kinds[kind],
        plan=plan,
        subject=subject,
        title=TITLE,
        today=ON,
        period=parse_period("2023"),
        public=public,
        previous=previous,
    )
    audience = Report.Audience.PUBLIC if public else Report.Audience.CLOSED
    report = Report(
        plan=plan,
        kind=kind,
        subject=subject,
        title=TITLE,
        audience=audience,
        author=player.person,
    )
    version = store_new(actor=player.actor, report=report, drafted=drafted, on=ON)
    return finalise(actor=player.actor, version=version, edition=1, on=ON)


def told(version: Version) -> str:
    """Return all that is stored of a version."""
    version.refresh_from_db()
    shown = as_data(shown_document(version))
    return json.dumps([version.content, version.facts, shown], ensure_ascii=False)


def subjects(world: World, kind: str, actor: Any) -> list[str]:
    return [each.key for each in documents.kinds[kind].subjects(actor, world.small.plan)]


def places(version: Version) -> list[str]:
    """Return every address and list in which a report can be found."""
    base = f"/reports/{version.report_id}/"
    own = ("", "1/", "words/", "correct/", "final/", "delete/", "1/document.pdf")
    kit = f"/registers/reports/{version.report_id}/"
    return [*(base + each for each in own), kit, f"{kit}history/", f"{kit}?on=2099-01-01"]


def lists() -> list[str]:
    return [
        "/reports/",
        "/registers/reports/",
        "/registers/reports/?q=niet+iedereen",
        "/registers/reports/export/csv/",
        "/search/?q=niet+iedereen",
        "/",
    ]


def assert_unseen(
    world: World, version: Version, roles: Iterable[str] = ("reader", "administrator")
) -> None:
    """Nobody of these finds a report, by address, list, count, search, history or export."""
    for role in roles:
        client = getattr(world.cast, role).client
        for address in places(version):
            assert client.get(address).status_code == 404, (role, address)
        for address in lists():
            assert TITLE not in client.get(address).content.decode(), (role, address)


@pytest.mark.parametrize("kind", sorted(documents.kinds))
def test_a_report_for_everybody_tells_nothing_of_it(
    world: World, closed: Closed, kind: str
) -> None:
    author = closed.people["author"]
    for subject in subjects(world, kind, PUBLIC):
        version = made(world, author, kind, subject, public=True)
        assert WORD not in told(version), subject
        key = closed.proposal.pk
        assert not Holding.objects.filter(version=version, key=key, model__contains="proposal")
        assert Version.objects.visible_to(world.cast.reader.actor).filter(pk=version.pk).exists()
    assert not {f"{WORD}-1"} & set(subjects(world, kind, PUBLIC))


@pytest.mark.parametrize("kind", ["progress-report", "proposal"])
def test_a_report_that_tells_of_it_is_found_by_those_concerned_only(
    world: World, closed: Closed, kind: str
) -> None:
    author = closed.people["author"]
    subject = f"{WORD}-1" if kind == "proposal" else subjects(world, kind, PUBLIC)[0]
    version = made(world, author, kind, subject, public=False)
    File.objects.create(version=version, format="pdf", edition=version.edition, content=b"x")
    assert WORD in told(version)
    assert_unseen(world, version, LOOKERS)
    for name in ("member", "clerk"):
        client = closed.people[name].client
        assert client.get(f"/reports/{version.report_id}/").status_code == 200
        assert client.get(f"/reports/{version.report_id}/1/document.pdf").status_code == 200
    closed.tear_out()
    assert not Proposal.objects.filter(pk=closed.proposal.pk).exists()
    assert_unseen(world, version)


def test_what_was_open_then_and_closed_when_it_went_stays_unseen(
    world: World, closed: Closed
) -> None:
    author, proposal = closed.people["author"], closed.proposal
    proposal.openness = Proposal.Openness.PUBLIC
    proposal.save()
    version = made(world, author, "proposal", proposal.code, public=True)
    reader = world.cast.reader.client
    assert reader.get(f"/reports/{version.report_id}/").status_code == 200
    proposal.openness = Proposal.Openness.CONFIDENTIAL
    proposal.save()
    assert_unseen(world, version)
    closed.tear_out()
    assert_unseen(world, version)


def test_what_was_open_when_it_went_is_still_seen(world: World, closed: Closed) -> None:
    author, proposal = closed.people["author"], closed.proposal
    version = made(world, author, "proposal", proposal.code, public=False)
    assert_unseen(world, version)
    proposal.openness = Proposal.Openness.PUBLIC
    proposal.save()
    closed.tear_out()
    reader = world.cast.reader.client
    assert reader.get(f"/reports/{version.report_id}/").status_code == 200


def test_a_report_that_tells_what_changed_holds_what_the_last_one_held(
    world: World, closed: Closed
) -> None:
    author = closed.people["author"]
    subject = subjects(world, "progress-report", PUBLIC)[0]
    first = made(world, author, "progress-report", subject, public=False)
    Holding.objects.create(version=first, model="decisions.proposal", key=999999, was_open=True)
    second = made(world, author, "progress-report", subject, public=False, previous=first)
    held = set(first.holdings.values_list("model", "key", "was_open"))
    assert held <= set(second.holdings.values_list("model", "key", "was_open"))


def test_reports_for_another_audience_are_not_compared(world: World, closed: Closed) -> None:
    author = closed.people["author"]
    subject = subjects(world, "progress-report", PUBLIC)[0]
    for_all = made(world, author, "progress-report", subject, public=True)
    inside = made(world, author, "progress-report", subject, public=False)
    client = author.client
    for first, second in ((for_all, inside), (inside, for_all)):
        address = f"/reports/{first.report_id}/1/compare/{second.pk}/"
        assert client.get(address).status_code == 404
    again = made(world, author, "progress-report", subject, public=True)
    page = client.get(f"/reports/{again.report_id}/1/compare/{for_all.pk}/")
    assert page.status_code == 200 and WORD not in page.content.decode()


def test_what_an_author_writes_in_a_closed_report_is_as_closed(
    world: World, closed: Closed
) -> None:
    author = closed.people["author"]
    version = made(world, author, "proposal", f"{WORD}-1", public=False)
    version.state, version.finalised_on = Version.State.DRAFT, None
    version.save()
    chapter = version.content["chapters"][0]["key"]
    words = {chapter: f"{WORD} in woorden"}
    write_words(actor=author.actor, version=version, words=words, edition=version.edition)
    assert_unseen(world, version)
