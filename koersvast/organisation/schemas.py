"""Rows of the organisation in a file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator

from koersvast.core.schemas import Code, Day, Name, RecordRow, Row, Text, not_a_truth


class PlacementRow(Row):
    """Where a unit stands from a day to a day; no parent means at the top."""

    parent: Code | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None


class UnitRow(RecordRow):
    """A unit of the organisation."""

    name: Name
    level: Literal["concern", "domain", "department", "team", "cluster"]
    valid_from: Day | None = None
    valid_to: Day | None = None
    incomplete: bool = False
    placements: list[PlacementRow] = []


class RoleRow(RecordRow):
    """A role; `leads` marks the role that leads its unit."""

    name: Name
    unit: Code | None = None
    leads: bool = False
    description: Text = ""


class HoldingRow(Row):
    """A role that a person holds, from a day to a day."""

    role: Code
    valid_from: Day | None = None
    valid_to: Day | None = None


class PersonRow(RecordRow):
    """A person; `access` 1 reader, 2 employee, 3 programme secretary, 4 administrator."""

    name: Name
    access: Annotated[Literal[1, 2, 3, 4], BeforeValidator(not_a_truth)] = 1
    holdings: list[HoldingRow] = []
