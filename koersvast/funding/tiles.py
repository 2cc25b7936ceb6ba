"""The two key figures of money on the page of a work."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.money import Total, format_short
from koersvast.core.registries import Context
from koersvast.funding import rules
from koersvast.funding.addresses import tab_url
from koersvast.funding.selectors import money_of
from koersvast.work.models import Work


def short(total: Total | Decimal) -> str:
    """Return an amount as a tile shows it: "€ 1,9 mln"."""
    return format_short(total, get_language())


def span(first: int, last: int) -> str:
    """Return years as text: "2024", "2024–2027"."""
    return str(first) if first == last else f"{first}–{last}"


def cost_tile(request: HttpRequest, work: Work) -> Context | None:
    """Return what the work costs over all years, and what of it stays."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    ledger = money_of(actor, work).ledger
    cost = ledger.sum("cost")
    if not cost.count:
        return None
    years = [year for year in ledger.years if ledger.sum("cost", year=year).count]
    label = _("Cost %(years)s") % {"years": span(years[0], years[-1])} if years else _("Cost")
    return {
        "label": label,
        "value": short(cost.total),
        "sub": _structural(ledger),
        "href": tab_url(work),
        "name": "cost",
    }


def _structural(ledger: rules.Ledger) -> str:
    years = ledger.years
    sums = [ledger.sum("cost", nature="structural", year=year).total for year in years]
    level = rules.level_of(years, sums)
    if level is None:
        return ""
    words = {"amount": short(level.total), "year": level.first}
    if level.first == level.last:
        return _("of which structural %(amount)s in %(year)s") % words
    return _("of which structural %(amount)s a year from %(year)s") % words


def balance_tile(request: HttpRequest, work: Work) -> Context | None:
    """Return the shortfall with its years, in red; or the balance of all years."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    money = money_of(actor, work)
    if not money.has_balance:
        return None
    lacking = rules.shortfalls(money.ledger)
    tile: Context = {"href": tab_url(work), "name": "balance"}
    if not lacking:
        total = money.ledger.balance().total
        sub = _("nothing is short in any year")
        return tile | {"label": _("Balance"), "value": short(total), "sub": sub, "tone": "ok"}
    years = [year for year in lacking if year is not None]
    label = _("Balance %(years)s") % {"years": span(years[0], years[-1])} if years else _("Balance")
    amounts = set(lacking.values())
    if len(lacking) > 1 and len(amounts) == 1:
        value, sub = amounts.pop(), _("shortfall in each of these years")
    else:
        value = Total.of(lacking.values())
        sub = _("shortfall of %(count)s years together") % {"count": len(lacking)}
        if len(lacking) == 1:
            sub = _("shortfall")
    return tile | {"label": label, "value": short(-value), "sub": sub, "tone": "off"}
