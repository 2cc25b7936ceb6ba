"""What an address of the list asks to be checked: a plan, or a row of it with all below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.http import Http404

from koersvast.checks.selectors import Judged, judged
from koersvast.core.actors import Actor
from koersvast.core.checks import checks
from koersvast.core.kit.views import number
from koersvast.direction.models import Plan


@dataclass(frozen=True)
class Asked:
    """A plan; or, of it, a row (`name`: as an address names it) with its works."""

    plan: Plan
    row: Any = None
    name: str = ""
    works: frozenset[int] | None = None

    @property
    def query(self) -> str:
        """How an address asks for this."""
        return urlencode({"plan": self.plan.pk, **({"of": self.name} if self.name else {})})

    def rows(self, actor: Actor) -> list[Judged]:
        """Return what plan check finds in it, the gravest first."""
        return judged(actor, self.plan, self.works)


def query_of(plan: Plan, record: models.Model) -> str:
    """Return how an address asks for the findings of a row that has a tab with them."""
    return urlencode({"plan": plan.pk, "of": f"{record._meta.label_lower}-{record.pk}"})


def asked_of(actor: Actor, address: Mapping[str, str]) -> Asked | None:
    """Return what an address asks for; the plan of the latest day when it says nothing.

    A row of another plan than the one that is asked for is let go. None: there is no plan.
    """
    plan = _plan(actor, address.get("plan", ""))
    name = address.get("of", "")
    if plan is None or not name:
        return Asked(plan) if plan else None
    label, _dash, key = name.rpartition("-")
    subject = next(
        (each for each in checks.subjects if each.model._meta.label_lower == label), None
    )
    if subject is None:
        raise Http404
    seen: Any = subject.model._default_manager
    record = seen.visible_to(actor).filter(pk=number(key) or 0).first()
    if record is None:
        raise Http404
    if subject.plan(record) != plan:
        return Asked(plan)
    return Asked(plan, record, name, frozenset(subject.works(actor, record)))


def _plan(actor: Actor, asked: str) -> Plan | None:
    plans = Plan.objects.visible_to(actor)
    if not asked:
        latest: Plan | None = plans.order_by("-reference_date", "code").first()
        return latest
    plan: Plan | None = plans.filter(pk=number(asked) or 0).first()
    if plan is None:
        raise Http404
    return plan
