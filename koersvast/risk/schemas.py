"""Rows of risk in a file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from koersvast.core.schemas import (
    Amount,
    Code,
    Day,
    FilledText,
    Line,
    Place,
    PlanRow,
    RecordRow,
    Row,
    Text,
    When,
    not_a_truth,
)

Level = Annotated[int, Field(ge=1, le=5), BeforeValidator(not_a_truth)]
Height = Annotated[int, Field(ge=2, le=25), BeforeValidator(not_a_truth)]
Percentage = Annotated[int, Field(ge=0, le=100), BeforeValidator(not_a_truth)]


class ScaleLevelRow(RecordRow):
    """A level of a scale that the municipality sets, 1 (lowest) to 5."""

    scale: Literal["probability", "money", "time", "quality", "image"]
    level: Level
    label: Line
    upper: Amount | None = None
    percentage: Percentage | None = None


class RiskClassesRow(RecordRow):
    """From which height a risk is medium, high and critical; one row, with the code `classes`."""

    code: Literal["classes"] = "classes"
    medium_from: Height
    high_from: Height
    critical_from: Height | None = None


class MeasureRow(RecordRow):
    """What is done about a risk; without a code it gets the code of its risk and a number."""

    code: Code | None = None  # type: ignore[assignment]
    text: FilledText
    role: Code | None = None
    due: When | None = None
    state: Literal["", "planned", "running", "done"] = ""


class ScoreRow(Row):
    """How a risk was judged on a day, before its measures or after them."""

    date: Day
    moment: Literal["before", "after"] = "before"
    probability: Level
    money_low: Amount | None = None
    money_likely: Amount | None = None
    money_high: Amount | None = None
    money: Level | None = None
    time: Level | None = None
    quality: Level | None = None
    image: Level | None = None
    note: Text = ""
    source: Place = ""
    illustrative: bool = False


class RiskRow(PlanRow):
    """A risk (cause, event, effect), or a precondition for success."""

    kind: Literal["risk", "precondition"] = "risk"
    title: Line
    cause: Text = ""
    event: Text = ""
    effect: Text = ""
    owner_role: Code | None = None
    goal: Code | None = None
    unit: Code | None = None
    closed_on: Day | None = None
    measures: list[MeasureRow] = []
    scores: list[ScoreRow] = []
