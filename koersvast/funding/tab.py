"""The money tab of a work: the table, its chart, the parts, stated totals, sources, cost items."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest

from koersvast.core.actors import Actor
from koersvast.core.policy import policies
from koersvast.core.registries import Context
from koersvast.funding import selectors
from koersvast.funding.addresses import (
    add_item_url,
    add_source_url,
    allocate_url,
    grid_url,
    rows_url,
    stated_rows_url,
    tab_url,
)
from koersvast.funding.captions import captioned
from koersvast.funding.figures import (
    NO_AMOUNT,
    money_table,
    parts_table,
    regular_text,
    shown_sum,
)
from koersvast.funding.models import Allocation, FundingSource
from koersvast.funding.rules import Verdict
from koersvast.funding.statements import Statement, statement_of
from koersvast.work.models import Work
from koersvast.work.policy import may_change_work

ITEMS_PER_PAGE = 25


def money_tab(request: HttpRequest, work: Work) -> Context:
    """Return all that the tab shows, in a fixed number of queries."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    money = selectors.money_of(actor, work)
    covered_by = None
    if money.covered_by:
        covered_by = Work.objects.visible_to(actor).filter(pk=money.covered_by).first()
    sources = selectors.sources_of(actor, money.works)
    shown = {
        "work": work,
        "table": money_table(money),
        "parts": parts_table(money),
        "regular": _regular(actor, work, money.works),
        "covered_by": covered_by,
        "covered_url": tab_url(covered_by) if covered_by else "",
        "chart": captioned(money),
        "statements": _statements(actor, work, money),
        "sources": sources,
        "is_allocated": any(state.draws for state in sources),
        "items": _items(request, actor, money.works),
        "may": _may(actor, work),
        "urls": _urls(work),
    }
    # under one name, so that nothing here hides what the page itself says
    return {"money": shown}


def _regular(actor: Actor, work: Work, works: set[int]) -> dict[str, str] | None:
    """Return what is told of cost within regular means, and where its rows are."""
    amounts = selectors.regular_sum(actor, works)
    if not amounts.count:
        return None
    return {"amount": shown_sum(amounts), "href": rows_url(work.pk, "regular")}


def _may(actor: Actor, work: Work) -> dict[str, bool]:
    """Return what the actor may do with the money of a work and all below it."""
    return {
        "cost": may_change_work(actor, work.pk),
        "coverage": policies.of(FundingSource).may_add(actor),
        "draw": policies.of(Allocation).may_add(actor),
    }


def _urls(work: Work) -> dict[str, str]:
    return {
        "grid": grid_url(work.pk),
        "add_item": add_item_url(work),
        "add_source": add_source_url(work),
        "allocate": allocate_url(work),
        "here": tab_url(work),
    }


def _statements(actor: Actor, work: Work, money: selectors.WorkMoney) -> dict[str, Any]:
    """Return the stated totals: that differ, that cannot be compared, that agree."""
    checks = selectors.stated_checks(
        actor, work.plan_id, money.works, whole_plan=work.parent_id is None
    )
    found = [statement_of(check, stated_rows_url(work.pk, check.record.pk)) for check in checks]

    def of(*verdicts: Verdict) -> list[Statement]:
        return [each for verdict in verdicts for each in found if each.verdict is verdict]

    return {
        "differing": of(Verdict.DIFFERS, Verdict.PM),
        "without_lines": of(Verdict.NO_LINES),
        "agreeing": of(Verdict.AGREES),
        "count": len(found),
    }


def _items(request: HttpRequest, actor: Actor, works: set[int]) -> dict[str, Any]:
    """Return a page of cost items, each with its answer."""
    page = Paginator(selectors.cost_items_of(actor, works), ITEMS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [{"item": item, "answer": _answer(item)} for item in page.object_list]
    query = request.GET.copy()
    query.pop("page", None)
    return {"page": page, "rows": rows, "query": query.urlencode()}


def _answer(item: Any) -> str:
    """Return what a cost item says: an amount, PM, within regular means, or nothing yet."""
    amounts = selectors.sum_in(vars(item))
    if item.regular_means:
        return regular_text(amounts)
    return shown_sum(amounts) if item.count else NO_AMOUNT
