"""Stated totals with what their lines add up to; the totals of a whole plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from koersvast.core.actors import SYSTEM, Actor
from koersvast.direction.models import Plan
from koersvast.funding import rules
from koersvast.funding.models import CostAmount, SourceAmount, StatedTotal
from koersvast.funding.selectors.aggregates import parents_of, plan_lines
from koersvast.work.models import Work


@dataclass(frozen=True)
class StatedCheck:
    """A stated total and how it compares."""

    record: StatedTotal
    evaluation: rules.Evaluation


def scope_of(total: StatedTotal, parents: dict[int, int | None]) -> rules.StatedScope:
    """Return which lines a stated total speaks of; a work means all below it too."""
    works = rules.below(parents, total.work_id) if total.work_id else None
    return rules.StatedScope(
        works=None if works is None else frozenset(works),
        nature=total.nature,
        category=total.category,
        first_year=total.first_year,
        last_year=total.last_year,
        marks=frozenset(total.marks.replace(",", " ").split()),
    )


def stated_checks(
    actor: Actor, plan_id: int, works: Iterable[int] | None = None, *, whole_plan: bool = True
) -> list[StatedCheck]:
    """Compare the stated totals of a plan with its lines; at most six queries.

    `works` narrows to totals of these works; `whole_plan` keeps those that name no work.
    """
    rows = StatedTotal.objects.visible_to(actor).filter(plan=plan_id).select_related("work")
    if works is not None:
        wanted = Q(work__in=list(works))
        rows = rows.filter(wanted | Q(work__isnull=True) if whole_plan else wanted)
    totals = list(rows.order_by("position", "code", "pk"))
    if not totals:
        return []
    parents = parents_of(actor, [plan_id])
    scopes = {total.pk: scope_of(total, parents) for total in totals}
    lines = plan_lines(actor, plan_id, by_category=True)
    marked = _marked_lines(actor, plan_id, {m for scope in scopes.values() for m in scope.marks})
    return [
        StatedCheck(
            total,
            rules.evaluate(
                _stated(total, scopes[total.pk]), marked if scopes[total.pk].marks else lines
            ),
        )
        for total in totals
    ]


def _stated(total: StatedTotal, scope: rules.StatedScope) -> rules.Stated:
    return rules.Stated(
        measure=rules.Measure(total.measure),
        amount=total.amount,
        precision=total.precision,
        per_year=total.per_year,
        scope=scope,
    )


def _marked_lines(actor: Actor, plan_id: int, marks: set[str]) -> list[rules.Line]:
    """Return the lines one by one whose mark or code a total names."""
    if not marks:
        return []
    cost = CostAmount.objects.visible_to(actor).filter(
        Q(item__mark__in=marks) | Q(item__code__in=marks), item__plan=plan_id
    )
    coverage = SourceAmount.objects.visible_to(actor).filter(
        item__code__in=marks, item__plan=plan_id
    )
    return [
        *(_cost_line(each) for each in cost.select_related("item__result")),
        *(_line("coverage", each) for each in coverage.select_related("item")),
    ]


def _cost_line(amount: CostAmount) -> rules.Line:
    item = amount.item
    work = item.work_id or (item.result.work_id if item.result else None)
    return _line(
        "cost",
        amount,
        work=work,
        category=item.category,
        mark=item.mark,
        regular=item.regular_means,
    )


def _line(side: rules.Side, amount: CostAmount | SourceAmount, **more: Any) -> rules.Line:
    values: dict[str, Any] = {
        "total": amount.total,
        "year": amount.year,
        "nature": amount.item.nature,
        "work": amount.item.work_id,
        "code": amount.item.code,
        "item": amount.item_id,
        "title": amount.item.title,
    }
    return rules.Line(side=side, **values | more)


@dataclass(frozen=True)
class CostOfWork:
    """What a work costs with all below it, over all years."""

    code: str
    title: str
    sum: rules.Sum


@dataclass(frozen=True)
class PlanTotals:
    """The money of a plan: sums per year and nature with their balance, and its stated totals."""

    plan: Plan
    ledger: rules.Ledger
    checks: list[StatedCheck]
    works: list[CostOfWork]


def plan_totals(plan: Plan, actor: Actor = SYSTEM) -> PlanTotals:
    """Return the totals of a plan in a fixed number of queries."""
    lines = plan_lines(actor, plan.pk)
    own = rules.sums_by(
        (line for line in lines if line.side == "cost" and line.work is not None),
        lambda line: line.work or 0,
    )
    sums = rules.roll_up(own, parents_of(actor, [plan.pk]))
    works = Work.objects.visible_to(actor).filter(plan=plan).order_by("position", "code")
    return PlanTotals(
        plan=plan,
        ledger=rules.Ledger(lines),
        checks=stated_checks(actor, plan.pk),
        works=[
            CostOfWork(work.code, work.title, sums[work.pk])
            for work in works
            if sums[work.pk].count
        ],
    )
