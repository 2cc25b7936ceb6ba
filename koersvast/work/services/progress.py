"""Reporting how a result or a work stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.locking import locked
from koersvast.core.periods import Period
from koersvast.core.policy import policies, require
from koersvast.core.services import Conflict, add_record, change_record
from koersvast.work.models import Result, StatusUpdate, Work


@dataclass(frozen=True)
class Report:
    """The update as it stands now; `stored` is False when exactly this was reported before."""

    update: StatusUpdate
    stored: bool


@transaction.atomic
def report_status(
    *,
    actor: Actor,
    on: date,
    result: Result | None = None,
    work: Work | None = None,
    time: str = "",
    money: str = "",
    quality: str = "",
    capacity: str = "",
    done: bool = False,
    forecast: Period | None = None,
    words: str = "",
    version: int | None = None,
) -> Report:
    """Report on a result or on a work, on a day that is not in the future.

    There is one update a day: another one on that day replaces it (its history keeps both).
    `version` is that of the update of that day which the actor saw, 0 when he saw none; when it
    is another by now, Conflict is raised. Sending the same twice stores it once. What a person
    reports is never illustrative. Raises PermissionDenied or ValidationError (code "deleted" when
    the update that he saw is gone).
    """
    subject: dict[str, Any] = {"result": result, "work": work}
    locked(result or work)
    said: dict[str, Any] = {
        "time": time,
        "money": money,
        "quality": quality,
        "capacity": capacity,
        "done": done,
        "forecast": forecast,
        "words": words.strip(),
        "illustrative": False,
    }
    update = StatusUpdate(date=on, **subject, **said)
    require(policies.of(update).may_add(actor, update))
    if on > timezone.localdate():
        raise ValidationError({"date": _("This day has not come yet. Report on today or earlier.")})
    stored = StatusUpdate.objects.filter(date=on, **subject).first()
    if stored is None:
        if version:
            raise ValidationError(
                _("This update was deleted in the meantime. Save again to report anew."),
                code="deleted",
            )
        add_record(actor=actor, record=update)
        return Report(update, stored=True)
    differing = [name for name, value in said.items() if getattr(stored, name) != value]
    if version == 0 and differing:
        raise Conflict(stored, differing, differing)
    changed = change_record(actor=actor, record=stored, changes=said, version=version or None)
    return Report(stored, stored=bool(changed))
