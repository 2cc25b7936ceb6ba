"""Who says who sits in a body: editors, and nobody gives a seat to a role of his own.

Who sits in a body sees what is closed to others. A role is given by somebody else too (see
`organisation.policy`), so that no way leads from keeping the registers to reading what lies there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from koersvast.core.actors import Actor
from koersvast.core.policy import EditorsKeep, policies
from koersvast.decisions.models import Body, Membership
from koersvast.organisation.models import Role
from koersvast.organisation.policy import only_ends
from koersvast.organisation.selectors import kept_roles

NOT_TO_ONESELF = gettext_lazy(
    "You hold this role, and nobody gives himself a seat in a body: who sits there sees what is "
    "closed to others. Ask another programme secretary or an administrator to do it."
)


def refuses_seat(actor: Actor, *roles: Role | int | str | None) -> str:
    """Return the sentence that refuses a seat for a role that the actor holds or will hold.

    A role is given as itself, its key or its code.
    """
    own = kept_roles(actor, timezone.localdate())
    codes = [role for role in roles if isinstance(role, str)]
    keys = {role.pk if isinstance(role, Role) else role for role in roles}
    if own and codes:
        keys |= set(Role.objects.filter(code__in=codes).values_list("pk", flat=True))
    return str(NOT_TO_ONESELF) if own & keys else ""


class MembershipPolicy(EditorsKeep):
    """Editors; a seat of one's own is only ended."""

    def refuses_add(self, actor: Actor, record: models.Model) -> str:
        """Nobody becomes a member by his own hand."""
        row: Any = record
        return refuses_seat(actor, row.role_id)

    def refuses(self, actor: Actor, record: models.Model, changes: Mapping[str, Any] | None) -> str:
        """Nobody stays a member longer, or becomes it in the place of another, by his own hand."""
        row: Any = record
        seat = {name: value for name, value in (changes or {}).items() if name in SEAT}
        if not seat or only_ends(row, seat):
            return ""
        return refuses_seat(actor, row.role_id, seat.get("role"))

    def refuses_import(
        self, actor: Actor, record: models.Model | None, values: Mapping[str, Any]
    ) -> str:
        """The same in a file."""
        return refuses_seat(actor, values["role"]) if record is None else ""


SEAT = ("body", "role", "valid_from", "valid_to")


class BodyPolicy(EditorsKeep):
    """Editors; nobody becomes its secretary by his own hand."""

    def refuses_add(self, actor: Actor, record: models.Model) -> str:
        """Nobody makes a body of which he is the secretary."""
        row: Any = record
        return refuses_seat(actor, row.secretary_role_id)

    def refuses(self, actor: Actor, record: models.Model, changes: Mapping[str, Any] | None) -> str:
        """Nobody becomes the secretary of a body that there is."""
        return refuses_seat(actor, (changes or {}).get("secretary_role"))

    def refuses_import(
        self, actor: Actor, record: models.Model | None, values: Mapping[str, Any]
    ) -> str:
        """The same in a file."""
        return refuses_seat(actor, values.get("secretary_role")) if record is None else ""


def register_seat_policies() -> None:
    """Bodies and their members."""
    policies.add(Body, BodyPolicy())
    policies.add(Membership, MembershipPolicy())
