"""Rules about answers that a plan owes: how much, decided when, and for what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from koersvast.core.checks import Finding, Lack, Place, Scope, Severity, gaps, named, rule
from koersvast.direction.models import Goal
from koersvast.funding.selectors.checking import CheckedItem, items_in, sources_in
from koersvast.work.models import Result
from koersvast.work.selectors.checking import (
    decided_ahead,
    place_of_result,
    results_in,
    serving_in,
    works_in,
)


@rule(
    "GELD-08",
    Severity.WARNING,
    title=_("Pm without a date of decision"),
    why=_("A pm without a date stays one: the plan looks covered, and the bill comes later."),
    mend=_(
        "Fill in the amount; or name the decision moment at which it is settled, as a milestone or "
        "proposal of the work itself."
    ),
    source="D 4, M 8",
)
def pm_without_decision(scope: Scope) -> Iterator[Finding]:
    """Look for pm of which no dated moment tells when a body decides on it."""
    ahead = scope.once(decided_ahead)
    decided = {
        draw.cost_item_id
        for source in scope.once(sources_in).values()
        for draw in source.draws
        if draw.decided_on is not None or draw.decided_by is not None
    }
    for item in scope.once(items_in).values():
        if item.total.pm and item.counts and item.row.pk not in decided and item.work not in ahead:
            yield _pm(item.row, item.amounts, item.works)
    for source in scope.once(sources_in).values():
        pm = any(total.pm for _year, total in source.amounts)
        if pm and source.row.work_id not in ahead:
            yield _pm(source.row, source.amounts, source.works)


def _pm(row: Any, amounts: Any, works: tuple[int, ...]) -> Finding:
    years = [str(year) for year, total in amounts if total.pm and year]
    values = {"name": named(row), "years": years}
    sentence = (
        _("%(name)s is pm in %(years)s; when a body decides on the amount is not told.")
        if years
        else _("%(name)s is pm; when a body decides on the amount is not told.")
    )
    return Finding(row, sentence, values, "amounts", works)


@rule(
    "GELD-09",
    Severity.WARNING,
    title=_("Cost or coverage without an amount"),
    why=_("Neither an amount nor pm: nobody can tell whether this is nothing or forgotten."),
    mend=_("Fill in an amount or pm, or say that it is within regular means."),
    source="J (financiën)",
)
def without_amount(scope: Scope) -> Iterator[Finding]:
    """Look for cost items and sources that give no amount, pm or regular means."""
    for item in scope.once(items_in).values():
        if item.counts and not item.amounts:
            sentence = _("%(name)s costs something, but gives neither an amount nor pm.")
            yield Finding(item.row, sentence, {"name": named(item.row)}, "amounts", item.works)
    for source in scope.once(sources_in).values():
        if not source.amounts:
            sentence = _("%(name)s is to cover cost, but gives neither an amount nor pm.")
            yield Finding(
                source.row, sentence, {"name": named(source.row)}, "amounts", source.works
            )


@rule(
    "GELD-10",
    Severity.INFORMATION,
    title=_("Result without a cost answer"),
    why=_("What a result costs is then paid by somebody who did not know it."),
    mend=_("Give an amount or pm, or say that it is done within regular means."),
    source="D 3-8",
)
def result_without_answer(scope: Scope) -> Iterator[Finding]:
    """Look for results of which neither they nor the works they stand in answer what they cost.

    Cost of the highest work is of the whole; where works below it have cost of their own, it does
    not answer for the others.
    """
    results, tree = scope.once(results_in), scope.once(works_in)
    items = scope.once(items_in).values()
    priced = {item.row.result_id for item in items if item.row.result_id}
    with_cost = {item.work for item in items if item.work and not item.row.result_id}
    divided = {tree.top(item.work) for item in items if item.work and tree.parents[item.work]}

    def lacks(row: Result) -> bool:
        line = tree.line(row.work_id)
        top = line[-1]
        above = [key for key in line if key != top or top not in divided or key == row.work_id]
        return row.pk not in priced and not with_cost.intersection(above)

    words = Lack(
        _("It is not told what %(name)s costs: no amount, no pm, not within regular means."),
        _("Of %(count)d of the %(all)d results of this plan the cost is not told: %(names)s."),
        _("Of %(count)d of the %(all)d results of %(group)s the cost is not told: %(names)s."),
    )
    yield from gaps(
        scope, list(results.values()), lacks, words, field="cost", place=place_of_result(scope)
    )


@rule(
    "GELD-11",
    Severity.WARNING,
    title=_("Money without a goal"),
    why=_("Every euro can be walked up to a goal; here it is not told what it is spent for."),
    mend=_("Choose the goal that the work or the result serves."),
    source="M tabel 1",
)
def money_without_goal(scope: Scope) -> Iterator[Finding]:
    """Look for cost that serves no goal by way of its result or works."""
    if not scope.rows(Goal).exists():
        return
    serving, results = scope.once(serving_in), scope.once(results_in)
    works = scope.once(works_in).works

    def lacks(item: CheckedItem) -> bool:
        result = results.get(item.row.result_id or 0)
        return not (serving.serves(result) if result else item.work in serving.works)

    words = Lack(
        _("%(name)s serves no goal."),
        _("%(count)d of the %(all)d cost lines of this plan serve no goal: %(names)s."),
        _("%(count)d of the %(all)d cost lines of %(group)s serve no goal: %(names)s."),
    )
    items = {item.row.pk: item for item in scope.once(items_in).values() if item.counts}

    def place(row: Any) -> Place:
        item = items[row.pk]
        return Place(item.works, works.get(item.work or 0))

    rows = [item.row for item in items.values()]
    yield from gaps(scope, rows, lambda row: lacks(items[row.pk]), words, field="goal", place=place)
