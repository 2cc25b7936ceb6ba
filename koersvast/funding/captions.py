"""The words of the chart: its legend, the label of every bar, and a description in sentences."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from koersvast.core.money import Total
from koersvast.funding.charts import LEFT, Bar, Chart, chart_of
from koersvast.funding.figures import euros, nature_label, shown_sum
from koersvast.funding.rules import Ledger
from koersvast.funding.selectors import WorkMoney


@dataclass(frozen=True)
class Kind:
    """A line of the legend; `name` is the class of its bars."""

    name: str
    label: str


@dataclass(frozen=True)
class CaptionedBar:
    """A bar with the words that a pointer shows."""

    bar: Bar
    label: str


@dataclass(frozen=True)
class CaptionedChart:
    """The chart with its words."""

    picture: Chart
    bars: list[CaptionedBar]
    kinds: list[Kind]
    title: str
    description: str
    tick_x: int = LEFT - 8


def captioned(money: WorkMoney) -> CaptionedChart | None:
    """Return the chart of a work's money; None when there is nothing to draw."""
    return captioned_ledger(money.ledger, with_balance=money.has_balance)


def captioned_ledger(ledger: Ledger, *, with_balance: bool) -> CaptionedChart | None:
    """Return the chart of sums; None when there is nothing to draw."""
    picture = chart_of(ledger, with_balance=with_balance)
    if picture is None:
        return None
    names = list(dict.fromkeys(bar.kind for bar in picture.bars))
    return CaptionedChart(
        picture=picture,
        bars=[
            CaptionedBar(bar, f"{bar.year}, {_name(bar.kind).lower()}: {euros(bar.total)}")
            for bar in picture.bars
        ],
        kinds=[Kind(name, _name(name)) for name in names],
        title=_("Cost against coverage per year")
        if {"coverage", "gap"} & set(names)
        else _("Cost per year"),
        description=_description(ledger, with_balance=with_balance),
    )


def _name(kind: str) -> str:
    if kind == "coverage":
        return _("Coverage")
    if kind == "gap":
        return _("Shortfall")
    return _("Cost, %(nature)s") % {"nature": nature_label(kind).lower()}


def _description(ledger: Ledger, *, with_balance: bool) -> str:
    """Return a sentence per year."""

    def words(year: int) -> str:
        cost = shown_sum(ledger.sum("cost", year=year))
        coverage = shown_sum(ledger.sum("coverage", year=year))
        text = _("%(year)s: cost %(cost)s, coverage %(coverage)s") % {
            "year": year,
            "cost": cost,
            "coverage": coverage,
        }
        balance = ledger.balance(year).total
        if with_balance and balance.amount < 0:
            lacking = euros(Total(-balance.amount, balance.pm))
            text += _(", shortfall %(amount)s") % {"amount": lacking}
        return f"{text}."

    return " ".join(words(year) for year in ledger.years)
