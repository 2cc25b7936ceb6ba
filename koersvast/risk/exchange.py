"""Risks and the scales of the municipality in a plan file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from koersvast.core.parts import Part, Scope, Values, listed, parts, rows
from koersvast.risk.models import Measure, Risk, Scale, ScaleLevel, Score
from koersvast.risk.rules import bounds_in_order
from koersvast.risk.schemas import MeasureRow, RiskRow, ScaleLevelRow, ScoreRow

ROLES = "organisation.roles"
Rows = Sequence[tuple[tuple[Any, ...], Values]]


def bound_problems(rows: Rows) -> list[tuple[int, str]]:
    """Return which levels of money have a bound that does not go up: number of the row, sentence.

    All levels there will be are looked at together, written and stored. No query.
    """
    bounds = {
        values["level"]: (number, values["upper"])
        for number, (_key, values) in enumerate(rows)
        if values["scale"] == Scale.MONEY
    }
    wrong = bounds_in_order({level: upper for level, (_number, upper) in bounds.items()})
    return [
        (bounds[level][0], _("its amount must be more than that of the level below it"))
        for level in wrong
    ]


def score_problems(rows: Rows) -> list[tuple[int, str]]:
    """Return which preconditions have a score: number of the row, and a sentence. No query."""
    return [
        (
            number,
            _("is a precondition: it is met or not, and has no score; take its scores out"),
        )
        for number, (_key, values) in enumerate(rows)
        if values["kind"] == Risk.Kind.PRECONDITION and values["scores"]
    ]


risk_children = {
    "measures": rows(
        Measure, MeasureRow, link="risk", refs=listed(role=ROLES), numbered=True, coded=True
    ),
    "scores": rows(Score, ScoreRow, link="risk", identity=("date", "moment")),
}


def register_parts() -> None:
    """Add the scales of the municipality, and risks with their measures and scores."""
    parts.add(
        Part(
            "risk",
            "scales",
            ScaleLevelRow,
            rows(ScaleLevel, ScaleLevelRow, check=bound_problems),
            Scope.MUNICIPALITY,
        ),
        Part(
            "risk",
            "risks",
            RiskRow,
            rows(
                Risk,
                RiskRow,
                refs=listed(owner_role=ROLES, goal="direction.goals", unit="organisation.units"),
                children=risk_children,
                check=score_problems,
            ),
        ),
    )
