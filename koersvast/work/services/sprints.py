"""Reporting what the lines of a programme did in a sprint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.locking import locked
from koersvast.core.periods import Period
from koersvast.core.policy import policies, require
from koersvast.core.services import Conflict, add_record, change_record
from koersvast.work.models import Sprint, SprintNote, Work


@dataclass(frozen=True)
class LineReport:
    """What somebody tells of a line: what was done, and when it expects to be ready.

    `version` is that of the note which he saw, 0 when he saw none.
    """

    work: Work
    done: str
    expected: Period | None = None
    version: int | None = None


class SprintRefused(Exception):
    """Nothing was saved; `problems` says why, per key of a line."""

    def __init__(self, problems: dict[int, ValidationError]) -> None:
        super().__init__(problems)
        self.problems = problems


@transaction.atomic
def report_sprint(*, actor: Actor, sprint: Sprint, lines: Iterable[LineReport]) -> list[SprintNote]:
    """Store what lines did in a sprint, all of them or none; return the notes that are news.

    A line of which nothing is told and nothing was told is left alone. What a person reports is
    never illustrative. Raises PermissionDenied for a line that is not his, Http404 when the sprint
    is gone, and SprintRefused with the problems of every line that has one.
    """
    stored = locked(sprint)
    notes = {note.work_id: note for note in stored.notes.all()}
    news: list[SprintNote] = []
    problems: dict[int, ValidationError] = {}
    for line in lines:
        try:
            note = _report(actor, stored, notes.get(line.work.pk), line)
        except ValidationError as error:
            problems[line.work.pk] = error
        else:
            news += [note] if note else []
    if problems:
        raise SprintRefused(problems)
    return news


def _report(
    actor: Actor, sprint: Sprint, note: SprintNote | None, line: LineReport
) -> SprintNote | None:
    """Store what is told of one line; return the note when that is news."""
    said = {"done": line.done.strip(), "expected": line.expected, "illustrative": False}
    made = SprintNote(sprint=sprint, work=line.work, **said)
    if note is None:
        if not said["done"] and said["expected"] is None and not line.version:
            return None
        require(policies.of(made).may_add(actor, made))
        _require_words(made)
        if line.version:
            raise ValidationError(
                _("This was deleted in the meantime. Save again to report anew."), code="deleted"
            )
        add_record(actor=actor, record=made)
        return made
    differing = [name for name, value in said.items() if getattr(note, name) != value]
    if not differing:
        return None
    require(policies.of(note).may_change(actor, note))
    if line.version == 0:
        raise Conflict(note, differing, differing)
    _require_words(made)
    change_record(actor=actor, record=note, changes=said, version=line.version)
    return note


def _require_words(note: SprintNote) -> None:
    """Refuse an expectation, or a note that was there, without words."""
    if not note.done:
        raise ValidationError(
            {"done": _("Say what was done. To take a report back, delete it on its own page.")}
        )
