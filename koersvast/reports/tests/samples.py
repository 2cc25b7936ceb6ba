"""Documents for tests, with everything in them that a document may hold."""

from __future__ import annotations

from koersvast.core.document_tree import (
    Block,
    Bullets,
    Cell,
    Chapter,
    Column,
    Document,
    Figure,
    Heading,
    Paragraph,
    Row,
    Run,
    Table,
)

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 120">'
    '<rect x="10" y="10" width="300" height="80" fill="#17546e"/>'
    '<text x="10" y="110" font-family="Open Sans" font-size="12">2023 één</text></svg>'
)
WORDS = {"page": "Pagina", "of": "van", "contents": "Inhoud"}


def text(value: str, **looks: bool) -> tuple[Run, ...]:
    return (Run(value, **looks),)


def paragraph(value: str) -> Paragraph:
    return Paragraph(text(value))


def cell(*lines: str, bullets: bool = False) -> Cell:
    return Cell(tuple(text(each) for each in lines), bullets)


def table(rows: int = 3, caption: str = "Wat en wanneer") -> Table:
    columns = (Column("Wat", 3), Column("Hoe", 3), Column("Bedrag", 1, "end"))
    body = tuple(
        Row((cell(f"Resultaat {n}"), cell("eerst dit", "dan dat", bullets=True), cell("12.000")))
        for n in range(rows)
    )
    group = Row((cell("Een groep"),), "group")
    total = Row((cell("Totaal"), cell(), cell("36.000")), "sum")
    return Table(columns, (group, *body, total), caption)


def chapter(*blocks: Block, title: str = "Hoofdstuk", landscape: bool = False) -> Chapter:
    return Chapter(title.lower(), title, blocks, landscape)


def document(*chapters: Chapter, poster: bool = False) -> Document:
    return Document(
        title="Plan van de proef",
        subtitle="Een ondertitel",
        language="nl",
        owner="Voorbeeldstad",
        kind="Uitvoeringsplan",
        facts=(("Peildatum", "1 mrt 2023"),),
        chapters=chapters,
        words=WORDS,
        paper="a3" if poster else "a4",
        poster=poster,
    )


def full(rows: int = 3) -> Document:
    """Return a document with every kind of block, upright and landscape."""
    return document(
        chapter(
            Paragraph(text("Een inleiding. ") + text("Vet", bold=True), "lead"),
            Bullets((text("punt een"), text("punt twee"))),
            Bullets((text("eerst"), text("dan")), numbered=True),
            Paragraph(text("Een noot."), "note"),
            title="Aanleiding",
        ),
        chapter(
            Heading("Bouwsteen een"),
            table(rows),
            Heading("Dieper", 3),
            Figure(SVG, "Een balk voor 2023", "Kosten per jaar", 80),
            title="Bouwstenen",
        ),
        chapter(Figure(SVG, "De planning als plaat", "Planning"), title="Planning", landscape=True),
        chapter(paragraph("Er zijn geen risico's."), title="Risico's"),
    )
