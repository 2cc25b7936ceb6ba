"""Reasoned objections to a proposal of a body that decides by consent (J 1.1)."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.locking import locked
from koersvast.core.policy import require
from koersvast.core.services import add_record
from koersvast.decisions.models import Body, Objection, Proposal
from koersvast.decisions.policy import may_answer, may_decide, may_object, may_settle
from koersvast.decisions.selectors.proposals import is_ended
from koersvast.decisions.services.storing import store_changes
from koersvast.organisation.models import Role


@transaction.atomic
def raise_objection(
    *, actor: Actor, proposal: Proposal, role: Role | None, reason: str, raised_on: date
) -> Objection:
    """Record a reasoned objection, raised by the holder of a role.

    A member objects in a role of his own; the secretary and editors record those of others.
    Raises PermissionDenied, ValidationError when the body does not decide by consent or has decided
    already, and Http404 when the proposal is gone.
    """
    stored = locked(proposal)
    require(may_object(actor, stored))
    if stored.body.rule != Body.Rule.CONSENT:
        raise ValidationError(
            _("%(body)s does not decide by consent, so no objection can hold it up.")
            % {"body": stored.body}
        )
    _refuse_when_ended(stored)
    own = role is not None and role.pk in actor.role_ids
    if not own and not may_decide(actor, stored):
        raise ValidationError({"role": _("Choose the role in which you object yourself.")})
    objection = Objection(proposal=stored, role=role, reason=reason, raised_on=raised_on)
    add_record(actor=actor, record=objection)
    return objection


@transaction.atomic
def answer_objection(
    *, actor: Actor, objection: Objection, answer: str, settled_on: date | None
) -> bool:
    """Answer an objection and, with `settled_on`, settle it; tell whether anything differs.

    Author and drafter answer; who raised it, the secretary and editors settle. Raises
    PermissionDenied, ValidationError when it is settled without an answer or the body has decided
    already, and Http404 when it is gone.
    """
    stored = locked(objection)
    proposal = locked(stored.proposal)
    require(may_answer(actor, stored))
    _refuse_when_ended(proposal)
    require(
        settled_on == stored.settled_on or may_settle(actor, stored),
        _("Only who raised an objection and the secretary of the body say that it is settled."),
    )
    if settled_on is not None and not answer.strip():
        raise ValidationError({"answer": _("Write what was answered, before it is settled.")})
    changes = {"answer": answer, "settled_on": settled_on}
    return bool(store_changes(actor=actor, stored=stored, changes=changes))


def _refuse_when_ended(proposal: Proposal) -> None:
    if is_ended(proposal):
        raise ValidationError(_("The body already decided on this proposal."))
