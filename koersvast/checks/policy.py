"""Who sets norms, and who accepts findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models

from koersvast.checks.models import Acceptance, NormSetting
from koersvast.checks.selectors import Told, records_of
from koersvast.core.actors import Actor
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


def register_policies() -> None:
    """Say who keeps which table."""
    policies.add(NormSetting, EditorsKeep())
    policies.add(Acceptance, AcceptancePolicy())
