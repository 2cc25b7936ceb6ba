"""What funding adds to the application: registers, and money on the pages of work."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from koersvast.core.actors import SYSTEM, Actor
from koersvast.core.registries import Column, Related, Tab, Tile, registries
from koersvast.funding import selectors
from koersvast.funding.addresses import rows_url
from koersvast.funding.figures import euro_sum, regular_text, shown_sum
from koersvast.funding.models import CostAmount, CostItem, FundingSource, SourceAmount
from koersvast.funding.registers import register_registers
from koersvast.funding.rules import Sum
from koersvast.funding.tab import money_tab
from koersvast.funding.tiles import balance_tile, cost_tile
from koersvast.work.models import Work
from koersvast.work.policy import may_change_work


def has_money(actor: Actor, work: Work) -> bool:
    """Tell whether the money tab has something to show, or the actor something to fill in."""
    money = selectors.money_of(actor, work)
    return money.has_items or may_change_work(actor, work.pk)


def tree_column(actor: Actor, keys: Iterable[int]) -> dict[int, Any]:
    """Return per work the cost of its plan's reference year, with a link to what it is made of."""
    years = selectors.works_reference_years(actor)
    return {
        key: format_html(
            '<a href="{}">{}</a>',
            rows_url(key, "cost", year=years[key]),
            shown_sum(amount),
        )
        for key, amount in selectors.cost_of_reference_year(actor, keys).items()
    }


def result_column(actor: Actor, keys: Iterable[int]) -> dict[int, str]:
    """Return per result its cost answer: an amount, PM, within regular means, or not given yet."""
    wanted = list(keys)
    answers = selectors.cost_answers(actor, wanted)
    return {key: answer_text(answers.get(key)) for key in wanted}


def document_column(actor: Actor, keys: Iterable[int]) -> dict[int, str]:
    """Return per result its cost answer as documents tell it, with its marks on a line below it."""
    wanted = list(keys)
    answers = selectors.cost_answers(actor, wanted)
    rows = CostItem.objects.visible_to(actor).filter(result__in=wanted).exclude(mark="")
    marks: dict[int, list[str]] = {}
    for key, mark in rows.order_by("position", "code", "pk").values_list("result", "mark"):
        marks.setdefault(key, []).append(mark)
    found = {}
    for key in wanted:
        below = [_("mark %s") % ", ".join(marks[key])] if key in marks else []
        found[key] = "\n".join([answer_text(answers.get(key), euro_sum), *below])
    return found


def answer_text(
    answer: selectors.CostAnswer | None, written: Callable[[Sum], str] = shown_sum
) -> str:
    """Return a cost answer in words."""
    if answer is None:
        return _("not given yet")
    if not answer.sum.count:
        return regular_text(answer.besides, written)
    text = written(answer.sum)
    if not answer.regular:
        return text
    if not answer.besides.count:
        return _("%(amount)s, besides regular means") % {"amount": text}
    words = {"amount": text, "besides": written(answer.besides)}
    return _("%(amount)s, besides %(besides)s within regular means") % words


def year_heading() -> str:
    """Return the heading of the cost column in the tree of work: "Cost 2023"."""
    return selectors.reference_year_label(selectors.reference_years(SYSTEM).values())


def amounts_of_cost(actor: Actor, item: CostItem) -> Iterable[CostAmount]:
    """Return the amounts of a cost item."""
    return CostAmount.objects.visible_to(actor).filter(item=item).order_by("year")


def amounts_of_source(actor: Actor, source: FundingSource) -> Iterable[SourceAmount]:
    """Return the amounts of a funding source."""
    return SourceAmount.objects.visible_to(actor).filter(item=source).order_by("year")


def register_panels() -> None:
    """Add the registers, and what stands on the pages of work."""
    register_registers()
    registries.add(
        Tile(model=Work, name="cost", data=cost_tile, order=20),
        Tile(model=Work, name="balance", data=balance_tile, order=30),
        Tab(
            model=Work,
            name="money",
            label=pgettext_lazy("tab", "Money"),
            template="funding/tab.html",
            data=money_tab,
            order=30,
            shown=has_money,
        ),
        Column(
            page="work.tree",
            name="cost",
            label=lazy(year_heading, str)(),
            data=tree_column,
            order=30,
            numeric=True,
        ),
        Column(
            page="work.results",
            name="cost",
            label=gettext_lazy("Cost"),
            data=result_column,
            order=30,
            numeric=True,
        ),
        Column(
            page="work.results.document",
            name="cost",
            label=gettext_lazy("Cost"),
            data=document_column,
        ),
        Related(CostItem, "amounts", gettext_lazy("amounts"), amounts_of_cost, order=10),
        Related(FundingSource, "amounts", gettext_lazy("amounts"), amounts_of_source, order=10),
    )
