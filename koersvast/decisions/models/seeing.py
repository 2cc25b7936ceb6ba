"""Who sees a proposal, and what hangs on one.

A proposal that is confidential, under embargo or under secrecy exists only for those concerned:
its author, the holder of its portfolio, the members and the secretary of the body, and the roles
they name. Not for programme secretaries or administrators as such (DESIGN: what one may not see
is in no count, list, search, export, history, feed or message).
"""

from __future__ import annotations

from datetime import date
from typing import Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from koersvast.core.actors import SYSTEM, Actor
from koersvast.core.models import VisibleQuerySet

OPEN = ("", "public")
"""The openness under which a proposal is for everybody; any other closes it."""


def open_to_all(prefix: str, today: date) -> Q:
    """Return which proposals are for everybody on `today`. `prefix` is the way to them.

    Said without a "not": in a database, "not (x > 3)" leaves out the rows without x. Secrecy of
    which only the ground, the decision or the day is known, is secrecy.
    """
    not_secret = Q(
        **{
            f"{prefix}secrecy_body__isnull": True,
            f"{prefix}secrecy_from__isnull": True,
            f"{prefix}secrecy_ground": "",
            f"{prefix}secrecy_decision": "",
        }
    )
    lifted = Q(**{f"{prefix}secrecy_lifted_on__lte": today})
    no_embargo = Q(**{f"{prefix}embargo_until__isnull": True})
    embargo_over = Q(**{f"{prefix}embargo_until__lt": today})
    return (
        Q(**{f"{prefix}openness__in": OPEN}) & (no_embargo | embargo_over) & (not_secret | lifted)
    )


def concerned(actor: Actor, prefix: str, today: date) -> Q:
    """Return which proposals concern the actor. `prefix` is the way to them from the row."""
    memberships = apps.get_model("decisions", "Membership")._default_manager
    readers = apps.get_model("decisions", "Reader")._default_manager
    path = prefix.removesuffix("__")
    key = f"{path}_id" if path else "pk"
    member = (
        memberships.filter(body_id=OuterRef(f"{prefix}body_id"), role_id__in=actor.role_ids)
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=today))
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    )
    reader = readers.filter(proposal_id=OuterRef(key), role_id__in=actor.role_ids)
    mine = Q(**{f"{prefix}portfolio_role_id__in": actor.role_ids}) | Q(
        **{f"{prefix}body__secretary_role_id__in": actor.role_ids}
    )
    if actor.person_id is not None:
        mine |= Q(**{f"{prefix}author_id": actor.person_id})
    return mine | Exists(member) | Exists(reader)


def proposals_seen(actor: Actor, prefix: str = "") -> Q:
    """Return the condition under which a row's proposal is seen, by way of `prefix`."""
    if actor == SYSTEM:
        return Q()
    today = timezone.localdate()
    return open_to_all(prefix, today) | concerned(actor, prefix, today)


class ProposalQuerySet(VisibleQuerySet):
    """Proposals."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the proposals that the actor may know of."""
        return super().visible_to(actor).filter(proposals_seen(actor))


class UnderProposalQuerySet(VisibleQuerySet):
    """Rows with a `proposal`: seen when it is, or when there is none."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows whose proposal the actor may know of."""
        if actor == SYSTEM:
            return super().visible_to(actor)
        seen = Q(proposal__isnull=True) | proposals_seen(actor, "proposal__")
        return super().visible_to(actor).filter(seen)
