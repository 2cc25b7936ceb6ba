"""Rows of plan check in a file."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from koersvast.checks.models import HIGHEST_NORM
from koersvast.core.schemas import (
    Code,
    Day,
    FilledText,
    Line,
    OptionalLine,
    PlanRow,
    RecordRow,
    Text,
    not_a_truth,
)

Value = Annotated[int, Field(ge=0, le=HIGHEST_NORM), BeforeValidator(not_a_truth)]
Mark = Annotated[Line, Field(max_length=64)]
OptionalMark = Annotated[OptionalLine, Field(max_length=64)]
Kind = Annotated[Line, Field(max_length=100)]
RuleCode = Annotated[Line, Field(max_length=20)]


class NormRow(RecordRow):
    """A norm of the municipality: a number, or a list of words. Its code names the norm."""

    value: Value | None = None
    words: Text = ""
    decided_on: Day | None = None


class AcceptanceRow(PlanRow):
    """A finding that is accepted: which one (rule, kind and code of the row), why, until when."""

    rule: RuleCode
    kind: Kind
    row: Code
    about: OptionalMark = ""
    digest: Mark
    reason: FilledText
    accepted_on: Day | None = None
    until: Day | None = None
