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


def closed(prefix: str, today: date) -> Q:
    """Return which proposals are not for everybody on `today`. `prefix` is the way to them."""
    secret = Q(**{f"{prefix}secrecy_body__isnull": False}) & (
        Q(**{f"{prefix}secrecy_lifted_on__isnull": True})
        | Q(**{f"{prefix}secrecy_lifted_on__gt": today})
    )
    return (
        Q(**{f"{prefix}openness": "confidential"})
        | Q(**{f"{prefix}embargo_until__gte": today})
        | secret
    )


def concerned(actor: Actor, prefix: str, today: date) -> Q:
    """Return which proposals concern the actor. `prefix` is the way to them from the row."""
    memberships = apps.get_model("decisions", "Membership")._default_manager
    readers = apps.get_model("decisions", "Reader")._default_manager
    path = prefix.removesuffix("__")
    key = f"{path}_id" if path else "pk"
    body = f"{prefix}body_id"
    member = (
        memberships.filter(body_id=OuterRef(body), role_id__in=actor.role_ids)
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
    return ~closed(prefix, today) | concerned(actor, prefix, today)


class ProposalQuerySet(VisibleQuerySet):
    """Proposals."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the proposals that the actor may know of."""
        return super().visible_to(actor).filter(proposals_seen(actor))


class UnderProposalQuerySet(VisibleQuerySet):
    """Rows with a `proposal`: seen when it is, or when there is none."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows whose proposal the actor may know of."""
        seen = Q(proposal__isnull=True) | proposals_seen(actor, "proposal__")
        return super().visible_to(actor).filter(seen)
