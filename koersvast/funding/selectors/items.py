"""The rows a figure is made of, and the cost items of a work."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from koersvast.core.actors import Actor
from koersvast.funding import rules
from koersvast.funding.models import CostAmount, CostItem, SourceAmount
from koersvast.funding.selectors.places import of_works


def amounts_behind(
    actor: Actor,
    plan_id: int,
    side: rules.Side,
    scope: rules.StatedScope,
    *,
    loose: bool = False,
    regular: bool = False,
) -> QuerySet[Any]:
    """Return the amounts of a side that a figure is the sum of, in the order of the plan.

    `loose` asks for the amounts without a year, `regular` for what is within regular means instead
    of what is in sums.
    """
    model: Any = CostAmount if side == "cost" else SourceAmount
    relations = ["item__work"] if side == "coverage" else ["item__work", "item__result__work"]
    rows = model.objects.visible_to(actor).filter(_within(side, scope), item__plan=plan_id)
    if side == "cost":
        rows = rows.filter(item__regular_means=regular)
    if loose:
        rows = rows.filter(year__isnull=True)
    order = ("item__position", "item__code", "item", "year")
    return rows.select_related(*relations).order_by(*order)  # type: ignore[no-any-return]


def _within(side: rules.Side, scope: rules.StatedScope) -> Q:
    wanted = Q()
    if scope.works is not None:
        wanted &= of_works(scope.works, "item__", with_results=side == "cost")
    if scope.nature:
        wanted &= Q(item__nature=scope.nature)
    if scope.category:
        # coverage has no category
        wanted &= Q(item__category=scope.category) if side == "cost" else Q(pk__in=[])
    if scope.marks:
        marked = Q(item__code__in=scope.marks)
        wanted &= marked | Q(item__mark__in=scope.marks) if side == "cost" else marked
    if scope.first_year is not None:
        wanted &= Q(year__gte=scope.first_year)
    if scope.last_year is not None:
        wanted &= Q(year__lte=scope.last_year)
    return wanted


def cost_items_of(actor: Actor, works: set[int]) -> QuerySet[CostItem]:
    """Return the cost items of works and their results, each with its sum (`euros`, `pms`)."""
    rows: QuerySet[CostItem] = (
        CostItem.objects.visible_to(actor)
        .filter(of_works(works))
        .select_related("work", "result__work")
        .annotate(
            euros=Sum("amounts__amount"),
            count=Count("amounts"),
            pms=Count("amounts", filter=Q(amounts__pm=True)),
        )
        .order_by("position", "code", "pk")
    )
    return rows
