"""The one period type: when something is due, at the precision the source knows it."""

import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

from django.utils.translation import get_language

from koersvast.core.languages import known_language
from koersvast.core.period_labels import span_label, vague_label
from koersvast.core.period_parser import read_span, read_vague
from koersvast.core.quarters import Quarter, quarter_of, quarters_between
from koersvast.core.spans import WHOLE_AT, Precision, Span, iso_text, span, third_span

__all__ = ["Period", "Precision", "Quarter", "parse_period", "quarter_of", "quarters_between"]

OPEN_END = date.max  # the last day, for sorting, of what is continuous
UNREADABLE_MARK = "~"  # sorts after every digit in ASCII
ENCODED = re.compile(
    r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}\|(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?|~\|)\|[a-z_]+\|"
)
UNDATED = frozenset({Precision.CONTINUOUS, Precision.UNREADABLE})


@total_ordering
@dataclass(frozen=True)
class Period:
    """A first and a last day (both counted in), a precision, and the text of the source.

    ``first`` and ``last`` are None when the period is continuous or unreadable, and only then.
    Sorts by last day, then first day: continuous comes after all dates, unreadable after that.
    Raises ``ValueError`` when the days do not make up a period of that precision.
    """

    first: date | None
    last: date | None
    precision: Precision
    text: str = ""

    def __post_init__(self) -> None:
        if self.precision in UNDATED:
            if self.first is not None or self.last is not None:
                raise ValueError(f"a {self.precision} period has no days")
            return
        if self.first is None or self.last is None:
            raise ValueError(f"a {self.precision} period has a first and a last day")
        checked = span(self.first, self.last, self.precision)
        whole_at = WHOLE_AT.get(self.precision)
        if whole_at and whole_at(self.first) != checked:
            raise ValueError(f"{self.first} - {self.last} is not a {self.precision}")

    @classmethod
    def day(cls, on: date) -> "Period":
        return cls(on, on, Precision.DAY, on.isoformat())

    @property
    def span(self) -> Span:
        """The days and precision without the text: what two periods share that mean the same."""
        return Span(self.first, self.last, self.precision)

    @property
    def is_readable(self) -> bool:
        return self.precision is not Precision.UNREADABLE

    @property
    def is_continuous(self) -> bool:
        return self.precision is Precision.CONTINUOUS

    @property
    def canonical(self) -> str:
        """A text that ``parse_period`` reads back, without context, to the same span.

        The text of the source where that does it, else the ISO-like form ("week 15" of 2021
        becomes "2021-W15"). An unreadable period stays its own text.
        """
        if not self.is_readable or read_span(self.text) == self.span:
            return self.text
        return iso_text(self.span)

    def encode(self) -> str:
        """One sortable text: ``<last>|<first>|<precision>|<text>``.

        In plain character order ``encoded < "2023-01-01"`` says that the last day is earlier.
        """
        if not self.is_readable:
            return f"{UNREADABLE_MARK}||{self.precision}|{self.text}"
        first = self.first.isoformat() if self.first else ""
        return f"{(self.last or OPEN_END).isoformat()}|{first}|{self.precision}|{self.text}"

    @classmethod
    def decode(cls, encoded: str) -> "Period":
        """The period that ``encode`` wrote; ``ValueError`` for any other text."""
        last, first, precision, text = encoded.split("|", 3)
        known = Precision(precision)
        if known in UNDATED:
            return cls(None, None, known, text)
        return cls(date.fromisoformat(first), date.fromisoformat(last), known, text)

    def contains(self, on: date) -> bool:
        """Whether the day lies in the period; every day does in a continuous one."""
        if self.first is None or self.last is None:
            return self.is_continuous
        return self.first <= on <= self.last

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share a day; an unreadable period shares none."""
        if not (self.is_readable and other.is_readable):
            return False
        starts = max(self.first or date.min, other.first or date.min)
        return starts <= min(self.last or date.max, other.last or date.max)

    def quarters(self) -> tuple[Quarter, ...]:
        """Every quarter the period touches; none when it has no days."""
        if self.first is None or self.last is None:
            return ()
        return tuple(quarters_between(self.first, self.last))

    def label(self, language: str | None) -> str:
        """A short label in Dutch or English; an unreadable period shows its text.

        A range that the source wrote with a vague word keeps it: "medio 2023", "mid 2023".
        """
        if not self.is_readable:
            return self.text
        known = known_language(language)
        if self.precision is Precision.RANGE and self.first:
            vague = read_vague(self.text, self.first.year)
            if vague and third_span(*vague) == self.span:
                return vague_label(*vague, known)
        return span_label(self.span, known)

    def __str__(self) -> str:
        return self.label(get_language())

    def __lt__(self, other: "Period") -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return self.encode() < other.encode()


def is_encoded(text: str) -> bool:
    """Whether a text is the encoding of a period, and not one as a source writes it."""
    return ENCODED.match(text) is not None


def parse_period(text: str, *, year: int | None = None) -> Period:
    """Read how a Dutch or English source writes a period; never raises and never guesses.

    What it cannot read - also 31 February, Q5, week 60, a range that runs backwards, a year
    outside 1900-2200 - is a period of precision UNREADABLE that keeps the text. ``year`` serves
    texts that name no year of their own ("week 15", "14 maart").

    Conventions:

    - A last day is counted in, after "t/m" and after "tot" alike.
    - Numeric dates are day first: 18/7 is 18 July. Weeks are ISO weeks. '22 is 2022; without the
      apostrophe "okt 22" is unreadable, for it may be a day.
    - Begin, medio and eind are the first, middle and last third: of a year four months each
      (medio 2023 is May up to and including August), of a half-year two, of a quarter or season
      one, of a month the days 1-10, 11-20 and 21-last. Their precision is RANGE.
    - Seasons are meteorological: spring March-May, summer June-August, autumn
      September-November; winter 2022 is December 2022 - February 2023. Their precision is SEASON.
    - "Q3/Q4 2022" and "maart en april 2022" join neighbours into one RANGE; "maart en mei" is
      not a period.
    - In a range a side without a year takes that of the other side, before ``year``.
    """
    stripped = text.strip()
    found = read_span(stripped, year)
    if found is None:
        return Period(None, None, Precision.UNREADABLE, stripped)
    return Period(*found, stripped)
