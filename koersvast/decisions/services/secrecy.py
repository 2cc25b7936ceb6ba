"""Imposing and lifting secrecy (geheimhouding, Gemeentewet) on a proposal."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.locking import locked
from koersvast.core.policy import require
from koersvast.decisions.closing import closing_of
from koersvast.decisions.models import Body, Proposal
from koersvast.decisions.policy import may_keep_secrecy
from koersvast.decisions.rules.closed import under_secrecy
from koersvast.decisions.services.storing import store_changes


@transaction.atomic
def impose_secrecy(
    *,
    actor: Actor,
    proposal: Proposal,
    body: Body,
    ground: str,
    on: date,
    decision: str = "",
) -> None:
    """Put a proposal under the secrecy of `body` from a day, on a ground.

    Raises PermissionDenied, ValidationError when secrecy holds already or there is no ground, and
    Http404 when the proposal is gone.
    """
    stored = locked(proposal)
    require(may_keep_secrecy(actor, stored, body))
    if under_secrecy(closing_of(stored), timezone.localdate()):
        raise ValidationError(_("Secrecy already holds for this proposal. Lift that first."))
    if not ground.strip():
        raise ValidationError({"ground": _("Write on what ground: secrecy needs one.")})
    changes = {
        "secrecy_body": body,
        "secrecy_ground": ground,
        "secrecy_decision": decision,
        "secrecy_from": on,
        "secrecy_lifted_on": None,
    }
    store_changes(actor=actor, stored=stored, changes=changes)


@transaction.atomic
def lift_secrecy(*, actor: Actor, proposal: Proposal, on: date) -> None:
    """Lift the secrecy of a proposal from a day on.

    Raises PermissionDenied, ValidationError when no secrecy holds or the day lies before it was
    imposed, and Http404 when the proposal is gone.
    """
    stored = locked(proposal)
    require(may_keep_secrecy(actor, stored, stored.secrecy_body))
    if not under_secrecy(closing_of(stored), timezone.localdate()):
        raise ValidationError(_("No secrecy holds for this proposal."))
    store_changes(actor=actor, stored=stored, changes={"secrecy_lifted_on": on})
