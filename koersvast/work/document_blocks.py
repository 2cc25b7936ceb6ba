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
from koersvast.work.models import Action, ReadyBy, Result
from koersvast.work.rules import Readiness, ReadyKind, readiness

COST = "cost"


def results_of(actor: Actor, works: Iterable[int]) -> list[Result]:
    """Return the results of works with all that the table shows of them; four queries."""
    rows = Result.objects.visible_to(actor).filter(work_id__in=list(works))
    actions = Action.objects.visible_to(actor).select_related("role").order_by("position", "code")
    moments = ReadyBy.objects.visible_to(actor).order_by("position")
    return list(
        rows.select_related("owner_role")
        .prefetch_related(Prefetch("actions", actions), Prefetch("ready_by", moments))
        .order_by("position", "code")
    )


def cost_of(actor: Actor, results: Sequence[Result]) -> dict[int, str]:
    """Return what each result costs, as a higher app tells it; empty where none does."""
    for column in registries.columns_of("work.results"):
        if column.name == COST:
            found = column.data(actor, [each.pk for each in results])
            return {key: str(value) for key, value in found.items()}
    return {}


def result_table(results: Sequence[Result], costs: dict[int, str], *, caption: str) -> Table:
    """Return the table what - how - cost - when; the cost only when a higher app tells it."""
    has_actions = any(result.actions.all() for result in results)
    how_wide = 36 if has_actions else 9
    columns = [Column(_("What do we want to achieve"), 66 - how_wide), Column(_("How"), how_wide)]
    columns += [Column(_("Cost"), 15)] if costs else []
    columns.append(Column(pgettext("column", "When"), 19))
    rows = []
    for result in results:
        cells = [what_of(result), how_of(result)]
        cells += [lines(costs.get(result.pk, NOTHING))] if costs else []
        rows.append(Row((*cells, when_of(result))))
    return Table(tuple(columns), tuple(rows), caption)


def what_of(result: Result) -> Cell:
    """Return what a result is, what it says more, and whose it is."""
    more = [result.description] if result.description else []
    if result.owner_role:
        owner = _("Owner: %(role)s") % {"role": result.owner_role}
        more.append(runs(Run(owner, italic=True)))  # type: ignore[arg-type]
    return lines(marked(result.title, result), *more)


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


def marked(text: str, row: Any) -> tuple[Run, ...]:
    """Return a text; one that was made up for the screen says so."""
    return runs(text, Run(f" ({_('illustrative')})", italic=True) if row.illustrative else "")


def nothing(text: str) -> list[Block]:
    """Return the sentence that says that there is nothing yet."""
    return [Paragraph(runs(text), "note")]
