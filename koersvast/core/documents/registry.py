"""Which kinds of document there are, and which app makes which part of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from koersvast.core.actors import Access, Actor
from koersvast.core.document_tree import Chapter, Paper
from koersvast.core.documents.drafting import Scope
from koersvast.core.registries import Label

PUBLIC = Actor(name="public", access=Access.READER)
"""Whoever may read, without any role: a document for everybody is made through these eyes."""


@dataclass(frozen=True)
class Subject:
    """What a document can be about: its key in the register of its kind, and its name."""

    key: str
    title: str


@dataclass(frozen=True)
class Kind:
    """A kind of document.

    `subjects` gives what it can be about in a plan, as far as the actor sees it; an empty key
    stands for the whole plan. `periodic`: it looks back over a period, and forward from its end.
    `pages`: the pages (see `PageLink`) from which one goes to make it, about what stands there.
    `needs`: what to register, and where, when a plan has nothing that it can be about.
    """

    name: str
    label: Label
    description: Label
    subjects: Callable[[Actor, Any], Iterable[Subject]]
    order: int = 100
    periodic: bool = False
    paper: Paper = "a4"
    poster: bool = False
    pages: Sequence[str] = ()
    needs: Label = ""


@dataclass(frozen=True)
class ChapterMaker:
    """Makes a chapter of some kinds of document; None leaves it out.

    `author`: an author may write a text of his own under its heading.
    """

    name: str
    kinds: Sequence[str]
    make: Callable[[Scope], Chapter | None]
    order: int = 100
    author: bool = True


class Value(NamedTuple):
    """A value as it is compared, which is the same in every language, and as it is shown.

    `rank` tells which of two values is the higher or later one, where there is such an order.
    """

    compared: str
    shown: str
    rank: float | None = None


@dataclass(frozen=True)
class Fact:
    """A fact at the time of a report: what it is about, and its value per aspect."""

    label: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class FactsMaker:
    """Takes down facts, to be compared with those of the next report.

    `aspects` maps an aspect to its name on screen, in the order of the table; `ways` to what it did
    when its rank grew, and when it fell.
    """

    name: str
    label: Label
    aspects: Mapping[str, Label]
    make: Callable[[Scope], Mapping[str, Fact]]
    order: int = 100
    ways: Mapping[str, tuple[Label, Label]] = field(default_factory=dict)


class Documents:
    """All kinds, chapters and facts that apps have registered."""

    def __init__(self) -> None:
        self.kinds: dict[str, Kind] = {}
        self.chapters: list[ChapterMaker] = []
        self.facts: list[FactsMaker] = []
        self.holdable: list[Any] = []

    def add(self, *items: Kind | ChapterMaker | FactsMaker) -> None:
        """Register items."""
        for item in items:
            if isinstance(item, Kind):
                self.kinds[item.name] = item
            elif isinstance(item, ChapterMaker):
                self.chapters.append(item)
            else:
                self.facts.append(item)
        self.chapters.sort(key=lambda each: each.order)
        self.facts.sort(key=lambda each: each.order)

    def add_holdable(self, *models: Any) -> None:
        """Say of which rows not everybody may always see each one.

        What a document tells of them its makers `hold`, see `Scope`. Such a model has a `plan`.
        """
        self.holdable.extend(models)

    def in_order(self) -> list[Kind]:
        """Return the kinds as a reader chooses from them."""
        return sorted(self.kinds.values(), key=lambda each: (each.order, each.name))

    def chapters_of(self, kind: str) -> list[ChapterMaker]:
        """Return the makers of the chapters of a kind, in order."""
        return [each for each in self.chapters if kind in each.kinds]


documents = Documents()
