"""A report that is kept: written in, frozen, corrected, thrown away."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from koersvast.core.actors import Access
from koersvast.core.document_tree import Heading, plain
from koersvast.reports.models import File, Report, Version, Words
from koersvast.reports.selectors import files_of, shown_document
from koersvast.reports.services import (
    ask_renewal,
    carry_out,
    correct,
    delete_draft,
    finalise,
    write_words,
)
from koersvast.reports.services.making import drafted_of
from koersvast.reports.services.versions import LONGEST_WORDS, store_files, store_renewed
from koersvast.reports.tests.conftest import ON, stored
from koersvast.work.models import Result


def written_in(player, version, text="Mijn woorden.", chapter="introduction"):
    return write_words(
        actor=player.actor, version=version, words={chapter: text}, edition=version.edition
    )


def final(player, version):
    version.refresh_from_db()
    return finalise(actor=player.actor, version=version, edition=version.edition, on=ON)


def texts_of(version):
    version.refresh_from_db()
    blocks = shown_document(version).blocks()
    return " ".join(plain(each.text) for each in blocks if type(each).__name__ == "Paragraph")


def test_what_the_author_writes_stands_first_in_its_chapter(cast, small):
    version = written_in(cast.employee, stored(cast.employee, small), "Eerst dit.\n\n- een\n- twee")
    chapter = next(c for c in shown_document(version).chapters if c.key == "introduction")
    assert plain(chapter.blocks[0].text) == "Eerst dit."
    assert [plain(each) for each in chapter.blocks[1].items] == ["een", "twee"]


def test_what_the_author_wrote_survives_the_facts_of_today(cast, small):
    version = written_in(cast.employee, stored(cast.employee, small))
    Result.objects.filter(code="R1").first().delete()
    drafted = drafted_of(cast.employee.actor, version.report)
    renewed = store_renewed(
        actor=cast.employee.actor, report=version.report, drafted=drafted, on=ON
    )
    assert "Mijn woorden." in texts_of(renewed)
    assert small.results["R1"].title not in json.dumps(renewed.content)


def test_an_empty_text_takes_the_words_away_and_the_same_text_changes_nothing(cast, small):
    version = written_in(cast.employee, stored(cast.employee, small))
    version = written_in(cast.employee, version)
    assert Words.history.count() == 1
    version = written_in(cast.employee, version, "")
    assert not Words.objects.exists()


@pytest.mark.parametrize("text, chapter", [("x", "nowhere"), ("x" * (LONGEST_WORDS + 1), "money")])
def test_words_for_no_chapter_and_endless_ones_are_refused_and_nothing_is_stored(
    cast, small, text, chapter
):
    version = stored(cast.employee, small)
    with pytest.raises(ValidationError):
        write_words(
            actor=cast.employee.actor,
            version=version,
            words={"introduction": "wel goed", chapter: text},
            edition=1,
        )
    assert not Words.objects.exists()


def test_two_authors_do_not_overwrite_each_other(cast, small):
    version = stored(cast.employee, small)
    written_in(cast.employee, version)
    with pytest.raises(ValidationError):
        write_words(
            actor=cast.secretary.actor,
            version=version,
            words={"introduction": "Van mij"},
            edition=1,
        )
    assert Words.objects.get().text == "Mijn woorden."


def test_a_final_report_never_changes(cast, small):
    version = final(cast.employee, written_in(cast.employee, stored(cast.employee, small)))
    before = texts_of(version)
    Result.objects.all().first().delete()
    actor, edition = cast.employee.actor, version.edition
    for wrong in (
        lambda: written_in(cast.employee, version, "Toch anders"),
        lambda: delete_draft(actor=actor, version=version, edition=edition),
        lambda: final(cast.employee, version),
        lambda: store_renewed(actor=actor, report=version.report, drafted=None, on=ON),
        lambda: ask_renewal(actor=actor, report=version.report),
    ):
        with pytest.raises(ValidationError):
            wrong()
    assert texts_of(version) == before and "Mijn woorden." in before


def test_what_was_not_seen_is_not_made_final(cast, small):
    version = stored(cast.employee, small)
    written_in(cast.secretary, version)
    with pytest.raises(ValidationError):
        finalise(actor=cast.employee.actor, version=version, edition=1, on=ON)


def test_making_final_twice_is_making_it_final_once(cast, small):
    version = stored(cast.employee, small)
    for _click in range(2):
        frozen = finalise(actor=cast.employee.actor, version=version, edition=1, on=ON)
    assert (frozen.edition, frozen.finalised_by) == (2, cast.employee.person)
    assert frozen.made_by == cast.employee.person


def test_a_draft_that_was_changed_since_is_not_thrown_away(cast, small):
    version = stored(cast.employee, small)
    written_in(cast.secretary, version)
    with pytest.raises(ValidationError):
        delete_draft(actor=cast.employee.actor, version=version, edition=1)
    assert Version.objects.exists()


def test_a_text_of_a_chapter_that_is_gone_is_kept_and_can_be_moved(cast, small):
    version = written_in(cast.employee, stored(cast.employee, small), chapter="money")
    left = [each for each in version.content["chapters"] if each["key"] != "money"]
    version.content = {**version.content, "chapters": left}
    version.save()
    page = cast.employee.client.get(f"/reports/{version.report_id}/words/").content.decode()
    assert "Mijn woorden." in page
    assert "Mijn woorden." not in texts_of(version)
    moved = {"introduction": "Mijn woorden.", "money": ""}
    write_words(actor=cast.employee.actor, version=version, words=moved, edition=version.edition)
    assert "Mijn woorden." in texts_of(version)


def test_files_of_a_final_version_are_made_once(cast, small):
    version = final(cast.employee, stored(cast.employee, small))
    store_files(version, {"pdf": b"eerst"})
    store_files(version, {"pdf": b"later"})
    assert bytes(File.objects.get().content) == b"eerst"


def test_a_file_of_an_older_text_counts_for_nothing(cast, small):
    version = stored(cast.employee, small)
    store_files(version, {"pdf": b"oud"})
    assert set(files_of(version)) == {"pdf"}
    assert not files_of(written_in(cast.employee, version))


def test_a_correction_is_a_new_version_with_the_same_facts_and_words(cast, small):
    first = final(cast.employee, written_in(cast.employee, stored(cast.employee, small)))
    second = correct(actor=cast.employee.actor, version=first, reason=" Een bedrag. ", on=ON)
    assert (second.number, second.reason, second.state) == (2, "Een bedrag.", "draft")
    assert second.content == first.content and "Mijn woorden." in texts_of(second)
    assert ("Correctie", "Een bedrag.") in shown_document(second).facts
    final(cast.employee, second)
    first.refresh_from_db()
    assert first.is_final and Version.objects.count() == 2


def test_a_correction_needs_a_reason_a_final_version_and_the_last_one(cast, small):
    version = stored(cast.employee, small)
    with pytest.raises(ValidationError):
        correct(actor=cast.employee.actor, version=version, reason="x", on=ON)
    version = final(cast.employee, version)
    with pytest.raises(ValidationError):
        correct(actor=cast.employee.actor, version=version, reason=" ", on=ON)
    correct(actor=cast.employee.actor, version=version, reason="x", on=ON)
    with pytest.raises(ValidationError):
        correct(actor=cast.employee.actor, version=version, reason="y", on=ON)


def test_others_do_not_see_a_draft_and_may_not_work_on_a_final_report(cast, small):
    version = stored(cast.employee, small)
    for other in (cast.director, cast.reader, cast.outsider):
        with pytest.raises(Http404):
            written_in(other, version)
    version = final(cast.employee, version)
    with pytest.raises(PermissionDenied):
        correct(actor=cast.director.actor, version=version, reason="x", on=ON)
    with pytest.raises(PermissionDenied):
        stored(cast.reader, small)


def test_another_author_does_not_put_new_facts_in_a_draft(cast, small):
    version = stored(cast.employee, small)
    with pytest.raises(Http404):
        store_renewed(actor=cast.director.actor, report=version.report, drafted=None, on=ON)


def test_throwing_a_draft_away_takes_the_report_along_unless_it_has_a_version(cast, small):
    version = written_in(cast.employee, stored(cast.employee, small))
    actor = cast.employee.actor
    assert delete_draft(actor=actor, version=version, edition=version.edition)
    assert not Report.objects.exists() and not Words.objects.exists()
    version = final(cast.employee, stored(cast.employee, small))
    second = correct(actor=cast.employee.actor, version=version, reason="x", on=ON)
    assert not delete_draft(actor=actor, version=second, edition=second.edition)
    assert Version.objects.get() == version


def test_a_correction_holds_what_the_version_before_it_held(cast, small, secret):
    first = final(cast.director, stored(cast.director, small, kind="progress-report", public=False))
    second = correct(actor=cast.director.actor, version=first, reason="x", on=ON)
    held = set(first.holdings.values_list("model", "key", "was_open"))
    assert held and held == set(second.holdings.values_list("model", "key", "was_open"))
    final(cast.director, second)
    assert not Version.objects.visible_to(cast.secretary.actor).exists()


def test_an_author_who_may_only_read_by_now_puts_no_new_facts_in_his_draft(cast, small):
    version = stored(cast.employee, small)
    actor = replace(cast.employee.actor, access=Access.READER)
    with pytest.raises(PermissionDenied):
        store_renewed(actor=actor, report=version.report, drafted=None, on=ON)


def test_what_the_author_wrote_below_a_heading_stays_there_when_the_facts_are_renewed(cast, small):
    version = stored(cast.employee, small)
    work = small.results["R1"].work
    place = f"blocks/{work.pk}"
    page = cast.employee.client.get(f"/reports/{version.report_id}/words/")
    labels = {name: str(field.label) for name, field in page.context["form"].fields.items()}
    assert labels[f"words-{place}"] == f"{labels['words-blocks']} › {work.title}"
    part = next(each for each in page.context["form"].parts() if each.field.name == "words-blocks")
    assert f"words-{place}" in [each.name for each in part.below] and not part.is_open
    words = {"blocks": "Vooraf.", place: "Mijn toelichting.\n\n- een\n- twee"}
    write_words(actor=cast.employee.actor, version=version, words=words, edition=version.edition)
    version.refresh_from_db()
    for _time in range(2):
        chapter = next(each for each in shown_document(version).chapters if each.key == "blocks")
        told = [str(each) for each in chapter.blocks]
        heads = [n for n, b in enumerate(chapter.blocks) if isinstance(b, Heading)]
        at = next(n for n in heads if chapter.blocks[n].key == str(work.pk))
        assert "Vooraf." in told[0] and "Mijn toelichting." in told[at + 1]
        assert "twee" in told[at + 2]
        carry_out(ask_renewal(actor=cast.employee.actor, report=version.report).pk)
        version.refresh_from_db()
    page = cast.employee.client.get(f"/reports/{version.report_id}/words/")
    assert [each.field.name for each in page.context["form"].parts() if each.is_open] == [
        "words-blocks"
    ]


def test_a_text_below_a_heading_that_is_not_there_is_refused(cast, small):
    version = stored(cast.employee, small)
    with pytest.raises(ValidationError):
        write_words(
            actor=cast.employee.actor,
            version=version,
            words={"blocks/0": "Nergens."},
            edition=version.edition,
        )
