"""What apps add to pages of lower apps: menu items, tiles, tabs, columns, related lists, days.

Each app registers in its `panels.py`, from `ready()`. A page asks the registry and names no app.
Data functions get all they need at once, so that a page costs the same number of queries
whatever it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import Promise

from koersvast.core.actors import Actor

Label = str | Promise
Context = dict[str, Any]


@dataclass(frozen=True)
class MenuItem:
    """A line of the menu. `count` (optional) gives the number behind it; None shows nothing."""

    section: str
    label: Label
    url_name: str
    order: int = 100
    visible: Callable[[Actor], bool] = lambda actor: actor.may_read
    count: Callable[[Actor], int | None] | None = None
    kwargs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Tile:
    """A key figure at the top of a record's page. `data` returns None to show no tile.

    The context for `components/tile.html`: label, value, sub, href, tone, counts.
    """

    model: type[models.Model]
    name: str
    data: Callable[[HttpRequest, Any], Context | None]
    order: int = 100


@dataclass(frozen=True)
class Tab:
    """A tab of a record's page. `shown` False hides it: no empty tab.

    `data` returns the context that `template` is rendered with; only called for the open tab.
    """

    model: type[models.Model]
    name: str
    label: Label
    template: str
    data: Callable[[HttpRequest, Any], Context]
    order: int = 100
    shown: Callable[[Actor, Any], bool] = lambda actor, record: True


@dataclass(frozen=True)
class Column:
    """A column that is added to a list or tree of another app.

    `page` names the place ("work.tree", "work.results"); `data` gets the actor and the primary
    keys of all rows on the page, and returns key -> value to show (missing: empty).
    """

    page: str
    name: str
    label: Label
    data: Callable[[Actor, Iterable[int]], Mapping[int, Any]]
    order: int = 100
    numeric: bool = False


@dataclass(frozen=True)
class Related:
    """A list of what hangs on a record, on its detail page. `data` returns visible rows."""

    model: type[models.Model]
    name: str
    label: Label
    data: Callable[[Actor, Any], Iterable[models.Model]]
    order: int = 100


@dataclass(frozen=True)
class LastDays:
    """The last days that an app plans anything for. `data` gets the actor and the keys of plans,
    and returns plan -> day; a plan without any is left out. A fixed number of queries.
    """

    name: str
    data: Callable[[Actor, Collection[int]], Mapping[int, date]]
    order: int = 100


@dataclass(frozen=True)
class PageLink:
    """A button at the top of a page of another app.

    `page` names the place ("work", "proposal"). `url` gets the actor and what the page is about
    (None where nothing was chosen); it returns "" to show no button, and reads nothing.
    """

    page: str
    name: str
    label: Label
    url: Callable[[Actor, Any], str]
    order: int = 100


class Registries:
    """All that apps have registered."""

    def __init__(self) -> None:
        self.menu: list[MenuItem] = []
        self.tiles: list[Tile] = []
        self.tabs: list[Tab] = []
        self.columns: list[Column] = []
        self.related: list[Related] = []
        self.last_days: list[LastDays] = []
        self.page_links: list[PageLink] = []

    def add(self, *items: MenuItem | Tile | Tab | Column | Related | LastDays | PageLink) -> None:
        """Register items; each goes to its own list, kept in order."""
        homes: dict[type, list[Any]] = {
            MenuItem: self.menu,
            Tile: self.tiles,
            Tab: self.tabs,
            Column: self.columns,
            Related: self.related,
            LastDays: self.last_days,
            PageLink: self.page_links,
        }
        for item in items:
            home = homes[type(item)]
            home.append(item)
            home.sort(key=lambda each: each.order)

    def tiles_of(self, request: HttpRequest, record: models.Model) -> list[Context]:
        """Return the contexts of the tiles of a record's page."""
        found = (tile.data(request, record) for tile in self.tiles if tile.model is type(record))
        return [context for context in found if context is not None]

    def tabs_of(self, actor: Actor, record: models.Model) -> list[Tab]:
        """Return the tabs of a record's page that the actor sees."""
        return [tab for tab in self.tabs if tab.model is type(record) and tab.shown(actor, record)]

    def columns_of(self, page: str) -> list[Column]:
        """Return the columns added to a page."""
        return [column for column in self.columns if column.page == page]

    def links_of(self, actor: Actor, page: str, record: Any) -> list[tuple[Label, str]]:
        """Return the buttons that apps add to a page: label and address."""
        here = (each for each in self.page_links if each.page == page)
        found = [(each.label, each.url(actor, record)) for each in here]
        return [(label, url) for label, url in found if url]

    def related_of(self, model: type[models.Model]) -> list[Related]:
        """Return the related lists of a model's detail page."""
        return [related for related in self.related if related.model is model]


registries = Registries()
