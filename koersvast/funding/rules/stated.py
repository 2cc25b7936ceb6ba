"""Totals that a text states, against what the lines they speak of add up to (DOMAIN: rule 3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from koersvast.core.money import Total, differs
from koersvast.funding.rules.ledger import Ledger
from koersvast.funding.rules.lines import Line, counted, sum_of


class Measure(StrEnum):
    """What a stated total is of."""

    COST = "cost"
    COVERAGE = "coverage"
    BALANCE = "balance"
    SHORTFALL = "shortfall"


class Verdict(StrEnum):
    """How a stated total stands to its lines.

    PM: the known part differs, and among the lines is PM, which may be the difference. NO_LINES:
    it differs because nothing is registered that it could be the sum of.
    """

    AGREES = "agrees"
    DIFFERS = "differs"
    PM = "pm"
    NO_LINES = "no_lines"


@dataclass(frozen=True)
class StatedScope:
    """Which lines a stated total speaks of; what is empty does not narrow.

    `works` are the works of a subtree. `marks` are reference marks or codes of lines. A scope
    with a first or last year leaves out amounts without a year.
    """

    works: frozenset[int] | None = None
    nature: str = ""
    category: str = ""
    first_year: int | None = None
    last_year: int | None = None
    marks: frozenset[str] = frozenset()

    def holds(self, line: Line) -> bool:
        """Tell whether the total speaks of this line."""
        return (
            (self.works is None or line.work in self.works)
            and self.nature in ("", line.nature)
            and self.category in ("", line.category)
            and (not self.marks or bool(self.marks & {line.mark, line.code} - {""}))
            and self._holds_year(line.year)
        )

    def _holds_year(self, year: int | None) -> bool:
        if self.first_year is None and self.last_year is None:
            return True
        if year is None:
            return False
        return (self.first_year or year) <= year <= (self.last_year or year)


@dataclass(frozen=True)
class Stated:
    """A stated total in euros, with the step it is written in."""

    measure: Measure
    amount: Decimal
    precision: Decimal = Decimal(1)
    per_year: bool = False
    scope: StatedScope = StatedScope()


@dataclass(frozen=True)
class Compared:
    """What the lines of one year (None: of all of them together) add up to, against the total."""

    year: int | None
    computed: Total
    difference: Decimal
    """What the known part of the lines is more than stated; 0 where they agree."""
    verdict: Verdict

    @property
    def differs(self) -> bool:
        """Tell whether the known part of the lines, rounded, is another amount than stated."""
        return self.verdict is not Verdict.AGREES


@dataclass(frozen=True)
class Evaluation:
    """A stated total compared with its lines: once, or once per year."""

    stated: Stated
    compared: tuple[Compared, ...]
    lines: tuple[Line, ...]

    @property
    def differs(self) -> bool:
        """Tell whether it differs (in any of the years)."""
        return any(each.differs for each in self.compared)

    @property
    def verdict(self) -> Verdict:
        """The verdict as a whole: the gravest of the years."""
        found = {each.verdict for each in self.compared}
        gravest_first = (Verdict.DIFFERS, Verdict.PM, Verdict.NO_LINES, Verdict.AGREES)
        return next(verdict for verdict in gravest_first if verdict in found)

    @property
    def worst(self) -> Compared:
        """The comparison that the verdict comes from; the first of several."""
        return next(each for each in self.compared if each.verdict == self.verdict)

    @property
    def computed(self) -> Total:
        """What the lines add up to, as far as the verdict is about it."""
        return self.worst.computed

    @property
    def difference(self) -> Decimal:
        """What the lines are more (negative: less) than stated, in euros."""
        return self.worst.difference


def evaluate(stated: Stated, lines: Iterable[Line]) -> Evaluation:
    """Compare a stated total with the lines in its scope."""
    chosen = tuple(
        line for line in counted(lines) if stated.scope.holds(line) and _is_of(stated, line)
    )
    if not stated.per_year:
        return Evaluation(stated, (_compare(stated, None, chosen),), chosen)
    compared = tuple(
        _compare(stated, year, [line for line in chosen if line.year == year])
        for year in _years(stated.scope, chosen)
    )
    return Evaluation(stated, compared or (_compare(stated, None, ()),), chosen)


def _is_of(stated: Stated, line: Line) -> bool:
    return (
        stated.measure not in (Measure.COST, Measure.COVERAGE) or line.side == stated.measure.value
    )


def _years(scope: StatedScope, lines: Iterable[Line]) -> list[int]:
    """Return the years a per-year total holds for; an open end reaches as far as the lines do."""
    present = [line.year for line in lines if line.year is not None]
    first = scope.first_year or min(present, default=scope.last_year)
    last = scope.last_year or max(present, default=scope.first_year)
    return list(range(first, last + 1)) if first and last else []


def _compare(stated: Stated, year: int | None, lines: Iterable[Line]) -> Compared:
    chosen = list(lines)
    computed = _measure(stated.measure, chosen)
    if not differs(stated.amount, computed.amount, stated.precision):
        return Compared(year, computed, Decimal(0), Verdict.AGREES)
    verdict = Verdict.PM if computed.pm else Verdict.DIFFERS
    difference = computed.amount - stated.amount
    return Compared(year, computed, difference, verdict if chosen else Verdict.NO_LINES)


def _measure(measure: Measure, lines: list[Line]) -> Total:
    if measure in (Measure.COST, Measure.COVERAGE):
        return sum_of(lines).total
    balance = Ledger(lines).balance().total
    return balance if measure is Measure.BALANCE else -balance
