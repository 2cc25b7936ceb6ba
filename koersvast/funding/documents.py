"""What funding adds to documents: cost and coverage with their sources, and what money moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from koersvast.core.documents import (
    Block,
    Chapter,
    ChapterMaker,
    Column,
    Fact,
    FactsMaker,
    Figure,
    Heading,
    Paragraph,
    Row,
    RowKind,
    Scope,
    Table,
    Value,
    documents,
    lines,
    picture_of,
    runs,
)
from koersvast.core.money import Total
from koersvast.funding.captions import CaptionedChart, captioned_ledger
from koersvast.funding.captions import Kind as ChartKind
from koersvast.funding.document_tables import amount, in_euros, item_table, source_table, wide
from koersvast.funding.figures import (
    column_label,
    columns_of,
    euro_sum,
    nature_label,
    regular_text,
)
from koersvast.funding.rules import EVERY_YEAR, Ledger, Side, Sum
from koersvast.funding.rules import Column as Year
from koersvast.funding.selectors import (
    SourceState,
    cost_items_of,
    plan_lines,
    regular_sum,
    sources_of,
    sum_in,
)
from koersvast.work.selectors import works_of

PLAN, PROGRESS, POSTER = "implementation-plan", "progress-report", "poster"
MORE = (pgettext_lazy("change", "more"), pgettext_lazy("change", "less"))
CHART_SHARE = 80
LEGEND_LINE, LEGEND_BOX, LEGEND_LETTER = 22, 44, 7
"""How high a line of the legend is, and how wide a box with its room and a letter, as drawn."""


@dataclass(frozen=True)
class Money:
    """The money of what a document is about. `whole`: it is about all works of the plan."""

    ledger: Ledger
    works: set[int]
    sources: list[SourceState]

    @property
    def has_balance(self) -> bool:
        """Whether there is coverage to set against the cost."""
        return bool(self.ledger.natures("coverage")) and not self.ledger.is_empty


def money_of(scope: Scope) -> Money:
    """Return the money of a document; read once for all its chapters."""
    if "money" not in scope.kept:
        works = set(works_of(scope).keys)
        rows = plan_lines(scope.actor, scope.plan.pk)
        if scope.subject:
            rows = [each for each in rows if each.work in works]
        scope.kept["money"] = Money(Ledger(rows), works, sources_of(scope.actor, works))
    found: Money = scope.kept["money"]
    for state in found.sources:
        hold_decisions(scope, state.source, *state.draws)
    return found


def hold_decisions(scope: Scope, *rows: Any) -> None:
    """Take down the proposals behind the decisions that are named."""
    decided = [each.decided_by for each in rows if each.decided_by is not None]
    scope.hold(*(each.proposal for each in decided if each.proposal is not None))


def money_chapter(scope: Scope) -> Chapter:
    """Return cost and coverage per year, as picture and table, and where the money comes from."""
    money = money_of(scope)
    blocks: list[Block] = []
    if not money.ledger.is_empty:
        picture = chart(money)
        blocks += [picture] if picture else []
        blocks.append(year_table(money))
    every = list(cost_items_of(scope.actor, money.works).prefetch_related("amounts"))
    items = [each for each in every if not each.regular_means or sum_in(vars(each)).count]
    blocks += besides(regular_sum(scope.actor, money.works), len(every) - len(items))
    if items:
        blocks += [Heading(_("Cost items")), item_table(items, money.ledger)]
    if money.sources:
        blocks += [Heading(_("Funding sources")), source_table(money.sources)]
    if not blocks:
        blocks = [Paragraph(runs(_("No cost or coverage is registered yet.")), "note")]
    fixed = pgettext("heading of large projects", "The finances")
    title = fixed if scope.kind == PROGRESS else _("Cost and coverage")
    return Chapter("money", title, tuple(blocks))


def besides(regular: Sum, unsaid: int) -> list[Block]:
    """Return what is within regular means and in no sum; `unsaid`: items that name no amount."""
    told = []
    if regular.count:
        text = regular_text(regular, euro_sum)
        told.append(_("Besides this: %(text)s. It is in no sum.") % {"text": text})
    if unsaid:
        text = ngettext(
            "%(number)d cost item is within regular means and names no amount.",
            "%(number)d cost items are within regular means and name no amount.",
            unsaid,
        )
        told.append(text % {"number": unsaid})
    return [Paragraph(runs(" ".join(told)), "note")] if told else []


def chart(money: Money, *, share: int = CHART_SHARE) -> Figure | None:
    """Return the picture of cost against coverage per year."""
    captions = captioned_ledger(money.ledger, with_balance=money.has_balance)
    if captions is None:
        return None
    legend = legend_of(captions)
    height = captions.picture.height + (legend[-1].y + LEGEND_LINE if legend else 0)
    return picture_of(
        "funding/chart_picture.html",
        {"chart": captions, "legend_items": legend, "legend_height": height},
        alt=captions.description,
        caption=captions.title,
        share=share,
    )


@dataclass(frozen=True)
class LegendItem:
    """What a colour of the picture means, and where that stands below it."""

    kind: ChartKind
    x: int
    y: int


def legend_of(captions: CaptionedChart) -> list[LegendItem]:
    """Return what the colours mean, beside each other as far as they fit."""
    found: list[LegendItem] = []
    x, y = captions.picture.left, 0
    for kind in captions.kinds:
        wide = LEGEND_BOX + LEGEND_LETTER * len(kind.label)
        if found and x + wide > captions.picture.width:
            x, y = captions.picture.left, y + LEGEND_LINE
        found.append(LegendItem(kind, x, y))
        x += wide
    return found


def year_table(money: Money) -> Table:
    """Return cost, coverage and balance per year."""
    years = columns_of(money.ledger)
    columns = [Column(_("In euros"), 13)]
    columns += [Column(column_label(year), wide(year), "end") for year in years]
    rows = [*_side(money.ledger, years, "cost"), *_side(money.ledger, years, "coverage")]
    if money.has_balance:
        balances = [money.ledger.balance(year) for year in years]
        short = min(each.total.amount for each in balances) < 0
        rows.append(_row(_("Balance"), balances, "gap" if short else "sum"))
    return Table(tuple(columns), tuple(rows), _("Cost and coverage per year, in euros"))


def _side(ledger: Ledger, years: Sequence[Year], side: Side) -> list[Row]:
    """Return a row per nature and their total."""
    natures = ledger.natures(side)
    label = _("Cost, %(nature)s") if side == "cost" else _("Coverage, %(nature)s")
    rows = [
        _row(
            label % {"nature": nature_label(nature).lower()},
            [ledger.sum(side, nature=nature, year=year) for year in years],
        )
        for nature in natures
    ]
    if natures:
        total = _("Total cost") if side == "cost" else _("Total coverage")
        rows.append(_row(total, [ledger.sum(side, year=year) for year in years], "sum"))
    return rows


def _row(label: str, amounts: Sequence[Sum], kind: RowKind = "") -> Row:
    return Row((lines(label), *(amount(each) for each in amounts)), kind)


def money_on_poster(scope: Scope) -> Chapter | None:
    """Return cost, coverage and balance per year, short; None without any."""
    money = money_of(scope)
    if money.ledger.is_empty:
        return None
    picture = chart(money, share=100)
    blocks = [picture] if picture else []
    return Chapter("money", _("Cost and coverage"), (*blocks, year_rows(money)))


def year_rows(money: Money) -> Table:
    """Return a row per year."""
    columns = [Column(_("In euros"), 2), Column(_("Cost"), 2, "end")]
    if money.has_balance:
        columns += [Column(_("Coverage"), 2, "end"), Column(_("Balance"), 2, "end")]
    rows = []
    for year in columns_of(money.ledger):
        sides: list[Side] = ["cost", "coverage"] if money.has_balance else ["cost"]
        sums = [money.ledger.sum(side, year=year) for side in sides]
        sums += [money.ledger.balance(year)] if money.has_balance else []
        rows.append(_row(column_label(year), sums, "sum" if year == EVERY_YEAR else ""))
    return Table(tuple(columns), tuple(rows))


def money_facts(scope: Scope) -> Mapping[str, Fact]:
    """Return cost and coverage in all, what each item costs, and what each source has left."""
    money = money_of(scope)
    found: dict[str, Fact] = {}
    sides: tuple[tuple[Side, str], ...] = (
        ("cost", _("Total cost")),
        ("coverage", _("Total coverage")),
    )
    for side, label in sides:
        amounts = money.ledger.sum(side, year=EVERY_YEAR)
        if amounts.count:
            years = {y: money.ledger.sum(side, year=y).total for y in money.ledger.columns}
            found[side] = Fact(label, {"amount": per_year(amounts.total, years)})
    for item in cost_items_of(scope.actor, money.works).prefetch_related("amounts"):
        amounts = sum_in(vars(item))
        if amounts.count and not item.regular_means:
            years = {each.year: each.total for each in item.amounts.all()}
            found[f"item:{item.code}"] = Fact(
                item.title, {"amount": per_year(amounts.total, years)}
            )
    for state in money.sources:
        left = total_value(state.left.left)
        found[f"source:{state.source.code}"] = Fact(state.source.title, {"left": left})
        for draw in state.draws:
            found[f"draw:{draw.code}"] = Fact(
                draw.title, {"amount": total_value(Total(draw.amount))}
            )
    return found


def total_value(total: Total) -> Value:
    """Return an amount to compare, ordered by how much is known of it."""
    return Value(told_total(total), in_euros(total), float(total.amount))


def per_year(total: Total, years: Mapping[int | None, Total]) -> Value:
    """Return an amount to compare that also differs when it moved to another year."""
    ordered = sorted(years.items(), key=lambda pair: (pair[0] is None, pair[0] or 0))
    compared = "; ".join(f"{year or ''} {told_total(each)}" for year, each in ordered)
    shown = in_euros(total)
    if len(ordered) > 1:
        parts = (f"{column_label(year)}: {in_euros(each)}" for year, each in ordered)
        shown = "\n".join((shown, *parts))
    return Value(compared, shown, float(total.amount))


def told_total(total: Total) -> str:
    """Return an amount as it is written in no language."""
    return f"{total.amount:.2f}{' pm' if total.pm else ''}"


def register_documents() -> None:
    """Add the chapter and the facts."""
    documents.add(
        ChapterMaker("money", [PLAN, PROGRESS], money_chapter, order=50),
        ChapterMaker("poster-money", [POSTER], money_on_poster, order=40),
        FactsMaker(
            "money",
            gettext_lazy("money"),
            {"amount": gettext_lazy("amount"), "left": pgettext_lazy("money", "left")},
            money_facts,
            order=20,
            ways={"amount": MORE, "left": MORE},
        ),
    )
