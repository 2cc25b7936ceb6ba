"""What of a proposal says who sees it, stored or as it would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from koersvast.decisions.models import Proposal
from koersvast.decisions.rules.closed import Closing, is_closed

CLOSING = (
    "openness",
    "embargo_until",
    "secrecy_body",
    "secrecy_ground",
    "secrecy_decision",
    "secrecy_from",
    "secrecy_lifted_on",
    "portfolio_role",
    "body",
)
"""The fields of a proposal that say who sees it."""


def changed_into(proposal: Proposal, changes: Mapping[str, Any]) -> Proposal:
    """Return a proposal as it would be; a body or role is given as itself or (in a file) its code.

    A code of what the same file makes finds nothing yet.
    """
    after = Proposal(**{each.attname: getattr(proposal, each.attname) for each in FIELDS})
    for name, value in changes.items():
        model = Proposal._meta.get_field(name).related_model
        if model is not None and isinstance(value, str):
            kind: Any = model
            found = kind.objects.filter(code=value).values_list("pk", flat=True).first()
            setattr(after, f"{name}_id", found)
        else:
            setattr(after, name, value)
    return after


FIELDS: Sequence[Any] = Proposal._meta.concrete_fields


def closing_of(proposal: Proposal) -> Closing:
    """Return what a proposal says about who sees it, as the rules look at it."""
    return Closing(
        openness=proposal.openness,
        embargo_until=proposal.embargo_until,
        secret=bool(
            proposal.secrecy_body_id
            or proposal.secrecy_from
            or proposal.secrecy_ground
            or proposal.secrecy_decision
        ),
        lifted_on=proposal.secrecy_lifted_on,
    )


def closes(proposal: Proposal) -> bool:
    """Tell whether a proposal is closed today to those whom it does not concern."""
    return is_closed(closing_of(proposal), timezone.localdate())
