"""An example of scales, for a municipality that has none yet.

Made up, in the way in which municipalities write theirs; a starting point and no norm.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from koersvast.risk.models import Scale


@dataclass(frozen=True)
class Example:
    """A level of the example: `upper` in euros, `percentage` of probability."""

    scale: Scale
    level: int
    label: Promise
    upper: Decimal | None = None
    percentage: int | None = None


def _scale(scale: Scale, *labels: Promise) -> list[Example]:
    return [Example(scale, level, label) for level, label in enumerate(labels, start=1)]


EXAMPLE_SCALES: tuple[Example, ...] = (
    Example(Scale.PROBABILITY, 1, _("very small: hardly ever"), percentage=10),
    Example(Scale.PROBABILITY, 2, _("small: once in five to ten years"), percentage=30),
    Example(Scale.PROBABILITY, 3, _("possible: once in two to five years"), percentage=50),
    Example(Scale.PROBABILITY, 4, _("large: once in one or two years"), percentage=70),
    Example(Scale.PROBABILITY, 5, _("very large: every year or more often"), percentage=90),
    Example(Scale.MONEY, 1, _("up to € 25,000"), upper=Decimal(25_000)),
    Example(Scale.MONEY, 2, _("€ 25,000 to € 100,000"), upper=Decimal(100_000)),
    Example(Scale.MONEY, 3, _("€ 100,000 to € 250,000"), upper=Decimal(250_000)),
    Example(Scale.MONEY, 4, _("€ 250,000 to € 1 million"), upper=Decimal(1_000_000)),
    Example(Scale.MONEY, 5, _("more than € 1 million")),
    *_scale(
        Scale.TIME,
        _("less than two weeks late"),
        _("two to six weeks late"),
        _("six weeks to a quarter late"),
        _("one or two quarters late"),
        _("more than two quarters late"),
    ),
    *_scale(
        Scale.QUALITY,
        _("hardly noticeable"),
        _("minor shortcomings, mended at once"),
        _("shortcomings that users notice"),
        _("part of the result cannot be used"),
        _("the result cannot be used"),
    ),
    *_scale(
        Scale.IMAGE,
        _("talk within a team"),
        _("talk within the organisation"),
        _("questions from residents or the council"),
        _("negative in the local press, debate in the council"),
        _("negative in the national press, trust is lost"),
    ),
)
