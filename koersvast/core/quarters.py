"""Quarters of a year, the grid in which results and phases are planned."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from koersvast.core.spans import quarter_span


class Quarter(NamedTuple):
    """A quarter of a calendar year; ``number`` is 1 to 4. Sorts in time."""

    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        last = quarter_span(self.year, self.number).last
        assert last is not None  # noqa: S101  a quarter always has a last day
        return last

    @property
    def label(self) -> str:
        """``Q4 2021``, the same in every language."""
        return f"Q{self.number} {self.year}"

    def next(self) -> "Quarter":
        return (
            Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)
        )


def quarter_of(on: date) -> Quarter:
    """The quarter that ``on`` falls in."""
    return Quarter(on.year, (on.month + 2) // 3)


def quarters_between(first: date, last: date) -> Iterator[Quarter]:
    """Every quarter from that of ``first`` up to and including that of ``last``."""
    quarter, final = quarter_of(first), quarter_of(last)
    while quarter <= final:
        yield quarter
        quarter = quarter.next()
