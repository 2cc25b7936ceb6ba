"""Making a report beside the server: asked for, carried out, told when it fails."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from koersvast.core.actors import SYSTEM
from koersvast.core.periods import parse_period
from koersvast.reports.models import File, Making, Report, Version
from koersvast.reports.selectors import SILENCE, is_lost, previous_of
from koersvast.reports.services import (
    NotMade,
    ask_files,
    ask_new,
    ask_renewal,
    carry_out,
    correct,
    finalise,
    starting,
    write_words,
    writing,
    written,
)
from koersvast.reports.services import making as making_module
from koersvast.reports.services.asking import MOST_OF_ALL
from koersvast.reports.services.making import actor_of
from koersvast.reports.tests import samples
from koersvast.reports.tests.conftest import ON, asked, stored, whole
from koersvast.work.models import StatusUpdate


def ask(player, small, **more):
    return ask_new(actor=player.actor, plan=small.plan, **asked(**more))


def test_a_report_is_made_after_the_request_is_stored(
    cast, small, quick, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        making = ask(cast.employee, small)
        assert quick == []
    assert quick == [making.pk]
    done = carry_out(making.pk)
    version = Version.objects.get()
    assert done.state == Making.State.DONE and done.report == version.report
    assert version.report.author == cast.employee.person
    assert {each.format for each in version.files.all()} == {"pdf", "docx", "odt"}


def test_the_work_is_done_once(cast, small):
    making = ask(cast.employee, small)
    carry_out(making.pk)
    assert carry_out(making.pk).state == Making.State.DONE
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    "more, field",
    [
        ({"kind": "poem"}, "kind"),
        ({"subject": "nowhere"}, "subject"),
        ({"kind": "progress-report"}, "period"),
        ({"kind": "progress-report", "period": parse_period("continu")}, "period"),
    ],
)
def test_what_cannot_be_made_is_not_asked(cast, small, more, field):
    with pytest.raises(ValidationError) as refused:
        ask(cast.employee, small, **more)
    assert field in refused.value.message_dict and whole() == (0, 0, 0)


def test_what_is_not_for_everybody_is_not_made_for_everybody(cast, small, secret):
    with pytest.raises(ValidationError) as refused:
        ask(cast.director, small, kind="proposal", subject="V9")
    assert "audience" in refused.value.message_dict
    making = ask(cast.director, small, kind="proposal", subject="V9", audience="closed")
    assert carry_out(making.pk).state == Making.State.DONE


def test_readers_make_no_reports(cast, small):
    with pytest.raises(PermissionDenied):
        ask(cast.reader, small)


def test_a_machine_makes_no_more_at_once_than_it_can_bear(cast, small):
    busy = [
        Making.objects.create(task="new", state="running", language="nl")
        for _each in range(MOST_OF_ALL)
    ]
    with pytest.raises(ValidationError, match="veel rapportages"):
        ask(cast.employee, small)
    Making.objects.filter(pk=busy[0].pk).update(heard_at=timezone.now() - 2 * SILENCE)
    assert ask(cast.employee, small).state == Making.State.WAITING


def test_asking_the_same_twice_is_asking_once_and_two_at_a_time_are_enough(cast, small):
    first = ask(cast.employee, small)
    assert ask(cast.employee, small) == first
    ask(cast.employee, small, title="Nog een")
    with pytest.raises(ValidationError):
        ask(cast.employee, small, title="En nog een")
    Making.objects.update(heard_at=timezone.now() - timedelta(hours=1))
    ask(cast.employee, small, title="En nog een")


@pytest.mark.parametrize(
    "error, words",
    [(NotMade("De opmaak stopte."), "De opmaak stopte."), (RuntimeError("x"), "niet was voorzien")],
)
def test_a_failed_one_says_why_and_leaves_nothing(cast, small, monkeypatch, error, words, caplog):
    def broken(*args, **options):
        raise error

    monkeypatch.setattr(making_module, "written", broken)
    done = carry_out(ask(cast.employee, small).pk)
    assert done.state == Making.State.FAILED and words in done.problem
    assert whole() == (0, 0, 1)
    page = cast.employee.client.get(f"/reports/making/{done.pk}/").content.decode()
    assert words in page


def test_rights_are_those_of_the_moment_of_the_work(cast, small):
    making = ask(cast.employee, small)
    cast.employee.person.access = 1
    cast.employee.person.save()
    done = carry_out(making.pk)
    assert done.state == Making.State.FAILED and whole() == (0, 0, 1)


def test_a_failure_after_the_row_is_gone_is_no_second_failure(cast, small, monkeypatch, caplog):
    making = ask(cast.employee, small)

    def gone(*args, **options):
        Making.objects.all().delete()
        raise NotMade("x")

    monkeypatch.setattr(making_module, "written", gone)
    assert carry_out(making.pk).state == Making.State.FAILED


def test_the_facts_of_today_come_in_the_draft_and_its_words_stay(cast, small):
    version = stored(cast.employee, small)
    version = write_words(
        actor=cast.employee.actor, version=version, words={"introduction": "Blijft."}, edition=1
    )
    small.results["R1"].title = "Nieuwe naam"
    small.results["R1"].save()
    making = ask_renewal(actor=cast.employee.actor, report=version.report)
    assert carry_out(making.pk).state == Making.State.DONE
    version.refresh_from_db()
    assert "Nieuwe naam" in str(version.content) and version.words.get().text == "Blijft."
    assert version.files.filter(edition=version.edition).count() == 3


def test_facts_for_one_draft_do_not_come_in_the_next(cast, small, monkeypatch):
    version = stored(cast.employee, small)
    actor, real = cast.employee.actor, making_module.written

    def slow(document, *args, **options):
        final = finalise(actor=actor, version=version, edition=1, on=ON)
        correct(actor=actor, version=final, reason="Een bedrag", on=ON)
        return real(document)

    monkeypatch.setattr(making_module, "written", slow)
    making = ask_renewal(actor=actor, report=version.report)
    done = carry_out(making.pk)
    assert done.state == Making.State.FAILED and "intussen veranderd" in done.problem
    assert not File.objects.exists()
    assert [each.edition for each in Version.objects.order_by("number")] == [2, 1]


def test_files_are_not_kept_when_the_words_changed_meanwhile(cast, small, monkeypatch):
    version = stored(cast.employee, small)
    real = making_module.written

    def slow(document, *args, **options):
        version.refresh_from_db()
        write_words(
            actor=cast.employee.actor,
            version=version,
            words={"introduction": "Intussen."},
            edition=version.edition,
        )
        return real(document)

    monkeypatch.setattr(making_module, "written", slow)
    for making in (
        ask_renewal(actor=cast.employee.actor, report=version.report),
        ask_files(actor=cast.employee.actor, version=version),
    ):
        assert carry_out(making.pk).state == Making.State.DONE
        assert not File.objects.exists()
        version.words.all().delete()


def test_files_of_a_version_are_made_when_asked(cast, small):
    version = stored(cast.employee, small)
    making = ask_files(actor=cast.employee.actor, version=version)
    assert carry_out(making.pk).state == Making.State.DONE
    assert version.files.count() == 3


def test_files_of_what_one_does_not_see_or_what_is_gone_are_not_made(cast, small):
    version = stored(cast.employee, small)
    with pytest.raises(Http404):
        ask_files(actor=cast.reader.actor, version=version)
    making = ask_files(actor=cast.employee.actor, version=version)
    Making.objects.filter(pk=making.pk).update(report=None)
    version.report.delete()
    assert carry_out(making.pk).state == Making.State.FAILED


def test_somebody_else_does_not_renew_a_draft(cast, small):
    version = stored(cast.employee, small)
    with pytest.raises(PermissionDenied):
        ask_renewal(actor=cast.director.actor, report=version.report)


def test_a_making_nobody_asked_for_is_that_of_the_system(cast, small):
    assert actor_of(Making(task="files", language="nl")) == SYSTEM
    making = Making.objects.create(task="new", language="nl")
    assert Making.objects.visible_to(SYSTEM).get() == making
    assert not Making.objects.visible_to(cast.employee.actor).exists()


def test_work_that_gives_no_sign_of_life_is_lost(cast, small):
    making = ask(cast.employee, small)
    now = timezone.now()
    assert not is_lost(making, now) and is_lost(making, now + timedelta(hours=1))
    making.state = Making.State.DONE
    assert not is_lost(making, now + timedelta(hours=1))


def test_a_progress_report_tells_what_changed_since_the_last_one(cast, small):
    more = {"kind": "progress-report", "period": parse_period("2023")}
    first = carry_out(ask(cast.employee, small, **more).pk).report.versions.get()
    assert "changes" not in [each["key"] for each in first.content["chapters"]]
    finalise(actor=cast.employee.actor, version=first, edition=first.edition, on=ON)
    StatusUpdate.objects.create(
        result=small.results["R1"], date=ON, time="off_course", forecast=parse_period("Q4 2025")
    )
    second = carry_out(ask(cast.employee, small, title="Het tweede", **more).pk).report
    chapter = second.versions.get().content["chapters"][-1]
    assert chapter["key"] == "changes"
    assert small.results["R1"].title in str(chapter) and "Q4 2025" in str(chapter)
    found = previous_of(
        cast.employee.actor, kind="progress-report", plan=small.plan, subject="", audience="public"
    )
    assert found == first


def test_the_engine_tells_what_is_wrong_and_leaves_nothing(monkeypatch, tmp_path):
    broken = samples.document(samples.chapter(samples.Figure("<svg", "x", "y")))
    monkeypatch.setattr(writing.TemporaryDirectory, "__init__", _kept_in(tmp_path))
    with pytest.raises(NotMade):
        written(broken, ["pdf"])
    assert not list(tmp_path.rglob("*.pdf"))


def _kept_in(folder):
    real = writing.TemporaryDirectory.__init__

    def make(self, **options):
        real(self, dir=folder, **options)

    return make


def test_a_file_that_did_not_come_is_told(monkeypatch):
    monkeypatch.setattr(writing, "_run", lambda asked, told: None)
    with pytest.raises(NotMade):
        written(samples.full(), ["pdf"])


def test_an_engine_that_dies_without_a_word_is_told(monkeypatch):
    monkeypatch.setattr(writing, "ENGINE", ["-c", "raise SystemExit(3)"])
    with pytest.raises(NotMade):
        written(samples.full(), ["pdf"])


@pytest.mark.parametrize(
    "hanging",
    [
        "import time; time.sleep(60)",
        "import os, time; os.close(1); time.sleep(60)",
        """import time; print('{"ready": "pdf"}', flush=True); time.sleep(60)""",
    ],
)
def test_an_engine_that_hangs_is_ended_in_time_and_leaves_nothing(hanging, monkeypatch, tmp_path):
    monkeypatch.setattr(writing, "ENGINE", ["-c", hanging])
    monkeypatch.setattr(writing, "PATIENCE", 0.3)
    monkeypatch.setattr(writing.TemporaryDirectory, "__init__", _kept_in(tmp_path))
    begun = monotonic()
    with pytest.raises(NotMade, match=r"too long|te lang"):
        written(samples.full(), ["pdf"])
    assert monotonic() - begun < 20
    assert not list(tmp_path.iterdir())


def test_an_engine_that_says_much_on_its_error_output_does_not_hang(monkeypatch):
    noisy = "import sys; sys.stderr.write('x' * 1_000_000); sys.exit(3)"
    monkeypatch.setattr(writing, "ENGINE", ["-c", noisy])
    monkeypatch.setattr(writing, "PATIENCE", 30)
    with pytest.raises(NotMade, match=r"stopped|gestopt"):
        written(samples.full(), ["pdf"])


@pytest.mark.slow
def test_the_engine_writes_what_is_asked_and_tells_of_each():
    told = []
    made = written(samples.full(), told=told.append)
    assert told == ["pdf", "docx", "odt"] and made["pdf"].startswith(b"%PDF")


def test_the_process_is_started_apart_from_this_one(monkeypatch):
    seen = {}

    class Process:
        def __init__(self, command, **options):
            seen.update(options, command=command)

        def wait(self):
            seen["waited"] = True

    monkeypatch.setattr(starting.subprocess, "Popen", Process)
    starting.start(7)
    assert seen["command"][-3:] == ["report", "work", "7"] and seen["start_new_session"]


def test_nothing_is_asked_when_the_request_fails(cast, small, quick):
    with pytest.raises(RuntimeError), transaction.atomic():
        ask(cast.employee, small)
        raise RuntimeError
    assert quick == [] and whole() == (0, 0, 0)
