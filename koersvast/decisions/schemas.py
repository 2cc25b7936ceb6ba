"""Rows of decisions in a file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from koersvast.core.schemas import (
    Code,
    Day,
    FilledText,
    Line,
    Name,
    OptionalLine,
    Place,
    PlanRow,
    RecordRow,
    Row,
    Text,
    When,
)

Number = Annotated[OptionalLine, Field(max_length=100)]
"""A case or document number."""


class MemberRow(Row):
    """A role that is a member of a body, from a day to a day."""

    role: Code
    valid_from: Day | None = None
    valid_to: Day | None = None


class BodyRow(RecordRow):
    """A body that meets and decides or advises (J 1.1). Without a rule: not told."""

    name: Name
    kind: Literal[
        "council",
        "college",
        "management_team",
        "works_council",
        "union_consultation",
        "steering_group",
        "consultation",
    ]
    rule: Literal["", "majority", "consent", "advice"] = ""
    rhythm: OptionalLine = ""
    secretary_role: Code | None = None
    members: list[MemberRow] = []


class MomentRow(PlanRow):
    """A moment at which a body decides: exact, or as precise as the source knows."""

    body: Code
    title: Line
    when: When | None = None


class SectionRow(Row):
    """A heading of a proposal with its text (J)."""

    heading: Literal[
        "advice",
        "reason",
        "frameworks",
        "intended_effect",
        "arguments",
        "caveats",
        "alternatives",
        "finances",
        "participation",
        "communication",
        "execution",
        "secrecy",
        "co_advised",
        "annexes",
    ]
    text: FilledText


class ObjectionRow(Row):
    """A reasoned objection under consent; `settled_on` empty: it still stands (J 1.1)."""

    role: Code | None = None
    raised_on: Day | None = None
    reason: FilledText
    answer: Text = ""
    settled_on: Day | None = None
    note: Text = ""
    source: Place = ""
    illustrative: bool = False


class ProposalRow(PlanRow):
    """A proposal to a body, with the header and the headings of a college proposal (J).

    `readers` are the roles that may see it when it is not for everybody.
    """

    body: Code
    title: Line
    moment: Code | None = None
    case_number: Number = ""
    document_number: Number = ""
    document_date: Day | None = None
    drafting_role: Code | None = None
    unit: Code | None = None
    portfolio_role: Code | None = None
    openness: Literal["", "public", "confidential"] = ""
    embargo_until: Day | None = None
    secrecy_body: Code | None = None
    secrecy_ground: OptionalLine = ""
    secrecy_decision: OptionalLine = ""
    secrecy_from: Day | None = None
    secrecy_lifted_on: Day | None = None
    sections: list[SectionRow] = []
    objections: list[ObjectionRow] = []
    readers: list[Code] = []


class DecisionRow(PlanRow):
    """What a body decided: on a proposal, or (where the source gives none) by itself."""

    proposal: Code | None = None
    body: Code
    title: Line
    decided_on: When | None = None
    outcome: Literal[
        "", "as_proposed", "amended", "postponed", "rejected", "withdrawn", "noted"
    ] = ""
    amendment: Text = ""
    explanation: Text = ""
    notified_on: Day | None = None
    deviation: Text = ""
    units: list[Code] = []
