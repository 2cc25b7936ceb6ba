"""The money of a work with all below it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from koersvast.core.actors import Actor
from koersvast.funding import rules
from koersvast.funding.models import CostItem, FundingSource, StatedTotal
from koersvast.funding.selectors.aggregates import plan_lines
from koersvast.funding.selectors.places import of_works
from koersvast.work.models import Work


@dataclass(frozen=True)
class Part:
    """A work that is part of another, with the money of its whole subtree. `work` itself: `own`."""

    pk: int
    title: str
    ledger: rules.Ledger
    own: bool = False


class WorkMoney:
    """Cost and coverage of a work and all below it: three queries, whatever its size."""

    def __init__(self, actor: Actor, work: Work) -> None:
        rows = (
            Work.objects.visible_to(actor)
            .filter(plan=work.plan_id)
            .order_by("position", "code")
            .values_list("pk", "parent_id", "title")
        )
        self.actor, self.work = actor, work
        self.titles: dict[int, str] = {}
        self.parents: dict[int, int | None] = {}
        for pk, parent, title in rows:
            self.titles[pk], self.parents[pk] = title, parent
        self.works = rules.below(self.parents, work.pk)
        self._plan_lines = plan_lines(actor, work.plan_id)
        self.lines = [line for line in self._plan_lines if line.work in self.works]

    @cached_property
    def ledger(self) -> rules.Ledger:
        """The sums of the whole subtree."""
        return rules.Ledger(self.lines)

    @cached_property
    def covered_by(self) -> int | None:
        """The nearest work above that has coverage, when nothing in this subtree has.

        Then a balance here would be a shortfall that is none: the money is kept higher up.
        """
        sides = {line.side for line in self.lines}
        if "coverage" in sides:
            return None
        covered = {line.work for line in self._plan_lines if line.side == "coverage"}
        above = self.parents.get(self.work.pk)
        seen: set[int] = set()
        while above is not None and above not in covered and above not in seen:
            seen.add(above)
            above = self.parents.get(above)
        return above if above in covered else None

    @cached_property
    def has_items(self) -> bool:
        """Tell whether there is anything about money here, also what is in no sum."""
        if not self.ledger.is_empty:
            return True
        return any(
            model.objects.visible_to(self.actor).filter(on_works).exists()
            for model, on_works in (
                (CostItem, of_works(self.works)),
                (FundingSource, Q(work__in=self.works)),
                (StatedTotal, Q(work__in=self.works)),
            )
        )

    @property
    def has_balance(self) -> bool:
        """Tell whether cost and coverage can be set against each other here."""
        return not self.ledger.is_empty and self.covered_by is None

    def parts(self) -> list[Part]:
        """Return the works directly below, and the work itself as far as it has money of its own.

        Together they are the whole: what hangs on the work itself is divided over no part.
        """
        below = [pk for pk, parent in self.parents.items() if parent == self.work.pk]
        if not below:
            return []
        found = [
            Part(pk, self.titles[pk], self._ledger_of(rules.below(self.parents, pk)))
            for pk in below
        ]
        own = Part(self.work.pk, self.work.title, self._ledger_of({self.work.pk}), own=True)
        return [part for part in [*found, own] if not part.ledger.is_empty]

    def _ledger_of(self, works: set[int]) -> rules.Ledger:
        return rules.Ledger(line for line in self.lines if line.work in works)


def money_of(actor: Actor, work: Work) -> WorkMoney:
    """Return the money of a work; read once for all tiles and tabs of its page."""
    kept: tuple[Actor, WorkMoney] | None = work.__dict__.get("_money")
    if kept is None or kept[0] != actor:
        kept = (actor, WorkMoney(actor, work))
        work.__dict__["_money"] = kept
    return kept[1]
