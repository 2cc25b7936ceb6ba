"""The quarter planning: which quarters, what stands in each, where today is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from koersvast.core.periods import Period, Quarter, parse_period, quarter_of, quarters_between

QUARTERS_AT_MOST = 40
"""Ten years: a date far away, often a slip of the pen, does not make the table endless."""

KINDS = ("prepare", "build", "implement", "embed", "not_told")
"""The kinds of phase, in the order in which they come (M table 6)."""


def next_date(moments: Iterable[Period], on: date) -> Period | None:
    """Return the first dated moment that has not ended before `on`; None when none is left."""
    ahead = [moment for moment in moments if moment.last is not None and moment.last >= on]
    return min(ahead, default=None)


def is_later(forecast: Period | None, planned: Period | None) -> bool:
    """Tell whether a forecast ends after what was planned; False where either has no days."""
    if forecast is None or planned is None or forecast.last is None or planned.last is None:
        return False
    return forecast.last > planned.last


def quarter_span(periods: Iterable[Period | None], days: Iterable[date] = ()) -> list[Quarter]:
    """Return every quarter from the first to the last that the periods and days touch.

    Without any there are none; at most QUARTERS_AT_MOST, the first ones.
    """
    ends = list(days)
    for period in periods:
        if period is not None and period.first is not None and period.last is not None:
            ends += [period.first, period.last]
    if not ends:
        return []
    found: list[Quarter] = []
    for quarter in quarters_between(min(ends), max(ends)):
        if len(found) == QUARTERS_AT_MOST:
            break
        found.append(quarter)
    return found


@dataclass(frozen=True)
class Bar:
    """A phase in one quarter; `first` and `last` tell where the phase begins and ends."""

    kind: str
    first: bool
    last: bool

    @property
    def look(self) -> str:
        """The name of the kind in the style sheet."""
        return "impl" if self.kind == "implement" else self.kind


@dataclass(frozen=True)
class Cell:
    """What stands in one quarter of a result: bars in the order of the kinds."""

    quarter: Quarter
    bars: tuple[Bar, ...] = ()
    ready: bool = False
    forecast: bool = False


def bars_of(
    phases: Iterable[tuple[str, Period]],
    quarters: Sequence[Quarter],
    *,
    ready: Period | None = None,
    forecast: Period | None = None,
) -> list[Cell]:
    """Return a cell per quarter of the table for one result.

    `phases` are pairs of kind and period. Neighbouring periods of one kind make one bar. `ready`
    and `forecast` stand in the quarter in which they end.
    """
    touched: dict[str, set[Quarter]] = {}
    for kind, period in phases:
        touched.setdefault(kind, set()).update(period.quarters())
    ready_in = _quarter_in_which_it_ends(ready)
    forecast_in = _quarter_in_which_it_ends(forecast)
    before = [*(_before(quarter) for quarter in quarters[:1]), *quarters[:-1]]
    return [
        Cell(
            quarter,
            tuple(
                Bar(kind, previous not in touched[kind], quarter.next() not in touched[kind])
                for kind in KINDS
                if quarter in touched.get(kind, ())
            ),
            ready=quarter == ready_in,
            forecast=quarter == forecast_in,
        )
        for previous, quarter in zip(before, quarters, strict=True)
    ]


def _before(quarter: Quarter) -> Quarter:
    if quarter.number == 1:
        return Quarter(quarter.year - 1, 4)
    return Quarter(quarter.year, quarter.number - 1)


def _quarter_in_which_it_ends(period: Period | None) -> Quarter | None:
    return quarter_of(period.last) if period and period.last else None


@dataclass(frozen=True)
class DayLine:
    """Where a day lies: in which quarter, and at how many tenths of it (0-9)."""

    quarter: Quarter
    tenth: int


def day_line(on: date, quarters: Sequence[Quarter]) -> DayLine | None:
    """Return where `on` lies among the quarters; None when it lies outside."""
    quarter = quarter_of(on)
    if quarter not in quarters:
        return None
    days = (quarter.last - quarter.first).days + 1
    return DayLine(quarter, (on - quarter.first).days * 10 // days)


def choose_open(
    sizes: Mapping[int, int], *, asked: int | None = None, page: int = 1, limit: int | None = 100
) -> dict[int, tuple[int, int]]:
    """Return which themes stand open, and which of their results: key -> (first, behind last).

    `sizes` is theme -> number of results, in order of the page. The theme that is asked for comes
    first, `limit` results a page; others open whole, in order, as long as they all fit within
    `limit`. Where nothing fits, the first theme with results opens its first page. Without a
    limit everything is open.
    """
    if limit is None:
        return {key: (0, size) for key, size in sizes.items() if size}
    found: dict[int, tuple[int, int]] = {}
    room = limit
    if sizes.get(asked or 0):
        size = sizes[asked or 0]
        start = (min(max(page, 1), -(-size // limit)) - 1) * limit
        found[asked or 0] = (start, min(size, start + limit))
        room -= found[asked or 0][1] - start
    for key, size in sizes.items():
        if key not in found and 0 < size <= room:
            found[key] = (0, size)
            room -= size
    if not found:
        found = dict([(key, (0, limit)) for key, size in sizes.items() if size][:1])
    return found


def periods_of_quarters(quarters: Iterable[Quarter]) -> list[Period]:
    """Return the periods that quarters make: neighbours become one, from the first to the last."""
    runs: list[list[Quarter]] = []
    for quarter in sorted(set(quarters)):
        if runs and runs[-1][-1].next() == quarter:
            runs[-1].append(quarter)
        else:
            runs.append([quarter])
    return [
        parse_period(run[0].label if len(run) == 1 else f"{run[0].label} - {run[-1].label}")
        for run in runs
    ]


def in_quarters(period: Period) -> str:
    """Return a period as a planning writes it: whole quarters by name, else its own label."""
    quarters = period.quarters()
    if not quarters or (quarters[0].first, quarters[-1].last) != (period.first, period.last):
        return str(period)
    first, last = quarters[0].label, quarters[-1].label
    return first if first == last else f"{first} – {last}"


def replanned(
    current: Iterable[tuple[str, Period]],
    ticked: Mapping[str, Iterable[Quarter]],
    grid: Iterable[Quarter],
) -> list[tuple[str, Period]]:
    """Return the phases after somebody ticked quarters in a grid, per kind of phase.

    A kind whose quarters did not change keeps its periods as precise as they were; so does what
    lies outside the grid.
    """
    known = list(current)
    shown = set(grid)
    found: list[tuple[str, Period]] = []
    for kind in KINDS:
        own = [period for each, period in known if each == kind]
        before = {quarter for period in own for quarter in period.quarters()}
        after = {quarter for quarter in ticked.get(kind, ()) if quarter in shown}
        if after == before & shown:
            found += [(kind, period) for period in own]
        else:
            found += [(kind, period) for period in periods_of_quarters(after | before - shown)]
    return found
