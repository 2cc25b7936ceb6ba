"""Every kind of document, made of a demonstration, in every format, and read back."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

import docx
import odfdo
import pikepdf
import pytest
from django.utils.translation import override

from koersvast.core.document_tree import Document, Figure, Heading, Table
from koersvast.core.documents import PUBLIC, documents
from koersvast.core.periods import parse_period
from koersvast.direction.models import Plan
from koersvast.reports.selectors import draft
from koersvast.reports.tests.conftest import ON
from koersvast.reports.tests.reading import (
    fonts,
    needs_office,
    needs_poppler,
    pages,
    pictures,
    tags,
    through_office,
)
from koersvast.reports.tests.test_files import files_of
from tests.demonstrations import loaded

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

KINDS = {
    "implementation-plan": "H",
    "progress-report": "H",
    "assignment": "H",
    "proposal": "J",
    "communication-calendar": "H",
    "poster": "H",
}
"""Kind of document -> the plan of Huizen that it is made of here."""
EVERY_KIND = pytest.mark.parametrize("kind", KINDS)


@dataclass(frozen=True)
class Made:
    """A document and its files by format."""

    tree: Document
    files: dict[str, bytes]

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.tree.blocks() if isinstance(block, Table)]

    @property
    def alts(self) -> list[str]:
        return [block.alt for block in self.tree.blocks() if isinstance(block, Figure)]

    @property
    def headings(self) -> list[tuple[int, str]]:
        found = []
        for chapter in self.tree.chapters:
            found.append((1, chapter.title))
            found += [(b.level, b.text) for b in chapter.blocks if isinstance(b, Heading)]
        return found


@pytest.fixture(scope="module")
def made(django_db_setup: Any, django_db_blocker: Any) -> Iterator[dict[str, Made]]:
    trees = {}
    with loaded(django_db_blocker, "huizen/plan-h", "huizen/plan-j"), override("nl"):
        for name, code in KINDS.items():
            kind = documents.kinds[name]
            plan = Plan.objects.get(code=code)
            about = next(iter(kind.subjects(PUBLIC, plan)))
            trees[name] = draft(
                PUBLIC,
                kind=kind,
                plan=plan,
                subject=about.key,
                title=f"{kind.label} – {about.title}",
                today=ON,
                period=parse_period("2022") if kind.periodic else None,
            ).document
    yield {name: Made(tree, files_of(tree)) for name, tree in trees.items()}


def test_there_is_a_test_document_of_every_kind() -> None:
    assert set(documents.kinds) == set(KINDS)


def test_the_documents_have_pictures_tables_and_an_order_of_headings(made: dict[str, Made]) -> None:
    assert sum(len(each.alts) for each in made.values()) >= 4
    assert all(each.tables for each in made.values())


@EVERY_KIND
def test_the_pdf_says_what_it_is_in_which_language_and_what_it_claims(
    kind: str, made: dict[str, Made]
) -> None:
    with pikepdf.open(BytesIO(made[kind].files["pdf"])) as pdf:
        meta = pdf.open_metadata()
        assert meta["dc:title"] == made[kind].tree.title
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("nl", True)
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert meta["pdfuaid:part"] == "1"
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
    embedded = fonts(made[kind].files["pdf"])
    assert embedded and all(embedded.values())


@EVERY_KIND
def test_the_headings_of_the_pdf_are_those_of_the_document_and_skip_no_level(
    kind: str, made: dict[str, Made]
) -> None:
    found = [
        int(tag.kind[1])
        for tag in tags(made[kind].files["pdf"]).all()
        if re.fullmatch(r"H\d", tag.kind)
    ]
    wanted = [level for level, _text in made[kind].headings]
    assert found[-len(wanted) :] == wanted
    assert all(after - before <= 1 for before, after in pairwise(found))


@EVERY_KIND
def test_every_table_of_the_pdf_has_header_cells_and_all_its_rows(
    kind: str, made: dict[str, Made]
) -> None:
    found = tags(made[kind].files["pdf"]).of("Table")
    assert len(found) == len(made[kind].tables)
    for tag, table in zip(found, made[kind].tables, strict=True):
        assert len(tag.of("TH")) >= len(table.columns)
        assert len(tag.of("TR")) == 1 + len(table.rows)


@EVERY_KIND
def test_every_picture_of_the_pdf_says_in_words_what_it_shows(
    kind: str, made: dict[str, Made]
) -> None:
    inner = [tag for tag in tags(made[kind].files["pdf"]).of("Figure") if not tag.of("Figure")[1:]]
    assert [tag.alt for tag in inner] == made[kind].alts


@needs_poppler
@EVERY_KIND
def test_no_page_of_the_pdf_is_empty_and_a_poster_has_one(kind: str, made: dict[str, Made]) -> None:
    found = pages(made[kind].files["pdf"])
    assert all(len(page.split()) > 8 for page in found)
    assert kind != "poster" or len(found) == 1
    told = "".join("".join(found).split())
    assert "Huizen" in told


@EVERY_KIND
def test_docx_has_the_headings_tables_pictures_and_language_of_the_document(
    kind: str, made: dict[str, Made]
) -> None:
    file = docx.Document(BytesIO(made[kind].files["docx"]))
    headings = [
        (int(p.style.name[-1]), p.text)
        for p in file.paragraphs
        if p.style.name.startswith("Heading")
    ]
    assert headings == made[kind].headings
    for table, wanted in zip(file.tables, made[kind].tables, strict=True):
        first, *others = table._tbl.tr_lst
        assert first.xpath("w:trPr/w:tblHeader") and len(others) == len(wanted.rows)
        assert not any(row.xpath("w:trPr/w:tblHeader") for row in others)
    assert file.element.body.xpath(".//wp:docPr/@descr") == made[kind].alts
    assert file.core_properties.title == made[kind].tree.title
    assert file.styles.element.xpath("//w:docDefaults//w:lang/@w:val") == ["nl-NL"]


@EVERY_KIND
def test_odt_has_the_headings_tables_and_pictures_of_the_document(
    kind: str, made: dict[str, Made]
) -> None:
    file = odfdo.Document(BytesIO(made[kind].files["odt"]))
    headings = [
        (int(h.get_attribute("text:outline-level")), h.inner_text) for h in file.body.headers
    ]
    assert headings == made[kind].headings
    found = file.body.get_elements("descendant::table:table")
    for table, wanted in zip(found, made[kind].tables, strict=True):
        assert len(table.get_elements("table:table-header-rows/table:table-row")) == 1
        assert len(table.get_elements("table:table-row")) == len(wanted.rows)
    described = [each.text for each in file.body.get_elements("descendant::svg:desc")]
    assert described == made[kind].alts
    assert (file.meta.title, file.meta.language) == (made[kind].tree.title, "nl")


@needs_office
@needs_poppler
@pytest.mark.slow
def test_an_office_program_opens_every_file_and_keeps_its_pictures_and_tables(
    made: dict[str, Made], tmp_path: Any
) -> None:
    asked = {
        f"{kind}-{form}.{form}": each.files[form]
        for kind, each in made.items()
        for form in ("docx", "odt")
    }
    for name, content in through_office(asked, tmp_path / "pdf").items():
        each = made[name.rsplit("-", 1)[0]]
        found = pages(content)
        assert all(len(page.split()) > 8 for page in found), name
        assert len(found) == 1 or not each.tree.poster, name
        assert pictures(content) == len(each.alts), name
    for name, content in through_office(asked, tmp_path / "odt", "odt").items():
        each = made[name.rsplit("-", 1)[0]]
        found_again = count_tables(content), count_pictures(content)
        assert found_again == (len(each.tables), len(each.alts)), name


def count_tables(content: bytes) -> int:
    body = odfdo.Document(BytesIO(content)).body
    return len(body.get_elements("descendant::table:table"))


def count_pictures(content: bytes) -> int:
    with zipfile.ZipFile(BytesIO(content)) as package:
        names = package.namelist()
    return sum(name.endswith(".png") and "humbnail" not in name for name in names)
