"""Rows of work in a file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from koersvast.core.schemas import (
    Code,
    Day,
    FilledText,
    Line,
    Name,
    Place,
    PlanRow,
    RecordRow,
    Row,
    Text,
    When,
    not_a_truth,
)

Number = Annotated[int, Field(ge=1, le=9999), BeforeValidator(not_a_truth)]
LightValue = Literal["", "on_course", "attention", "off_course"]


class ResponsibilityRow(Row):
    """Which role answers for what part of a work."""

    kind: Literal[
        "political_principal",
        "administrative_principal",
        "contractor",
        "lead",
        "coordination",
        "owner_technique",
        "owner_implementation",
        "owner_monitoring",
        "owner_upkeep",
    ]
    role: Code
    note: Text = ""


class UpdateRow(Row):
    """A status update: lights, done or not, forecast, words."""

    date: Day
    time: LightValue = ""
    money: LightValue = ""
    quality: LightValue = ""
    capacity: LightValue = ""
    done: bool = False
    forecast: When | None = None
    words: Text = ""
    note: Text = ""
    source: Place = ""
    illustrative: bool = False


class WorkRow(PlanRow):
    """A work of any kind; `parent` is the work it is part of."""

    parent: Code | None = None
    kind: Literal[
        "challenge",
        "programme",
        "programme_line",
        "project",
        "policy_process",
        "operational_process",
        "neighbourhood_challenge",
    ]
    title: Line
    description: Text = ""
    unit: Code | None = None
    period: When | None = None
    goals: list[Code] = []
    responsibilities: list[ResponsibilityRow] = []
    updates: list[UpdateRow] = []
    risks: list[Code] = []
    proposals: list[Code] = []
    decisions: list[Code] = []


class ReadyByRow(Row):
    """When something of a result is ready, and what."""

    when: When
    what: Annotated[Text, Field(max_length=500)] = ""


class PhaseRow(Row):
    """A stretch of quarters."""

    kind: Literal["prepare", "build", "implement", "embed", "not_told"]
    period: When


class ActionRow(RecordRow):
    """An action; without a code it gets the code of its result and a number."""

    code: Code | None = None  # type: ignore[assignment]
    text: FilledText
    role: Code | None = None
    due: When | None = None
    done_on: Day | None = None


class ResultRow(PlanRow):
    """A result with all that hangs on it."""

    work: Code
    title: Line
    description: Text = ""
    owner_role: Code | None = None
    continuity: Literal["", "afterwards", "continuous"] = ""
    condition: Text = ""
    ready_by: list[ReadyByRow] = []
    phases: list[PhaseRow] = []
    expertise: list[Name] = []
    goals: list[Code] = []
    needs: list[Code] = []
    actions: list[ActionRow] = []
    updates: list[UpdateRow] = []


class MilestoneRow(PlanRow):
    """A point on the roadmap: numbered, or a dated moment without a number."""

    work: Code
    number: Number | None = None
    title: Line
    when: When | None = None
    reached_on: Day | None = None
    decision_moment: Code | None = None


class SprintNoteRow(Row):
    """What a line of the programme did in a sprint, and when it expects to be ready."""

    work: Code
    done: FilledText
    expected: When | None = None
    note: Text = ""
    source: Place = ""
    illustrative: bool = False


class SprintRow(PlanRow):
    """A sprint of a programme, with what each of its lines did."""

    work: Code
    title: Line
    period: When
    told_with: Code | None = None
    notes: list[SprintNoteRow] = []
