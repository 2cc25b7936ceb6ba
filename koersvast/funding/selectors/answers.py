"""The cost answer of results: an amount, PM, within regular means, or not given yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from koersvast.core.actors import Actor
from koersvast.funding import rules
from koersvast.funding.models import CostItem
from koersvast.funding.selectors.aggregates import sum_in


@dataclass(frozen=True)
class CostAnswer:
    """What a result costs over all its years; `regular`: (also) within regular means.

    `besides` is what is told of the latter; it is in no sum.
    """

    sum: rules.Sum
    regular: bool
    besides: rules.Sum = rules.NOTHING


def cost_answers(actor: Actor, result_ids: Iterable[int]) -> dict[int, CostAnswer]:
    """Return the cost answer of results that have one; one query."""
    rows = (
        CostItem.objects.visible_to(actor)
        .filter(result__in=list(result_ids))
        .order_by()
        .values("result", "regular_means")
        .annotate(
            euros=Sum("amounts__amount"),
            count=Count("amounts"),
            pms=Count("amounts", filter=Q(amounts__pm=True)),
        )
    )
    sums: dict[int, rules.Sum] = defaultdict(rules.Sum)
    regular: dict[int, rules.Sum] = {}
    for row in rows:
        if row["regular_means"]:
            regular[row["result"]] = sum_in(row)
        else:
            sums[row["result"]] += sum_in(row)
    keys = {*regular, *(key for key, amount in sums.items() if amount.count)}
    return {
        key: CostAnswer(sums[key], key in regular, regular.get(key, rules.NOTHING)) for key in keys
    }
