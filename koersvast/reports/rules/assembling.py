"""A document put together: what was generated, and below its headings what the author wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from koersvast.core.document_tree import Chapter, Document
from koersvast.core.documents import paragraphs


def assembled(document: Document, words: Mapping[str, str], facts: Mapping[str, str]) -> Document:
    """Return the document with the texts of its author and, on its cover, `facts` too."""
    chapters = tuple(with_words(each, words.get(each.key, "")) for each in document.chapters)
    return replace(document, chapters=chapters, facts=(*document.facts, *facts.items()))


def with_words(chapter: Chapter, text: str) -> Chapter:
    """Return a chapter that begins with what the author wrote."""
    return replace(chapter, blocks=(*paragraphs(text), *chapter.blocks)) if text else chapter
