"""The files of a document, read back by other programs."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from itertools import pairwise

import docx
import odfdo
import pikepdf
import pytest

from koersvast.core.document_tree import as_data
from koersvast.reports.engine.arranging import arranged
from koersvast.reports.engine.bitmaps import bitmaps_of
from koersvast.reports.engine.cleaning import bounded, cleaned, storable
from koersvast.reports.engine.docx import docx_of
from koersvast.reports.engine.odt import odt_of
from koersvast.reports.engine.pdf import Setting
from koersvast.reports.tests import samples
from koersvast.reports.tests.reading import (
    fonts,
    needs_office,
    needs_poppler,
    pages,
    tags,
    through_office,
)


def prepared(document):
    """Return a document as the writers get it."""
    return arranged(bounded(cleaned(as_data(document), storable)))


def files_of(document):
    """Return a document as PDF, DOCX and ODT."""
    data = prepared(document)
    setting = Setting(data)
    bitmaps = bitmaps_of(data)
    return {
        "pdf": setting.pdf(),
        "docx": docx_of(data, bitmaps, setting.layout),
        "odt": odt_of(data, bitmaps, setting.layout),
    }


@pytest.fixture(scope="module")
def files():
    return files_of(samples.full())


@pytest.fixture(scope="module")
def long_files():
    return files_of(samples.full(rows=500))


def test_the_pdf_says_what_it_is_and_in_which_language(files):
    with pikepdf.open(BytesIO(files["pdf"])) as pdf:
        meta = pdf.open_metadata()
        assert meta["dc:title"] == "Plan van de proef"
        assert str(pdf.Root.Lang) == "nl"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.MarkInfo.Marked


def test_the_pdf_claims_pdf_ua_and_pdf_a(files):
    with pikepdf.open(BytesIO(files["pdf"])) as pdf:
        meta = pdf.open_metadata()
        assert meta["pdfuaid:part"] == "1"
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")


def test_every_font_of_the_pdf_is_embedded(files):
    found = fonts(files["pdf"])
    assert found and all(found.values())
    assert any("OpenSans" in name for name in found)


def test_the_headings_of_the_pdf_come_in_order_and_skip_no_level(files):
    levels = [
        int(tag.kind[1]) for tag in tags(files["pdf"]).all() if re.fullmatch(r"H\d", tag.kind)
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert {1, 2, 3} <= set(levels)


def test_tables_of_the_pdf_have_header_cells_and_as_many_rows_as_the_document(files):
    (table,) = tags(files["pdf"]).of("Table")
    assert len(table.of("TH")) == 3 + 1  # the columns, and the heading over a group of rows
    assert len(table.of("TR")) == 1 + 5


def test_every_figure_of_the_pdf_says_in_words_what_it_shows(files):
    found = [tag.alt for tag in tags(files["pdf"]).of("Figure") if not tag.of("Figure")[1:]]
    assert "Een balk voor 2023" in found and "De planning als plaat" in found


def test_lists_of_the_pdf_are_lists(files):
    assert len(tags(files["pdf"]).of("L")) >= 2


@needs_poppler
def test_no_page_of_the_pdf_is_empty_and_header_rows_repeat(long_files):
    found = pages(long_files["pdf"])
    assert len(found) > 15
    assert all(len(page.split()) > 8 for page in found)
    with_rows = [page for page in found if re.search(r"Resultaat \d", page)]
    assert all(re.search(r"Wat\s+Hoe\s+Bedrag", page) for page in with_rows)
    shown = {int(number) for page in found for number in re.findall(r"Resultaat (\d+)", page)}
    assert shown == set(range(500))


@needs_poppler
def test_no_row_of_a_table_is_cut_by_the_end_of_a_page(long_files):
    for page in pages(long_files["pdf"]):
        assert page.count("eerst dit") == page.count("dan dat")


def test_pages_are_numbered_in_the_pdf_and_landscape_where_asked(files):
    with pikepdf.open(BytesIO(files["pdf"])) as pdf:
        forms = [float(page.mediabox[2]) > float(page.mediabox[3]) for page in pdf.pages]
    assert forms.count(True) == 1


def test_docx_has_real_headings_tables_with_header_rows_lists_and_words_for_pictures(files):
    file = docx.Document(BytesIO(files["docx"]))
    headings = [
        (p.style.name, p.text) for p in file.paragraphs if p.style.name.startswith("Heading")
    ]
    assert headings == [
        ("Heading 1", "Aanleiding"),
        ("Heading 1", "Bouwstenen"),
        ("Heading 2", "Bouwsteen een"),
        ("Heading 3", "Dieper"),
        ("Heading 1", "Planning"),
        ("Heading 1", "Risico's"),
    ]
    (table,) = file.tables
    rows = table._tbl.tr_lst
    assert len(rows) == 6 and table.cell(2, 0).text == "Resultaat 0"
    assert rows[0].xpath("w:trPr/w:tblHeader") and not rows[1].xpath("w:trPr/w:tblHeader")
    assert all(row.xpath("w:trPr/w:cantSplit") for row in rows)
    alts = file.element.body.xpath(".//wp:docPr/@descr")
    assert alts == ["Een balk voor 2023", "De planning als plaat"]
    assert file.core_properties.title == "Plan van de proef"
    assert file.styles.element.xpath("//w:docDefaults//w:lang/@w:val") == ["nl-NL"]


def test_docx_has_contents_with_pages_and_a_foot_that_counts(files):
    file = docx.Document(BytesIO(files["docx"]))
    fields = file.element.body.xpath(".//w:instrText/text()")
    assert any(each.startswith("TOC") for each in fields)
    marks = set(file.element.body.xpath(".//w:bookmarkStart/@w:name"))
    assert {each.split()[1] for each in fields if each.startswith("PAGEREF")} <= marks
    lines = [p.text for p in file.paragraphs if p.style.name.startswith("TOC")]
    assert [line.split("\t")[0] for line in lines] == [
        "Aanleiding",
        "Bouwstenen",
        "Bouwsteen een",
        "Planning",
        "Risico's",
    ]
    with zipfile.ZipFile(BytesIO(files["docx"])) as package:
        foot = package.read(next(n for n in package.namelist() if "footer" in n)).decode()
    assert "PAGE" in foot and "NUMPAGES" in foot and "Voorbeeldstad" in foot


def test_odt_has_real_headings_tables_with_header_rows_lists_and_words_for_pictures(files):
    body = odfdo.Document(BytesIO(files["odt"])).body
    headings = [(h.get_attribute("text:outline-level"), h.inner_text) for h in body.headers]
    assert headings[:4] == [
        ("1", "Aanleiding"),
        ("1", "Bouwstenen"),
        ("2", "Bouwsteen een"),
        ("3", "Dieper"),
    ]
    (table,) = body.get_elements("descendant::table:table")
    assert len(table.get_elements("table:table-header-rows/table:table-row")) == 1
    assert len(table.get_elements("table:table-row")) == 5
    described = [e.text for e in body.get_elements("descendant::svg:desc")]
    assert described == ["Een balk voor 2023", "De planning als plaat"]
    assert body.get_elements("descendant::text:table-of-content")


def test_pictures_are_drawn_at_twice_the_size_of_the_screen(files):
    with zipfile.ZipFile(BytesIO(files["docx"])) as package:
        png = package.read(next(n for n in package.namelist() if n.endswith(".png")))
    assert int.from_bytes(png[16:20], "big") == 800


@needs_office
@needs_poppler
@pytest.mark.slow
def test_header_rows_repeat_and_no_page_is_empty_in_an_office_program(long_files, tmp_path):
    asked = {f"long-{kind}.{kind}": long_files[kind] for kind in ("docx", "odt")}
    for name, made in through_office(asked, tmp_path).items():
        found = pages(made)
        assert all(len(page.split()) > 5 for page in found), name
        with_rows = [page for page in found if re.search(r"Resultaat \d", page)]
        assert len(with_rows) > 10, name
        assert all(re.search(r"Wat\s+Hoe\s+Bedrag", page) for page in with_rows), name
        shown = {int(number) for page in found for number in re.findall(r"Resultaat (\d+)", page)}
        assert shown == set(range(500)), name
        assert all(page.count("eerst dit") == page.count("dan dat") for page in found), name


def test_a_poster_stays_on_one_page_however_much_stands_on_it():
    for rows in (2, 20, 45):
        poster = samples.document(samples.chapter(samples.table(rows)), poster=True)
        assert Setting(prepared(poster)).layout.last == 1
