"""Lists that hang on a record: replaced as a whole, unless somebody else did so meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.display import NOTHING
from koersvast.core.policy import policies, require
from koersvast.core.services import sign


class Overtaken(ValidationError):
    """Somebody else changed the list in the meantime; nothing was saved.

    `seen` is the mark of the list as it stands now: who saves again with it, does so knowingly.
    """

    def __init__(self, present: Iterable[object], seen: str) -> None:
        self.seen = seen
        shown = "; ".join(str(value) for value in present) or NOTHING
        super().__init__(
            [
                _(
                    "Somebody else changed this in the meantime. What you filled in is kept: "
                    "compare, and save again."
                ),
                _("This stands there now: %(list)s") % {"list": shown},
            ]
        )


@dataclass(frozen=True)
class Changed:
    """How many rows of a list were added, changed and removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def seen_of(values: Iterable[object]) -> str:
    """Return a mark of a list as it stands; a form sends it along, to tell what its user saw."""
    return sha256("\n".join(str(value) for value in values).encode()).hexdigest()[:16]


def may_replace(actor: Actor, record: models.Model) -> None:
    """Refuse who may not change the record that a list hangs on."""
    require(policies.of(record).may_change(actor, record))


def is_news(
    current: list[Any], wanted: list[Any], seen: str | None, rows: Iterable[object]
) -> bool:
    """Tell whether `wanted` differs from what stands there.

    Raises Overtaken when it does, and the user saw something else than what stands there now;
    `rows` are those present, to show.
    """
    if current == wanted:
        return False
    if seen is not None and seen != seen_of(current):
        raise Overtaken(rows, seen_of(current))
    return True


def store(actor: Actor, rows: Iterable[models.Model], reason: str = "") -> int:
    """Check and save rows with their history; return how many."""
    number = 0
    for row in rows:
        row.full_clean()
        sign(row, actor, reason)
        row.save()
        number += 1
    return number


def remove(actor: Actor, rows: Iterable[models.Model], reason: str = "") -> int:
    """Delete rows with their history; return how many."""
    number = 0
    for row in rows:
        sign(row, actor, reason)
        row.delete()
        number += 1
    return number
