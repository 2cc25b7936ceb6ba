"""Rules about the lines of a cost table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from koersvast.core.checks import Finding, Norm, Scope, Severity, named, rule
from koersvast.core.money import Total, round_to
from koersvast.funding.models import CostItem
from koersvast.funding.selectors.checking import CheckedItem, items_in, sources_in
from koersvast.work.selectors.checking import CheckedWorks, works_in

StandsIn = CostItem.StandsIn
CONTINGENCY = Norm(
    "contingency",
    _("contingency"),
    _("What a plan sets aside for the unforeseen, in percent of its other cost."),
    unit="%",
    example=10,
    source="D 9",
)
CONTINGENCY_WORDS = re.compile(
    r"\b(onvoorzien\w*|contingency|risicoreserve\w*|stelpost\w*)\b", re.IGNORECASE
)
COARSEST = Decimal(1000)
"""Euros: a contingency may be rounded to thousands, no further."""


@rule(
    "GELD-04",
    Severity.WARNING,
    title=_("Cost line without its counterpart"),
    why=_("Chapter and overview then ask for different amounts, and it is unclear which is meant."),
    mend=_("Put the line in both, or take it out of both."),
    source="D 7, D 9",
)
def without_counterpart(scope: Scope) -> Iterator[Finding]:
    """Look for lines of a chapter that the overview lacks, and the other way round.

    A line of the highest work is of no chapter. What is within regular means needs no overview.
    """
    items, tree = scope.once(items_in), scope.once(works_in)
    if not any(item.row.stands_in == StandsIn.BOTH for item in items.values()):
        return
    for item in items.values():
        chapter = _chapter_of(item, tree)
        if not item.counts or not item.amounts or chapter is None:
            continue
        values = {
            "name": named(item.row),
            "amount": item.total,
            "chapter": named(tree.works[chapter]),
        }
        if item.row.stands_in == StandsIn.OVERVIEW:
            sentence = _(
                "%(name)s, %(amount)s, stands in the overview, but not in the chapter %(chapter)s."
            )
            yield Finding(item.row, sentence, values, "stands_in", item.works)
        elif item.row.stands_in == StandsIn.CHAPTER:
            sentence = _(
                "%(name)s, %(amount)s, stands in the chapter %(chapter)s, but not in the overview."
            )
            yield Finding(item.row, sentence, values, "stands_in", item.works)


def _chapter_of(item: CheckedItem, tree: CheckedWorks) -> int | None:
    """Return the work that an item is in the chapter of; the highest work is no chapter."""
    below = item.work is not None and (item.row.result_id or tree.parents[item.work])
    return item.work if below else None


@rule(
    "GELD-05",
    Severity.ERROR,
    title=_("Reference mark used twice"),
    why=_("Who refers to the mark may mean either line."),
    mend=_("Give one of the lines another mark."),
    source="D 3-9",
)
def mark_used_twice(scope: Scope) -> Iterator[Finding]:
    """Look for reference marks that more than one line has."""
    marked: dict[str, list[CheckedItem]] = defaultdict(list)
    for item in scope.once(items_in).values():
        if item.row.mark:
            marked[item.row.mark].append(item)
    for mark, items in marked.items():
        if len(items) > 1:
            values = {"mark": mark, "names": [named(item.row) for item in items]}
            sentence = _("Mark %(mark)s stands at more than one line: %(names)s.")
            works = tuple({key for item in items for key in item.works})
            yield Finding(items[0].row, sentence, values, "mark", works, about=mark)


@rule(
    "GELD-06",
    Severity.WARNING,
    title=_("Contingency absent, or another percentage than the norm"),
    why=_("Without a reserve every setback is a new request to who decides on the money."),
    mend=_("Set aside what the norm asks for, or say by decision why not."),
    source="D 9",
)
def contingency(scope: Scope) -> Iterator[Finding]:
    """Hold what is set aside against the norm; the base is the cost it is set aside for.

    That is the cost of all works below the one that it hangs on; or, when there is none, the other
    cost of that work. A contingency that is pm has no percentage.
    """
    norm = scope.norms.number(CONTINGENCY.name)
    items = [item for item in scope.once(items_in).values() if item.counts and item.amounts]
    known = [item for item in items if item.total.amount > 0]
    if norm is None or not known:
        return
    reserves = [item for item in items if CONTINGENCY_WORDS.search(item.row.title)]
    sources = scope.once(sources_in).values()
    if not reserves and not any(CONTINGENCY_WORDS.search(each.row.title) for each in sources):
        values = {"total": Total.of(item.total for item in known), "norm": norm}
        sentence = _(
            "The plan asks for %(total)s and sets nothing aside for the unforeseen; the norm is "
            "%(norm)d%%."
        )
        yield Finding(scope.plan, sentence, values, works=_all_works(known))
    together: dict[int | None, list[CheckedItem]] = defaultdict(list)
    for item in reserves:
        together[item.work].append(item)
    for own in together.values():
        if not any(item.total.pm for item in own):
            yield from _held_against(own, items, norm, scope)


def _all_works(items: list[CheckedItem]) -> tuple[int, ...]:
    return tuple(sorted({key for item in items for key in item.works}))


def _held_against(
    reserves: list[CheckedItem], items: list[CheckedItem], norm: int, scope: Scope
) -> Iterator[Finding]:
    """Yield what the reserves of one work are, together, when that is not the norm."""
    tree, reserve = scope.once(works_in), reserves[0]
    others = [item for item in items if not CONTINGENCY_WORDS.search(item.row.title)]
    lower = [
        item for item in others
        if item.work != reserve.work and reserve.work in tree.line(item.work)
    ]  # fmt: skip
    same = [item for item in others if item.work == reserve.work]
    base = Total.of(item.total for item in lower or same).amount
    amount = Total.of(item.total for item in reserves).amount
    wanted = base * norm / 100
    if base <= 0 or round_to(wanted, _step_of(amount)) == amount:
        return
    values: dict[str, Any] = {
        "name": named(reserve.row),
        "amount": amount,
        "share": f"{amount * 100 / base:.1f}".rstrip("0").rstrip(".").replace(".", ","),
        "base": base,
        "norm": norm,
        "wanted": wanted.quantize(Decimal("0.01")),
    }
    sentence = _(
        "%(name)s is %(amount)s: %(share)s%% of %(base)s. The norm is %(norm)d%%, which is "
        "%(wanted)s."
    )
    if len(reserves) > 1:
        values["name"] = [named(item.row) for item in reserves]
        sentence = _(
            "%(name)s are %(amount)s together: %(share)s%% of %(base)s. The norm is %(norm)d%%, "
            "which is %(wanted)s."
        )
    yield Finding(reserve.row, sentence, values, "amounts", reserve.works)


def _step_of(amount: Decimal) -> Decimal:
    """Return to what an amount is rounded, in euros: the largest power of ten it is made of."""
    step = Decimal(1)
    while step < COARSEST and amount % (step * 10) == 0:
        step *= 10
    return step


@rule(
    "GELD-07",
    Severity.INFORMATION,
    title=_("Negative line"),
    why=_("Cost below zero is coverage, and coverage below zero is cost: the sums hide that."),
    mend=_("Register the amount on the other side, or lower the line that it belongs to."),
    source="M tabel 2, D 9",
)
def negative(scope: Scope) -> Iterator[Finding]:
    """Look for cost lines and sources that are below zero in all."""
    for item in scope.once(items_in).values():
        if item.counts and item.total.amount < 0:
            values = {"name": named(item.row), "amount": item.total}
            sentence = _("%(name)s is a cost of %(amount)s; that is money coming in.")
            yield Finding(item.row, sentence, values, "amounts", item.works)
    for source in scope.once(sources_in).values():
        total = Total.of(amount for _year, amount in source.amounts)
        if total.amount < 0:
            values = {"name": named(source.row), "amount": total}
            sentence = _("%(name)s is a coverage of %(amount)s; that is money going out.")
            yield Finding(source.row, sentence, values, "amounts", source.works)


@rule(
    "GELD-18",
    Severity.WARNING,
    title=_("Cost line without a reference mark"),
    why=_("Chapters and texts refer by mark; a line without one is explained nowhere."),
    mend=_("Give the line a mark, and name it where the cost is explained."),
    source="D 9",
)
def without_mark(scope: Scope) -> Iterator[Finding]:
    """Look for lines without a mark in a plan of which half the lines or more have one.

    What is set aside for the unforeseen is of no chapter, so it needs none.
    """
    lines = [
        item
        for item in scope.once(items_in).values()
        if item.counts and item.amounts and not CONTINGENCY_WORDS.search(item.row.title)
    ]
    marked = sum(1 for item in lines if item.row.mark)
    if marked * 2 < len(lines):
        return
    for item in lines:
        if not item.row.mark:
            values = {
                "name": named(item.row), "amount": item.total,
                "marked": marked, "all": len(lines),
            }  # fmt: skip
            sentence = _(
                "%(name)s, %(amount)s, has no reference mark; %(marked)d of the %(all)d cost lines "
                "have one."
            )
            facts = [item.row.code, item.total]
            yield Finding(item.row, sentence, values, "mark", item.works, facts=facts)
