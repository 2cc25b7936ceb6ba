"""What goes under a change in the history: who, why, and the mark of the deletion it is part of.

A mark stands at the end of a reason. It ties together what was deleted, what went with it and what
stayed behind without its link, so that a deletion can be undone as a whole.
"""

from __future__ import annotations

import re
import secrets
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import models

from koersvast.core.actors import Actor
from koersvast.core.models import User

REASON_LENGTH = 100
_FORGED = re.compile(r"\[(?:deleted|with|unlinked):(?:[0-9a-f]{16}\])?", re.IGNORECASE)
_MARK = re.compile(r"\[(?P<part>deleted|with|unlinked):(?P<batch>[0-9a-f]{16})\]\Z")


class Marked(str):
    """A reason with a mark; only `marked` makes one."""

    __slots__ = ()


class Part(StrEnum):
    """What happened to a row in a deletion."""

    DELETED = "deleted"
    WITH = "with"
    UNLINKED = "unlinked"


def sign(record: models.Model, actor: Actor, reason: str = "") -> None:
    """Say who changes `record` and why, for its history; only `marked` puts a mark in a reason."""
    user = User(pk=actor.user_id) if actor.user_id else None
    record._history_user = user  # type: ignore[attr-defined]
    text = reason if isinstance(reason, Marked) else without_marks(reason)
    record._change_reason = str(text) or None  # type: ignore[attr-defined]


def new_batch() -> str:
    """Return the name of a deletion; nobody can guess it."""
    return secrets.token_hex(8)


def is_batch(text: str) -> bool:
    """Tell whether `text` looks like the name of a deletion."""
    return re.fullmatch(r"[0-9a-f]{16}", text) is not None


def without_marks(reason: str) -> str:
    """Return a reason that somebody gave without what looks like a mark, as long as it can be."""
    text, found = reason[:REASON_LENGTH], 1
    while found:
        text, found = _FORGED.subn("", text)
    return text


def marked(reason: str, part: Part, batch: str) -> Marked:
    """Return `reason` with its mark, at most as long as a reason can be."""
    mark = f"[{part}:{batch}]"
    own = without_marks(reason)[: REASON_LENGTH - len(mark) - 1]
    return Marked(f"{own} {mark}".lstrip())


def reason_of(row: Any) -> str:
    """Return the reason of a history row without its mark."""
    return _MARK.sub("", row.history_change_reason or "").rstrip()


def batch_of(row: Any) -> str:
    """Return the deletion a history row is part of; empty when there is none."""
    found = _MARK.search(row.history_change_reason or "")
    return found["batch"] if found else ""


def history_of(model: type[models.Model]) -> Any:
    """Return all history rows of a model, latest first."""
    return model.history.order_by("-history_date", "-history_id")  # type: ignore[attr-defined]


def rows_of(batch: str, part: Part) -> list[Any]:
    """Return the history rows of a deletion; one query per model with history."""
    mark = str(marked("", part, batch))
    kind = "~" if part is Part.UNLINKED else "-"
    return [
        row
        for model in apps.get_models()
        if hasattr(model, "history")
        for row in history_of(model).filter(history_type=kind, history_change_reason__endswith=mark)
    ]


def deletions_of(model: type[models.Model], limit: int) -> list[Any]:
    """Return what was deleted lately itself and was not put back, latest first; one query."""
    there = model._default_manager.order_by().values("pk")
    found = (
        history_of(model)
        .filter(history_type="-", history_change_reason__contains=f"[{Part.DELETED}:")
        .exclude(id__in=there)
        .select_related("history_user__person")
    )
    latest: dict[int, Any] = {}
    for row in found[:limit]:
        latest.setdefault(row.id, row)
    return list(latest.values())
