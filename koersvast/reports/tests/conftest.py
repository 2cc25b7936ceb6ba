"""Reports in tests: the process is not started, and files are quick unless a test asks for more."""

from __future__ import annotations

from datetime import date

import pytest

from koersvast.core.documents import PUBLIC, documents
from koersvast.decisions.models import Body, Decision, Proposal
from koersvast.reports.models import Making, Report, Version
from koersvast.reports.selectors import draft
from koersvast.reports.services import asking as asking_module
from koersvast.reports.services import finalise, store_new
from koersvast.reports.services import making as making_module

ON = date(2023, 3, 1)


@pytest.fixture(autouse=True)
def quick(monkeypatch, request):
    """Start no process; write no files, but those of tests marked `slow`."""
    started: list[int] = []
    monkeypatch.setattr(asking_module, "start", started.append)
    if request.node.get_closest_marker("slow") is None:

        def written(document, formats=("pdf", "docx", "odt"), *, told=lambda name: None):
            for name in formats:
                told(name)
            return {name: f"{name}: {document.title}".encode() for name in formats}

        monkeypatch.setattr(making_module, "written", written)
    return started


@pytest.fixture
def college(cast):
    return Body.objects.create(code="college", name="College", kind=Body.Kind.COLLEGE)


@pytest.fixture
def secret(cast, small, college):
    """A confidential proposal of the director, with its decision."""
    proposal = Proposal.objects.create(
        plan=small.plan,
        code="V9",
        body=college,
        title="Geheim voornemen",
        openness=Proposal.Openness.CONFIDENTIAL,
        author=cast.director.person,
    )
    Decision.objects.create(
        plan=small.plan, code="B9", proposal=proposal, body=college, title="Geheim besluit"
    )
    return proposal


def asked(**more):
    values = {
        "kind": "implementation-plan",
        "subject": "",
        "title": "Het plan",
        "period": None,
        "audience": "public",
    }
    return {**values, **more}


def stored(player, small, *, kind="implementation-plan", subject="", public=True, title="Het plan"):
    """Return the first version of a report, stored without files."""
    drafted = draft(
        PUBLIC if public else player.actor,
        kind=documents.kinds[kind],
        plan=small.plan,
        subject=subject,
        title=title,
        today=ON,
        public=public,
    )
    audience = Report.Audience.PUBLIC if public else Report.Audience.CLOSED
    report = Report(
        plan=small.plan,
        kind=kind,
        subject=subject,
        title=title,
        audience=audience,
        author=player.person,
    )
    return store_new(actor=player.actor, report=report, drafted=drafted, on=ON)


def whole():
    """Return how many reports, versions and makings there are."""
    return Report.objects.count(), Version.objects.count(), Making.objects.count()


def final(player, version):
    version.refresh_from_db()
    return finalise(actor=player.actor, version=version, edition=version.edition, on=ON)


def post(player, seen, page, **data):
    """Send a form of a report as somebody who looked at it in this edition."""
    looked = {"version": seen.number, "edition": seen.edition}
    address = f"/reports/{seen.report_id}/{page}/"
    return player.client.post(address, {**looked, **data}, follow=True)


def said(answer):
    return " ".join(str(each) for each in answer.context["messages"]) + answer.content.decode()
