"""A report holds only what its reader may see; also a final one that another opens later."""

from __future__ import annotations

import json

import pytest

from koersvast.core.actors import ANONYMOUS, SYSTEM
from koersvast.core.documents import documents
from koersvast.decisions.models import Decision, Proposal
from koersvast.reports.models import File, Holding, Report, Version
from koersvast.reports.services import finalise
from koersvast.reports.tests.conftest import ON, stored
from koersvast.work.models import WorkDecision

KINDS = ["implementation-plan", "progress-report", "communication-calendar", "poster"]


def final(player, version):
    return finalise(actor=player.actor, version=version, edition=version.edition, on=ON)


def readers(cast, version):
    """Return who of the cast finds a version."""
    return {
        name
        for name, player in cast.all().items()
        if Version.objects.visible_to(player.actor).filter(pk=version.pk).exists()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_for_everybody_holds_nothing_confidential(cast, small, secret, kind):
    WorkDecision.objects.create(work=small.works["W"], decision=Decision.objects.get(code="B9"))
    version = stored(cast.director, small, kind=kind)
    said = json.dumps([version.content, version.facts])
    assert "Geheim" not in said and not Holding.objects.filter(key=secret.pk).exists()
    final(cast.director, version)
    assert readers(cast, version) == set(cast.all()) - {"outsider"}


def test_what_is_made_for_insiders_is_opened_by_who_may_see_all_that_is_in_it(cast, small, secret):
    version = stored(cast.director, small, kind="progress-report", public=False)
    assert "Geheim besluit" in json.dumps(version.content)
    final(cast.director, version)
    assert readers(cast, version) == {"director"}
    secret.openness = Proposal.Openness.PUBLIC
    secret.save()
    assert readers(cast, version) == set(cast.all()) - {"outsider"}


def test_what_became_secret_later_hides_the_report_that_tells_of_it(cast, small, secret):
    secret.openness = Proposal.Openness.PUBLIC
    secret.save()
    version = final(cast.secretary, stored(cast.secretary, small, kind="progress-report"))
    assert "employee" in readers(cast, version)
    secret.openness = Proposal.Openness.CONFIDENTIAL
    secret.save()
    assert readers(cast, version) == {"director"}
    assert not Report.objects.visible_to(cast.employee.actor).exists()
    assert Report.objects.visible_to(SYSTEM).exists()
    assert not Report.objects.visible_to(ANONYMOUS).exists()


@pytest.mark.parametrize("was_open, seen", [(True, True), (False, False)])
def test_a_row_that_is_gone_counts_as_it_was(cast, small, was_open, seen):
    version = final(cast.employee, stored(cast.employee, small))
    label = Proposal._meta.label_lower
    Holding.objects.create(version=version, model=label, key=999, was_open=was_open)
    assert ("reader" in readers(cast, version)) is seen


def test_a_row_of_a_register_that_is_no_more_hides_the_report(cast, small):
    version = final(cast.employee, stored(cast.employee, small))
    Holding.objects.create(version=version, model="gone.thing", key=1, was_open=True)
    assert readers(cast, version) == set()


def test_a_draft_is_seen_by_its_author_and_who_keeps_the_registers(cast, small):
    version = stored(cast.employee, small)
    assert readers(cast, version) == {"employee", "secretary", "administrator"}


def test_pages_and_files_of_a_report_one_may_not_see_do_not_exist(cast, small, secret):
    version = final(
        cast.director, stored(cast.director, small, kind="progress-report", public=False)
    )
    File.objects.create(version=version, format="pdf", edition=version.edition, content=b"x")
    base = f"/reports/{version.report_id}/"
    for address in ("", "1/", "1/document.pdf", "words/", "correct/"):
        assert cast.director.client.get(base + address).status_code in {200, 302}
        for name in ("secretary", "administrator", "reader"):
            assert cast.all()[name].client.get(base + address).status_code == 404
    listed = (
        cast.secretary.client.get("/reports/").content
        + cast.secretary.client.get("/registers/reports/").content
    )
    assert b"Het plan" not in listed


def test_every_kind_has_chapters_and_a_public_proposal_is_found(cast, small, secret):
    for kind in documents.kinds.values():
        assert documents.chapters_of(kind.name)
    found = documents.kinds["proposal"].subjects(cast.director.actor, small.plan)
    assert [each.key for each in found] == ["V9"]
    assert not documents.kinds["proposal"].subjects(cast.secretary.actor, small.plan)
