"""Short ways to make risks in tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from koersvast.direction.models import Plan
from koersvast.organisation.models import Role
from koersvast.risk.models import Measure, Risk, ScaleLevel, Score

DAY = date(2023, 2, 1)


def risk(code: str = "RI1", **values: Any) -> Risk:
    """Store a risk of plan P; `owner` is the code of a role."""
    owner = values.pop("owner", None)
    role = Role.objects.get(code=owner) if owner else None
    made: Risk = Risk.objects.create(
        **{
            "plan": Plan.objects.get(code="P"),
            "code": code,
            "title": f"Risico {code}",
            "owner_role": role,
            **values,
        }
    )
    return made


def score(of: Risk, probability: int, impact: int | None = None, **values: Any) -> Score:
    """Store a score; `impact` is that on time."""
    made: Score = Score.objects.create(
        **{"risk": of, "date": DAY, "probability": probability, "time": impact, **values}
    )
    return made


def measure(of: Risk, code: str = "", **values: Any) -> Measure:
    """Store a measure."""
    made: Measure = Measure.objects.create(
        **{
            "plan": of.plan,
            "risk": of,
            "code": code or f"{of.code}.1",
            "text": "Doe iets",
            **values,
        }
    )
    return made


def money_scale(*bounds: int | None) -> None:
    """Store a scale of money with these bounds in euros."""
    for level, upper in enumerate(bounds, start=1):
        ScaleLevel.objects.create(
            code=f"money-{level}",
            scale="money",
            level=level,
            label=f"geld {level}",
            upper=None if upper is None else Decimal(upper),
        )


def chance(level: int, percentage: int | None) -> None:
    """Store a level of probability."""
    ScaleLevel.objects.create(
        code=f"probability-{level}",
        scale="probability",
        level=level,
        label=f"kans {level}",
        percentage=percentage,
    )
