"""Who keeps risks: programme secretaries all of them, the owner of a risk his own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from koersvast.core.actors import Access, Actor
from koersvast.core.locking import locked
from koersvast.core.policy import EditorsKeep, policies
from koersvast.risk.models import Measure, Risk, RiskClasses, ScaleLevel, Score


def owns(actor: Actor, risk: Risk) -> bool:
    """Tell whether the actor holds the role that owns a risk."""
    return risk.owner_role_id in actor.role_ids and actor.access >= Access.EMPLOYEE


def may_keep(actor: Actor, risk: Risk) -> bool:
    """Tell whether the actor scores and changes a risk and its measures."""
    return actor.may_edit or owns(actor, risk)


def may_set_state(actor: Actor, measure: Measure) -> bool:
    """Tell whether the actor says how far a measure is: who is responsible, or keeps the risk."""
    responsible = measure.role_id in actor.role_ids and actor.access >= Access.EMPLOYEE
    return responsible or may_keep(actor, measure.risk)


class RiskPolicy(EditorsKeep):
    """An owner changes his own risks; adding and deleting is for programme secretaries.

    Who answers for a work adds risks to it: see `koersvast.work`.
    """

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """Programme secretaries, and the owner."""
        risk: Any = record
        return may_keep(actor, risk)

    def may_delete(self, actor: Actor, record: models.Model) -> bool:
        """Programme secretaries."""
        return actor.may_edit

    def refuses(self, actor: Actor, record: models.Model, changes: Mapping[str, Any] | None) -> str:
        """An owner does not hand over his risk by himself."""
        if changes and "owner_role" in changes and not actor.may_edit:
            return _("Only a programme secretary gives a risk to another owner.")
        return ""


class OnRiskPolicy(EditorsKeep):
    """Measures and scores: kept by who keeps the risk they hang on."""

    def may_add(self, actor: Actor, record: models.Model | None = None) -> bool:
        """Who keeps any risk may start; who keeps this risk may store."""
        if record is None:
            return actor.may_edit or owns_any(actor)
        return self.may_change(actor, record)

    def may_add_each(self, actor: Actor, records: Sequence[Any]) -> list[bool]:
        """Who keeps the risk of each; one query."""
        if records:
            models.prefetch_related_objects(records, "risk")
        return [
            actor.may_edit or (getattr(row, "risk", None) is not None and owns(actor, row.risk))
            for row in records
        ]

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """Who keeps the risk."""
        row: Any = record
        return may_keep(actor, row.risk)


class MeasurePolicy(OnRiskPolicy):
    """The last measure of a risk stays as long as a score says how it stands after measures."""

    def refuses(self, actor: Actor, record: models.Model, changes: Mapping[str, Any] | None) -> str:
        """Refuse deleting or moving the last measure of a risk that was judged after measures."""
        row: Any = record
        if changes is not None and "risk" not in changes:
            return ""
        risk: Risk = locked(row.risk)
        judged = risk.scores.filter(moment=Score.Moment.AFTER).exists()
        if not judged or risk.measures.exclude(pk=row.pk).exists():
            return ""
        return _(
            "This is the only measure of a risk that was judged after measures. Delete those "
            "scores first, or add another measure."
        )


def owns_any(actor: Actor) -> bool:
    """Tell whether the actor owns a risk at all; one query."""
    if actor.access < Access.EMPLOYEE or not actor.role_ids:
        return False
    owned: Any = Risk.objects.filter(owner_role_id__in=actor.role_ids)
    return bool(owned.exists())


def register_policies() -> None:
    """Say who keeps which table."""
    policies.add(ScaleLevel, EditorsKeep())
    policies.add(RiskClasses, EditorsKeep())
    policies.add(Risk, RiskPolicy())
    policies.add(Measure, MeasurePolicy())
    policies.add(Score, OnRiskPolicy())
