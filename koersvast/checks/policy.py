"""Who sets norms, and who accepts findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models

from koersvast.checks.models import Acceptance, NormSetting, narrowed_models
from koersvast.checks.selectors import Told, records_of
from koersvast.core.actors import SYSTEM, Actor
from koersvast.core.policy import EditorsKeep, policies


def may_accept(actor: Actor, found: Told) -> bool:
    """Tell whether the actor accepts a finding: who may change the row that it is about.

    A finding on the plan as a whole is for programme secretaries and administrators.
    """
    return may_accept_each(actor, [found])[0]


def may_accept_each(actor: Actor, found: Sequence[Told]) -> list[bool]:
    """Tell of each finding whether the actor accepts it; a few queries for each kind of row."""
    if actor.may_edit or not actor.may_read:
        return [actor.may_edit] * len(found)
    allowed: dict[tuple[str, int], bool] = {}
    for kind, rows in records_of(actor, found).items():
        answers = policies.of(rows[0]).may_change_each(actor, rows)
        allowed |= {(kind, row.pk): may for row, may in zip(rows, answers, strict=True)}
    return [allowed.get((each.kind, each.row), False) for each in found]


class AcceptancePolicy(EditorsKeep):
    """Findings are accepted where they are read, by who may; editors keep the list of them."""

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """Editors, and whoever accepted it."""
        row: Any = record
        own = actor.person_id is not None and row.accepted_by_id == actor.person_id
        return actor.may_edit or (own and actor.may_read)

    def may_add(self, actor: Actor, record: models.Model | None = None) -> bool:
        """Editors, for what they may know of; so what was taken back is put back."""
        return actor.may_edit and (record is None or self.may_add_each(actor, [record])[0])

    def may_add_each(self, actor: Actor, records: Sequence[models.Model]) -> list[bool]:
        """Of many at once, in a query for each kind of row that not everybody sees."""
        rows: Sequence[Any] = records
        if not actor.may_edit or actor == SYSTEM:
            return [actor.may_edit] * len(rows)
        seen: dict[str, set[tuple[int, str]]] = {}
        for model in narrowed_models():
            kind = model._meta.label_lower
            codes = {row.row for row in rows if row.kind == kind}
            if codes:
                found = model._default_manager.visible_to(actor).filter(code__in=codes)
                seen[kind] = set(found.values_list("plan_id", "code"))
        return [
            (row.plan_id, row.row) in seen.get(row.kind, {(row.plan_id, row.row)})
            and (not row.is_own or row.accepted_by_id == actor.person_id)
            for row in rows
        ]


def register_policies() -> None:
    """Say who keeps which table."""
    policies.add(NormSetting, EditorsKeep())
    policies.add(Acceptance, AcceptancePolicy())
