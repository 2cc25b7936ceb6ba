"""A proper document, whatever somebody typed."""

from __future__ import annotations

import re
from io import BytesIO

import docx
import odfdo
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koersvast.core.document_tree import Figure, Heading, Table, as_data, document_from
from koersvast.core.documents import lines, paragraphs
from koersvast.reports.engine.bitmaps import bitmaps_of
from koersvast.reports.engine.cleaning import FONTS, is_right_to_left, shown, storable
from koersvast.reports.engine.docx import docx_of
from koersvast.reports.engine.odt import odt_of
from koersvast.reports.engine.pdf import Setting
from koersvast.reports.tests import samples
from koersvast.reports.tests.reading import needs_poppler, pages, tags
from koersvast.reports.tests.test_files import files_of, prepared
from tools.fonts import coverage

MARKUP = (
    '#set page(fill: red) $x$ *a* _b_ <b>c</b> & {{ 7|add:1 }} {% now "Y" %} '
    '#read("/etc/passwd") @x <x>'
)
HEBREW, ARABIC = "שלום עולם", "مرحبا بالعالم"
ODD = f"{MARKUP}\n{HEBREW}\n{ARABIC}\n🎉😀🇳🇱👩‍👩‍👧 中文 \x00\x07\x1b\u202e\ufffe\ue000"


def everywhere(text: str):
    """Return a document with a text in every place that holds one."""
    cell = samples.cell(text, text)
    row = samples.Row((cell, samples.cell(text, bullets=True), cell))
    columns = tuple(samples.Column(text) for _each in range(3))
    return samples.document(
        samples.chapter(
            samples.paragraph(text),
            Heading(text),
            samples.Bullets((samples.text(text),)),
            Table(columns, (row,), text),
            Figure(samples.SVG, text, text),
            title=text,
        )
    )


@pytest.fixture(scope="module")
def odd_files():
    return files_of(everywhere(ODD))


@needs_poppler
def test_markup_in_text_is_shown_and_never_run(odd_files):
    found = " ".join("".join(pages(odd_files["pdf"])).split())
    for part in ("#set page(fill: red)", "<b>c</b>", "{{ 7|add:1 }}", '#read("/etc/passwd")'):
        assert part in found
    assert "root:" not in found
    assert MARKUP in "\n".join(p.text for p in docx.Document(BytesIO(odd_files["docx"])).paragraphs)


def test_text_from_right_to_left_runs_that_way_in_docx_and_odt():
    made = files_of(everywhere(HEBREW))
    file = docx.Document(BytesIO(made["docx"]))
    (line,) = [p for p in file.paragraphs if p.text == HEBREW and p.style.name == "Normal"]
    assert line._p.xpath("w:pPr/w:bidi") and line._p.xpath("w:r/w:rPr/w:rtl")
    body = odfdo.Document(BytesIO(made["odt"])).body
    assert any(p.style.endswith("-rtl") for p in body.paragraphs if p.inner_text == HEBREW)
    assert is_right_to_left(f"12 {ARABIC}") and not is_right_to_left(f"a {ARABIC}")


def test_characters_without_a_letter_are_named_in_the_pdf_and_kept_elsewhere(odd_files):
    assert shown("a🎉b") == "a[party popper]b"
    assert shown("中") == "[U+4E2D]"
    assert shown("👍🏽\ufe0f") == "[thumbs up sign]"
    assert "🎉" in "\n".join(p.text for p in docx.Document(BytesIO(odd_files["docx"])).paragraphs)


def test_control_characters_go_and_lines_stay():
    assert storable("a\x00\x07b\r\nc\rd\te\u202e") == "ab\nc\nd\te"
    assert storable("\ud800") == ""


def test_the_list_of_characters_is_that_of_the_fonts():
    assert (FONTS / "coverage.txt").read_text("ascii") == coverage()


def test_an_explanation_of_40000_characters_makes_a_proper_document():
    words = "Toelichting van vele woorden. " * 1334
    made = files_of(everywhere(words[:40_000]))
    assert len(tags(made["pdf"]).of("P")) > 3


def test_one_word_without_end_stays_on_the_page():
    word = "a" * 5_000
    made = files_of(everywhere(word))
    assert all(made.values())


def test_a_document_without_anything_is_a_proper_document():
    for document in (samples.document(), samples.document(samples.chapter(title="Leeg"))):
        made = files_of(document)
        assert all(made.values())


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_whatever_text_gives_three_files_that_can_be_read(text):
    data = prepared(everywhere(text))
    setting = Setting(data)
    assert setting.pdf().startswith(b"%PDF")
    bitmaps = bitmaps_of(data)
    docx.Document(BytesIO(docx_of(data, bitmaps, setting.layout)))
    odfdo.Document(BytesIO(odt_of(data, bitmaps, setting.layout))).body.paragraphs  # noqa: B018


@given(st.text(max_size=80))
def test_a_document_comes_back_from_its_data_as_it_was(text):
    document = everywhere(text)
    assert document_from(as_data(document)) == document


def test_what_an_author_typed_becomes_paragraphs_and_lists_and_nothing_else():
    found = paragraphs("Een\nregel\n\n- punt\n- punt twee\nweer tekst\n# geen kop")
    assert [type(each).__name__ for each in found] == ["Paragraph", "Bullets", "Paragraph"]
    assert found[2].text[0].text == "weer tekst\n# geen kop"
    assert lines("", "a").lines[0][0].text == "a"
    assert not re.search("<", str(paragraphs("")))


def test_lines_that_count_from_one_are_a_numbered_list_and_a_long_line_is_a_paragraph():
    (found,) = paragraphs("1. Stem in\n2. Leg vast\n3) Maak bekend")
    assert found.numbered and found.items[0][0].text == "Stem in"
    (plain,) = paragraphs("1. Alleen dit")
    assert type(plain).__name__ == "Paragraph"
    (address,) = paragraphs("2. tweede\n1. eerste")
    assert address.text[0].text == "2. tweede\n1. eerste"
    long = "woord " * 30
    assert len(paragraphs(f"{long}\n{long}\nkort")) == 3
