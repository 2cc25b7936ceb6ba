"""The addresses of money: the tab of a work, the rows behind a figure, the grid."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from koersvast.funding.rules import EVERY_YEAR, Column
from koersvast.work.models import Work

IN_TOTAL = "total"


def tab_url(work: Work) -> str:
    """Return the address of the money tab of a work."""
    return reverse("work-tab", args=[work.pk, "money"])


def rows_url(
    work_id: int,
    part: str,
    *,
    year: Column = EVERY_YEAR,
    nature: str = "",
    under: int | None = None,
) -> str:
    """Return the address of the rows a figure is made of.

    `part` is "cost", "coverage", "balance" or "regular"; `under` narrows to a work below.
    """
    wanted = {
        "part": part,
        "year": "" if year == EVERY_YEAR else IN_TOTAL if year is None else str(year),
        "nature": nature,
        "under": "" if under is None else str(under),
    }
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"{reverse('work-money-rows', args=[work_id])}?{query}"


def stated_rows_url(work_id: int, stated_id: int) -> str:
    """Return the address of the rows that a stated total speaks of."""
    query = urlencode({"stated": stated_id})
    return f"{reverse('work-money-rows', args=[work_id])}?{query}"


def add_item_url(work: Work) -> str:
    """Return the address of the form for a new cost item of a work."""
    query = urlencode({"plan": work.plan_id, "work": work.pk, "next": tab_url(work)})
    return f"{reverse('register-add', args=['cost-items'])}?{query}"


def add_source_url(work: Work) -> str:
    """Return the address of the form for a new funding source of a work."""
    query = urlencode({"plan": work.plan_id, "work": work.pk, "next": tab_url(work)})
    return f"{reverse('register-add', args=['funding-sources'])}?{query}"


def allocate_url(work: Work) -> str:
    """Return the address of the form for a draw on a source of the plan of a work."""
    query = urlencode({"plan": work.plan_id, "next": tab_url(work)})
    return f"{reverse('allocate')}?{query}"


def grid_url(work_id: int) -> str:
    """Return the address of the grid in which the amounts of a work are changed."""
    return reverse("work-amounts", args=[work_id])
