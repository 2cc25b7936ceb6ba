"""A document put together: what was generated, and below its headings what the author wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from koersvast.core.document_tree import Block, Chapter, Document, Heading
from koersvast.core.documents import paragraphs


def assembled(document: Document, words: Mapping[str, str], facts: Mapping[str, str]) -> Document:
    """Return the document with the texts of its author and, on its cover, `facts` too."""
    chapters = tuple(with_words(each, words) for each in document.chapters)
    return replace(document, chapters=chapters, facts=(*document.facts, *facts.items()))


def with_words(chapter: Chapter, words: Mapping[str, str]) -> Chapter:
    """Return a chapter with what the author wrote: at its beginning, and below its headings."""
    blocks: list[Block] = [*paragraphs(words.get(chapter.key, ""))]
    for block in chapter.blocks:
        blocks.append(block)
        if isinstance(block, Heading) and block.key:
            blocks += paragraphs(words.get(place_of(chapter.key, block.key), ""))
    return replace(chapter, blocks=tuple(blocks))


def place_of(chapter: str, heading: str) -> str:
    """Return the name of the place below a heading in a chapter."""
    return f"{chapter}/{heading}"


def places_in(chapters: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str, bool]]:
    """Yield where an author may write, in order: its name, what is above it, if that is a chapter.

    `chapters` as JSON holds them; those of older documents have headings without a key.
    """
    for chapter in chapters:
        yield chapter["key"], chapter["title"], True
        for block in chapter["blocks"]:
            if block["is"] == "heading" and block.get("key"):
                yield place_of(chapter["key"], block["key"]), block["text"], False
