"""The quarter planning of a work: its results per theme, at most a hundred open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.periods import Period, Quarter
from koersvast.work.models import ExpertiseNeed, Phase, Result, StatusUpdate, Work
from koersvast.work.rules import (
    NO_RESULTS,
    Bar,
    Cell,
    Counts,
    DayLine,
    Readiness,
    Status,
    bars_of,
    choose_open,
    day_line,
    in_quarters,
    is_later,
    quarter_span,
    readiness,
)
from koersvast.work.selectors.facts import WorkFacts, facts_of
from koersvast.work.selectors.status import status_of, tally, with_status

OPEN_AT_MOST = 100
EXPERTISE_SHOWN = 200
RESULT_ORDER = ("position", "code", "pk")


@dataclass(frozen=True)
class ResultFilter:
    """Which results are wanted; an empty value wants all."""

    status: str = ""
    owner: int | None = None
    expertise: str = ""
    text: str = ""

    @property
    def active(self) -> bool:
        """True when anything is filtered."""
        return bool(self.status or self.owner or self.expertise or self.text.strip())


@dataclass(frozen=True)
class PhaseShown:
    """A phase in words: its kind, its look in the style sheet, and when."""

    label: str
    look: str
    when: str


@dataclass(frozen=True)
class PlanningRow:
    """A result in the planning."""

    result: Result
    update: StatusUpdate | None
    status: Status
    ready: Readiness
    cells: list[Cell]
    late: bool
    """True when the forecast ends after the ready-by."""
    phases: list[PhaseShown]
    words: str
    """The planning in words, for who does not see the bars."""


@dataclass(frozen=True)
class Group:
    """A theme: a work with results of its own. `rows` is empty while it is closed."""

    work: Work
    path: list[Work]
    counts: Counts
    rows: list[PlanningRow]
    page: int
    pages: int

    @property
    def words(self) -> str:
        """How its results stand, in words."""
        return self.counts.words()

    @property
    def is_open(self) -> bool:
        """True when its results (or a page of them) are shown."""
        return bool(self.rows)


@dataclass(frozen=True)
class Planning:
    """The whole table: quarters, the line of a day among them, and the themes."""

    quarters: list[Quarter]
    line: DayLine | None
    groups: list[Group]
    counts: Counts
    hidden: int
    """Results that do not match the filter."""

    @property
    def has_untold(self) -> bool:
        """Whether some phase is one of which the source does not tell which it is."""
        shown = (each for group in self.groups for row in group.rows for each in row.phases)
        return any(each.look == Phase.Kind.NOT_TOLD for each in shown)


def filtered_results(actor: Actor, keys: Collection[int], wanted: ResultFilter) -> QuerySet[Any]:
    """Return the visible results of works that match a filter."""
    results: QuerySet[Any] = Result.objects.visible_to(actor).filter(work_id__in=keys)
    if wanted.status:
        results = with_status(results).filter(status=wanted.status)
    if wanted.owner:
        results = results.filter(owner_role_id=wanted.owner)
    if wanted.expertise:
        needs = ExpertiseNeed.objects.filter(text__icontains=wanted.expertise)
        results = results.filter(pk__in=needs.values("result_id"))
    for word in wanted.text.split()[:8]:
        results = results.filter(
            Q(title__icontains=word) | Q(description__icontains=word) | Q(code__iexact=word)
        )
    return results


def planning_of(
    actor: Actor,
    work: Work,
    *,
    wanted: ResultFilter,
    asked: int | None = None,
    page: int = 1,
    limit: int | None = OPEN_AT_MOST,
) -> Planning:
    """Return the planning of a work and all below it, in a fixed number of queries.

    `asked` is the theme to open, at `page`; `limit` None opens everything. The line is that
    of the day from which the plan is read.
    """
    facts = facts_of(actor, work)
    results = filtered_results(actor, facts.keys, wanted)
    counts = tally(results).counts if wanted.active else facts.own
    sizes = {key: counts[key].total for key in facts.keys if key in counts}
    opened = choose_open(sizes, asked=asked, page=page, limit=limit)
    found = _shown(results, opened, sizes, facts)
    quarters = _quarters(facts, work, found)
    rows: dict[int, list[PlanningRow]] = defaultdict(list)
    for result, update in found:
        rows[result.work_id].append(row_of(result, update, quarters))
    groups = []
    for key, size in sizes.items():
        first, _last = opened.get(key, (0, 0))
        per_page = limit or max(size, 1)
        groups.append(
            Group(
                work=facts.shape.works[key],
                path=facts.shape.path(key, work.pk),
                counts=counts[key],
                rows=rows[key],
                page=first // per_page + 1,
                pages=-(-size // per_page),
            )
        )
    total = sum(counts.values(), start=NO_RESULTS)
    hidden = facts.counts_of(work.pk).total - total.total
    return Planning(quarters, day_line(facts.seen_from, quarters), groups, total, hidden)


Shown = list[tuple[Result, StatusUpdate | None]]


def _shown(
    results: QuerySet[Any],
    opened: dict[int, tuple[int, int]],
    sizes: dict[int, int],
    facts: WorkFacts,
) -> Shown:
    """Return the results that stand open with their latest update; five queries."""
    whole = [key for key, span in opened.items() if span == (0, sizes[key])]
    paged = next((key for key in opened if key not in whole), 0)
    first, last = opened.get(paged, (0, 1))
    latest = StatusUpdate.objects.filter(result=OuterRef("pk")).order_by("-date", "-id")
    found = (
        results.annotate(latest_pk=Subquery(latest.values("pk")[:1]))
        .select_related("owner_role")
        .order_by(*RESULT_ORDER)
    )
    rows = [*found.filter(work_id__in=[*whole, 0]), *found.filter(work_id=paged)[first:last]]
    prefetch_related_objects(rows, "phases", "ready_by")
    for row in rows:
        row.work = facts.shape.works[row.work_id]
    updates = StatusUpdate.objects.in_bulk([row.latest_pk for row in rows if row.latest_pk] or [0])
    return [(row, updates.get(row.latest_pk)) for row in rows]


def _quarters(facts: WorkFacts, work: Work, found: Shown) -> list[Quarter]:
    """Return the quarters of the table: those of the work and of everything that stands open.

    Not those of the works below: one that began years ago would fill the table with empty columns.
    """
    periods = [work.period]
    for result, update in found:
        periods += [phase.period for phase in result.phases.all()]
        periods += [moment.when for moment in result.ready_by.all()]
        periods.append(update.forecast if update else None)
    return quarter_span(periods, [work.plan.reference_date, facts.seen_from])


def row_of(result: Result, update: StatusUpdate | None, quarters: Sequence[Quarter]) -> PlanningRow:
    """Return one result as it stands in a planning of these quarters."""
    ready = readiness(
        (moment.when for moment in result.ready_by.all()), result.continuity, result.condition
    )
    status = status_of(update)
    forecast = update.forecast if update and status is not Status.DONE else None
    phases = _phases(result)
    return PlanningRow(
        result=result,
        update=update,
        status=status,
        ready=ready,
        cells=bars_of(
            ((phase.kind, phase.period) for phase in result.phases.all()),
            quarters,
            ready=ready.when,
            forecast=forecast,
        ),
        late=is_later(forecast, ready.when),
        phases=phases,
        words=_in_words(phases, ready, forecast),
    )


def _phases(result: Result) -> list[PhaseShown]:
    """Return the phases in the order in which they come, whatever the order of their rows."""
    order = list(Phase.Kind.values)
    rows = sorted(result.phases.all(), key=lambda row: (order.index(row.kind), row.period))
    return [
        PhaseShown(row.get_kind_display(), Bar(row.kind, True, True).look, in_quarters(row.period))
        for row in rows
    ]


def _in_words(phases: list[PhaseShown], ready: Readiness, forecast: Period | None) -> str:
    words = [f"{phase.label} {phase.when}" for phase in phases]
    if ready.when:
        words.append(_("ready by %(period)s") % {"period": in_quarters(ready.when)})
    if forecast:
        words.append(_("forecast %(period)s") % {"period": in_quarters(forecast)})
    return " · ".join(words)


def expertise_choices(actor: Actor) -> list[str]:
    """Return the expertise that any result needs, each once; one query.

    Not only what the results of one work need: to find that, the database would read all of them.
    """
    needs = ExpertiseNeed.objects.visible_to(actor).order_by("text")
    return list(needs.values_list("text", flat=True).distinct()[:EXPERTISE_SHOWN])
