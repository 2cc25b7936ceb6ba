"""What can be done with a proposal where one reads it: each with its form and its service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.registries import Label
from koersvast.decisions import forms as own
from koersvast.decisions.closing import closing_of
from koersvast.decisions.models import Body, Proposal
from koersvast.decisions.policy import (
    may_decide,
    may_keep_secrecy,
    may_name_readers,
    may_object,
)
from koersvast.decisions.rules.closed import under_secrecy
from koersvast.decisions.selectors.proposals import (
    decisions_on,
    has_ended,
    objecting_roles,
    readers_of,
)
from koersvast.decisions.services.deciding import take_decision
from koersvast.decisions.services.objections import raise_objection
from koersvast.decisions.services.proposals import name_readers
from koersvast.decisions.services.secrecy import impose_secrecy, lift_secrecy

May = Callable[[Actor, Proposal], bool]


@dataclass(frozen=True)
class ProposalPart:
    """Something to do with a proposal. `fits` tells at which moment it is offered."""

    name: str
    title: Label
    form: Callable[[Actor, Proposal, Any], forms.Form]
    save: Callable[..., object]
    may: May
    fits: May = lambda actor, proposal: True
    lead: Label = ""


def is_secret(actor: Actor, proposal: Proposal) -> bool:
    """Tell whether secrecy holds."""
    return under_secrecy(closing_of(proposal), timezone.localdate())


def is_undecided(actor: Actor, proposal: Proposal) -> bool:
    """Tell whether the body has something left to decide."""
    return not has_ended(decisions_on(actor, proposal), proposal)


def _by_consent(actor: Actor, proposal: Proposal) -> bool:
    return proposal.body.rule == Body.Rule.CONSENT and is_undecided(actor, proposal)


def _may_impose(actor: Actor, proposal: Proposal) -> bool:
    return may_keep_secrecy(actor, proposal, proposal.body)


def _may_lift(actor: Actor, proposal: Proposal) -> bool:
    return may_keep_secrecy(actor, proposal, proposal.secrecy_body)


def _readers(actor: Actor, proposal: Proposal, data: Any) -> forms.Form:
    return own.ReadersForm(data, actor=actor, initial={"roles": readers_of(actor, proposal)})


PARTS = {
    part.name: part
    for part in (
        ProposalPart(
            "decide",
            _("Record the decision"),
            lambda actor, proposal, data: own.DecideForm(data, actor=actor),
            take_decision,
            may_decide,
            is_undecided,
            _("What the body decided, as its decision list has it."),
        ),
        ProposalPart(
            "object",
            _("Record an objection"),
            lambda actor, proposal, data: own.ObjectForm(
                data, roles=objecting_roles(actor, proposal)
            ),
            raise_objection,
            may_object,
            _by_consent,
            _("Under consent a proposal is adopted when nobody has a reasoned objection."),
        ),
        ProposalPart(
            "readers",
            _("Name readers"),
            _readers,
            name_readers,
            may_name_readers,
            lead=_("Who else may see this proposal as long as it is not for everybody."),
        ),
        ProposalPart(
            "secrecy",
            _("Impose secrecy"),
            lambda actor, proposal, data: own.SecrecyForm(
                data, actor=actor, initial={"body": proposal.body}
            ),
            impose_secrecy,
            _may_impose,
            lambda actor, proposal: not is_secret(actor, proposal),
            _("Secrecy under the Municipalities Act: imposed by a body, on a ground."),
        ),
        ProposalPart(
            "lift",
            _("Lift secrecy"),
            lambda actor, proposal, data: own.LiftForm(data),
            lift_secrecy,
            _may_lift,
            is_secret,
        ),
    )
}


def parts_for(actor: Actor, proposal: Proposal) -> list[ProposalPart]:
    """Return what the actor can do with a proposal now."""
    return [
        part for part in PARTS.values() if part.may(actor, proposal) and part.fits(actor, proposal)
    ]
