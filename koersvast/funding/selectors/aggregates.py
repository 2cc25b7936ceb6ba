"""Sums that the database makes: it sends a row per work, year and nature, never every amount."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, Min, Q, Sum, When
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.money import Total
from koersvast.direction.models import Plan
from koersvast.funding import rules
from koersvast.funding.models import CostAmount, SourceAmount
from koersvast.funding.selectors.kept import kept
from koersvast.funding.selectors.places import of_works
from koersvast.work.models import Work

WORK_OF_COST = Case(
    When(item__work__isnull=False, then=F("item__work")), default=F("item__result__work")
)
"""The work of a cost item: its own, or that of its result."""


def parents_of(actor: Actor, plan_ids: Iterable[int] | None = None) -> dict[int, int | None]:
    """Return every visible work with the one it is part of; one query."""
    works = Work.objects.visible_to(actor)
    if plan_ids is not None:
        works = works.filter(plan__in=list(plan_ids))
    return dict(works.order_by("position", "code").values_list("pk", "parent_id"))


def plan_lines(actor: Actor, plan_id: int, *, by_category: bool = False) -> list[rules.Line]:
    """Return the amounts of a plan, added up per work, year and nature; two queries.

    With `by_category` also per category. What is within regular means is left out.
    """
    return kept(
        ("plan_lines", plan_id, by_category, actor),
        lambda: _plan_lines(actor, plan_id, by_category=by_category),
    )


def _plan_lines(actor: Actor, plan_id: int, *, by_category: bool) -> list[rules.Line]:
    cost = CostAmount.objects.visible_to(actor).filter(
        item__plan=plan_id, item__regular_means=False
    )
    extra = {"category": F("item__category")} if by_category else {}
    coverage = SourceAmount.objects.visible_to(actor).filter(item__plan=plan_id)
    return [
        *(_line("cost", row) for row in _added_up(cost, work=WORK_OF_COST, **extra)),
        *(_line("coverage", row) for row in _added_up(coverage, work=F("item__work"))),
    ]


def _added_up(amounts: Any, **groups: Any) -> Any:
    return (
        amounts.order_by()
        .values("year", nature=F("item__nature"), **groups)
        .annotate(euros=Sum("amount"), count=Count("pk"), pms=Count("pk", filter=Q(pm=True)))
    )


def sum_in(row: dict[str, Any]) -> rules.Sum:
    """Return what the database added up: `euros`, the `count` of amounts, `pms` among them."""
    total = Total(row["euros"] or Decimal(0), pm=bool(row["pms"]))
    return rules.Sum(total, row["count"], row["pms"])


def _line(side: rules.Side, row: dict[str, Any]) -> rules.Line:
    return rules.Line(
        side=side,
        total=sum_in(row).total,
        year=row["year"],
        nature=row["nature"],
        category=row.get("category", ""),
        work=row["work"],
        count=row["count"],
        pms=row["pms"],
    )


def cost_by_work(
    actor: Actor, work_ids: Iterable[int], year: int | None = None
) -> dict[int, rules.Sum]:
    """Return the cost of each work with all below it, of one year or of all; two queries.

    A work without any amount is left out.
    """
    parents = parents_of(actor)
    amounts = CostAmount.objects.visible_to(actor).filter(item__regular_means=False)
    if year is not None:
        amounts = amounts.filter(year=year)
    sums = rules.roll_up(_per_work(amounts), parents)
    return {key: sums[key] for key in work_ids if key in sums and sums[key].count}


def _per_work(amounts: Any) -> dict[int, rules.Sum]:
    rows = (
        amounts.order_by()
        .values(work=WORK_OF_COST)
        .annotate(euros=Sum("amount"), count=Count("pk"), pms=Count("pk", filter=Q(pm=True)))
    )
    return {row["work"]: sum_in(row) for row in rows if row["work"] is not None}


def regular_sum(actor: Actor, works: set[int]) -> rules.Sum:
    """Return what works and their results take within regular means; in no other sum. One query."""
    amounts = CostAmount.objects.visible_to(actor).filter(
        of_works(works, "item__"), item__regular_means=True
    )
    row = amounts.order_by().aggregate(
        euros=Sum("amount"), count=Count("pk"), pms=Count("pk", filter=Q(pm=True))
    )
    return sum_in(row)


def reference_years(actor: Actor) -> dict[int, int | None]:
    """Return per plan the year its costs are shown of in one figure; two queries.

    That is the year of its reference date, or the first year after it with an amount; none for a
    plan whose amounts are in total.
    """
    return kept(("reference_years", actor), lambda: _reference_years(actor))


def _reference_years(actor: Actor) -> dict[int, int | None]:
    plans = Plan.objects.visible_to(actor).values_list("pk", "reference_date")
    years: dict[int, int | None] = {plan: day.year for plan, day in plans}
    later = Q(year__isnull=True)
    for plan, year in years.items():
        later |= Q(item__plan=plan, year__gte=year)
    if not years:
        return {}
    first = (
        CostAmount.objects.visible_to(actor)
        .filter(later)
        .order_by()
        .values("item__plan")
        .annotate(first=Min("year"))
    )
    return years | {row["item__plan"]: row["first"] for row in first}


def works_reference_years(actor: Actor) -> dict[int, int | None]:
    """Return the reference year of the plan of every work; three queries."""
    years = reference_years(actor)
    works = Work.objects.visible_to(actor).order_by().values_list("pk", "plan_id")
    return {pk: years[plan] for pk, plan in works if plan in years}


def cost_of_reference_year(actor: Actor, work_ids: Iterable[int]) -> dict[int, rules.Sum]:
    """Return per work the cost, with all below it, of the reference year of its plan.

    A work without any amount in that year is left out; a plan without years counts in total.
    """
    sums = kept(("reference_year", actor), lambda: _cost_of_reference_year(actor))
    return {key: sums[key] for key in work_ids if key in sums and sums[key].count}


def _cost_of_reference_year(actor: Actor) -> dict[int, rules.Sum]:
    years = reference_years(actor)
    wanted = Q()
    for plan, year in years.items():
        wanted |= Q(item__plan=plan, year=year)
    if not years:
        return {}
    amounts = CostAmount.objects.visible_to(actor).filter(wanted, item__regular_means=False)
    return rules.roll_up(_per_work(amounts), parents_of(actor))


def reference_year_label(years: Iterable[int | None]) -> str:
    """Return the heading of a column with the cost of one year: "Cost 2023"."""
    found = set(years)
    year = found.pop() if len(found) == 1 else None
    return _("Cost") if year is None else _("Cost %(year)s") % {"year": year}
