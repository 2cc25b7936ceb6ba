"""Writes a document as DOCX, in the package of python-docx; what stands in it is our own XML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import count, groupby
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Emu
from lxml import etree

from koersvast.reports.engine.bitmaps import Bitmap
from koersvast.reports.engine.cleaning import is_right_to_left
from koersvast.reports.engine.docx_look import (
    CELL,
    CELL_BULLET,
    LEAD,
    NOTE,
    ROW_FILLS,
    prepare,
)
from koersvast.reports.engine.docx_paper import Geometry, geometry
from koersvast.reports.engine.docx_parts import (
    bookmark,
    cell,
    field,
    field_end,
    field_start,
    paragraph,
    paragraph_of,
    run,
    text_paragraph,
)
from koersvast.reports.engine.markup import element
from koersvast.reports.engine.pdf import Layout, has_contents

EMU_PER_TWIP = 635
CONTENTS_DEPTH = 2


@dataclass(frozen=True)
class Section:
    """Pages of one form: what stands on them, and what they are like."""

    parts: list[str]
    properties: str

    def written(self, *, last: bool) -> str:
        """Return the section; all but the last one say in their last paragraph what they are."""
        if last:
            return "".join(self.parts) + self.properties
        *before, end = self.parts
        return "".join(before) + end.replace("</w:pPr>", f"{self.properties}</w:pPr>", 1)


class Writer:
    """Writes one document."""

    def __init__(self, data: Mapping[str, Any], pictures: Sequence[Bitmap], layout: Layout) -> None:
        self.data, self.layout = data, layout
        self.pictures = iter(pictures)
        self.file = docx.Document()
        self.headings, self.drawn = count(1), count(1)
        self.keeps = False  # whether the next paragraph stays with what follows it
        self.lists, self.footer = prepare(self.file, data, layout.size)

    def write(self) -> bytes:
        """Return the file."""
        body = self.file.element.body
        last = body.sectPr
        body.remove(last)
        sections = list(self.sections())
        parts = "".join(each.written(last=each is sections[-1]) for each in sections)
        names = nsdecls("w", "wp", "a", "pic", "r")
        for each in list(parse_xml(f"<w:body {names}>{parts}</w:body>")):
            body.append(each)
        out = BytesIO()
        self.file.save(out)
        return out.getvalue()

    def sections(self) -> Iterator[Section]:
        """Yield the stretches of pages of one form, with what stands on them."""
        if self.data["poster"]:
            yield from self.poster()
            return
        plain = geometry("a4")
        yield Section([*self.cover()], properties(plain))
        if has_contents(self.data):
            yield Section([*self.contents()], properties(plain, self.footer))
        for landscape, chapters in groupby(self.data["chapters"], lambda each: each["landscape"]):
            own = geometry("a4", landscape=landscape)
            inside = [part for chapter in chapters for part in self.chapter(chapter, own)]
            yield Section(inside, properties(own, self.footer))

    def poster(self) -> Iterator[Section]:
        """Yield a page on the wall: its head, and the chapters in three columns."""
        own = geometry(self.data["paper"], landscape=True, poster=True)
        facts = " · ".join(f"{label}: {value}" for label, value in self.data["facts"])
        head = [
            paragraph(f"{self.data['owner']} · {self.data['kind']}", "KV Band"),
            *self.titles(),
            paragraph(facts, NOTE),
        ]
        yield Section(head, properties(own))
        column = own.column()
        inside = [part for each in self.data["chapters"] for part in self.chapter(each, column)]
        yield Section(inside, properties(own, columns=3, kind="continuous"))

    def cover(self) -> Iterator[str]:
        """Yield the first page."""
        yield paragraph(self.data["owner"], "KV Band")
        yield paragraph(self.data["kind"], "KV Kind")
        yield from self.titles()
        for label, value in self.data["facts"]:
            yield paragraph_of(run(f"{label}\t", muted=True) + run(value), "KV Fact")

    def titles(self) -> Iterator[str]:
        """Yield what stands large on the cover, and what below it, with its room."""
        yield paragraph(self.data["cover"]["title"], "Title")
        if self.data["cover"]["subtitle"] or not self.data["poster"]:
            yield paragraph(self.data["cover"]["subtitle"], "Subtitle")

    def contents(self) -> Iterator[str]:
        """Yield the list of contents: a field with its entries filled in."""
        yield paragraph(self.data["words"]["contents"], "KV Contents")
        entries = list(self.entries())
        for number, (level, text, mark, page) in enumerate(entries):
            link = element(
                "w:hyperlink",
                {"w:anchor": mark, "w:history": 1},
                run(text)
                + element("w:r", None, element("w:tab"))
                + field(f"PAGEREF {mark} \\h", page),
            )
            first = field_start(f'TOC \\o "1-{CONTENTS_DEPTH}" \\h \\z \\u') if number == 0 else ""
            end = field_end() if number == len(entries) - 1 else ""
            yield paragraph_of(first + link + end, f"TOC {level}")
        yield paragraph("", "KV Space")  # the section ends behind the field, not inside it

    def entries(self) -> Iterator[tuple[int, str, str, str]]:
        """Yield the headings of the list of contents: level, text, bookmark and page."""
        found = [
            (level, text)
            for chapter in self.data["chapters"]
            for level, text in [
                (1, chapter["title"]),
                *((b["level"], b["text"]) for b in chapter["blocks"] if b["is"] == "heading"),
            ]
        ]
        for number, (level, text) in enumerate(found, start=1):
            if level <= CONTENTS_DEPTH:
                known = number <= len(self.layout.pages)
                page = str(self.layout.pages[number - 1]) if known else ""
                yield level, text, bookmark(number), page

    def chapter(self, chapter: Mapping[str, Any], page: Geometry) -> Iterator[str]:
        """Yield a chapter."""
        yield self.heading(chapter["title"], 1)
        for block in chapter["blocks"]:
            self.keeps = block["keeps"]
            yield from self.block(block, page)

    def heading(self, text: str, level: int) -> str:
        """Return a heading with the mark that the list of contents leads to."""
        number = next(self.headings)
        marked = (
            element("w:bookmarkStart", {"w:id": number, "w:name": bookmark(number)})
            + run(text)
            + element("w:bookmarkEnd", {"w:id": number})
        )
        return paragraph_of(marked, f"Heading {level}", rtl=is_right_to_left(text))

    def block(self, block: Mapping[str, Any], page: Geometry) -> Iterator[str]:
        """Yield the paragraphs of a block."""
        kind = block["is"]
        if kind == "heading":
            yield self.heading(block["text"], block["level"])
        elif kind == "paragraph":
            style = {"lead": LEAD, "note": NOTE}.get(block["style"], "Normal")
            yield text_paragraph(block["text"], style, keep_next=self.keeps)
        elif kind == "bullets":
            number = self.lists.fresh() if block["numbered"] else None
            style = "List Number" if block["numbered"] else "List Bullet"
            for each in block["items"]:
                yield text_paragraph(each, style, number=number, keep_next=self.keeps)
        elif kind == "table":
            yield from self.table(block, page)
        else:
            yield from self.figure(block, page)

    def table(self, block: Mapping[str, Any], page: Geometry) -> Iterator[str]:
        """Yield a table with its caption above, and a little space below."""
        if block["caption"]:
            yield paragraph(block["caption"], "Caption", keep_next=True)
        shares = [column["width"] for column in block["columns"]]
        widths = [page.text_width * share // sum(shares) for share in shares]
        properties = element(
            "w:tblPr",
            None,
            element("w:tblStyle", {"w:val": "KVTable"}),
            element("w:tblW", {"w:w": sum(widths), "w:type": "dxa"}),
            element("w:tblLayout", {"w:type": "fixed"}),
            element("w:tblLook", look_of(block)),
            *([element("w:tblCaption", {"w:val": block["caption"]})] if block["caption"] else []),
        )
        grid = element("w:tblGrid", None, *(element("w:gridCol", {"w:w": w}) for w in widths))
        rows = "".join(self.row(row, block["columns"], widths) for row in block["rows"])
        yield element("w:tbl", None, properties, grid, self.header(block["columns"], widths), rows)
        yield paragraph("", "KV Space")

    def header(self, columns: Sequence[Mapping[str, Any]], widths: Sequence[int]) -> str:
        """Return the row of headings, which repeats on every page."""
        cells = (
            cell(
                text_paragraph(
                    [{"text": c["label"], "bold": True, "italic": False}],
                    CELL,
                    end=c["align"] == "end",
                    colour=self.data["on_colour"].lstrip("#").upper(),
                    keep_next=True,
                ),
                width,
                fill=self.data["colour"].lstrip("#"),
            )
            for c, width in zip(columns, widths, strict=True)
        )
        repeats = element("w:trPr", None, element("w:cantSplit"), element("w:tblHeader"))
        return element("w:tr", None, repeats, *cells)

    def row(
        self,
        row: Mapping[str, Any],
        columns: Sequence[Mapping[str, Any]],
        widths: Sequence[int],
    ) -> str:
        """Return a row, on one page unless it is long, and on that of the next one if it keeps."""
        cells = []
        for number, each in enumerate(row["cells"]):
            last = number == len(row["cells"]) - 1
            own = widths[number:] if last else widths[number : number + 1]
            style = CELL_BULLET if each["bullets"] else CELL
            end = columns[number]["align"] == "end" and len(own) == 1
            lines = each["lines"] or [[]]
            bold = row["kind"] != ""
            inside = "".join(
                text_paragraph(line, style, end=end, bold=bold, keep_next=row["keeps"])
                for line in lines
            )
            cells.append(cell(inside, sum(own), fill=ROW_FILLS[row["kind"]], span=len(own)))
        whole = "" if row["breaks"] else element("w:trPr", None, element("w:cantSplit"))
        return element("w:tr", None, whole, *cells)

    def figure(self, block: Mapping[str, Any], page: Geometry) -> Iterator[str]:
        """Yield a picture in words and dots, with its caption below."""
        bitmap = next(self.pictures)
        width = page.text_width * EMU_PER_TWIP * block["share"] // 100
        height = width * bitmap.height // bitmap.width
        tallest = page.text_height * EMU_PER_TWIP * 3 // 4
        if height > tallest:
            width, height = width * tallest // height, tallest
        inline = self.file.part.new_pic_inline(BytesIO(bitmap.png), Emu(width), Emu(height))
        inline.docPr.set("id", str(next(self.drawn)))
        inline.docPr.set("name", block["caption"] or block["alt"][:80])
        inline.docPr.set("descr", block["alt"])
        drawing = element("w:drawing", None, str(etree.tostring(inline, encoding="unicode")))
        yield paragraph_of(element("w:r", None, drawing), "KV Picture")
        yield paragraph(block["caption"], "Caption")


def look_of(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return which parts of a table are headings: the first row, and maybe the first column."""
    headings = {"w:firstRow": 1, "w:firstColumn": int(table["row_headings"])}
    return {"w:val": "04A0" if table["row_headings"] else "0420", **headings, "w:noVBand": 1}


def docx_of(data: Mapping[str, Any], pictures: Sequence[Bitmap], layout: Layout) -> bytes:
    """Return a document (`document_tree.as_data`, cleaned) as DOCX.

    `layout` is how its PDF came out: the pages in the list of contents until Word counts itself.
    """
    return Writer(data, pictures, layout).write()


def properties(
    page: Geometry, footer: str = "", *, columns: int = 1, kind: str = "nextPage"
) -> str:
    """Return what the pages of a section are like."""
    reference = element("w:footerReference", {"w:type": "default", "r:id": footer})
    return element(
        "w:sectPr",
        None,
        reference if footer else "",
        element("w:type", {"w:val": kind}),
        element("w:pgSz", page.size()),
        element("w:pgMar", page.margins()),
        element("w:cols", {"w:num": columns, "w:space": page.gutter}),
    )
