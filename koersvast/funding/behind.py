"""What a figure is made of: from the words of an address to the rows, with their sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.db.models import Sum as SqlSum
from django.http import Http404
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.funding import rules
from koersvast.funding.addresses import IN_TOTAL
from koersvast.funding.figures import nature_label, shown_sum
from koersvast.funding.models import Nature, StatedTotal
from koersvast.funding.selectors import amounts_behind, money_of, scope_of, sum_in
from koersvast.work.models import Work

PER_PAGE = 50
SIDES: dict[str, tuple[rules.Side, ...]] = {
    "cost": ("cost",),
    "own": ("cost",),
    "regular": ("cost",),
    "coverage": ("coverage",),
    "balance": ("cost", "coverage"),
}


@dataclass(frozen=True)
class Section:
    """The rows of one side, with what they add up to."""

    side: rules.Side
    label: str
    page: Page[Any]
    total: str


@dataclass(frozen=True)
class Behind:
    """The rows behind a figure. `query` is the address without its page."""

    title: str
    sections: list[Section]
    query: str

    @property
    def longest(self) -> Page[Any]:
        """The section whose pages are walked through."""
        return max((each.page for each in self.sections), key=lambda page: page.paginator.num_pages)


def behind(actor: Actor, work: Work, data: Any) -> Behind:
    """Return the rows that an address asks for; Http404 when it asks for what is not there."""
    part = data.get("part", "cost")
    loose = data.get("year") == IN_TOTAL
    if stated := _stated(actor, work, data.get("stated", "")):
        part = stated.measure if stated.measure in SIDES else "balance"
        title, scope = str(stated), scope_of(stated, money_of(actor, work).parents)
    else:
        title, scope = _asked(actor, work, part, data)
    if part not in SIDES:
        raise Http404
    number = data.get("page", "1")
    sections = [
        _section(
            side,
            amounts_behind(
                actor, work.plan_id, side, scope, loose=loose, regular=part == "regular"
            ),
            number,
        )
        for side in SIDES[part]
    ]
    query = data.copy()
    query.pop("page", None)
    return Behind(title, sections, query.urlencode())


def _section(side: rules.Side, rows: Any, number: str) -> Section:
    made_of = rows.order_by().aggregate(
        euros=SqlSum("amount"), count=Count("pk"), pms=Count("pk", filter=Q(pm=True))
    )
    label = _("Cost") if side == "cost" else _("Coverage")
    total = shown_sum(sum_in(made_of))
    return Section(side, label, Paginator(rows, PER_PAGE).get_page(number), total)


def _stated(actor: Actor, work: Work, key: str) -> StatedTotal | None:
    if not key:
        return None
    rows = StatedTotal.objects.visible_to(actor).filter(plan=work.plan_id)
    found: StatedTotal | None = rows.filter(pk=_number(key)).first()
    if found is None:
        raise Http404
    return found


def _asked(
    actor: Actor, work: Work, part: str, data: Mapping[str, str]
) -> tuple[str, rules.StatedScope]:
    """Return the title and the scope of a figure of the money table."""
    money = money_of(actor, work)
    key = _number(data["under"]) if data.get("under") else work.pk
    nature, year = data.get("nature", ""), data.get("year", "")
    if key not in money.works or nature not in {"", *Nature.values}:
        raise Http404
    only = _number(year) if year not in {"", IN_TOTAL} else None
    works = {key} if part == "own" else rules.below(money.parents, key)
    names = {
        "coverage": _("Coverage"),
        "balance": _("Balance"),
        "regular": _("Cost within regular means, in no sum"),
    }
    words = [names.get(part, _("Cost")), nature_label(nature).lower() if nature else ""]
    words.append(_("without a year") if year == IN_TOTAL else year)
    title = f"{' '.join(word for word in words if word)} · {money.titles[key]}"
    return title, rules.StatedScope(
        works=frozenset(works), nature=nature, first_year=only, last_year=only
    )


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)
