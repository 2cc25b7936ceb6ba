"""Rows of advice and procedures in a file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from koersvast.core.schemas import Code, Day, Line, OptionalLine, PlanRow, RecordRow, Text, When


class AdviceRow(PlanRow):
    """Advice (WOR art. 25), consent (art. 27) or other advice of a body on an intended decision.

    `proposal` is the intended decision. `agreed_term` is the last day that was agreed for it.
    `withdrawn` without `withdrawn_on`: the day is not told. `followed` left out: not told.
    """

    body: Code
    kind: Literal["advice", "consent", "other"] = "advice"
    proposal: Code | None = None
    title: Line
    requested_on: When | None = None
    reasons: Text = ""
    consequences: Text = ""
    measures: Text = ""
    consultation_on: When | None = None
    agreed_term: Day | None = None
    given_on: When | None = None
    outcome: Literal["", "positive", "conditional", "negative"] = ""
    text: Text = ""
    followed: bool | None = None
    waived_on: Day | None = None
    leave_on: Day | None = None
    withdrawn: bool = False
    withdrawn_on: When | None = None
    not_asked_ground: Text = ""


class StepRow(RecordRow):
    """A step of a procedure, in order: who, what comes out, by when.

    `waits`: it cannot be done before the step above it. `done` without `done_on`: the day is not
    told.
    """

    title: Line
    kind: Literal["step", "intention", "decision", "advice", "placement", "start"] = "step"
    body: Code | None = None
    role: Code | None = None
    output: Text = ""
    term: OptionalLine = ""
    due: When | None = None
    done: bool = False
    done_on: When | None = None
    waits: bool = True
    proposal: Code | None = None
    advice: Code | None = None
    decision: Code | None = None


class ProcedureRow(PlanRow):
    """A procedure: ordered steps. `template` names the template it was made from."""

    title: Line
    template: Annotated[OptionalLine, Field(max_length=60)] = ""
    steps: list[StepRow] = []
