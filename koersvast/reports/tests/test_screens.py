"""The pages of reports: two windows, two clicks, an address that is guessed, what goes wrong."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone

from koersvast.core.actors import SYSTEM
from koersvast.core.periods import parse_period
from koersvast.direction.models import Plan
from koersvast.reports.models import File, Making, Report, Version, Words
from koersvast.reports.services import (
    NotMade,
    ask_again,
    ask_files,
    ask_new,
    ask_renewal,
    asking,
    carry_out,
    write_words,
)
from koersvast.reports.services import making as making_module
from koersvast.reports.services.versions import store_files
from koersvast.reports.tests.conftest import ON, asked, final, post, said, stored


def all_of(version):
    """Return all that a version is, as it is stored."""
    row = Version.objects.filter(pk=version.pk).values().get()
    words = list(Words.objects.filter(version=version).values_list("chapter", "text"))
    files = [(each.format, bytes(each.content)) for each in File.objects.filter(version=version)]
    return row, words, sorted(files)


def test_two_clicks_on_final_and_on_correct_give_one(cast, small):
    version = stored(cast.employee, small)
    for _click in range(2):
        answer = post(cast.employee, version, "final")
        assert answer.redirect_chain[0][0].startswith("/reports/making/")
    assert Making.objects.filter(task="files").count() == 1
    for _click in range(2):
        post(cast.employee, version, "correct", reason="Een bedrag.")
    assert [each.number for each in Version.objects.order_by("number")] == [1, 2]
    page = cast.employee.client.get(f"/reports/{version.report_id}/correct/", follow=True)
    assert "Er is een concept van deze rapportage" in said(page)


def test_two_clicks_on_make_and_on_renew_give_one(cast, small):
    data = {"subject": "", "title": "Het plan", "audience": "public"}
    for _click in range(2):
        answer = cast.employee.client.post("/reports/make/implementation-plan/", data)
        assert answer.status_code == 302
    version = stored(cast.secretary, small)
    for _click in range(2):
        post(cast.secretary, version, "renew")
    assert [each.task for each in Making.objects.order_by("task")] == ["new", "renew"]


@pytest.mark.parametrize("page", ["final", "delete"])
@pytest.mark.parametrize(
    "looked", [{"edition": 1}, {"edition": "x"}, {"edition": "9" * 99}, {"version": 7}]
)
def test_what_was_changed_in_another_window_is_not_frozen_or_thrown_away(cast, small, page, looked):
    version = stored(cast.employee, small)
    write_words(
        actor=cast.secretary.actor, version=version, words={"introduction": "Nieuw"}, edition=1
    )
    version.refresh_from_db()
    answer = post(cast.employee, version, page, **looked)
    assert "Bekijk haar eerst opnieuw" in said(answer)
    version.refresh_from_db()
    assert not version.is_final


def test_who_writes_in_an_old_window_sees_what_stands_there_and_saves_again(cast, small):
    version = stored(cast.employee, small)
    write_words(
        actor=cast.secretary.actor, version=version, words={"introduction": "Van mij"}, edition=1
    )
    typed = {"words-introduction": "Van de auteur"}
    answer = post(cast.employee, version, "words", **typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Vergelijk hieronder" in page
    assert "Van mij" in page and "Van de auteur" in page
    assert Words.objects.get().text == "Van mij"
    version.refresh_from_db()
    assert f'name="edition" value="{version.edition}"' in page
    post(cast.employee, version, "words", **typed)
    assert Words.objects.get().text == "Van de auteur"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Het\r\nplan\x1b[31m \x07van nu", "Het plan[31m van nu"),
        ("\u200b \x07", "Uitvoeringsplan – Voorbeeldplan"),
    ],
)
def test_a_title_is_one_line_of_what_can_be_seen(cast, small, typed, kept):
    form = asked(title=typed, period="")
    answer = cast.employee.client.post("/reports/make/implementation-plan/", form)
    assert answer.status_code == 302
    assert [each.asked["title"] for each in Making.objects.all()] == [kept]


def test_control_characters_in_a_paste_are_not_kept(cast, small):
    version = stored(cast.employee, small)
    post(cast.employee, version, "words", **{"words-introduction": "Eerst\x0b\r\ndan\x1b"})
    assert Words.objects.get().text == "Eerst\ndan"
    final(cast.employee, version)
    post(cast.employee, version, "correct", reason="Een\x07 bedrag")
    assert Version.objects.first().reason == "Een bedrag"


def test_an_old_window_cannot_change_what_became_final(cast, small, quick):
    version = stored(cast.employee, small)
    looked = Version.objects.get()
    frozen = final(cast.employee, version)
    store_files(frozen, dict.fromkeys(File.Format.values, b"zoals het was"))
    before = all_of(frozen)
    small.results["R1"].title = "Intussen anders"
    small.results["R1"].save()
    typed = post(cast.employee, looked, "words", **{"words-introduction": "Toch nog dit"})
    assert "Toch nog dit" in said(typed) and "intussen definitief" in said(typed)
    assert "nooit weggegooid" in said(post(cast.employee, looked, "delete"))
    assert "geen concept meer" in said(post(cast.employee, looked, "renew"))
    assert "zijn er al" in said(post(cast.employee, looked, "1/files"))
    post(cast.employee, frozen, "final")
    page = cast.employee.client.get(f"/reports/{frozen.report_id}/words/", follow=True)
    assert "verandert niet" in said(page)
    for task in ("renew", "files"):
        making = Making.objects.create(
            task=task,
            language="nl",
            asked_by=cast.employee.user,
            report=frozen.report,
            asked={"version": frozen.pk},
        )
        carry_out(making.pk)
    assert all_of(frozen) == before


def test_a_version_that_is_not_the_latest_says_so(cast, small):
    version = final(cast.employee, stored(cast.employee, small))
    post(cast.employee, version, "correct", reason="Een bedrag.")
    final(cast.employee, Version.objects.get(number=2))
    old = cast.reader.client.get(f"/reports/{version.report_id}/1/").content.decode()
    new = cast.reader.client.get(f"/reports/{version.report_id}/").content.decode()
    assert "er is een nieuwere" in old and "er is een nieuwere" not in new
    assert "Een bedrag." in new and "Employee" in new


def test_numbers_of_somebody_elses_are_not_found(cast, small):
    own, other = stored(cast.employee, small), stored(cast.director, small, title="Van een ander")
    making = ask_new(actor=cast.director.actor, plan=small.plan, **asked())
    store_files(other, {"pdf": b"x"})
    base = f"/reports/{own.report_id}/1/"
    for address in (
        f"/reports/{other.report_id}/",
        f"/reports/{other.report_id}/1/",
        f"/reports/{other.report_id}/1/document.pdf",
        f"/reports/{other.report_id}/words/",
        f"/reports/{other.report_id}/correct/",
        f"/reports/making/{making.pk}/",
        f"{base}compare/{other.pk}/",
        f"{base}compare/{own.pk}/",
        f"{base}document.pdf",
        f"/reports/{own.report_id}/2/",
        "/reports/make/implementation-plan/?plan=999999",
        "/reports/make/nothing/",
        "/reports/999999/",
    ):
        assert cast.employee.client.get(address).status_code == 404, address
    for page in ("words", "correct", "final", "delete", "renew", "1/files"):
        assert post(cast.employee, other, page).status_code == 404, page
    assert cast.employee.client.post(f"/reports/making/{making.pk}/again/").status_code == 404
    with pytest.raises(Http404):
        ask_again(actor=cast.employee.actor, making=making)
    assert Making.objects.count() == 1


def test_the_form_opens_on_the_plan_that_speaks_from_the_latest_day(cast, small):
    older = Plan.objects.create(code="OUD", title="Het oude plan", reference_date=date(2001, 1, 1))
    address = "/reports/make/implementation-plan/"
    for asked_for, shown in (("", small.plan), (f"?plan={older.pk}", older)):
        page = cast.employee.client.get(address + asked_for).content.decode()
        assert f'action="?plan={shown.pk}"' in page
        assert f'<option value="{shown.pk}" selected>' in page


def test_a_reader_changes_nothing_of_a_final_report(cast, small):
    version = final(cast.employee, stored(cast.employee, small))
    for page in ("words", "correct", "final", "delete", "renew"):
        assert post(cast.director, version, page).status_code == 403, page
    assert Version.objects.count() == 1 and not Making.objects.exists()


def failed(player, small, **more):
    making = ask_new(actor=player.actor, plan=small.plan, **asked(**more))
    making.state, making.problem = Making.State.FAILED, "De opmaak stopte."
    making.save()
    return making


def test_what_failed_says_why_and_is_asked_again_with_a_click(cast, small):
    making = failed(cast.employee, small, title="Nog eens")
    listed = cast.employee.client.get("/reports/").content.decode()
    page = cast.employee.client.get(f"/reports/making/{making.pk}/").content.decode()
    assert "Nog eens" in listed and "mislukt" in listed
    assert "De opmaak stopte." in page and "Probeer opnieuw" in page
    answer = cast.employee.client.post(f"/reports/making/{making.pk}/again/")
    fresh = Making.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"/reports/making/{fresh.pk}/"
    assert (fresh.asked, fresh.state) == (making.asked, "waiting") and fresh.pk != making.pk
    assert ask_again(actor=cast.employee.actor, making=fresh) == fresh
    assert carry_out(fresh.pk).state == Making.State.DONE


def test_what_stopped_without_a_word_is_asked_again_too(cast, small):
    version = stored(cast.employee, small)
    for ask in (
        lambda: ask_renewal(actor=cast.employee.actor, report=version.report),
        lambda: ask_files(actor=cast.employee.actor, version=version),
    ):
        making = ask()
        making.heard_at = timezone.now() - timedelta(hours=1)
        making.save()
        page = cast.employee.client.get(f"/reports/making/{making.pk}/").content.decode()
        assert "stopte zonder bericht" in page
        fresh = ask_again(actor=cast.employee.actor, making=making)
        assert (fresh.task, fresh.asked) == (making.task, making.asked)
        assert not Making.objects.filter(pk=making.pk).exists()


def test_what_can_no_longer_be_made_says_so_when_asked_again(cast, small):
    making = failed(cast.employee, small)
    making.asked = {**making.asked, "plan": 999999}
    making.save()
    answer = cast.employee.client.post(f"/reports/making/{making.pk}/again/", follow=True)
    assert "Dit plan is er niet meer" in said(answer) and Making.objects.get() == making
    making.state = Making.State.WAITING
    making.save()
    assert "Dit plan is er niet meer" in carry_out(making.pk).problem


def test_a_period_comes_along_when_asked_again(cast, small):
    making = failed(cast.employee, small)
    period = parse_period("2023").encode()
    making.asked = {**making.asked, "kind": "progress-report", "period": period}
    making.save()
    assert ask_again(actor=cast.employee.actor, making=making).asked == making.asked


def test_a_machine_without_room_for_a_process_says_so(
    cast, small, monkeypatch, django_capture_on_commit_callbacks
):
    def full(_making):
        raise OSError

    monkeypatch.setattr(asking, "start", full)
    with django_capture_on_commit_callbacks(execute=True):
        ask_new(actor=cast.employee.actor, plan=small.plan, **asked())
    making = Making.objects.get()
    assert making.state == "failed" and "later" in making.problem


def test_what_became_closed_since_it_was_asked_is_not_made_for_everybody(cast, small, secret):
    secret.openness = "public"
    secret.save()
    making = ask_new(
        actor=cast.director.actor, plan=small.plan, **asked(kind="proposal", subject="V9")
    )
    secret.openness = "confidential"
    secret.save()
    done = carry_out(making.pk)
    assert done.state == "failed" and "niet voor iedereen" in done.problem
    assert not Report.objects.exists()


def test_a_report_is_renewed_in_its_own_language(cast, small):
    version = stored(cast.employee, small)
    version.language = "en"
    version.save()
    making = ask_renewal(actor=cast.employee.actor, report=version.report)
    assert making.language == "en"
    carry_out(making.pk)
    version.refresh_from_db()
    assert version.content["language"] == "en"


def test_files_asked_for_before_it_became_final_are_asked_again(cast, small):
    version = stored(cast.employee, small)
    early = ask_files(actor=cast.employee.actor, version=version)
    late = ask_files(actor=cast.employee.actor, version=final(cast.employee, version))
    assert early != late
    carry_out(early.pk)
    carry_out(late.pk)
    assert {each.edition for each in File.objects.all()} == {2}
    with pytest.raises(ValidationError):
        ask_files(actor=cast.reader.actor, version=version)


def test_files_of_the_system_are_made_too(cast, small, monkeypatch):
    version = final(cast.employee, stored(cast.employee, small))
    making = ask_files(actor=SYSTEM, version=version)

    def refused(*_arguments, **_options):
        raise NotMade("Zo niet.")

    monkeypatch.setattr(making_module, "written", refused)
    assert carry_out(making.pk).problem == "Zo niet."


@pytest.mark.parametrize(
    "path, name",
    [
        ("/work/{work}/", "reports/?page=work&amp;plan={plan}&amp;subject=W"),
        ("/communication/?plan={plan}", "reports/make/communication-calendar/?plan={plan}"),
    ],
)
def test_other_pages_lead_to_a_report_of_what_they_are_about(cast, small, path, name):
    known = {"work": small.works["W"].pk, "plan": small.plan.pk}
    page = cast.employee.client.get(path.format(**known)).content.decode()
    assert name.format(**known) in page
    assert "reports/make" not in cast.reader.client.get(path.format(**known)).content.decode()
    assert "?page=work" not in cast.reader.client.get(path.format(**known)).content.decode()


def test_a_proposal_leads_to_its_document(cast, small, secret):
    page = cast.director.client.get(f"/decisions/proposals/{secret.pk}/").content.decode()
    address = f"/reports/make/proposal/?plan={small.plan.pk}&subject=V9"
    assert address.replace("&", "&amp;") in page
    form = cast.director.client.get(address).content.decode()
    assert '<option value="V9" selected>' in form


def test_a_work_that_is_too_small_leads_to_what_it_is_part_of(cast, small):
    whole = small.works["W"].code
    address = f"/reports/?page=work&plan={small.plan.pk}&subject=TOO-SMALL&subject={whole}"
    page = cast.employee.client.get(address).content.decode()
    assert "Communicatiekalender" not in page.partition("report-kinds")[2].partition("</ul>")[0]
    link = f"/reports/make/poster/?plan={small.plan.pk}&amp;subject=TOO-SMALL&amp;subject={whole}"
    assert link in page
    form = cast.employee.client.get(link.replace("&amp;", "&")).content.decode()
    assert f'<option value="{whole}" selected>' in form


def test_the_list_shows_how_far_each_report_is_as_its_reader_may_know(cast, small):
    first = final(cast.employee, stored(cast.employee, small, title="Eerst definitief"))
    post(cast.employee, first, "correct", reason="Een bedrag.")
    stored(cast.employee, small, title="Alleen een concept")
    listed = cast.reader.client.get("/registers/reports/").content.decode()
    sheet = cast.reader.client.get("/registers/reports/export/csv/").content.decode()
    for seen in (listed, sheet):
        assert "Eerst definitief" in seen and "Alleen een concept" not in seen
    head, line = sheet.splitlines()[:2]
    told = dict(zip(head.lstrip("\ufeff").split(";"), line.split(";"), strict=True))
    assert (told["status"], told["gemaakt op"]) == ("definitief", ON.isoformat())
    table = listed.partition("<tbody")[2]
    assert "definitief" in table and "concept" not in table
    for name, found in (("employee", 2), ("reader", 0)):
        page = cast.all()[name].client.get("/registers/reports/?state=draft").content.decode()
        assert page.count('href="/reports/') - page.count('href="/reports/"') == found


def test_without_a_plan_the_page_says_what_to_do(cast, db):
    Plan.objects.all().delete()
    page = cast.employee.client.get("/reports/").content.decode()
    assert "Er is nog geen plan" in page
