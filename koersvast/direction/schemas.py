"""Rows of direction in a file."""

from __future__ import annotations

from typing import Literal

from koersvast.core.schemas import Code, Day, FilledText, Line, PlanRow, RecordRow, Text


class PlanHead(RecordRow):
    """The head of a plan file: which plan this is and from which day it speaks."""

    title: Line
    description: Text = ""
    reference_date: Day


class StatementRow(PlanRow):
    """A direction-giving statement."""

    kind: Literal[
        "mission",
        "vision",
        "motto",
        "core_value",
        "feeling",
        "principle",
        "story_why",
        "story_how",
        "story_what",
    ]
    text: FilledText


class GoalRow(PlanRow):
    """A goal; `parent` is the goal it is part of."""

    parent: Code | None = None
    level: Literal["strategic", "tactical", "operational"]
    kind: Literal["", "substantive", "business", "financial"] = ""
    title: Line
    description: Text = ""
