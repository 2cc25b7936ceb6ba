"""What the writes of assignments share: the latest version, and the refusal of another one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from koersvast.core.display import display
from koersvast.work.models import Assignment, AssignmentVersion
from koersvast.work.rules.assignments import ENDED, PARTIES, Difference, differences
from koersvast.work.selectors.assignments import latest_version, state_now, terms_of


class ConflictingVersion(ValidationError):
    """Another version than the actor saw is the latest by now; nothing was saved.

    `number` and `latest` are the numbers of the two; `found` is what differs between them, for
    the screen, and stands in the messages too.
    """

    def __init__(self, number: int, latest: int, found: list[Difference]) -> None:
        self.number, self.latest, self.found = number, latest, found
        sentence = _(
            "You looked at version %(number)d, but version %(latest)d is the latest by now. "
            "Nothing was saved. Read what changed, and decide anew."
        ) % {"number": number, "latest": latest}
        super().__init__([sentence, *(in_words(each) for each in found)])


def in_words(found: Difference) -> str:
    """Return a difference as a sentence, old and new."""
    label = label_of(found.name)
    return _("“%(field)s” was “%(old)s” and became “%(new)s”.") % {
        "field": label,
        "old": display(found.old),
        "new": display(found.new),
    }


def label_of(name: str) -> str:
    """Return the heading of a field of a version."""
    field: Any = AssignmentVersion._meta.get_field(name)
    return str(field.verbose_name)


def latest_of(stored: Assignment) -> AssignmentVersion:
    """Return the latest version; refuse where the source tells of none."""
    latest = latest_version(stored)
    if latest is None:
        raise ValidationError(_("Nothing was written down of this assignment yet."))
    latest.assignment = stored
    return latest


def require_open(stored: Assignment, latest: AssignmentVersion | None) -> None:
    """Refuse what has ended."""
    state = state_now(stored, latest)
    if state in ENDED:
        raise ValidationError(
            _("This assignment is %s; nothing about it can be agreed or changed any more.")
            % state.label
        )


def conflict(stored: Assignment, number: int, latest: AssignmentVersion) -> ConflictingVersion:
    """Return the refusal of who looked at another version than the latest."""
    seen = AssignmentVersion.objects.filter(assignment=stored, number=number)
    old = seen.select_related(*PARTIES).first()
    before = terms_of(stored, old) if old else {}
    return ConflictingVersion(number, latest.number, differences(before, terms_of(stored, latest)))
