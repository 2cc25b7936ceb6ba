"""What a document is made of, whatever file it becomes. Plain data: text is never markup.

A document can be written as JSON (`as_data`) and read back (`document_from`): so it is frozen, and
so it is handed to the process that writes files. This module knows nothing of Django.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Align = Literal["start", "end"]
RowKind = Literal["", "sum", "gap", "group"]
Paper = Literal["a4", "a3"]


@dataclass(frozen=True)
class Run:
    """A stretch of text of one look."""

    text: str
    bold: bool = False
    italic: bool = False


Text = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is that of a chapter.

    One with a `key`, stable in its chapter, has a place below it for a text of the author.
    """

    text: str
    level: int = 2
    key: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `style`: "" ordinary, "lead" larger, "note" small and grey."""

    text: Text
    style: Literal["", "lead", "note"] = ""


@dataclass(frozen=True)
class Bullets:
    """A list; `numbered` counts its items."""

    items: tuple[Text, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell of a table: paragraphs below each other, as a list where `bullets`."""

    lines: tuple[Text, ...] = ()
    bullets: bool = False


@dataclass(frozen=True)
class Column:
    """A column: its heading, its share of the width, and on which side its text stands."""

    label: str
    width: int = 1
    align: Align = "start"


@dataclass(frozen=True)
class Row:
    """A row of a table; "sum" and "gap" are totals, "group" is a heading over the rows below."""

    cells: tuple[Cell, ...]
    kind: RowKind = ""


@dataclass(frozen=True)
class Table:
    """A table; the first row that one sees is `columns`, and repeats on every page.

    `row_headings`: the first cell of each row says what the row is about.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    row_headings: bool = True


@dataclass(frozen=True)
class Figure:
    """A picture as SVG that stands by itself, in words (`alt`), with what it is called.

    `share`: how much of the width of the page it takes, in percent.
    """

    svg: str
    alt: str
    caption: str
    share: int = 100


Block = Heading | Paragraph | Bullets | Table | Figure


@dataclass(frozen=True)
class Chapter:
    """A part with a heading of level 1. `key` is stable: an author's text hangs on it.

    `landscape`: it stands on pages of its own that are wider than they are high.
    """

    key: str
    title: str
    blocks: tuple[Block, ...] = ()
    landscape: bool = False


@dataclass(frozen=True)
class Document:
    """A whole document. `facts` are the lines of the cover: what, and its value.

    `poster`: one landscape page without cover and contents. `colour` is #rrggbb.
    """

    title: str
    subtitle: str
    language: str
    owner: str
    kind: str
    facts: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    words: Mapping[str, str]
    colour: str = "#17546e"
    paper: Paper = "a4"
    poster: bool = False

    def blocks(self) -> Iterator[Block]:
        """Yield every block, in order."""
        for chapter in self.chapters:
            yield from chapter.blocks


BLOCKS: dict[str, Any] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "bullets": Bullets,
    "table": Table,
    "figure": Figure,
}
NAMES = {block: name for name, block in BLOCKS.items()}


def as_data(document: Document) -> dict[str, Any]:
    """Return a document as JSON holds it; a block carries what it is in `is`."""
    data = {**asdict(document), "words": dict(document.words)}
    data["chapters"] = [chapter_data(each) for each in document.chapters]
    return data


def chapter_data(chapter: Chapter) -> dict[str, Any]:
    """Return a chapter as JSON holds it."""
    blocks = [{"is": NAMES[type(block)], **asdict(block)} for block in chapter.blocks]
    return {**asdict(chapter), "blocks": blocks}


def document_from(data: Mapping[str, Any]) -> Document:
    """Return the document that `as_data` wrote, also after a journey through JSON."""
    values = dict(data)
    values["chapters"] = tuple(chapter_from(each) for each in data["chapters"])
    values["facts"] = tuple((label, value) for label, value in data["facts"])
    return Document(**values)


def chapter_from(data: Mapping[str, Any]) -> Chapter:
    """Return a chapter from data."""
    return Chapter(**{**data, "blocks": tuple(block_from(each) for each in data["blocks"])})


def block_from(data: Mapping[str, Any]) -> Block:
    """Return a block from data."""
    values = {name: value for name, value in data.items() if name != "is"}
    kind = data["is"]
    if kind == "paragraph":
        values["text"] = text_from(values["text"])
    elif kind == "bullets":
        values["items"] = tuple(text_from(each) for each in values["items"])
    elif kind == "table":
        values["columns"] = tuple(Column(**each) for each in values["columns"])
        values["rows"] = tuple(row_from(each) for each in values["rows"])
    block: Block = BLOCKS[kind](**values)
    return block


def row_from(data: Mapping[str, Any]) -> Row:
    """Return a row from data."""
    cells = (
        Cell(tuple(text_from(line) for line in cell["lines"]), cell["bullets"])
        for cell in data["cells"]
    )
    return Row(tuple(cells), data["kind"])


def text_from(data: Sequence[Mapping[str, Any]]) -> Text:
    """Return runs from data."""
    return tuple(Run(**run) for run in data)


def plain(text: Text) -> str:
    """Return what a text says, without its look."""
    return "".join(run.text for run in text)
