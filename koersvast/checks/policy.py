"""Who sets norms, and who accepts findings."""

from __future__ import annotations

from typing import Any

from django.db import models

from koersvast.checks.models import Acceptance, NormSetting
from koersvast.core.actors import Actor
from koersvast.core.checks import Found
from koersvast.core.policy import EditorsKeep, policies


def may_accept(actor: Actor, found: Found) -> bool:
    """Tell whether the actor accepts a finding: who may change the row that it is about.

    A finding on the plan as a whole is for programme secretaries and administrators.
    """
    if not actor.may_read:
        return False
    record: Any = found.finding.record
    return actor.may_edit or policies.of(record).may_change(actor, record)


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
