"""Who keeps the money of work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models

from koersvast.core.actors import Actor
from koersvast.core.policy import EditorsKeep, policies
from koersvast.funding.models import (
    Allocation,
    CostAmount,
    CostItem,
    FundingSource,
    SourceAmount,
    StatedTotal,
)
from koersvast.work.policy import answered_for, may_change_each, may_change_work


def work_of(record: models.Model) -> int | None:
    """Return the key of the work that a row of money is for."""
    row: Any = getattr(record, "item", record)
    if getattr(row, "work_id", None):
        return int(row.work_id)
    return row.result.work_id if getattr(row, "result_id", None) else None


class CostPolicy(EditorsKeep):
    """Cost is kept by who keeps the work it is for."""

    def may_add(self, actor: Actor, record: models.Model | None = None) -> bool:
        """Who keeps any work may start; who keeps this work may store."""
        if record is None:
            return actor.may_edit or bool(answered_for(actor))
        return may_change_work(actor, work_of(record))

    def may_add_each(self, actor: Actor, records: Sequence[models.Model]) -> list[bool]:
        """Who keeps the work of each cost item."""
        return may_change_each(actor, records)

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """Who keeps the work."""
        return may_change_work(actor, work_of(record))


def register_policies() -> None:
    """Cost by who keeps the work; coverage, draws and stated totals by programme secretaries."""
    cost: tuple[type[models.Model], ...] = (CostItem, CostAmount)
    coverage: tuple[type[models.Model], ...] = (
        FundingSource,
        SourceAmount,
        Allocation,
        StatedTotal,
    )
    for model in cost:
        policies.add(model, CostPolicy())
    for model in coverage:
        policies.add(model, EditorsKeep())
