"""Planning a message, changing it, and saying that it was done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.communication.models import (
    Audience,
    Channel,
    CommunicationMoment,
    MomentAudience,
    MomentChannel,
    MomentPoint,
    MomentRole,
)
from koersvast.communication.policy import may_complete
from koersvast.core.actors import Actor
from koersvast.core.locking import locked
from koersvast.core.policy import policies, require
from koersvast.core.services import add_record, change_record, sign
from koersvast.organisation.models import Role
from koersvast.work.services import Overtaken, seen_of


@dataclass(frozen=True)
class Links:
    """What hangs on a message."""

    audiences: Sequence[Audience] = ()
    channels: Sequence[Channel] = ()
    roles: Sequence[Role] = ()
    points: Sequence[str] = ()


def links_of(moment: CommunicationMoment) -> Links:
    """Return what hangs on a message now; four queries."""
    return Links(
        [link.audience for link in moment.audience_links.select_related("audience")],
        [link.channel for link in moment.channel_links.select_related("channel")],
        [link.role for link in moment.role_links.select_related("role")],
        [point.text for point in moment.points.all()],
    )


def mark_of(links: Links) -> str:
    """Return a mark of what hangs on a message, to tell later what somebody saw."""
    lists: tuple[Sequence[Any], ...] = (links.audiences, links.channels, links.roles)
    keys = [",".join(str(key) for key in sorted(row.pk for row in rows)) for rows in lists]
    return seen_of([*keys, *links.points])


@transaction.atomic
def plan_message(*, actor: Actor, moment: CommunicationMoment, links: Links) -> None:
    """Store a new message with its audiences, channels, roles and points.

    Raises PermissionDenied or ValidationError; then nothing is stored.
    """
    add_record(actor=actor, record=moment)
    _replace(actor, moment, links)


@transaction.atomic
def change_message(
    *,
    actor: Actor,
    moment: CommunicationMoment,
    changes: dict[str, Any],
    links: Links,
    version: int | None = None,
    seen: str | None = None,
) -> bool:
    """Change a message and what hangs on it; return whether that is news.

    `version` and `seen` (`mark_of`) are what the actor saw. Raises PermissionDenied,
    ValidationError, Conflict or Overtaken; then nothing is stored.
    """
    stored: CommunicationMoment = locked(moment)
    require(policies.of(stored).may_change(actor, stored))
    current = links_of(stored)
    differs = mark_of(current) != mark_of(links)
    if differs and seen is not None and seen != mark_of(current):
        raise Overtaken(_named(current), mark_of(current))
    changed = change_record(actor=actor, record=moment, changes=changes, version=version)
    return _replace(actor, moment, links) or bool(changed)


def _named(links: Links) -> list[object]:
    """Return all that hangs on a message, to show."""
    return [*links.audiences, *links.channels, *links.roles, *links.points]


def _replace(actor: Actor, moment: CommunicationMoment, links: Links) -> bool:
    """Make these the links of a message; return whether anything changed."""
    lists: tuple[tuple[Any, str, Sequence[Any]], ...] = (
        (MomentAudience, "audience", links.audiences),
        (MomentChannel, "channel", links.channels),
        (MomentRole, "role", links.roles),
    )
    changed = [_replace_list(actor, moment, *each) for each in lists]
    return any([*changed, _replace_points(actor, moment, links.points)])


def _replace_list(
    actor: Actor, moment: CommunicationMoment, model: Any, name: str, wanted: Sequence[Any]
) -> bool:
    if any(getattr(row, "plan_id", moment.plan_id) != moment.plan_id for row in wanted):
        raise ValidationError(_("Choose audiences and channels of the same plan."))
    current = {getattr(link, f"{name}_id"): link for link in model.objects.filter(moment=moment)}
    keys = {row.pk for row in wanted}
    gone = [link for key, link in current.items() if key not in keys]
    new = [model(moment=moment, **{name: row}) for row in wanted if row.pk not in current]
    _each(actor, gone, lambda link: link.delete())
    _each(actor, new, _save)
    return bool(gone or new)


def _replace_points(actor: Actor, moment: CommunicationMoment, texts: Sequence[str]) -> bool:
    wanted = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    current = {point.text: point for point in moment.points.all()}
    gone = [point for text, point in current.items() if text not in wanted]
    changed = []
    for position, text in enumerate(wanted, start=1):
        point = current.get(text) or MomentPoint(moment=moment, text=text)
        if point.pk is None or point.position != position:
            point.position = position
            changed.append(point)
    _each(actor, gone, lambda point: point.delete())
    _each(actor, changed, _save)
    return bool(gone or changed)


def _save(row: Any) -> None:
    row.full_clean()
    row.save()


def _each(actor: Actor, rows: Iterable[Any], do: Callable[[Any], object]) -> None:
    """Do something with each row, signed by the actor."""
    for row in rows:
        sign(row, actor)
        do(row)


@transaction.atomic
def complete_message(*, actor: Actor, moment: CommunicationMoment, on: date | None) -> bool:
    """Say on which day a message went out, or with None that it did not; return whether it is news.

    Allowed to who keeps the work and to the roles that act. Raises PermissionDenied or
    ValidationError.
    """
    stored: CommunicationMoment = locked(moment)
    require(may_complete(actor, stored))
    if on is not None and on > timezone.localdate():
        raise ValidationError(_("This day has not come yet. Choose today or earlier."))
    if on is not None and stored.cancelled_on is not None:
        raise ValidationError(
            _("This message was cancelled. Take the day of cancelling out first.")
        )
    if stored.done is (on is not None) and stored.done_on == on:
        return False
    stored.done, stored.done_on = on is not None, on
    stored.version += 1
    stored.full_clean()
    sign(stored, actor)
    stored.save()
    moment.__dict__.update(stored.__dict__)
    return True
