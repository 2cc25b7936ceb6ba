"""From which height a risk is medium, high and critical: bounds that the municipality sets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

HEIGHTS = range(1, 26)
"""What probability x impact can be, both being levels of 1 to 5."""


class Rating(StrEnum):
    """The class of a risk, the mildest first."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


SERIOUS = frozenset({Rating.HIGH, Rating.CRITICAL})
"""The classes that ask for attention."""


@dataclass(frozen=True)
class Span:
    """A class with its lowest and highest height, both included."""

    rating: Rating
    lowest: int
    highest: int


@dataclass(frozen=True)
class Classes:
    """The lowest height of each class but the first; without `critical_from` none is critical.

    The defaults hold as long as the municipality sets nothing: 3 x 4 is high, 1 x 5 medium, 4 x 5
    critical and 2 x 2 low. Of the 25 places 8 are low, 9 medium, 5 high and 3 critical.
    """

    medium_from: int = 5
    high_from: int = 12
    critical_from: int | None = 20

    def rating_of(self, height: int) -> Rating:
        """Return the class of probability x impact."""
        return next(span.rating for span in self.spans if height >= span.lowest)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The classes there are, the worst first; together they hold every height once."""
        starts = [
            (Rating.LOW, HEIGHTS[0]),
            (Rating.MEDIUM, self.medium_from),
            (Rating.HIGH, self.high_from),
        ]
        if self.critical_from is not None:
            starts.append((Rating.CRITICAL, self.critical_from))
        ends = [start - 1 for _rating, start in starts[1:]] + [HEIGHTS[-1]]
        return tuple(
            Span(rating, start, end) for (rating, start), end in zip(starts, ends, strict=True)
        )[::-1]
