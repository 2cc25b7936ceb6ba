"""Results in documents: what is to be reached, how, at what cost, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from koersvast.core.actors import Actor
from koersvast.core.display import NOTHING, display
from koersvast.core.documents import Block, Cell, Column, Paragraph, Row, Run, Table, lines, runs
from koersvast.core.registries import registries
from koersvast.work.models import Action, Dependency, ExpertiseNeed, Phase, ReadyBy, Result
from koersvast.work.rules import Readiness, ReadyKind, readiness

COST = "cost"
PROGRESS = "progress-report"
"""The kind of document of which a council fixes the headings ("grote projecten")."""


def results_of(actor: Actor, works: Iterable[int]) -> list[Result]:
    """Return the results of works with all that the table shows of them; seven queries."""
    rows = Result.objects.visible_to(actor).filter(work_id__in=list(works))
    actions = Action.objects.visible_to(actor).select_related("role").order_by("position", "code")
    moments = ReadyBy.objects.visible_to(actor).order_by("position")
    phases = Phase.objects.visible_to(actor).order_by("pk")
    expertise = ExpertiseNeed.objects.visible_to(actor).order_by("position")
    needs = Dependency.objects.visible_to(actor).select_related("needs").order_by("needs__position")
    return list(
        rows.select_related("owner_role")
        .prefetch_related(
            Prefetch("actions", actions),
            Prefetch("ready_by", moments),
            Prefetch("phases", phases),
            Prefetch("expertise", expertise),
            Prefetch("needs", needs),
        )
        .order_by("position", "code")
    )


def cost_of(actor: Actor, results: Sequence[Result]) -> dict[int, str]:
    """Return what each result costs, as a higher app tells it; empty where none does."""
    for column in registries.columns_of("work.results.document"):
        if column.name == COST:
            found = column.data(actor, [each.pk for each in results])
            return {key: str(value) for key, value in found.items()}
    return {}


def result_table(results: Sequence[Result], costs: dict[int, str], *, caption: str) -> Table:
    """Return the table what - how - cost - when; the cost only when a higher app tells it.

    Without any action there is no column for them.
    """
    how = has_actions(results)
    what_wide, cost_wide, when_wide = (25, 15, 21) if how else (60, 19, 21)
    columns = [Column(_("What do we want to achieve"), what_wide)]
    columns += [Column(_("How"), 39)] if how else []
    columns += [Column(_("Cost"), cost_wide)] if costs else []
    columns.append(Column(pgettext("column", "When"), when_wide))
    rows = []
    for result in results:
        cells = [what_of(result)]
        cells += [how_of(result)] if how else []
        cells += [lines(*costs.get(result.pk, NOTHING).split("\n"))] if costs else []
        rows.append(Row((*cells, when_of(result))))
    return Table(tuple(columns), tuple(rows), caption)


def has_actions(results: Iterable[Result]) -> bool:
    """Tell whether any result says how it is reached."""
    return any(result.actions.all() for result in results)


def what_of(result: Result) -> Cell:
    """Return what a result is, what it says more, whose it is, and what it takes."""
    more: list[object] = [result.description]
    if result.owner_role:
        more.append(told(_("Owner"), str(result.owner_role)))
    if result.expertise.all():
        more.append(told(_("Expertise"), "; ".join(str(each) for each in result.expertise.all())))
    if result.needs.all():
        names = "; ".join(each.needs.title for each in result.needs.all())
        more.append(told(pgettext("result", "Needs first"), names))
    return lines(marked(result.title, result, bold=True), *more)


def told(label: str, text: str) -> tuple[Run, ...]:
    """Return what is told under a label."""
    return runs(Run(f"{label}: ", italic=True), text)


def how_of(result: Result) -> Cell:
    """Return the actions, each with who does it and by when as far as that is told."""
    found = []
    for action in result.actions.all():
        told = [str(action.role)] if action.role else []
        told += [str(action.due)] if action.due else []
        text = f"{action.text} ({', '.join(told)})" if told else action.text
        found.append(marked(text, action))
    return lines(*found, bullets=True) if found else lines(NOTHING)


def when_of(result: Result) -> Cell:
    """Return by when what is ready, in the words of the plan."""
    found = [
        f"{moment.when}: {moment.what}" if moment.what else str(moment.when)
        for moment in result.ready_by.all()
    ]
    found += [
        f"{str(each.get_kind_display()).capitalize()}: {each.period}"
        for each in result.phases.all()
    ]
    ready = ready_of(result)
    if result.continuity:
        found.append(result.get_continuity_display())
    if ready.condition:
        found.append(_("waits for: %(condition)s") % {"condition": ready.condition})
    return lines(*(found or [_("not said yet")]))


def ready_of(result: Result) -> Readiness:
    """Return when a result is ready; its moments were read with it."""
    moments = (moment.when for moment in result.ready_by.all())
    return readiness(moments, result.continuity, result.condition)


def ready_words(ready: Readiness) -> str:
    """Return when a result is ready, in a few words."""
    if ready.when is not None:
        return display(ready.when)
    words = {
        ReadyKind.CONTINUOUS: _("continuous"),
        ReadyKind.CONDITIONAL: ready.condition,
    }
    return words.get(ready.kind, NOTHING)


def marked(text: str, row: Any, *, bold: bool = False) -> tuple[Run, ...]:
    """Return a text; one that was made up for the screen says so."""
    made_up = Run(f" ({_('illustrative')})", italic=True) if row.illustrative else ""
    return runs(Run(text, bold=bold), made_up)


def nothing(text: str) -> list[Block]:
    """Return the sentence that says that there is nothing yet."""
    return [Paragraph(runs(text), "note")]
