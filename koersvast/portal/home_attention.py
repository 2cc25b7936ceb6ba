"""What comes next and what asks for attention, beside the tree of all work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Q, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.kit.register import url_of
from koersvast.core.money import Total, format_amount
from koersvast.core.outlook import DATES_SHOWN, NAMED, Coming, Link, Point, outlooks
from koersvast.direction.models import Plan
from koersvast.funding.rules import Ledger, shortfalls
from koersvast.funding.selectors import plan_lines
from koersvast.portal.thread_data import threaded
from koersvast.work.models import Milestone, ReadyBy, Result, SprintNote
from koersvast.work.rules import Status
from koersvast.work.selectors import TreeRow, with_status
from koersvast.work.selectors.dates import viewpoint_of


def starts_of(actor: Actor, plans: Iterable[Plan]) -> dict[Plan, date]:
    """Return per plan the day from which it is read.

    That is today, or its reference date when nothing lies ahead any more.
    """
    today = timezone.localdate()
    return {plan: viewpoint_of(actor, plan, today) for plan in plans}


def from_one_day(starts: Mapping[Plan, date]) -> dict[Plan, date]:
    """Return the plans read from one day, the latest: what is past for one is not ahead for all."""
    latest = max(starts.values(), default=timezone.localdate())
    return dict.fromkeys(starts, latest)


def next_dates(actor: Actor, starts: Mapping[Plan, date], works: set[int]) -> list[Coming]:
    """Return the first dates ahead: ready-by moments, points of the roadmap, and of other apps."""
    ahead_results, ahead_points = Q(pk=None), Q(pk=None)
    for plan, start in starts.items():
        ahead_results |= Q(result__plan=plan, when__gte=start)
        ahead_points |= Q(plan=plan, when__gte=start)
    dated = Q(when__lt=date.max)
    moments: Any = ReadyBy.objects.visible_to(actor).filter(
        dated, ahead_results, result__work_id__in=works
    )
    points: Any = Milestone.objects.visible_to(actor).filter(
        dated, ahead_points, reached_on__isnull=True, work_id__in=works
    )
    found = [
        *(_ready(row) for row in moments.select_related("result").order_by("when")[:DATES_SHOWN]),
        *(_milestone(row) for row in points.select_related("work").order_by("when")[:DATES_SHOWN]),
        *outlooks.dates(actor, starts),
    ]
    return sorted(found, key=lambda each: each.when)[:DATES_SHOWN]


def _ready(row: ReadyBy) -> Coming:
    what = f"{row.result}: {row.what}" if row.what else str(row.result)
    return Coming(row.when, what, _("result"), url_of(row.result))


def _milestone(row: Milestone) -> Coming:
    when: Any = row.when  # only milestones with a day are asked for
    return Coming(when, str(row), str(row.work), url_of(row))


def attention(actor: Actor, starts: Mapping[Plan, date], rows: list[TreeRow]) -> list[Point]:
    """Return what asks for attention: money first, then what other apps add."""
    found = [point for plan in starts for point in _shortfall(actor, plan, rows)]
    found.extend(outlooks.points(actor, starts))
    found.extend(_silent(rows, reported_in_sprints(actor)))
    found.extend(_off_course(actor, {row.work.pk for row in rows}))
    found.extend(_loose_ends(actor))
    return found


def _shortfall(actor: Actor, plan: Plan, rows: list[TreeRow]) -> list[Point]:
    """Return the shortfall of a plan; years that lack the same in a row are one sentence."""
    runs: list[tuple[int | None, int | None, Total]] = []
    for year, total in shortfalls(Ledger(plan_lines(actor, plan.pk))).items():
        last = runs[-1] if runs else None
        if last and year and last[1] == year - 1 and last[2] == total:
            runs[-1] = (last[0], year, total)
        else:
            runs.append((year, year, total))
    return [
        Point(_("shortfall"), _lacking(first, last, total), _money_of(plan, rows), "off")
        for first, last, total in runs
    ]


def _money_of(plan: Plan, rows: list[TreeRow]) -> str:
    """Return where the money of a plan stands: at its one work at the top, else at the plan."""
    tops = [row.work for row in rows if row.depth == 0 and row.work.plan_id == plan.pk]
    return reverse("work-tab", args=[tops[0].pk, "money"]) if len(tops) == 1 else url_of(plan)


def _lacking(first: int | None, last: int | None, total: Total) -> str:
    amount = format_amount(total, get_language(), symbol=True)
    if first is None:
        return _("%(amount)s without a year is not covered") % {"amount": amount}
    years = {"amount": amount, "first": first, "last": last}
    if first == last:
        return _("%(amount)s of %(first)s is not covered") % years
    return _("%(amount)s a year is not covered, %(first)s–%(last)s") % years


def reported_in_sprints(actor: Actor) -> set[int]:
    """Return the works that told what they did in a sprint; one query."""
    notes = SprintNote.objects.visible_to(actor).order_by()
    return set(notes.values_list("work_id", flat=True))


def _silent(rows: list[TreeRow], sprinted: set[int]) -> list[Point]:
    """Return the works on which nothing was reported; only the highest of each branch."""
    told = _told(rows, sprinted)
    silent: list[TreeRow] = []
    below: int | None = None
    for row in rows:
        if below is not None and row.depth > below:
            continue
        below = None
        if row.work.pk not in told:
            below = row.depth
            silent.append(row)
    if not silent:
        return []
    text = ngettext(
        "%(count)d work on which nothing was reported yet",
        "%(count)d works on which nothing was reported yet",
        len(silent),
    )
    links = [Link(str(row.work), url_of(row.work)) for row in silent[:NAMED]]
    return [Point(_("silent"), text % {"count": len(silent)}, tone="none", links=links)]


def _told(rows: list[TreeRow], sprinted: set[int]) -> set[int]:
    """Return the works on which, or on a part or result of which, something was reported."""
    told: set[int] = set()
    above: list[TreeRow] = []
    for row in rows:
        above = [*above[: row.depth], row]
        if row.update is not None or row.counts.reported or row.work.pk in sprinted:
            told.update(each.work.pk for each in above)
    return told


def _off_course(actor: Actor, works: set[int]) -> list[Point]:
    results = with_status(Result.objects.visible_to(actor).filter(work_id__in=works))
    off = results.filter(status=Status.OFF_COURSE.value).order_by("position", "code")
    named = list(off.annotate(number_found=Window(Count("pk")))[:NAMED])
    if not named:
        return []
    count = named[0].number_found
    text = ngettext("%(count)d result off course", "%(count)d results off course", count)
    links = [Link(str(row), url_of(row)) for row in named]
    return [Point(_("off course"), text % {"count": count}, tone="off", links=links)]


def _loose_ends(actor: Actor) -> list[Point]:
    """Return the loose ends of the golden thread, each with its number."""
    thread = threaded(actor).thread
    costs = len(thread.costs_without_goal)
    goals = len(thread.goals_without_work)
    results = len(thread.results_without_goal)
    sentences = (
        (
            costs,
            "costs",
            ngettext(
                "%(count)d cost item without a goal", "%(count)d cost items without a goal", costs
            ),
        ),
        (
            goals,
            "goals",
            ngettext("%(count)d goal without work", "%(count)d goals without work", goals),
        ),
        (
            results,
            "results",
            ngettext(
                "%(count)d result that serves no goal",
                "%(count)d results that serve no goal",
                results,
            ),
        ),
    )
    return [
        Point(_("loose"), text % {"count": count}, f"{reverse('thread')}#{anchor}")
        for count, anchor, text in sentences
        if count
    ]
