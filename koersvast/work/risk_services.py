"""Risks of a work: adding one, naming one that is there, taking one off."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.locking import locked
from koersvast.core.policy import policies, require
from koersvast.core.services import add_record, sign
from koersvast.risk.models import Risk
from koersvast.risk.services import next_code
from koersvast.work.models import Work, WorkRisk
from koersvast.work.policy import may_change_work

STARTS = {Risk.Kind.RISK: "RI", Risk.Kind.PRECONDITION: "RV"}
"""What the code of a new risk or precondition begins with."""


@transaction.atomic
def add_risk(*, actor: Actor, work: Work, title: str, kind: str, **said: Any) -> Risk:
    """Add a risk or precondition to a work, in its plan, with the next code.

    Allowed to who answers for the work; `said` are cause, event, effect and owner_role. An open
    one of this work with the same title is not added again: who sends a form twice means it once.
    Raises PermissionDenied or ValidationError.
    """
    stored: Work = locked(work)
    require(may_change_work(actor, stored.pk))
    same: Risk | None = Risk.objects.filter(
        work_links__work=stored, title=title.strip(), kind=kind, closed_on__isnull=True
    ).first()
    if same is not None:
        return same
    codes = Risk.objects.filter(plan=stored.plan_id).values_list("code", "position")
    taken = dict(codes)
    risk = Risk(
        plan_id=stored.plan_id,
        code=next_code(STARTS[Risk.Kind(kind)], set(taken)),
        position=max(taken.values(), default=0) + 1,
        title=title.strip(),
        kind=kind,
        **said,
    )
    risk.full_clean()
    sign(risk, actor)
    risk.save(force_insert=True)
    add_record(actor=actor, record=WorkRisk(work=stored, risk=risk))
    return risk


@transaction.atomic
def link_risk(*, actor: Actor, work: Work, risk: Risk) -> bool:
    """Name a risk of the same plan as one of a work; return whether that is news.

    Raises PermissionDenied or ValidationError.
    """
    stored: Work = locked(work)
    link = WorkRisk(work=stored, risk=risk)
    require(policies.of(link).may_add(actor, link))
    if risk.plan_id != stored.plan_id:
        raise ValidationError({"risk": _("Choose a risk of the same plan.")})
    if WorkRisk.objects.filter(work=stored, risk=risk).exists():
        return False
    add_record(actor=actor, record=link)
    return True


@transaction.atomic
def unlink_risk(*, actor: Actor, work: Work, risk: Risk) -> bool:
    """Take a risk off a work; the risk itself stays. Return whether that is news.

    Raises PermissionDenied.
    """
    stored: Work = locked(work)
    require(may_change_work(actor, stored.pk))
    link = WorkRisk.objects.filter(work=stored, risk=risk).first()
    if link is None:
        return False
    sign(link, actor)
    link.delete()
    return True
