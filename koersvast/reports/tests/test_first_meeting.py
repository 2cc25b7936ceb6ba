"""What somebody meets who makes a report for the first time: names, ways, and what to do next."""

from __future__ import annotations

import pytest

from koersvast.core.periods import parse_period
from koersvast.reports import views
from koersvast.reports.models import Making, Report
from koersvast.reports.services import ask_files, ask_new
from koersvast.reports.tests.conftest import asked, final, post, said, stored


@pytest.mark.parametrize(
    "subject, given, title",
    [
        ("", "", "Uitvoeringsplan – {plan}"),
        ("W", " ", "Uitvoeringsplan – {work}"),
        ("W", "Onze koers", "Onze koers"),
    ],
)
def test_a_report_without_a_title_is_called_after_what_it_is_about(
    cast, small, subject, given, title
):
    form = cast.employee.client.get("/reports/make/implementation-plan/?subject=W")
    assert form.context["form"]["title"].value() is None, "another subject has another title"
    known = {key for key, _name in form.context["form"].fields["subject"].choices}
    key = subject if subject in known else next(iter(known))
    cast.employee.client.post(
        "/reports/make/implementation-plan/",
        {"subject": key, "title": given, "audience": "public"},
    )
    names = {"plan": small.plan.title, "work": small.works["W"].title}
    assert Making.objects.get().asked["title"] == title.format(**names)


@pytest.mark.parametrize(
    "kind, said_there", [("assignment", "tabblad “Opdracht”"), ("proposal", "bij “Voorstellen”")]
)
def test_a_plan_without_what_a_document_is_about_says_what_to_register(
    cast, small, kind, said_there
):
    page = cast.employee.client.get(f"/reports/make/{kind}/").content.decode()
    assert said_there in page and "report-form" not in page


def test_a_report_begins_with_its_contents_and_its_author_writes_from_each_chapter(cast, small):
    version = stored(cast.employee, small)
    address = f"/reports/{version.report_id}/"
    own = cast.employee.client.get(address).content.decode()
    chapters = version.content["chapters"]
    assert len(chapters) > 2
    for number, chapter in enumerate(chapters, 1):
        assert f'<a href="#chapter-{number}">{chapter["title"]}</a>' in own
        assert f'{address}words/#id_words-{chapter["key"]}"' in own
        form = cast.employee.client.get(f"{address}words/").content.decode()
        assert f'id="id_words-{chapter["key"]}"' in form
    final(cast.employee, version)
    assert "#id_words-" not in cast.employee.client.get(address).content.decode()


def test_a_correction_says_that_a_new_version_has_begun(cast, small):
    version = final(cast.employee, stored(cast.employee, small))
    answer = post(cast.employee, version, "correct", reason="Een bedrag.")
    assert "Er is een nieuwe versie begonnen." in said(answer)


def test_the_newest_report_stands_first_also_when_there_are_more_than_the_page_shows(cast, small):
    reports = [stored(cast.employee, small, title=f"Nummer {number:02}") for number in range(14)]
    page = cast.employee.client.get("/reports/")
    shown = [each.report.title for each in page.context["versions"]]
    assert shown == [each.report.title for each in reversed(reports)][:12]


def test_what_is_compared_with_is_called_after_its_period(cast, small):
    before, version = (stored(cast.employee, small, kind="progress-report") for _each in range(2))
    Report.objects.update(period=parse_period("Q1 2023"))
    final(cast.employee, before)
    page = cast.employee.client.get(f"/reports/{version.report_id}/").content.decode()
    assert "sinds de rapportage over Q1 2023, versie 1 (feiten van" in page
    address = f"/reports/{version.report_id}/1/compare/{before.pk}/"
    compared = cast.employee.client.get(address).content.decode()
    assert "Van de rapportage over Q1 2023, versie 1, naar" in compared


def test_work_that_waits_is_at_its_first_step(cast, small):
    making = ask_new(actor=cast.employee.actor, plan=small.plan, **asked())
    assert views.steps_of(making)[0] == ("Register lezen", "now")
    version = stored(cast.secretary, small)
    files = ask_files(actor=cast.secretary.actor, version=version)
    steps = views.steps_of(files)
    assert steps[0] == ("Opmaken", "now") and len(steps) == 4
