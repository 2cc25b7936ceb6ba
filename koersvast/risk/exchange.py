"""Risks and the scales of the municipality in a plan file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from koersvast.core.parts import Part, Scope, Values, listed, parts, rows
from koersvast.risk.models import Measure, Risk, RiskClasses, Scale, ScaleLevel, Score
from koersvast.risk.rules import bounds_in_order
from koersvast.risk.schemas import (
    MeasureRow,
    RiskClassesRow,
    RiskRow,
    ScaleLevelRow,
    ScoreRow,
)

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


def class_problems(rows: Rows) -> list[tuple[int, str]]:
    """Return which rows of risk classes do not go up: number of the row, sentence. No query."""
    wrong = []
    for number, (_key, values) in enumerate(rows):
        bounds = [values["medium_from"], values["high_from"], values["critical_from"]]
        given = [bound for bound in bounds if bound is not None]
        if given != sorted(set(given)):
            wrong.append((number, _("the bounds must go up: medium, then high, then critical")))
    return wrong


def score_problems(rows: Rows) -> list[tuple[int, str]]:
    """Return what is wrong with scores of risks: number of the row, and a sentence. No query.

    A precondition has none, and a risk without measures none after measures.
    """
    wrong = []
    for number, (_key, values) in enumerate(rows):
        if values["kind"] == Risk.Kind.PRECONDITION and values["scores"]:
            sentence = _(
                "is a precondition: it is met or not, and has no score; take its scores out"
            )
            wrong.append((number, sentence))
        elif not values["measures"] and any(
            score["moment"] == Score.Moment.AFTER for score in values["scores"]
        ):
            sentence = _(
                "was judged after measures, but has none; add a measure, or take that score out"
            )
            wrong.append((number, sentence))
    return wrong


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
            "classes",
            RiskClassesRow,
            rows(RiskClasses, RiskClassesRow, check=class_problems),
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
