"""Who keeps the money of work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from koersvast.core.actors import SYSTEM, Actor
from koersvast.core.policy import EditorsKeep, policies
from koersvast.decisions.models import Decision
from koersvast.funding.models import (
    Allocation,
    CostAmount,
    CostItem,
    FundingSource,
    SourceAmount,
    StatedTotal,
)
from koersvast.funding.rules import Draw
from koersvast.funding.services.room import (
    lock_sources,
    purse_of,
    require_decision,
    require_enough,
    require_room,
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

    def may_change_each(self, actor: Actor, records: Sequence[Any]) -> list[bool]:
        """Who keeps the work of each cost item, or of that of each amount."""
        if records and hasattr(type(records[0]), "item"):
            models.prefetch_related_objects(records, "item")
        return may_change_each(actor, [getattr(row, "item", row) for row in records])


class AllocationPolicy(EditorsKeep):
    """Draws: neither undo nor deleting a draw that gave back takes more than is left."""

    def refuses(self, actor: Actor, record: models.Model, changes: Mapping[str, Any] | None) -> str:
        """Refuse to delete what gave back money that was drawn since."""
        if changes is not None or actor == SYSTEM or not isinstance(record, Allocation):
            return ""
        source = lock_sources(record.funding_source_id)[record.funding_source_id]
        try:
            require_enough(purse_of(source), purse_of(source, record.pk))
        except ValidationError as error:
            return error.messages[0]
        return ""

    def refuses_restore(self, actor: Actor, record: models.Model) -> str:
        """Refuse to put a draw back when what it took was drawn since, or when the decision that
        allowed more no longer does.
        """
        if not isinstance(record, Allocation):
            return ""
        source = lock_sources(record.funding_source_id).get(record.funding_source_id)
        if source is None:
            return ""  # the check of the row says what is gone
        purse = purse_of(source)
        try:
            require_decision(actor, record.decided_by, beyond=record.beyond, chosen=False)
            require_room(purse, Draw(record.amount, record.year, record.beyond), was=purse)
        except ValidationError as error:
            return error.messages[0]
        return ""


def keeps_adopted(decision: Decision, changes: Mapping[str, Any] | None) -> str:
    """Return why a decision stays adopted: by it more is drawn on a source than was left."""
    outcome = (changes or {}).get("outcome")
    if outcome is None or outcome in Decision.ADOPTED:
        return ""
    resting = Allocation.objects.filter(decided_by=decision, beyond=True).order_by("pk").first()
    if resting is None:
        return ""
    return _(
        "By this decision “%(allocation)s” (%(code)s) draws more on its source than was left. "
        "First lower that allocation, or let another adopted decision allow it."
    ) % {"allocation": resting.title, "code": resting.code}


def register_policies() -> None:
    """Cost by who keeps the work; coverage, draws and stated totals by programme secretaries."""
    cost: tuple[type[models.Model], ...] = (CostItem, CostAmount)
    coverage: tuple[type[models.Model], ...] = (
        FundingSource,
        SourceAmount,
        StatedTotal,
    )
    for model in cost:
        policies.add(model, CostPolicy())
    for model in coverage:
        policies.add(model, EditorsKeep())
    policies.add(Allocation, AllocationPolicy())
    policies.guard(Decision, keeps_adopted)
