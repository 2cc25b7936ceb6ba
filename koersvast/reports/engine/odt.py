"""Writes a document as ODT, in the package of odfdo; the parts of the text are our own XML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import count, groupby
from typing import Any

import odfdo

from koersvast.reports.engine.bitmaps import Bitmap
from koersvast.reports.engine.cleaning import is_right_to_left
from koersvast.reports.engine.markup import element, said
from koersvast.reports.engine.odt_look import NAMES, Frame, automatic, frame_of
from koersvast.reports.engine.odt_paper import XML, styles_of
from koersvast.reports.engine.pdf import Layout, has_contents

CONTENTS_DEPTH = 2


class Writer:
    """Writes one document."""

    def __init__(self, data: Mapping[str, Any], pictures: Sequence[Bitmap], layout: Layout) -> None:
        self.data, self.layout = data, layout
        self.pictures = iter(pictures)
        self.file = odfdo.Document("text")
        self.headings, self.tables = count(1), count(1)
        self.columns: dict[int, str] = {}
        self.keeps = ""
        """The end of the name of a style that stays on the page of what follows it."""
        self.page = ""
        """The name of the page that the next paragraph begins; empty for the page it is on."""

    def write(self) -> bytes:
        """Return the file."""
        inside = "".join(self.poster() if self.data["poster"] else self.parts())
        body = element("office:body", None, element("office:text", None, inside))
        looks = automatic(self.columns.values(), self.data["colour"], poster=self.data["poster"])
        styles = element("office:automatic-styles", None, looks)
        head = f'<office:document-content {NAMES} office:version="1.3">'
        content = f"{XML}{head}{styles}{body}</office:document-content>"
        self.file.set_part("content", content.encode())
        self.file.set_part("styles", styles_of(self.data, self.layout.size).encode())
        self.set_properties()
        out = BytesIO()
        self.file.save(out)
        return out.getvalue()

    def set_properties(self) -> None:
        """Say what the file is: title, maker, language."""
        meta = self.file.meta
        meta.title, meta.subject = self.data["title"], self.data["subtitle"]
        meta.creator = meta.initial_creator = self.data["owner"]
        meta.language = self.data["language"]
        meta.generator = "Koersvast"

    def parts(self) -> Iterator[str]:
        """Yield all that stands in the body."""
        yield from self.cover()
        self.page = "Upright"
        if has_contents(self.data):
            yield from self.contents()
        for landscape, chapters in groupby(self.data["chapters"], lambda each: each["landscape"]):
            self.page = "Landscape" if landscape else "Upright"
            for chapter in chapters:
                yield from self.chapter(chapter, frame_of("a4", landscape=landscape))

    def poster(self) -> Iterator[str]:
        """Yield a page on the wall: its head, and the chapters in three columns."""
        self.page = "Poster"
        yield self.paragraph(f"{self.data['owner']} · {self.data['kind']}", "KV_Band")
        yield from self.titles()
        facts = " · ".join(f"{label}: {value}" for label, value in self.data["facts"])
        yield self.paragraph(facts, "KV_Note")
        frame = frame_of(self.data["paper"], landscape=True, poster=True).column()
        inside = [part for each in self.data["chapters"] for part in self.chapter(each, frame)]
        section = {"text:style-name": "Columns", "text:name": "Columns"}
        yield element("text:section", section, *inside)

    def cover(self) -> Iterator[str]:
        """Yield the first page."""
        self.page = "Cover"
        yield self.paragraph(self.data["owner"], "KV_Band")
        yield self.paragraph(self.data["kind"], "KV_Kind")
        yield from self.titles()
        for label, value in self.data["facts"]:
            name = element("text:span", {"text:style-name": "Muted"}, written(f"{label}\t"))
            yield self.paragraph_of(name + written(value), "KV_Fact")

    def titles(self) -> Iterator[str]:
        """Yield what stands large on the cover, and what below it, with its room."""
        yield self.paragraph(self.data["cover"]["title"], "Title")
        if self.data["cover"]["subtitle"] or not self.data["poster"]:
            yield self.paragraph(self.data["cover"]["subtitle"], "Subtitle")

    def contents(self) -> Iterator[str]:
        """Yield the list of contents with its entries filled in; page numbers count themselves."""
        title = self.data["words"]["contents"]
        source = element(
            "text:table-of-content-source",
            {"text:outline-level": CONTENTS_DEPTH},
            element("text:index-title-template", {"text:style-name": "KV_Contents"}, said(title)),
            *(entry_template(level) for level in range(1, CONTENTS_DEPTH + 1)),
        )
        heading = element(
            "text:index-title", {"text:name": "Contents_Head"}, self.paragraph(title, "KV_Contents")
        )
        entries = "".join(self.entries())
        body = element("text:index-body", None, heading, entries)
        yield element("text:table-of-content", {"text:name": "Contents"}, source, body)

    def entries(self) -> Iterator[str]:
        """Yield the lines of the list of contents."""
        number = 0
        for chapter in self.data["chapters"]:
            found = [(1, chapter["title"])]
            found += [(b["level"], b["text"]) for b in chapter["blocks"] if b["is"] == "heading"]
            for level, text in found:
                number += 1
                if level > CONTENTS_DEPTH:
                    continue
                page = element(
                    "text:bookmark-ref",
                    {"text:reference-format": "page", "text:ref-name": f"heading{number}"},
                    str(self.layout.pages[number - 1]) if self.layout.pages else "",
                )
                link = {
                    "xlink:type": "simple",
                    "xlink:href": f"#heading{number}",
                    "text:style-name": "Index_20_Link",
                    "text:visited-style-name": "Index_20_Link",
                }
                inside = element("text:a", link, written(text) + element("text:tab") + page)
                yield self.paragraph_of(inside, f"Contents_20_{level}")

    def chapter(self, chapter: Mapping[str, Any], frame: Frame) -> Iterator[str]:
        """Yield a chapter."""
        yield self.heading(chapter["title"], 1)
        for block in chapter["blocks"]:
            self.keeps = "-keep" if block["keeps"] else ""
            yield from self.block(block, frame)

    def heading(self, text: str, level: int) -> str:
        """Return a heading with the mark that the list of contents leads to."""
        mark = {"text:name": f"heading{next(self.headings)}"}
        inside = (
            element("text:bookmark-start", mark)
            + written(text)
            + element("text:bookmark-end", mark)
        )
        style = {"text:style-name": self.style(f"Heading_20_{level}", text)}
        return element("text:h", {**style, "text:outline-level": level}, inside)

    def style(self, name: str, text: str) -> str:
        """Return the name of a style: that of a new page, or of text from right to left."""
        page, self.page = self.page, ""
        turned = "-rtl" if is_right_to_left(text) else ""
        return f"{name}-{page}{turned}" if page else f"{name}{turned}"

    def paragraph(self, text: str, style: str) -> str:
        """Return a paragraph of plain text."""
        return element("text:p", {"text:style-name": self.style(style, text)}, written(text))

    def paragraph_of(self, inside: str, style: str, text: str = "") -> str:
        """Return a paragraph."""
        return element("text:p", {"text:style-name": self.style(style, text)}, inside)

    def runs(self, text: Sequence[Mapping[str, Any]], style: str, *, bold: bool = False) -> str:
        """Return a paragraph of runs."""
        inside = "".join(span(each, bold=bold) for each in text)
        return self.paragraph_of(inside, style, "".join(each["text"] for each in text))

    def block(self, block: Mapping[str, Any], frame: Frame) -> Iterator[str]:
        """Yield the paragraphs of a block."""
        kind = block["is"]
        if kind == "heading":
            yield self.heading(block["text"], block["level"])
        elif kind == "paragraph":
            style = {"lead": "KV_Lead", "note": "KV_Note"}.get(block["style"], "Text_20_body")
            yield self.runs(block["text"], f"{style}{self.keeps}")
        elif kind == "bullets":
            style = "Numbers" if block["numbered"] else "Bullets"
            yield self.list_of(block["items"], style, f"KV_Item{self.keeps}")
        elif kind == "table":
            yield from self.table(block, frame)
        else:
            yield from self.figure(block, frame)

    def list_of(self, items: Sequence[Any], style: str, inside: str = "KV_Item") -> str:
        """Return a list."""
        rows = (element("text:list-item", None, self.runs(each, inside)) for each in items)
        return element("text:list", {"text:style-name": style}, *rows)

    def table(self, block: Mapping[str, Any], frame: Frame) -> Iterator[str]:
        """Yield a table with its caption above, and a little space below."""
        if block["caption"]:
            yield self.paragraph(block["caption"], "KV_Table_Caption")
        shares = [column["width"] for column in block["columns"]]
        first, *others = (
            element(
                "table:table-column",
                {"table:style-name": self.column(frame.width * s // sum(shares))},
            )
            for s in shares
        )
        if block["row_headings"]:
            first = element("table:table-header-columns", None, first)
        columns = "".join((first, *others))
        head = element("table:table-header-rows", None, self.header(block["columns"]))
        rows = "".join(self.row(row, block["columns"]) for row in block["rows"])
        own = "Table-whole" if block["whole"] else "Table"
        name = {"table:name": f"Table{next(self.tables)}", "table:style-name": own}
        title = element("table:title", None, said(block["caption"])) if block["caption"] else ""
        yield element("table:table", name, title, columns, head, rows)
        yield self.paragraph("", "KV_Space")

    def column(self, width: int) -> str:
        """Return the name of the style of a column; `width` in hundredths of a millimetre."""
        return self.columns.setdefault(width, f"W{width}")

    def header(self, columns: Sequence[Mapping[str, Any]]) -> str:
        """Return the row of headings, which repeats on every page."""
        cells = (
            element(
                "table:table-cell",
                {"table:style-name": "Cell-head", "office:value-type": "string"},
                self.paragraph(c["label"], "KV_Head_end" if c["align"] == "end" else "KV_Head"),
            )
            for c in columns
        )
        return element("table:table-row", {"table:style-name": "Row-whole"}, *cells)

    def row(self, row: Mapping[str, Any], columns: Sequence[Mapping[str, Any]]) -> str:
        """Return a row; a short one is never cut by the end of a page."""
        cells, kind = [], row["kind"]
        for number, each in enumerate(row["cells"]):
            last = number == len(row["cells"]) - 1
            span_of = len(columns) - number if last else 1
            spanned = {"table:number-columns-spanned": span_of} if span_of > 1 else {}
            cells.append(
                element(
                    "table:table-cell",
                    {
                        "table:style-name": f"Cell-{kind or 'plain'}",
                        "office:value-type": "string",
                        **spanned,
                    },
                    self.cell(
                        each,
                        end=columns[number]["align"] == "end" and span_of == 1,
                        bold=kind != "",
                    ),
                )
            )
            cells += [element("table:covered-table-cell")] * (span_of - 1)
        whole = "Row-long" if row["breaks"] else "Row-whole"
        return element("table:table-row", {"table:style-name": whole}, *cells)

    def cell(self, cell: Mapping[str, Any], *, end: bool, bold: bool) -> str:
        """Return what stands in a cell."""
        if cell["bullets"] and cell["lines"]:
            return self.list_of(cell["lines"], "Bullets", "KV_Cell")
        style = "KV_Cell_end" if end else "KV_Cell"
        return "".join(self.runs(line, style, bold=bold) for line in cell["lines"] or [[]])

    def figure(self, block: Mapping[str, Any], frame: Frame) -> Iterator[str]:
        """Yield a picture in words and dots, with its caption below."""
        bitmap = next(self.pictures)
        width = frame.width * block["share"] // 100
        height = width * bitmap.height // bitmap.width
        if height > frame.height * 3 // 4:
            height = frame.height * 3 // 4
            width = height * bitmap.width // bitmap.height
        address = self.file.add_file(BytesIO(bitmap.png))
        image = {
            "xlink:href": address,
            "xlink:type": "simple",
            "xlink:show": "embed",
            "xlink:actuate": "onLoad",
        }
        size = {"svg:width": f"{width / 100}mm", "svg:height": f"{height / 100}mm"}
        name = f"Picture{next(self.tables)}"
        drawn = element(
            "draw:frame",
            {
                "draw:name": name,
                "draw:style-name": "Picture",
                "text:anchor-type": "as-char",
                **size,
            },
            element("draw:image", image),
            element("svg:title", None, said(block["caption"])),
            element("svg:desc", None, said(block["alt"])),
        )
        yield self.paragraph_of(drawn, "KV_Picture")
        yield self.paragraph(block["caption"], "KV_Picture_Caption")


def odt_of(data: Mapping[str, Any], pictures: Sequence[Bitmap], layout: Layout) -> bytes:
    """Return a document (`document_tree.as_data`, cleaned) as ODT."""
    return Writer(data, pictures, layout).write()


def entry_template(level: int) -> str:
    """Return how a line of the list of contents is made when somebody renews it."""
    tab = {"style:type": "right", "style:leader-char": "."}
    return element(
        "text:table-of-content-entry-template",
        {"text:outline-level": level, "text:style-name": f"Contents_20_{level}"},
        element("text:index-entry-link-start"),
        element("text:index-entry-text"),
        element("text:index-entry-tab-stop", tab),
        element("text:index-entry-page-number"),
        element("text:index-entry-link-end"),
    )


def span(run: Mapping[str, Any], *, bold: bool = False) -> str:
    """Return a stretch of text with its look."""
    names = [name for name, on in (("bold", bold or run["bold"]), ("italic", run["italic"])) if on]
    inside = written(run["text"])
    return element("text:span", {"text:style-name": "-".join(names)}, inside) if names else inside


def written(text: str) -> str:
    """Return text with its lines, tabs and spaces kept."""
    pieces = []
    for number, line in enumerate(text.split("\n")):
        pieces += [element("text:line-break")] if number else []
        for position, piece in enumerate(line.split("\t")):
            pieces += [element("text:tab")] if position else []
            first, *others = piece.split("  ")
            pieces.append(said(first))
            pieces += [f" {element('text:s')}{said(each)}" for each in others]
    return "".join(pieces)
