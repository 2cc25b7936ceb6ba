"""Documents, whatever file they become: what they are made of, and who makes which part.

An app says in its `documents.py` what it adds: a kind of document, a chapter, facts to compare.
The reports app makes the documents and names none of those apps.
"""

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
    RowKind,
    Run,
    Table,
)
from koersvast.core.documents.drafting import (
    Scope,
    bullets,
    field_table,
    heading,
    lines,
    paragraphs,
    runs,
    text_of,
)
from koersvast.core.documents.pictures import PictureError, picture_of
from koersvast.core.documents.registry import (
    PUBLIC,
    ChapterMaker,
    Documents,
    Fact,
    FactsMaker,
    Kind,
    Subject,
    Value,
    documents,
)

__all__ = [
    "PUBLIC",
    "Block",
    "Bullets",
    "Cell",
    "Chapter",
    "ChapterMaker",
    "Column",
    "Document",
    "Documents",
    "Fact",
    "FactsMaker",
    "Figure",
    "Heading",
    "Kind",
    "Paragraph",
    "PictureError",
    "Row",
    "RowKind",
    "Run",
    "Scope",
    "Subject",
    "Table",
    "Value",
    "bullets",
    "documents",
    "field_table",
    "heading",
    "lines",
    "paragraphs",
    "picture_of",
    "runs",
    "text_of",
]
