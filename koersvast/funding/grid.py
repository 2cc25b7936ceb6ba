"""The page of the grid: which rows and years it shows, and where a year can be added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.funding.addresses import grid_url
from koersvast.funding.forms import AmountGrid, years_in
from koersvast.funding.models.costs import FIRST_YEAR, LAST_YEAR
from koersvast.funding.selectors import GridItem, grid_items, grid_keys, money_of
from koersvast.funding.services import GridRefused
from koersvast.work.models import Work

PER_PAGE = 50
"""Rows per page: with 40 years, more would be more inputs than one form may send."""


@dataclass
class Grid:
    """The grid of a work with its pages. `gone`: rows that somebody deleted in the meantime."""

    actor: Actor
    work: Work
    form: AmountGrid
    page: Page[Any]
    gone: int = 0

    @property
    def here(self) -> str:
        """The address of this page of the grid."""
        return f"{grid_url(self.work.pk)}?page={self.page.number}"

    @property
    def span(self) -> int:
        """The number of columns of the table."""
        return len(self.form.columns) + 1

    @property
    def year_before(self) -> int | None:
        """The year that can be added in front."""
        return self.form.years[0] - 1 if self.form.years[0] > FIRST_YEAR else None

    @property
    def year_after(self) -> int | None:
        """The year that can be added behind."""
        return self.form.years[-1] + 1 if self.form.years[-1] < LAST_YEAR else None

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong: the id of the input, and a sentence."""
        gone = [("", _("Somebody deleted a row in the meantime; it is gone from this page."))]
        return [*(gone if self.gone else []), *self.form.problems]

    def refuse(self, refused: GridRefused) -> None:
        """Show why nothing was saved, with what others made of the rows in the meantime."""
        keys = [(row.item.kind, row.item.item.pk) for row in self.form.rows]
        self.form.refuse(refused.problems, grid_items(self.actor, keys))


def grid_of(
    actor: Actor, work: Work, editable: dict[str, bool], data: Any, *, posted: bool = False
) -> Grid:
    """Return the grid of a work and all below it, as asked for or as typed."""
    money = money_of(actor, work)
    page = Paginator(grid_keys(actor, money.works), PER_PAGE).get_page(data.get("page"))
    keys = list(page.object_list)
    if posted:
        # the rows that were sent, whatever became of the order of the pages
        keys = [key for key in grid_keys(actor, money.works) if f"v-{key[0]}-{key[1]}" in data]
        keys = keys[:PER_PAGE]
    items: list[GridItem] = grid_items(actor, keys)
    fallback = money.ledger.years or [work.plan.reference_date.year]
    years = years_in(f"{data.get('years', '')} {data.get('add', '')}", fallback)
    if posted and not data.get("years"):
        years = years_in("", fallback)
    sent = sum(1 for name in data if name.startswith("v-")) if posted else len(items)
    form = AmountGrid(items, years, editable, data if posted else None)
    return Grid(actor, work, form, page, gone=sent - len(items))
