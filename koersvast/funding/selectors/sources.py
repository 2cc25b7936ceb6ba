"""Funding sources with the draws on them and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from koersvast.core.actors import Actor
from koersvast.core.visibility import with_seen_links
from koersvast.funding import rules
from koersvast.funding.models import Allocation, FundingSource, Nature

DECIDED = ("decided_by__body",)


@dataclass(frozen=True)
class SourceState:
    """A source, its draws, and what is left per year.

    `left` is what is left in all of an incidental source; of a structural one what is left every
    year at the end. `visible` are the keys of the decisions that the actor sees.
    """

    source: FundingSource
    draws: Sequence[Allocation]
    purse: rules.Purse

    @cached_property
    def per_year(self) -> dict[int | None, rules.Left]:
        """What is left per year; see `rules.spread_of`."""
        return rules.spread_of(self.purse)

    @property
    def left(self) -> rules.Left:
        """What is left, in one figure."""
        if self.purse.structural and self.per_year:
            return list(self.per_year.values())[-1]
        return rules.left_of((total for _year, total in self.purse.offered), self.purse.draws)

    @property
    def onward(self) -> int | None:
        """From which year on `left` holds every year; None when it is not of a year."""
        return list(self.per_year)[-1] if self.purse.structural and self.per_year else None

    @cached_property
    def is_overdrawn(self) -> bool:
        """Tell whether in any year more was drawn than there is."""
        return any(rules.excess_of(self.purse).values())


def sources_of(actor: Actor, works: set[int]) -> list[SourceState]:
    """Return the sources of works, and those that works draw on; a fixed number of queries."""
    drawn = Q(work__in=works) | Q(cost_item__work__in=works) | Q(cost_item__result__work__in=works)
    drawn_on = Allocation.objects.visible_to(actor).filter(drawn).values("funding_source")
    rows = FundingSource.objects.visible_to(actor)
    return states_of(actor, rows.filter(Q(work__in=works) | Q(pk__in=drawn_on)))


def states_of(actor: Actor, rows: QuerySet[Any]) -> list[SourceState]:
    """Return how sources stand, with the decisions that the actor sees; six queries."""
    sources = with_seen_links(rows.order_by("position", "code", "pk"), actor)
    found = {source.pk: source for source in sources.prefetch_related("amounts", *DECIDED)}
    draws = Allocation.objects.visible_to(actor).filter(funding_source__in=[0, *found])
    draws = draws.select_related("work", "cost_item__work", "cost_item__result")
    by_source: dict[int, list[Allocation]] = {key: [] for key in found}
    for draw in with_seen_links(draws, actor).prefetch_related(*DECIDED):
        by_source[draw.funding_source_id].append(draw)
    return [_state(source, by_source[key]) for key, source in found.items()]


def _state(source: FundingSource, draws: Sequence[Allocation]) -> SourceState:
    offered = [(each.year, each.total) for each in source.amounts.all()]
    plain = [rules.Draw(draw.amount, draw.year, draw.beyond) for draw in draws]
    structural = source.nature == Nature.STRUCTURAL
    return SourceState(source, draws, rules.Purse(structural, offered, plain))
