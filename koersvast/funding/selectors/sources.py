"""Funding sources with the draws on them and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from koersvast.core.actors import Actor
from koersvast.funding import rules
from koersvast.funding.models import Allocation, FundingSource


@dataclass(frozen=True)
class SourceState:
    """A source, its draws, and what is left over all years and per year."""

    source: FundingSource
    draws: Sequence[Allocation]
    left: rules.Left
    per_year: dict[int | None, rules.Left]


def sources_of(actor: Actor, works: set[int]) -> list[SourceState]:
    """Return the sources of works, and those that works draw on; three queries."""
    drawn = Q(work__in=works) | Q(cost_item__work__in=works) | Q(cost_item__result__work__in=works)
    draws = Allocation.objects.visible_to(actor)
    sources = (
        FundingSource.objects.visible_to(actor)
        .filter(Q(work__in=works) | Q(pk__in=draws.filter(drawn).values("funding_source")))
        .prefetch_related("amounts")
        .order_by("position", "code", "pk")
    )
    found = {source.pk: source for source in sources}
    by_source: dict[int, list[Allocation]] = {key: [] for key in found}
    for draw in draws.filter(funding_source__in=found).select_related(
        "work", "cost_item__work", "cost_item__result"
    ):
        by_source[draw.funding_source_id].append(draw)
    return [_state(source, by_source[key]) for key, source in found.items()]


def _state(source: FundingSource, draws: list[Allocation]) -> SourceState:
    offered = [(each.year, each.total) for each in source.amounts.all()]
    plain = [rules.Draw(draw.amount, draw.year) for draw in draws]
    return SourceState(
        source=source,
        draws=draws,
        left=rules.left_of((total for _year, total in offered), plain),
        per_year=rules.spread_of(offered, plain),
    )
