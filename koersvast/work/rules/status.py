"""How results stand: the status of an update, of a result, of a work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(StrEnum):
    """How something stands, in the order in which it is shown."""

    DONE = "done"
    ON_COURSE = "on_course"
    ATTENTION = "attention"
    OFF_COURSE = "off_course"
    NONE = "none"

    @property
    def label(self) -> str | Promise:
        """The word on screen."""
        return LABELS[self]

    @property
    def tone(self) -> str:
        """The name of the colour in the style sheet."""
        return TONES[self]


LABELS: dict[Status, str | Promise] = {
    Status.DONE: pgettext_lazy("status", "done"),
    Status.ON_COURSE: _("on course"),
    Status.ATTENTION: _("attention"),
    Status.OFF_COURSE: _("off course"),
    Status.NONE: _("not yet reported"),
}
TONES = {
    Status.DONE: "done",
    Status.ON_COURSE: "ok",
    Status.ATTENTION: "warn",
    Status.OFF_COURSE: "off",
    Status.NONE: "none",
}
WORST_FIRST = (
    Status.OFF_COURSE,
    Status.ATTENTION,
    Status.NONE,
    Status.ON_COURSE,
    Status.DONE,
)
"""Not reported comes before green: a work is on course only when all of it is reported."""


def worst(statuses: Iterable[Status]) -> Status:
    """Return the worst of some statuses; NONE where there are none."""
    found = set(statuses)
    return next((status for status in WORST_FIRST if status in found), Status.NONE)


def status_of_lights(lights: Iterable[str], *, done: bool = False) -> Status:
    """Return the status that an update gives: done, else the worst of its lights.

    An empty light is no judgement. An update with words only gives NONE: something was said,
    but nobody judged, and what nobody judged is never green.
    """
    if done:
        return Status.DONE
    return worst(Status(light) for light in lights if light)


@dataclass(frozen=True)
class Counts:
    """How many results stand how."""

    done: int = 0
    on_course: int = 0
    attention: int = 0
    off_course: int = 0
    none: int = 0

    @property
    def total(self) -> int:
        """All results."""
        return sum(self.of(status) for status in Status)

    @property
    def reported(self) -> int:
        """The results with a judgement."""
        return self.total - self.none

    def of(self, status: Status) -> int:
        """Return how many results stand so."""
        return int(getattr(self, status.value))

    def parts(self) -> list[tuple[Status, int]]:
        """Return the statuses that occur, in the order of the screen, with their number."""
        return [(status, self.of(status)) for status in Status if self.of(status)]

    def words(self) -> str:
        """Return the numbers in words: "5 done · 21 on course"."""
        return " · ".join(f"{number} {status.label}" for status, number in self.parts())

    def bars(self) -> list[dict[str, str]]:
        """Return the parts as pieces of a bar of 100 wide, in decimals with a point, for SVG."""
        found, start = [], 0.0
        for status, number in self.parts():
            width = 100 * number / self.total
            found.append({"x": f"{start:.2f}", "width": f"{width:.2f}", "kind": status.tone})
            start += width
        return found

    def worst(self) -> Status:
        """Return the worst status that occurs; NONE without results."""
        return worst(status for status, _number in self.parts())

    def __add__(self, other: Counts) -> Counts:
        return Counts(**{status.value: self.of(status) + other.of(status) for status in Status})


NO_RESULTS = Counts()


def overall_status(counts: Counts, reported: Status = Status.NONE) -> Status:
    """Return how a work stands: as its own latest update says, else the worst of its results.

    `counts` are those of the whole subtree. All results done is done; one that is not yet
    reported keeps a work from being green.
    """
    return reported if reported is not Status.NONE else counts.worst()
