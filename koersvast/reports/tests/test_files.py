"""The files of a document, read back by other programs."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import docx
import odfdo
import pikepdf
import pytest

from koersvast.core.document_tree import Heading, as_data
from koersvast.reports.engine.arranging import LEGIBLE, arranged, contrast
from koersvast.reports.engine.bitmaps import bitmaps_of
from koersvast.reports.engine.cleaning import bounded, cleaned, storable
from koersvast.reports.engine.docx import docx_of
from koersvast.reports.engine.odt import odt_of
from koersvast.reports.engine.pdf import Setting
from koersvast.reports.tests import samples
from koersvast.reports.tests.reading import (
    fonts,
    needs_poppler,
    pages,
    tags,
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
    assert len(table.get_elements("table:table-header-columns/table:table-column")) == 1
    assert len(table.get_elements("table:table-column")) == 2
    described = [e.text for e in body.get_elements("descendant::svg:desc")]
    assert described == ["Een balk voor 2023", "De planning als plaat"]
    assert body.get_elements("descendant::text:table-of-content")


def test_pictures_are_drawn_at_twice_the_size_of_the_screen(files):
    with zipfile.ZipFile(BytesIO(files["docx"])) as package:
        png = package.read(next(n for n in package.namelist() if n.endswith(".png")))
    assert int.from_bytes(png[16:20], "big") == 800


def test_a_poster_stays_on_one_page_however_much_stands_on_it():
    for rows in (2, 20, 45):
        poster = samples.document(samples.chapter(samples.table(rows)), poster=True)
        assert Setting(prepared(poster)).layout.last == 1


def test_a_heading_over_rows_stays_with_the_row_below_it():
    groups = [
        row
        for n in range(60)
        for row in (
            samples.Row((samples.cell(f"Groep {n}"),), "group"),
            samples.Row((samples.cell(f"Resultaat {n}"), samples.cell("x" * (n * 7 % 90)))),
        )
    ]
    table = samples.Table((samples.Column("Wat"), samples.Column("Hoe")), tuple(groups))
    made = files_of(samples.document(samples.chapter(table)))
    for page in pages(made["pdf"]):
        assert sorted(re.findall(r"Groep (\d+)", page)) == sorted(
            re.findall(r"Resultaat (\d+)", page)
        )
    rows = docx.Document(BytesIO(made["docx"])).tables[0]._tbl.tr_lst
    assert all(row.xpath(".//w:keepNext") for row in rows[1::2])


def test_what_leads_in_a_table_is_on_its_page():
    for filling in range(22, 34):
        lines = [samples.paragraph(f"Regel {n}") for n in range(filling)]
        made = files_of(
            samples.document(
                samples.chapter(
                    *lines,
                    Heading("Bouwsteen"),
                    samples.paragraph("Doel van de bouwsteen."),
                    samples.paragraph("Toelichting op de bouwsteen."),
                    samples.table(40),
                )
            )
        )
        (page,) = [each for each in pages(made["pdf"]) if "Doel van de bouwsteen" in each]
        for words in ("Bouwsteen", "Toelichting op", "Wat en wanneer", "Resultaat 0"):
            assert words in page, filling


@pytest.mark.parametrize("colour", ["#ffd400", "#ffffff", "#101010", "#00a0d2"])
def test_the_name_and_colour_of_the_municipality_are_in_every_file_and_can_be_read(colour):
    document = replace(samples.full(), colour=colour)
    data = prepared(document)
    made = files_of(document)
    assert contrast(data["on_colour"], colour) >= LEGIBLE
    assert contrast(data["text_colour"], "#ffffff") >= LEGIBLE
    words = docx.Document(BytesIO(made["docx"]))
    assert words.paragraphs[0].text == "Voorbeeldstad"
    fills = words.styles.element.xpath('//w:style[@w:styleId="KVBand"]//w:shd/@w:fill')
    assert fills == [colour[1:].upper()]
    heads = words.styles.element.xpath('//w:style[@w:styleId="Heading1"]//w:color/@w:val')
    assert heads == [data["text_colour"][1:].upper()]
    with zipfile.ZipFile(BytesIO(made["odt"])) as package:
        styles, content = (package.read(name).decode() for name in ("styles.xml", "content.xml"))
    assert f'fo:background-color="{colour}"' in styles and f'"{colour}"' in content
    assert f'fo:color="{data["text_colour"]}"' in styles
    assert "Voorbeeldstad" in content
    with pikepdf.open(BytesIO(made["pdf"])) as pdf:
        cover = pdf.pages[0].Contents.read_bytes()
        parts = tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        drawn = [
            tuple(float(each) for each in found)
            for found in re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) scn?\b", cover)
        ]
        assert any(
            all(abs(a - b) < 0.01 for a, b in zip(each, parts, strict=True)) for each in drawn
        )
    assert "Voorbeeldstad" in pages(made["pdf"])[0]


@pytest.mark.parametrize("words", [1, 12, 35])
def test_a_cover_takes_one_page_whatever_its_title(words):
    document = replace(samples.full(), title="Organisatieontwikkeling " * words)
    found = pages(files_of(document)["pdf"])
    assert "Peildatum" in found[0] and "Inhoud" in found[1]
