"""Rows of communication in a file."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from koersvast.communication.models.moments import LONGEST_POINT
from koersvast.core.schemas import Code, Day, Line, OptionalLine, PlanRow, Text, When

Point = Annotated[Line, Field(max_length=LONGEST_POINT)]


class AudienceRow(PlanRow):
    """Whom it is for."""

    name: Line


class ChannelRow(PlanRow):
    """By what means."""

    name: Line


class MomentRow(PlanRow):
    """A communication moment: exact date, week or month (`when`), or a rhythm in words.

    `done` is left out where nobody told whether it was done.
    """

    work: Code | None = None
    title: OptionalLine = ""
    when: When | None = None
    rhythm: OptionalLine = ""
    text: Text = ""
    audiences: list[Code] = []
    channels: list[Code] = []
    points: list[Point] = []
    roles: list[Code] = []
    decision: Code | None = None
    proposal: Code | None = None
    decision_moment: Code | None = None
    milestone: Code | None = None
    done: bool | None = None
    done_on: Day | None = None
    cancelled_on: Day | None = None

    @model_validator(mode="after")
    def _done_on_a_day_is_done(self) -> Self:
        """Take a day on which it was done for "done"."""
        if self.done_on is not None:
            object.__setattr__(self, "done", True)
        return self
